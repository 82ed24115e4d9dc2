"""How far the words of a passage are the words asked."""

from __future__ import annotations

import numpy as np
import pytest

from search.engines.base import Candidates
from search.lexicon import Likeness
from search.matching import Matcher, rarity

OWN = [[(("water",), 1.0)], [(("price",), 1.0)]]
PLACES = {"water": 0, "price": 1, "rain": 2, "music": 3}
NEAR = Likeness(np.array([[1.0, 0.1, 0.6, 0.0], [0.1, 1.0, 0.1, 0.0]]), PLACES)


def likenesses(*passages: tuple[str, ...], groups=OWN, likeness=NEAR) -> list[float]:
    return Matcher(groups, [2.0, 2.0], likeness).scores(passages)[1].tolist()


def test_a_passage_that_holds_all_words_is_wholly_alike_and_an_empty_one_not_at_all():
    assert likenesses(("water", "price"), ()) == [pytest.approx(1), 0]


def test_a_word_that_is_near_counts_where_no_other_stands_for_it():
    both, near, none = likenesses(("water", "price"), ("rain", "price"), ("music", "price"))
    assert both > near > none
    assert near == pytest.approx(0.8)


def test_the_nearest_word_counts_and_not_how_often():
    once, often = likenesses(("rain", "music"), ("rain", "rain", "rain", "music"))
    assert once == often


def test_a_language_is_measured_by_the_best_it_can_offer():
    half = Likeness(np.array([[0.5, 0.0], [0.0, 0.5]]), {"agua": 0, "precio": 1})
    (found,) = likenesses(("agua", "precio"), groups=[[], []], likeness=half)
    assert 0.5 < found < 1


def test_words_stand_for_themselves_without_a_model_and_outside_the_vocabulary():
    assert likenesses(("water",), likeness=None)[0] == pytest.approx(0.5)
    known = Likeness(np.zeros((2, 1)), {"price": 0})
    assert likenesses(("water", "price"), likeness=known)[0] > 0


def test_several_words_of_a_label_are_alike_only_together():
    matcher = Matcher([[(("led",), 1.0), (("local", "develop"), 0.9)]], [3.0])
    apart, together = matcher.scores([("local",), ("local", "plan", "develop")])[1]
    assert (apart, together) == (0, pytest.approx(0.9))


def test_nothing_is_like_nothing():
    for of_passages in Matcher([], []).scores([("water",)]):
        assert of_passages.tolist() == [0]
    for of_none in Matcher(OWN, [2.0, 2.0], NEAR).scores([]):
        assert of_none.tolist() == []


def test_what_a_word_is_worth_is_the_mean_of_the_languages_that_have_passages():
    counts = Candidates((), {"en": 100, "fr": 100, "es": 0}, {"en": (1,), "fr": (50,), "es": (0,)})
    (rare,) = rarity(Candidates((), {"en": 100}, {"en": (1,)}))
    (common,) = rarity(Candidates((), {"fr": 100}, {"fr": (50,)}))
    assert rarity(counts) == [pytest.approx((rare + common) / 2)]
