"""Tags and filters of the portal's templates: languages, lists, numbers, signs and maps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from wagtail.templatetags.wagtailcore_tags import richtext

from .. import addresses, dates, lists, maps, works

register = template.Library()
register.simple_tag(lists.comma)
register.filter(addresses.lasting)

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
#: English lists are written as in British English: "a, b and c"
LIST_LOCALES = {"en": "en_GB"}


def _active() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@register.filter
def dir_of(code: str | None) -> str:
    """The direction of a language: 'rtl' or 'ltr'."""
    return "rtl" if (code or _active()).split("-")[0] in RIGHT_TO_LEFT else "ltr"


@register.simple_tag
def lang_attrs(code: str | None) -> str:
    """` lang="…" dir="…"` for text in another language than the page's; nothing otherwise."""
    if not code or code.split("-")[0] == _active():
        return ""
    return format_html(' lang="{}" dir="{}"', code, dir_of(code))


@register.filter
def is_foreign(code: str | None) -> bool:
    """Whether a text in that language needs to be told apart from the page around it."""
    return bool(code) and str(code).split("-")[0] != _active()


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's: 'Arabic', 'arabe', 'árabe', 'العربية'."""
    return _language_name(code, _active())


@lru_cache(maxsize=1_000)
def _language_name(code: str, active: str) -> str:
    try:
        name = Locale.parse(code, sep="-").get_language_name(active)
    except (ValueError, UnknownLocaleError):
        name = None
    return name or code


@register.filter
def field_lang(record: Any, field: str) -> str:
    """The language in which a translated field of a record is shown to this reader.

    The reader's own where it is filled, else the first filled one of the
    declared chain; '' where no language is.
    """
    chains = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    active = _active()
    for code in (active, *chains.get(active, ()), *chains["default"]):
        if getattr(record, f"{field}_{code}", None):
            return code
    return ""


@register.simple_tag
def text(record: Any, field: str = "name") -> str:
    """A translated field of a record, inside its own language and direction."""
    value = getattr(record, field, "") if record is not None else ""
    if not value:
        return ""
    return format_html("<bdi{}>{}</bdi>", lang_attrs(field_lang(record, field)), value)


@register.simple_tag
def link(record: Any, field: str = "name") -> str:
    """A link to the page of a record, its name in its own language and direction."""
    if record is None:
        return ""
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), text(record, field))


@register.filter
def join_localised(items: Iterable[Any]) -> str:
    """A list in words: 'a, b and c', 'a, b et c', 'a, b y c', 'a وb وc'."""
    pieces = [conditional_escape(item) for item in items if item]
    return (
        mark_safe(format_list(pieces, locale=LIST_LOCALES.get(_active(), _active())))
        if pieces
        else ""
    )


@register.filter
def join_labels(labels: Iterable[Any]) -> str:
    """Labels of choices as a list in words, in which only the first begins with a capital:
    'Elected officials, managers and citizens'."""
    first, *others = [str(label) for label in labels if label] or [""]
    return join_localised([first, *(_uncapitalised(label) for label in others)])


def _uncapitalised(label: str) -> str:
    # What goes on in capitals is an acronym.
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@register.simple_tag
def links(records: Iterable[Any], field: str = "name") -> str:
    """Links to records, joined as a list in words."""
    return join_localised([link(record, field) for record in records])


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Names of languages in the reader's, joined as a list in words."""
    return _language_names(tuple(codes), _active())


@lru_cache(maxsize=1_000)
def _language_names(codes: tuple[str, ...], active: str) -> str:
    return join_localised([_language_name(code, active) for code in codes])


@register.simple_tag
def written_in(languages: Iterable[str]) -> str:
    """In which languages a work can be read, set apart where the reader's is not among them."""
    return _written_in(tuple(languages), _active())


@lru_cache(maxsize=1_000)
def _written_in(languages: tuple[str, ...], active: str) -> str:
    if len(languages) == len(settings.LANGUAGES):
        return gettext("In all languages")
    names = _language_names(languages, active)
    if active in languages:
        return format_html(gettext("In %(names)s") % {"names": "{}"}, names)
    written = format_html(gettext("Written in %(names)s") % {"names": "{}"}, names)
    return format_html('<span class="badge-lang badge-lang--foreign">{}</span>', written)


@register.filter
def isolated(items: Iterable[Any]) -> str:
    """Texts one after another with the reader's comma, each keeping its own direction."""
    return format_html_join(lists.comma(), "<bdi>{}</bdi>", ((item,) for item in items))


@register.simple_tag
def portal_languages() -> str:
    """Names of the portal's languages in the reader's, joined as a list in words."""
    return language_names(code for code, _name in settings.LANGUAGES)


@register.filter
def number(value: int | float | Decimal | str | None) -> str:
    """A number with the reader's separators, no more precise than it is given."""
    return "" if value in (None, "") else _number(str(value), _active())


@lru_cache(maxsize=10_000)
def _number(value: str, lang: str) -> str:
    try:
        decimal = Decimal(value)
    except ArithmeticError:
        return value
    # Spanish groups from five digits on (CLDR's minimumGroupingDigits, which Babel leaves out).
    grouped = lang != "es" or abs(decimal) >= 10_000
    return format_decimal(
        decimal.normalize(), locale=lang, decimal_quantization=False, group_separator=grouped
    )


