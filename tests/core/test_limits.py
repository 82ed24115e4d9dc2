"""A file or work too long to be found whole is said to its editor."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cms.core import extraction
from cms.core.models import File
from cms.network.models import WorkFile
from search import generations, limits, passages
from tests.acceptance.reading import visible_text
from tests.factories import CaseStudyFactory, FileFactory, PartnershipFactory

from .test_desk import build, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]


def test_a_text_is_counted_as_it_is_cut():
    for words in (0, 1, 99, 100, 101, 180, 181, 500, 1234):
        text = " ".join(["word"] * words)
        assert limits.count(text) == len(list(passages.cut(text)))


@pytest.fixture
def small(monkeypatch):
    """Limits that a test can reach: 3 passages of a file, 5 of a work."""
    for module in (limits, passages):
        monkeypatch.setattr(module, "MOST_IN_A_FILE", 3)
        monkeypatch.setattr(module, "MOST_IN_A_WORK", 5)


def test_the_limit_of_a_file_holds_over_all_its_pages(small):
    work = CaseStudyFactory(
        work_files=[WorkFile(file=FileFactory(pages=[f"page{n} words" for n in range(7)]))]
    )
    file = work.work_files.get().file
    extraction.read_file(file)
    build()
    row = generations.live().indexed.get(work=work.work.pk, audience="public")
    assert row.left_out == 4


def test_the_editor_of_a_file_too_long_is_told_in_its_form_and_on_the_desk(moderator, small):
    file = FileFactory(title="Long", pages=[f"page{n} words" for n in range(7)])
    extraction.read_file(file)
    file.refresh_from_db()
    assert file.text_state == File.Text.READ
    said = "The file is longer than search reads: only its first 3 passages"
    assert said in text_of(moderator)
    form = moderator.get(reverse("wagtaildocs:edit", args=[file.pk]))
    assert said in visible_text(form.content.decode())


def test_a_file_within_the_limit_has_no_problem(moderator, small):
    file = FileFactory(pages=["one", "two", "three"])
    extraction.read_file(file)
    assert extraction.problem_of(file) == ""
    form = moderator.get(reverse("wagtaildocs:edit", args=[file.pk]))
    assert "longer than search reads" not in form.content.decode()


def test_the_editor_of_a_work_too_long_is_told_when_opening_it_and_on_the_desk(moderator, small):
    long = [WorkFile(file=FileFactory(pages=["a b", "c d", "e f"])) for _ in range(3)]
    work, other = CaseStudyFactory(title="Long work", work_files=long), CaseStudyFactory()
    partnership = PartnershipFactory()
    partnership.files.add(*(each.file for each in long))
    partnership.save()
    for each in long:
        extraction.read_file(each.file)
    build()
    text = visible_text(
        moderator.get(reverse("wagtailadmin_pages:edit", args=[work.pk])).content.decode()
    )
    assert "This work is longer than search reads: 5 passages" in text
    assert "3 passages of a file and 5 of a work" in text
    quiet = moderator.get(reverse("wagtailadmin_pages:edit", args=[other.pk]))
    assert "longer than search reads" not in quiet.content.decode()
    record = moderator.get(
        reverse("wagtailsnippets_network_partnership:edit", args=[partnership.pk])
    )
    assert "This work is longer than search reads" in record.content.decode()
    assert re.search(r"Long work\s+\S[^0-9]*5 ", text_of(moderator))
