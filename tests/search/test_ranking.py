"""One module orders, the same for every engine and fair to languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from search import analysis, constants
from search.constants import Constants
from search.engines.base import Candidate, Candidates
from search.evidence import CUT, MOST, evidence_of
from search.lexicon import Lexicon
from search.matching import Matcher, matched
from search.question import (
    MOST_CHARACTERS,
    Question,
    clean,
    phrases_of,
    understand,
)
from search.ranking import FRESH, READABLE, SURE, answers, full, rank
from search.thesaurus import analysed

NO_CONSTANTS = Constants(spreads={"m": 0.1})


def candidate(work: str, text: str, lang: str = "en", n: int = 0, **values) -> Candidate:
    return Candidate(
        work=work,
        kind="case_study",
        n=n,
        lang=lang,
        stems=analysis.stems(text, lang),
        text=text,
        key=f"{work}.{n}",
        file=values.get("file", ""),
        page=values.get("page"),
        opens=values.get("opens", True),
        closes=values.get("closes", True),
        facets=values.get("facets", {}),
        sureness=values.get("sureness", 0.0),
    )


def question(text: str, lang: str = "en", vector: np.ndarray | None = None, **groups) -> Question:
    words = tuple((t.word, t.stem) for t in analysis.tokens(text, lang) if t.stem)
    own = [[((stem,), 1.0)] for _word, stem in words]
    return Question(
        text=text,
        languages={lang: 1.0},
        words=words,
        groups={lang: own, **groups},
        vectors={} if vector is None else {"m": vector},
    )


def candidates(
    items: list[Candidate], asked: Question, vectors: Mapping[str, np.ndarray] | None = None
) -> Candidates:
    """What an engine would say of these passages, as if they were all there are; `vectors` are
    those of some, by key."""
    langs = {item.lang for item in items}
    near = {key: float(of @ asked.vectors["m"]) for key, of in (vectors or {}).items()}
    return Candidates(
        items=[replace(item, nearness=near.get(item.key)) for item in items],
        passages={lang: 20 + sum(item.lang == lang for item in items) for lang in langs},
        frequencies={
            lang: [
                sum(
                    item.lang == lang
                    and any(stem in item.stems for stems, _weight in group for stem in stems)
                    for item in items
                )
                for group in asked.groups.get(lang, ())
            ]
            for lang in langs
        },
    )


def order(items: list[Candidate], asked: Question, **vectors) -> list[str]:
    found = rank(asked, candidates(items, asked, vectors), NO_CONSTANTS, "en")
    return [work.work for work in found]


def test_more_of_the_words_asked_comes_first():
    items = [
        candidate("one", "water prices"),
        candidate("both", "water treatment plants"),
        candidate("none", "a music festival"),
    ]
    assert order(items, question("water treatment")) == ["both", "one", "none"]


def test_rare_words_count_more_than_frequent_ones():
    items = [candidate(f"w{i}", f"city street {i}") for i in range(8)]
    items.append(candidate("rare", "harbour street"))
    assert order(items, question("city harbour"))[0] == "rare"


def test_nearness_in_meaning_orders_where_no_word_matches():
    query = np.array([1.0, 0.0])
    items = [candidate("far", "aaa"), candidate("near", "bbb")]
    vectors = {"far.0": np.array([0.0, 1.0]), "near.0": np.array([0.8, 0.6])}
    found = rank(
        (asked := question("zzz", vector=query)),
        candidates(items, asked, vectors),
        NO_CONSTANTS,
        "en",
    )
    assert [work.work for work in found] == ["near", "far"]


def test_languages_that_a_model_finds_far_from_each_other_are_not_passed_over():
    asked = question("zzz", lang="fr", vector=np.array([1.0, 0.0]))
    items = [candidate("spanish", "aaa", "es"), candidate("arabic", "ببب", "ar")]
    vectors = {"spanish.0": np.array([0.7, 0.0]), "arabic.0": np.array([0.6, 0.0])}
    uneven = replace(NO_CONSTANTS, translations={"m": {("fr", "es"): 0.8, ("fr", "ar"): 0.6}})
    for of, first in ((NO_CONSTANTS, "spanish"), (uneven, "arabic")):
        assert rank(asked, candidates(items, asked, vectors), of, "fr")[0].work == first


def test_an_answer_in_another_language_stands_beside_one_in_the_own():
    asked = question("water", fr=[[(("eau",), 0.9)]])
    items = [
        candidate("english", "water in the city"),
        candidate("french", "l'eau dans la ville", "fr"),
        candidate("off", "the mayor spoke"),
        candidate("hors", "le maire parla", "fr"),
    ]
    assert set(order(items, asked)[:2]) == {"english", "french"}


def test_a_work_counts_once_by_its_best_passage():
    items = [
        candidate("w", "nothing of it", n=0),
        candidate("w", "water treatment", n=1),
        candidate("v", "water", n=0),
    ]
    assert order(items, question("water treatment")) == ["w", "v"]


def test_equal_works_stand_in_the_order_of_their_ids():
    items = [candidate(work, "water") for work in ("c", "a", "b")]
    assert order(items, question("water")) == ["a", "b", "c"]


def test_the_order_does_not_depend_on_the_order_of_candidates():
    items = [candidate(f"w{i}", f"water {'city ' * i}") for i in range(6)]
    asked = question("water city")
    assert order(items, asked) == order(items[::-1], asked)


def test_a_work_that_no_model_has_read_yet_is_found_by_its_words():
    query = np.array([1.0, 0.0])
    asked = question("water", vector=query)
    items = [candidate("new", "water"), candidate("off", "music"), candidate("other", "sport")]
    vectors = {"off.0": np.array([0.1, 0.99]), "other.0": np.array([0.2, 0.98])}
    found = rank(asked, candidates(items, asked, vectors), NO_CONSTANTS, "en")
    assert found[0].work == "new"


def test_full_coverage_is_nearly_one_and_none_is_zero():
    matcher = Matcher([[(("water",), 1.0)], [(("citi",), 1.0)]], [3.0, 3.0])
    passages = [("water", "citi") * 20, ("music",), ("water",) * 20]
    whole, none, half = matcher.scores(passages)[0]
    assert whole == pytest.approx(1, abs=0.1)
    assert none == 0
    assert 0.4 < half < 0.5


def test_several_words_of_a_label_count_only_together():
    groups = [[(("led",), 1.0), (("local", "econom", "develop"), 0.9)]]
    passages = [("local", "develop"), ("local", "econom", "develop", "plan")]
    part, whole = Matcher(groups, [3.0]).scores(passages)[0]
    assert part == 0
    assert whole > 0.3
    assert [matched(groups, stems) for stems in passages] == [
        frozenset(),
        {"local", "econom", "develop"},
    ]


def test_weak_works_are_not_counted():
    query = np.array([1.0, 0.0])
    asked = question("water", vector=query)
    items = [candidate("answer", "water"), candidate("off", "music")]
    vectors = {"answer.0": np.array([0.9, 0.4]), "off.0": np.array([0.1, 0.99])}
    found = rank(asked, candidates(items, asked, vectors), NO_CONSTANTS, "en")
    assert [work.work for work in answers(found, asked)] == ["answer"]


def test_more_may_answer_where_the_passages_of_one_language_that_do_fill_a_list():
    asked = question("water", fr=[[(("eau",), 1.0)]])
    items = [candidate(f"w{n}", f"water in street {n}") for n in range(4)]
    items += [candidate("eau", "eau de la rue", "fr"), candidate("music", "a music festival")]
    works = answers(rank(asked, candidates(items, asked), NO_CONSTANTS, "en"), asked)
    assert len(works) == 5
    assert full(works, 4)
    assert not full(works, 5)


def test_of_a_work_that_holds_what_is_quoted_all_passages_count_for_that():
    asked = replace(question("water", fr=[[(("eau",), 1.0)]]), phrases={"en": (("water",),)})
    items = [candidate(f"w{n}", f"eau de la rue {n}", "fr") for n in range(3)]
    items += [candidate("w0", "water in the street", n=1), candidate("w3", "eau potable", "fr")]
    works = answers(rank(asked, candidates(items, asked), NO_CONSTANTS, "en"), asked)
    assert full(works, 4)


def test_nothing_answers_a_query_that_nothing_is_near_to():
    asked = question("qwertz", vector=np.array([1.0, 0.0]))
    items = [candidate("w", "music")]
    vectors = {"w.0": np.array([0.1, 0.99])}
    found = rank(asked, candidates(items, asked, vectors), NO_CONSTANTS, "en")
    assert answers(found, asked) == []


def test_evidence_is_shown_in_the_readers_language_where_it_is_as_good():
    asked = question("water", fr=[[(("eau",), 1.0)]])
    items = [candidate("w", "water", "en", 0), candidate("w", "eau", "fr", 1)]
    for interface in ("en", "fr"):
        (found,) = rank(asked, candidates(items, asked), NO_CONSTANTS, interface)
        assert found.evidence.candidate.lang == interface


def test_evidence_is_else_in_the_language_of_the_question_where_it_is_as_good():
    asked = question("water", es=[[(("agu",), 1.0)]])
    items = [candidate("w", "agua", "es", 0), candidate("w", "water", "en", 1)]
    (found,) = rank(asked, candidates(items, asked), NO_CONSTANTS, "ar")
    assert found.evidence.candidate.lang == "en"


def test_what_hardly_stands_for_a_word_asked_is_not_marked():
    groups = [[(("resourc",), 1.0), (("sourc",), 0.2)]]
    assert matched(groups, ("sourc", "resourc"), least=0.4) == {"resourc"}
    assert matched(groups, ("sourc", "resourc")) == {"sourc", "resourc"}


def test_a_passage_of_names_alone_is_no_evidence():
    asked = question("Chefchaouen", ar=[[(("chefchaouen",), 1.0)]])
    names = replace(candidate("w", "", "ar", 1), stems=("chefchaouen",))
    told = replace(candidate("w", "Notes", "en", 0), stems=("note", "chefchaouen"))
    (found,) = rank(asked, candidates([names, told], asked), NO_CONSTANTS, "ar")
    assert found.evidence.candidate == told


def first_evidence(text: str, query: str, **values):
    asked = question(query)
    items = [candidate("w", text, **values)]
    (found,) = rank(asked, candidates(items, asked), NO_CONSTANTS, "en")
    return evidence_of(found.evidence.candidate, found.evidence.words(asked))


def test_evidence_is_the_sentence_that_answers_with_the_match_marked():
    text = f"{'The mayor opened the meeting at noon. ' * 5}Waste water is treated here. Then lunch."
    found = first_evidence(text, "waste water treated", file="f1", page=7)
    assert found.text.startswith("Waste water is treated here.")
    marked = [found.text[start:end] for start, end in found.marks]
    assert marked == ["Waste", "water", "treated"]
    assert (found.file, found.page, found.lang) == ("f1", 7, "en")


def test_evidence_of_a_first_passage_leaves_the_title_out():
    found = first_evidence("Water in Málaga\nHow the city saves water.", "water", page=0)
    assert found.text == "How the city saves water."
    assert found.page is None
    assert first_evidence("Water in Málaga", "water", page=0).text == "Water in Málaga"


@pytest.mark.parametrize(
    "text", ["water", "word " * 90 + "water", "x" * 5000, "…!?\n\n.", "", "a.b.c water"]
)
def test_evidence_is_short_and_its_marks_lie_within(text):
    found = first_evidence(text, "water")
    assert len(found.text.strip(f"{CUT} ")) <= MOST
    for start, end in found.marks:
        assert found.text[start:end] == "water"


def test_evidence_begins_with_a_sentence_rather_than_in_the_midst_of_one():
    text = "of the old water works. The water is clean again. Then came"
    found = first_evidence(text, "water", opens=False, closes=False)
    assert found.text == "The water is clean again. Then came …"
    assert [found.text[start:end] for start, end in found.marks] == ["water"]


def test_evidence_that_begins_within_a_sentence_says_so():
    found = first_evidence("of the old water works. The end.", "water works", opens=False)
    assert found.text == "… of the old water works. The end."
    assert [found.text[start:end] for start, end in found.marks] == ["water", "works"]


def test_evidence_from_the_midst_of_a_long_sentence_says_so_at_both_ends():
    found = first_evidence(f"{'word ' * 90}water {'word ' * 90}end.", "water")
    assert found.text.startswith("… word") and found.text.endswith("word …")
    assert [found.text[start:end] for start, end in found.marks] == ["water"]


def test_whole_sentences_are_shown_without_an_ellipsis():
    assert first_evidence("Water is life. It is.", "water").text == "Water is life. It is."


def understood(text: str, lang: str = "en", thesaurus=None) -> Question:
    return understand(
        text,
        stated=lang,
        interface=lang,
        lexicon=Lexicon("none"),
        of=constants.shipped(),
        thesaurus=analysed(thesaurus or {}),
    )


LED = {
    "led": {
        "en": ("local economic development", "LED"),
        "fr": ("développement économique local", "DEL"),
        "ar": ("التنمية الاقتصادية المحلية",),
    }
}


def test_labels_of_the_thesaurus_stand_for_one_another_across_languages(settings):
    settings.SEARCH_EMBEDDER = "none"
    groups = understood("LED", thesaurus=LED).groups
    assert analysis.stems("التنمية الاقتصادية المحلية", "ar") in dict(groups["ar"][0])
    assert analysis.stems("développement économique local", "fr") in dict(groups["fr"][0])
    assert ("local", "econom", "develop") in dict(groups["en"][0])


def test_a_label_of_several_words_is_found_within_a_query(settings):
    settings.SEARCH_EMBEDDER = "none"
    asked = understood("plans for local economic development", thesaurus=LED)
    with_label = [("del",) in dict(group) for group in asked.groups["fr"]]
    assert with_label == [False, True, True, True]


def test_words_of_a_label_that_stand_apart_are_no_label(settings):
    settings.SEARCH_EMBEDDER = "none"
    asked = understood("economic growth and local development", thesaurus=LED)
    assert not any(("del",) in dict(group) for group in asked.groups["fr"])


def test_a_query_of_stopwords_alone_keeps_them(settings):
    settings.SEARCH_EMBEDDER = "none"
    assert understood("to be or not to be").words


@pytest.mark.parametrize(
    "text",
    ['"gestion des ressources"', "« gestion des ressources »", "“gestion des ressources”"],
)
def test_what_stands_in_quotation_marks_is_a_phrase_in_each_language(text):
    phrases = phrases_of(f"la {text} en eau")
    assert phrases["fr"] == [("gestion", "ressourc")]
    assert phrases["en"][0][0] == "gestion"


@pytest.mark.parametrize("text", ['"eau', 'eau"', '""', '" "', "l'eau d'ici", "« eau", "no quotes"])
def test_a_quotation_mark_alone_makes_no_phrase(text):
    assert phrases_of(text) == {}


def test_several_phrases_must_all_stand_in_the_passage():
    asked = replace(question("water city plan"), phrases={"en": [("citi", "water"), ("plan",)]})
    items = [
        candidate("both", "a plan for city water"),
        candidate("one", "city water and more city water"),
        candidate("none", "water plan of the city"),
    ]
    assert order(items, asked) == ["both"]
    assert order(items[2:], asked) == ["none"], "where nothing holds it words count"


def test_works_that_hold_a_phrase_stand_before_stronger_ones_in_other_languages():
    asked = replace(
        question("city water", fr=[[(("vill",), 1.0)], [(("eau",), 1.0)]]),
        phrases={"en": [("citi", "water")]},
    )
    items = [
        candidate("held", "notes on everything and on city water among other things"),
        candidate("near", "eau ville", "fr"),
    ]
    assert order(items, asked) == ["held", "near"]


ODD = ["a" * 10_000, "mot " * 2500, "\x00\x01\x02", '"unbalanced (', "'"]


@pytest.mark.parametrize("text", ODD)
def test_any_query_is_cut_and_cleaned(text):
    assert len(clean(text)) <= MOST_CHARACTERS
    assert all(char.isprintable() for char in clean(text))
    understood(clean(text))


# --- Languages a reader reads --------------------------------------------------------------


def preferring(items: list[Candidate], vectors, *reads: str) -> list[str]:
    asked = question("zzz", vector=np.array([1.0, 0.0]), fr=[[(("zzz",), 1.0)]])
    found = rank(asked, candidates(items, asked, vectors), NO_CONSTANTS, "en", reads)
    return [work.work for work in found]


def near(similarity: float) -> np.ndarray:
    """A unit vector so near to [1, 0], in spreads of `NO_CONSTANTS`."""
    return np.array([similarity * 0.1, np.sqrt(1 - (similarity * 0.1) ** 2)])


def test_a_work_in_a_language_that_is_read_passes_those_hardly_better_and_no_others():
    items = [candidate(work, "aaa") for work in ("best", "good")] + [
        candidate("read", "aaa"),
        candidate("read", "bbb", "fr", n=1),
    ]
    vectors = {
        "best.0": near(3.0 + READABLE + 0.1),
        "good.0": near(3.0 + READABLE / 2),
        "read.0": near(3.0),
        "read.1": near(0.1),
    }
    assert preferring(items, vectors) == ["best", "good", "read"]
    assert preferring(items, vectors, "fr") == ["best", "read", "good"]
    assert preferring(items, vectors, "es") == ["best", "good", "read"]


# --- Freshness and evidence ----------------------------------------------------------------


def of_year(year: str) -> dict[str, tuple[str, ...]]:
    return {"year": (year,)} if year else {}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"facets": of_year("2019")}, {"facets": of_year("2012")}),
        ({"facets": of_year("1975")}, {"facets": of_year("")}),
        ({"sureness": 1.0}, {"sureness": 0.6}),
        ({"sureness": 0.3, "facets": of_year("2012")}, {"facets": of_year("2012")}),
    ],
    ids=["newer", "dated", "surer", "of one year"],
)
def test_of_works_that_answer_equally_the_newer_and_the_surer_come_first(first, second):
    # By name alone the other would be first.
    items = [candidate("z", "aaa", **first), candidate("a", "aaa", **second)]
    newest = candidate("newest", "bbb", facets=of_year("1980" if "1975" in str(first) else "2019"))
    vectors = {"z.0": near(3.0), "a.0": near(3.0), "newest.0": near(2.6)}
    assert preferring([*items, newest], vectors)[:2] == ["z", "a"]


def test_neither_passes_a_work_that_answers_better():
    better = candidate("better", "aaa", facets=of_year("1995"))
    good = candidate("good", "aaa", facets=of_year("2019"), sureness=1.0)
    vectors = {"better.0": near(3.0 + FRESH + SURE + 0.01), "good.0": near(3.0)}
    assert preferring([better, good], vectors) == ["better", "good"]


def test_works_more_than_twenty_years_older_than_the_newest_are_all_equally_old():
    items = [candidate(work, "aaa", facets=of_year(year)) for work, year in OLD.items()]
    assert preferring(items, {f"{work}.0": near(3.0) for work in OLD}) == ["new", "a", "z"]


OLD = {"z": "1998", "a": "1890", "new": "2019"}


def test_what_answers_is_the_same_whatever_is_read():
    items = [candidate("a", "aaa"), candidate("b", "bbb", "fr")]
    asked = question("zzz", vector=np.array([1.0, 0.0]), fr=[[(("zzz",), 1.0)]])
    vectors = {"a.0": near(5.0), "b.0": near(2.9)}
    found = [
        {
            work.work
            for work in answers(
                rank(asked, candidates(items, asked, vectors), NO_CONSTANTS, "en", reads), asked
            )
        }
        for reads in ((), ("fr",))
    ]
    assert found[0] == found[1]


def test_names_in_a_language_are_nothing_to_read_in_it():
    names = replace(candidate("read", "Tetouan", "fr", n=1), text="")
    items = [candidate("good", "aaa"), candidate("read", "aaa"), names]
    vectors = {"good.0": near(3.1), "read.0": near(3.0), "read.1": near(0.1)}
    assert preferring(items, vectors, "fr")[0] == "good"
