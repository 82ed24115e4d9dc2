"""Closed lists of the field's standard codes, with labels in the reader's language."""

from django.conf import settings
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Content languages, BCP 47: code and name, as `settings.LANGUAGES` declares them.
LANGUAGES = list(settings.LANGUAGES)
LANGUAGE_CODES: tuple[str, ...] = tuple(code for code, _name in LANGUAGES)


def _language_name(code: str) -> str:
    # The tags read models, which are not there yet while choices are read.
    from .templatetags.medina import language_name

    return language_name(code)


#: Languages of what the portal tells of (speech, courses, sites, documents), BCP 47: its own,
#: then others of the regions it serves. Their names are in the reader's language.
WIDER_LANGUAGES = [
    (code, lazy(_language_name, str)(code))
    for code in dict.fromkeys(
        [*LANGUAGE_CODES, "pt", "it", "de", "tr", "zgh", "wo", "sw", "ha", "am"]
    )
]


class Licence(models.TextChoices):
    """Licences by SPDX identifier (https://spdx.org/licenses/)."""

    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY_IGO = "CC-BY-3.0-IGO", "CC BY 3.0 IGO"


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY_IGO: "https://creativecommons.org/licenses/by/3.0/igo/",
}


def licence_address(code: str) -> str:
    """The address of a licence's text ('' for none or one without)."""
    return LICENCE_ADDRESSES[Licence(code)] if code in Licence.values else ""


class ContactRole(models.TextChoices):
    """What a contact can be asked about."""

    PRESS = "press", _("Press")
    COORDINATION = "coordination", _("Coordination")
    TECHNICAL = "technical", _("Technical questions")
    PUBLICATIONS = "publications", _("Publications")


class FileKind(models.TextChoices):
    """What a file is to the work it belongs to."""

    FULL_TEXT = "full_text", _("Full text")
    ANNEX = "annex", _("Annex")
    SLIDES = "slides", _("Slides")
    FORM = "form", pgettext_lazy("document to fill in", "Form")