@register.simple_tag
def measured(figure: Any) -> str:
    """The value of a figure, or its range, with its unit: '40%', '2 to 3 euros'."""
    low = number(figure.low)
    if figure.high is None:
        return figure.with_unit(low)
    between = gettext("%(low)s to %(high)s") % {"low": low, "high": number(figure.high)}
    return figure.with_unit(between)


@register.filter
def partial_date(value: str) -> str:
    """A date known to the day, the month or the year, in the reader's language."""
    try:
        return dates.display(value)
    except ValueError:  # as a source words it: "around 2010"
        return value


@register.filter(expects_localtime=True)
def day(date: datetime.date) -> str:
    """A day in the reader's language."""
    return dates.day(date)


@register.simple_tag
def period(start: str, end: str) -> str:
    """'2010 – 2012', or whichever end is known."""
    return dates.display_period(start or "", end or "")


@register.filter
def styled(field: BoundField) -> str:
    """A form field with the classes of its kind of control."""
    classes = {"checkbox": "form-check-input", "select": "form-select"}
    return field.as_widget(attrs={"class": classes.get(field.widget_type, "form-control")})


@register.filter
def host(address: str) -> str:
    """The host of a web address, as a short name for a link to it."""
    return urlsplit(address).hostname or address


@register.filter
def kind_label(name: str) -> str:
    """What one work of a kind is called in the reader's language."""
    label = str(works.kind(name).label)
    return label[:1].upper() + label[1:]


@register.filter
def by_section(items: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """(heading, items) of works in the sections under which their kinds are listed on the pages
    of places and bodies; the heading of the library's own is ''."""
    groups: dict[str, list[Any]] = {}
    for item in items:
        heading = str(getattr(works.kind(item.kind), "section", ""))
        groups.setdefault(heading, []).append(item)
    return sorted(groups.items(), key=lambda group: group[0] != "")


@register.simple_tag
def prose_of(record: Any, field: str = "description") -> str:
    """A translated description of a record, in its own language and direction."""
    value = getattr(record, field, "")
    if not value:
        return ""
    attributes = lang_attrs(field_lang(record, field))
    return format_html('<div class="prose"{}>{}</div>', attributes, richtext(value))


@register.simple_tag
@lru_cache(maxsize=1_000)
def sign(name: str, css_class: str = "") -> SafeString:
    """The sign of a kind (see portal/static/img/signs.svg); for the eye only."""
    return format_html(
        '<svg class="sign{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css_class}" if css_class else "",
        static("img/signs.svg"),
        name,
    )


@register.inclusion_tag("core/includes/map.html")
def medina_map(places: Iterable[Any], label: str, css_class: str = "map") -> dict[str, Any]:
    """A map whose dots lead to the places' pages. Set a list of the same places beside it."""
    return {
        "map": maps.draw(places, ratio=2.2, least=60),
        "label": label,
        "css_class": css_class,
        "linked": True,
    }


@register.inclusion_tag("core/includes/map.html")
def medina_cover(
    places: Iterable[Any], label: str, links: Iterable[tuple[Any, Any]] = ()
) -> dict[str, Any]:
    """A cover drawn from facts: where, and from whom to whom. Nothing where no place is known."""
    return {
        "map": maps.draw(places, links=links, ratio=1.6),
        "label": label,
        "css_class": "cover",
        "linked": False,
    }


@register.filter
def on_map(places: Iterable[Any] | None) -> bool:
    """Whether any of the places has coordinates."""
    return any(place.latitude is not None for place in places or ())


@register.simple_tag(takes_context=True)
def paging(context: template.Context, page: PaginatorPage) -> dict[str, Any]:
    """What `core/includes/pagination.html` needs of a page of a Django paginator.

    Addresses keep the rest of the query string.
    """
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "number": page.number,
        "num_pages": page.paginator.num_pages,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
        "pages": [
            (
                str(number),
                address(number) if isinstance(number, int) else "",
                number == page.number,
            )
            for number in numbers
        ],
    }


@register.simple_tag
def cover_file(files: Iterable[Any] | None, language: str) -> Any:
    """The file whose first page may stand for a work in that language, or None."""
    suited = (file for file in files or () if file.cover and file.language == language)
    return next(suited, None)


@register.simple_tag
def partner_cities(partners: Iterable[Any]) -> list[Any]:
    """The cities among the partners of a partnership, in their order."""
    return [partner.city for partner in partners if partner.city_id]


@register.filter
def other_labels(concept: Any) -> list[tuple[str, str]]:
    """(language, preferred label) of a concept in the languages other than the reader's."""
    codes = [code for code, _name in settings.LANGUAGES if code != _active()]
    labels = [(code, getattr(concept, f"label_{code}")) for code in codes]
    return [(code, label) for code, label in labels if label]


@register.simple_tag
def transfer_links(partners: Iterable[Any] | None) -> list[tuple[Any, Any]]:
    """From whom to whom a partnership carries something: providers to recipients, those to
    whom they pass it on; cities only."""
    by_role: dict[str, list[Any]] = {}
    for partner in partners or ():
        if partner.city_id:
            by_role.setdefault(partner.role, []).append(partner.city)
    providers, recipients = by_role.get("provider", []), by_role.get("recipient", [])
    passing = by_role.get("passes_on", [])
    if not passing:
        return [(a, b) for a in providers for b in recipients]
    return [(a, b) for a in providers for b in passing] + [
        (a, b) for a in passing for b in recipients
    ]
