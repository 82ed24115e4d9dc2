"""The sample library: enough of it, in enough languages, saying nothing it should not."""

from __future__ import annotations

import re

import pytest

from cms.sample.loading import sources

WORKS = sources.works()
ALL = set(sources.LANGUAGES)

TELEPHONE = re.compile(r"(?:\+|\b00)\d[\d\s().-]{6,}\d")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")


def strings(value):
    """Every text within a source file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_there_are_thirty_works_and_fifteen_of_them_in_all_four_languages():
    assert len(WORKS) >= 30
    assert len([work for work in WORKS if set(work.editions) == ALL]) >= 15


def test_every_language_is_the_source_of_some_work():
    assert {work.source_language for work in WORKS} == ALL


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.slug)
def test_a_work_has_its_source_edition_and_no_private_contact(work):
    assert work.source_language in work.editions
    assert work.path.stem == work.slug
    assert work.facts.get("licence") == "CC-BY-4.0"
    for text in strings([dict(work.facts), dict(work.editions)]):
        assert not TELEPHONE.search(text), text
        assert not EMAIL.search(text), text


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.slug)
def test_a_work_that_names_a_place_names_its_source(work):
    places = [name for name in ("cities", "countries", "people") if work.facts.get(name)]
    if places:
        assert work.facts.get("sources") or any(
            row.get("source")
            for edition in work.editions.values()
            for row in [*(edition.get("results") or ()), *(edition.get("testimonials") or ())]
        )


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.slug)
def test_the_figures_of_a_work_are_the_same_in_every_edition(work):
    def figures(edition):
        return [
            (row.get("before"), row.get("after"), row.get("claimed_by"))
            for row in edition.get("results") or ()
        ] + [(row.get("amount"), row.get("currency")) for row in edition.get("costs") or ()]

    first = figures(work.editions[work.source_language])
    assert all(figures(edition) == first for edition in work.editions.values())


def test_what_is_loaded_agrees_in_facts_and_needs_no_embedding(portal):
    assert "0 differences" in portal.manage("check_editions")
    assert "Every passage" in portal.manage("sample_vectors", "--check")


def test_loading_again_adds_nothing(portal):
    assert ", 0 new" in portal.manage("load_sample")


def test_the_index_holds_what_the_database_holds(portal):
    portal.manage("search_check")
