"""A fact published in one edition is the same in every edition, in every facet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .editing import edit
from .reading import LANGUAGES, Reader

_FIND = """
from cms.core.models import Concept, Work
from cms.library.models import CaseStudyPage
page = CaseStudyPage.objects.get(slug="tripoli-gis", locale__language_code="fr")
page = page.get_latest_revision_as_object()
before = list(page.themes.all()), page.date
"""


@pytest.fixture(scope="module")
def changed(each_portal) -> Iterator[tuple[Reader, str, str, dict[str, str]]]:
    """A reader; a work whose theme and date were changed in its French edition alone; the
    theme; the label of the theme in each language."""
    lines = edit(
        each_portal,
        _FIND
        + """
theme = Concept.objects.filter(scheme__code="themes").exclude(
    pk__in=[t.pk for t in before[0]]).filter(broader__isnull=False).order_by("slug").first()
print(Work.objects.get(key=page.translation_key).pk)
print(theme.slug)
for lang in ("fr", "en", "es", "ar"):
    print(getattr(theme, "label_" + lang))
print(",".join(t.slug for t in before[0]))
print(before[1])
page.themes = [*before[0], theme]
page.date = "2029"
page.save_revision().publish()
""",
    ).splitlines()
    work, theme, *labels = lines[:6]
    try:
        yield Reader(each_portal), work, theme, dict(zip(LANGUAGES, labels, strict=True))
    finally:
        edit(
            each_portal,
            _FIND
            + f"""
page.themes = list(Concept.objects.filter(slug__in={lines[6].split(",")!r}))
page.date = {lines[7] if len(lines) > 7 else ""!r}
page.save_revision().publish()
""",
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_every_edition_shows_it(changed, lang):
    reader, work, theme, labels = changed
    answer = reader.get(f"/{lang}/w/{work}/")
    assert f"/{lang}/w/" not in answer.url, "the work has an edition in every language"
    assert f'href="/{lang}/themes/{theme}/"' in answer.text
    assert labels[lang] in answer.text
    assert "2029" in answer.text or "٢٠٢٩" in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_facets_of_every_language_show_it(changed, lang):
    reader, work, theme, labels = changed
    for chosen in ({"theme": theme}, {"year": "2029"}):
        answer = reader.search("", lang, **chosen)
        assert work in [hit["id"] for hit in answer["hits"]]
    facet = {row["value"]: row for row in answer["facets"]["theme"]}
    assert facet[theme]["label"] == labels[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_theme_lists_the_work(changed, lang):
    reader, work, theme, _labels = changed
    title = next(
        hit["title"] for hit in reader.search("", lang, theme=theme)["hits"] if hit["id"] == work
    )
    assert title in reader.get(f"/{lang}/themes/{theme}/").text
