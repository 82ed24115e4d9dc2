"""Texts are cut into overlapping passages of about a hundred words."""

from __future__ import annotations

import pytest

from search import passages


def words(count: int) -> str:
    return " ".join(f"w{i}" for i in range(count))


def test_a_short_text_is_one_passage_as_it_stands():
    assert list(passages.cut("  Deux\n mots ")) == ["Deux\n mots"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_blank_text_has_none(text):
    assert list(passages.cut(text)) == []


@pytest.mark.parametrize("count", [99, 100, 101, 180, 181, 500, 1234])
def test_every_word_is_in_a_passage_and_none_is_too_long(count):
    cut = [passage.split() for passage in passages.cut(words(count))]
    assert {word for passage in cut for word in passage} == set(words(count).split())
    assert max(map(len, cut)) <= passages.SIZE


def test_neighbours_overlap_so_that_an_answer_across_a_cut_is_whole_in_one():
    first, second, *_ = (passage.split() for passage in passages.cut(words(300)))
    assert first[passages.STEP :] == second[: passages.SIZE - passages.STEP]


def test_no_passage_lies_within_the_one_before():
    for count in range(100, 400):
        cut = list(passages.cut(words(count)))
        assert all(later not in earlier for earlier, later in zip(cut, cut[1:], strict=False))
