"""Descriptions of works and records in the vocabulary of https://schema.org/, as JSON-LD."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from cms.core.choices import licence_address
from cms.core.works import kind
from cms.network.models import City, Country, Organisation

from .items import Item, full, name_for

#: types that are no CreativeWork: what only a CreativeWork has is left out of them
PLACES = {"City", "Country", "AdministrativeArea", "Place"}
NOT_CREATIVE = PLACES | {"Organization", "Person", "Project", "Event", "DefinedTerm"}
#: characters that could end the element in which a description stands
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script_text(data: Any) -> SafeString:
    """JSON that is safe inside a <script> element of any page."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))


def describe(item: Item, lang: str) -> dict[str, Any]:
    """The description of an item as its page in a language shows it.

    `lang` is that of the edition for works, that of the reader for records.
    """
    shown = item.language_for(lang)
    address = item.address(shown if item.is_work else lang)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": item.kind.schema_type,
        # An edition outlives the address of its page. Records are told of by others by theirs.
        "@id": item.permanent(shown) if item.is_work else address,
        "url": address,
        "identifier": item.permanent(lang),
        "name": item.title_for(lang),
        "description": item.summary_for(lang),
    }
    if item.is_work:
        found["inLanguage"] = shown
    found |= _of_record(item, lang)
    # What the kind itself says comes last: it may name a narrower type.
    found |= item.kind.schema_properties(item.row)
    found |= _of_lists(item, lang)
    if found["@type"] not in NOT_CREATIVE:
        found |= _of_creative_work(item, lang, found)
    elif found["@type"] == "Event":
        found.setdefault("startDate", item.date)
        found["location"] = _places(item, lang)
        found["about"] = _concepts(item, lang)
        found["mainEntityOfPage"] = _page_of_event(item, lang)
    return _filled(found)


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}


def _page_of_event(item: Item, lang: str) -> dict[str, Any]:
    """The page of an event: it has what a work has and an event has not, such as a licence and
    translations."""
    shown = item.language_for(lang)
    page = _edition(item, shown, "WebPage") | _of_creative_work(item, lang, {"@type": "WebPage"})
    of_the_event = ("datePublished", "about", "spatialCoverage")
    return _filled({name: value for name, value in page.items() if name not in of_the_event})


def _of_lists(item: Item, lang: str) -> dict[str, Any]:
    """What it is called, and what it is filed under, in lists that others keep."""
    with translation.override(lang):
        terms = [
            {
                "@type": "DefinedTerm",
                "termCode": code.code,
                "name": str(code.label),
                "inDefinedTermSet": code.list_url,
            }
            for code in item.codes
            if code.label
        ]
    called = [
        {
            "@type": "PropertyValue",
            "propertyID": code.scheme,
            "value": code.code,
            "url": code.url,
        }
        for code in item.codes
        if not code.label
    ]
    found: dict[str, Any] = {"keywords": terms} if terms else {}
    return {**found, "identifier": [item.permanent(lang), *called]} if called else found


def _of_creative_work(item: Item, lang: str, found: dict[str, Any]) -> dict[str, Any]:
    """What every work of somebody's mind has, whatever its kind."""
    shown = item.language_for(lang)
    described = {
        "datePublished": item.date,
        "dateModified": item.modified.isoformat(timespec="seconds") if item.modified else "",
        "license": item.licence_address,
        "about": _concepts(item, lang),
        "spatialCoverage": _places(item, lang),
        "mentions": [
            *(_named(row, "Organization", lang) for row in item.to("organisations")),
            *(_named(row, "Person", lang) for row in item.to("people")),
        ],
        "author": [{"@type": "Person", "name": name} for name in item.authors],
        "publisher": _named(item.publisher, "Organization", lang) if item.publisher else _site(),
        "encoding": [_file(file) for file in item.files if file.licence],
    }
    parts = found.get("isPartOf", [])
    website = {"@type": "WebSite", "name": settings.SITE_NAME, "url": settings.SITE_URL}
    described["isPartOf"] = [*(parts if isinstance(parts, list) else [parts]), website]
    if item.is_work:
        source = item.work.source_language
        others = [code for code in item.languages if code != shown]
        described["workTranslation"] = [_edition(item, code, found["@type"]) for code in others]
        if source in others:
            described["translationOfWork"] = _edition(item, source, found["@type"])
    return described


