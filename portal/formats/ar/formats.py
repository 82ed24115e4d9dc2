"""Arabic dates as the portal's own texts write them: 8 مارس 2012.

Their months are by `E`: by `F` Django spells April otherwise, إبريل.
"""

DATE_FORMAT = "j E Y"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "E Y"
SHORT_DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "j E Y، H:i"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
