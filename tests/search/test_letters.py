"""Letters struck at random are told from words, known or not."""

from __future__ import annotations

import random

import pytest

from search.analysis import fold
from search.constants import shipped
from search.letters import Letters, like_a_word


@pytest.mark.parametrize(
    "word",
    [
        *("tramway", "téléphérique", "gratte", "skyscraper", "gentrification", "greenhouse"),
        *("rascacielos", "teleférico", "ayuntamiento", "Ouagadougou", "Chefchaouen"),
        *("ترامواي", "ناطحة", "تلفريك", "بلدية"),
    ],
)
def test_a_real_word_is_like_a_word(word):
    assert like_a_word(fold(word))


def test_some_of_these_words_are_not_among_those_that_letters_were_learnt_from():
    assert not {"tramway", "skyscraper", "rascacielos"} & set(shipped().vocabulary)


@pytest.mark.parametrize("word", ["xyzzyqwv", "qwertzuiop", "asdf", "kjhgf", "zzzz", "هعغفقثص"])
def test_letters_struck_at_random_are_not(word):
    assert not like_a_word(fold(word))


@pytest.mark.parametrize("word", ["2030", "co2", "東京", "γειτονιά"])
def test_numbers_and_other_scripts_are_not_judged(word):
    assert like_a_word(word)


def test_most_random_rows_of_letters_are_found_out():
    chance = random.Random(1)
    rows = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(200)]
    assert sum(not like_a_word(row) for row in rows) > 170


def test_letters_seen_together_are_likelier_than_others():
    letters = Letters(["water", "later", "lateral"])
    assert letters.likelihood("waters") > letters.likelihood("wretas")
    assert letters.likelihood("water") > letters.likelihood("waqer")
