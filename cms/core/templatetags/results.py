"""Tags of the search page for what it says hundreds of times: a template of its own for each
filter and each reason would take as long as the search."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from search.presentation import Facet, FacetValue, ShownHit

from .medina import isolated, number

register = template.Library()

_CHECKBOX = (
    '<li><div class="form-check"><input class="form-check-input" type="checkbox" name="{name}"'
    ' value="{value}" id="{id}"{checked}><label class="form-check-label" for="{id}">'
    '<bdi>{label}</bdi></label><span class="count">{count}</span></div></li>'
)


@register.simple_tag
def facet_values(facet: Facet, values: Sequence[FacetValue], part: str) -> SafeString:
    """Checkboxes of some values of a facet, as items of a list; `part` tells the lists of a facet
    apart."""
    return format_html_join(
        "",
        _CHECKBOX,
        (
            {
                "name": facet.name,
                "value": value.value,
                "id": f"f-{facet.name}-{part}{place}",
                "checked": mark_safe(" checked") if value.selected else "",
                "label": value.label,
                "count": number(value.count),
            }
            for place, value in enumerate(values, start=1)
        ),
    )


@register.simple_tag
def found_by(hit: ShownHit) -> SafeString:
    """Why a work was found: its words, others for them, its themes, its meaning."""
    reason = hit.reason
    if reason is None:
        return mark_safe("")
    found = [
        (gettext("words:"), isolated(reason.words)),
        (gettext("other words for:"), isolated(reason.like)),
        (gettext("theme:"), isolated(hit.themes)),
    ]
    told = [format_html("<span>{} {}</span>", *pair) for pair in found if pair[1]]
    if reason.meaning:
        told.append(format_html("<span>{}</span>", gettext("meaning")))
    if not told:
        return mark_safe("")
    told_one_by_one = format_html_join(" ", "{}", ((each,) for each in told))
    return format_html('<p class="reason">{} {}</p>', gettext("Found by"), told_one_by_one)
