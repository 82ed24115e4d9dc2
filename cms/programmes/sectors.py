"""Sectors of aid that matter to local government, by OECD DAC purpose code.

The codes are those of the DAC and CRS code lists, which IATI calls sector vocabulary 1;
the labels are short ones of our own. A line more here, with its translations, is a
sector more: no migration is needed. A code that projects use must stay.
"""

from django.utils.translation import gettext_lazy as _

#: Where the list stands whose codes these are.
LIST = "https://iatistandard.org/en/iati-standard/203/codelists/sector/"
SECTORS = [
    ("11330", _("Vocational training")),
    ("14015", _("Protection of water resources")),
    ("14021", _("Water supply in towns")),
    ("14022", _("Sanitation in towns")),
    ("14031", _("Basic drinking water")),
    ("14032", _("Basic sanitation")),
    ("14050", _("Waste")),
    ("15110", _("Public administration")),
    ("15111", _("Public finance")),
    ("15112", _("Decentralisation and local government")),
    ("15113", _("Prevention of corruption")),
    ("15114", _("Local taxes and revenue")),
    ("15150", _("Participation and civil society")),
    ("15170", _("Women’s rights and organisations")),
    ("16010", _("Social protection")),
    ("16020", _("Job creation")),
    ("16030", _("Housing policy")),
    ("16040", _("Affordable housing")),
    ("16061", _("Culture and recreation")),
    ("16062", _("Statistics")),
    ("16070", _("Labour rights")),
    ("16080", _("Social dialogue")),
    ("21020", _("Roads and streets")),
    ("22040", _("Information technology")),
    ("24040", _("Microfinance")),
    ("25010", _("Business environment")),
    ("32130", _("Small and medium-sized enterprises")),
    ("41010", _("Environmental policy")),
    ("43030", _("Urban development and management")),
    ("43040", _("Rural development")),
    ("43060", _("Disaster risk reduction")),
]
