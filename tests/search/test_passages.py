"""Texts are cut into overlapping passages of about a hundred words."""

from __future__ import annotations

import pytest

from search import passages


def cut_texts(text: str) -> list[str]:
    return [passage.text for passage in passages.cut(text)]


def words(count: int) -> str:
    return " ".join(f"w{i}" for i in range(count))


def test_a_short_text_is_one_passage_as_it_stands():
    assert cut_texts("  Deux\n mots ") == ["Deux\n mots"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_blank_text_has_none(text):
    assert cut_texts(text) == []


@pytest.mark.parametrize("count", [99, 100, 101, 180, 181, 500, 1234])
def test_every_word_is_in_a_passage_and_none_is_too_long(count):
    cut = [passage.split() for passage in cut_texts(words(count))]
    assert {word for passage in cut for word in passage} == set(words(count).split())
    assert max(map(len, cut)) <= passages.SIZE


def test_neighbours_overlap_so_that_an_answer_across_a_cut_is_whole_in_one():
    first, second, *_ = (passage.split() for passage in cut_texts(words(300)))
    assert first[passages.STEP :] == second[: passages.SIZE - passages.STEP]


def test_no_passage_lies_within_the_one_before():
    for count in range(100, 400):
        cut = cut_texts(words(count))
        assert all(later not in earlier for earlier, later in zip(cut, cut[1:], strict=False))


def test_a_passage_says_whether_it_begins_and_ends_with_a_sentence():
    whole = "Ten words stand in this sentence about water, no more. " * 20
    first, second, third = passages.cut(whole)
    assert [p.opens for p in (first, second, third)] == [True, True, True]
    assert [p.closes for p in (first, second, third)] == [True, True, True]
    first, second, *_ = passages.cut(words(300))
    assert (first.closes, second.opens) == (False, False)


def test_a_text_that_goes_on_from_the_page_before_does_not_open_a_sentence():
    (only,) = passages.cut("and the rest of it.")
    assert (only.opens, only.closes) == (False, True)
    (only,) = passages.cut("مياه المدينة.")
    assert only.opens


def test_a_line_of_its_own_is_a_sentence():
    lines = "\n".join(f"Heading {i}" for i in range(100))
    assert all(passage.opens and passage.closes for passage in passages.cut(lines))
