"""Activity identifiers of the International Aid Transparency Initiative (IATI).

An identifier begins with that of the organisation that reports the activity, which is
a registration agency, a hyphen and the number there ('XM-DAC-41304'), and goes on with
a hyphen and a name of that organisation's own. An agency is a country by ISO 3166-1, or
XI, XM or XR for international ones, a hyphen and an abbreviation; see
https://iatistandard.org/en/guidance/standard-guidance/organisation-identifiers/ and
https://org-id.guide/. The oldest publishers still report under a five-digit channel code
of the DAC alone ('44000-P090644'). The signs / & | ? and spaces are not allowed.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ADDED_BY_UNICODE = {
    "AC",
    "CP",
    "CQ",
    "DG",
    "EA",
    "EU",
    "EZ",
    "IC",
    "QO",
    "TA",
    "UN",
    "XA",
    "XB",
    "ZZ",
}
_INTERNATIONAL = {"XI", "XM", "XR"}
_FORBIDDEN = re.compile(r"[\s/&|?]")
_WITH_AGENCY = re.compile(r"^([A-Z]{2})-[A-Z][A-Z_]*-[^-]+.*-.+$")
_WITH_CHANNEL = re.compile(r"^\d{5}-.+$")


@cache
def _countries() -> frozenset[str]:
    """Codes of ISO 3166-1, and XK; without those that Unicode adds."""
    codes = {code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)}
    return frozenset(codes) - _ADDED_BY_UNICODE


def validate_identifier(value: str) -> None:
    """Raises ValidationError unless `value` may be the identifier of an IATI activity."""
    if _FORBIDDEN.search(value):
        raise ValidationError(_("An IATI identifier holds no space and none of / & | ?"))
    match = _WITH_AGENCY.match(value)
    if match and (match[1] in _countries() or match[1] in _INTERNATIONAL):
        return
    if not _WITH_CHANNEL.match(value):
        raise ValidationError(
            _(
                "Begin with the registration agency and the number of the organisation that "
                "reports it, then the activity: XM-DAC-41304-ABC123."
            )
        )


def address(identifier: str) -> str:
    """Where readers can look the activity up. The portal itself asks nothing there."""
    return f"https://d-portal.org/q.html?aid={quote(identifier, safe='')}"