def _edition(item: Item, code: str, of_type: str) -> dict[str, Any]:
    return {
        "@type": of_type,
        "@id": item.address(code) if of_type == "WebPage" else item.permanent(code),
        "url": item.address(code),
        "inLanguage": code,
        "name": item.titles[code],
    }


def _of_record(item: Item, lang: str) -> dict[str, Any]:
    """What tells a place, a body, a person or a concept from others of its name."""
    if item.is_work:
        return {}
    row = item.row
    found: dict[str, Any] = {
        "alternateName": [
            *(
                {"@value": name, "@language": code}
                for code, name in item.titles.items()
                if name != item.title_for(lang)
            ),
            *getattr(row, "spellings", ()),
        ],
    }
    found["geo"] = _position(row)
    if isinstance(row, City | Country):
        found["containedInPlace"] = [
            *(_place(place, lang) for place in item.to("countries")),
            *(_place(place, lang) for place in item.to("regions")),
        ]
    elif isinstance(row, Organisation):
        found["address"] = _address(item, lang)
    if item.kind.schema_type == "Person":
        found["affiliation"] = [
            _named(body, "Organization", lang) for body in item.to("organisations")
        ]
    return found


def _address(item: Item, lang: str) -> dict[str, Any]:
    city = next(iter(item.to("cities")), None)
    country = next(iter(item.to("countries")), None) or (city and city.country)
    found = {"addressLocality": city, "addressCountry": country}
    named = {name: name_for(row, lang) for name, row in found.items() if row}
    return {"@type": "PostalAddress", **named} if named else {}


def _concepts(item: Item, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DefinedTerm",
            "@id": concept.uri,
            "name": name_for(concept, lang),
            "termCode": concept.notation or concept.code,
            "url": full(concept.get_absolute_url()),
            "inDefinedTermSet": concept.scheme.uri,
        }
        for concept in (*item.to("themes"), *item.to("goals"))
    ]


def _places(item: Item, lang: str) -> list[dict[str, Any]]:
    rows: Iterable[Any] = (*item.to("cities"), *item.to("countries"), *item.to("regions"))
    return [_place(row, lang) for row in rows]


def _place(row: Any, lang: str) -> dict[str, Any]:
    found = _named(row, _type_of_place(row), lang)
    country = row.country if isinstance(row, City) else None
    if country:
        found["containedInPlace"] = _named(country, "Country", lang)
    if _position(row):
        found["geo"] = _position(row)
    return found


def _type_of_place(row: Any) -> str:
    """The type under which the page of a place describes it."""
    found = kind(row.work_kind)
    return found.schema_properties(row).get("@type", found.schema_type)


def _position(row: Any) -> dict[str, Any]:
    latitude, longitude = getattr(row, "latitude", None), getattr(row, "longitude", None)
    if latitude is None or longitude is None:
        return {}
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}


def _named(row: Any, of_type: str, lang: str) -> dict[str, Any]:
    url = full(row.get_absolute_url())
    return {"@type": of_type, "@id": url, "name": name_for(row, lang), "url": url}


def _site() -> dict[str, Any]:
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL}


def _file(file: Any) -> dict[str, Any]:
    media_type, _encoding = mimetypes.guess_type(file.filename)
    return {
        "@type": "MediaObject",
        "name": file.title,
        "contentUrl": full(file.url),
        "encodingFormat": media_type or "",
        "inLanguage": file.language,
        "license": licence_address(file.licence),
    }
