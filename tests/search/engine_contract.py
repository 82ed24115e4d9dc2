"""What every engine promises, as one suite that each engine's test class inherits.

A subclass gives the fixture `engine`. Everything else is the same for all.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from search import analysis
from search.documents import FACETS
from search.engines.base import (
    WORKS_OF_A_TEXT,
    CandidateRequest,
    Candidates,
    Engine,
    EngineUnavailable,
)

from .builders import DIMS, groups, passage, vector, work
from .losing import lose

WATER = (
    ("fr", "La gestion de l'eau dans les villes du Sud"),
    ("en", "Water management in southern cities"),
    ("ar", "إدارة المياه في مدن الجنوب"),
)
WASTE = (
    ("fr", "Le tri des déchets ménagers par quartier"),
    ("es", "La gestión de los residuos en cada barrio"),
)
#: Things people and files really send: every script, marks, quotes, controls, and great length.
ODD_TEXTS = (
    "",
    " \t\n ",
    "\x00\x01\x1b[31m\x7f",
    "\"unbalanced 'quotes (and [brackets",
    "AND OR NOT * ? ~ : \\ / field:value",
    "中文 日本語 한국어 ελληνικά עברית हिन्दी 🏙️ ሰላም",
    "‏مدينة‎ city \u202eesrever\u202c",
    "e\u0301te\u0301 \ufb01n \u00adsoft\u00ad",
    "x" * 10_000,
    "mot " * 3_000,
    "<script>alert(1)</script> & &amp; %00 {{ 7*7 }}",
)


class EngineContract:
    """Tests of an engine through its contract alone."""

    @pytest.fixture
    def engine(self) -> Engine:
        """The engine under test."""
        raise NotImplementedError

    @pytest.fixture
    def make_index(self, engine: Engine) -> Iterator:
        """Makes empty indexes that are gone after the test."""
        made: list[str] = []

        def make(audience: str = "public", dims: int = DIMS) -> str:
            name = f"test-{uuid.uuid4().hex[:12]}-{audience}"
            engine.create(name, {"fingerprint": "abc", "dims": str(dims)})
            made.append(name)
            return name

        yield make
        for name in made:
            engine.drop(name)

    @pytest.fixture
    def index(self, make_index) -> str:
        """An empty index."""
        return make_index()

    # --- Indexes ----------------------------------------------------------------------

    def test_an_index_keeps_its_meta(self, engine, index):
        assert engine.indexes()[index] == {"fingerprint": "abc", "dims": str(DIMS)}

    def test_creating_never_replaces_an_index(self, engine, index):
        engine.put(index, [work("1")])
        with pytest.raises(ValueError, match="exists"):
            engine.create(index, {"dims": str(DIMS)})
        assert len(list(engine.digests(index))) == 1

    def test_dropping_twice_is_no_error(self, engine, index):
        engine.drop(index)
        engine.drop(index)
        assert index not in engine.indexes()

    def test_an_index_that_does_not_exist_is_unavailable_not_empty(self, engine, index):
        engine.drop(index)
        request = CandidateRequest({"en": [["water"]]}, {})
        for call in (
            lambda: engine.put(index, [work("1")]),
            lambda: engine.remove(index, ["1"]),
            lambda: list(engine.digests(index)),
            lambda: engine.candidates(index, request),
            lambda: engine.browse(index, {}, "newest", "en", 0, 10),
            lambda: engine.suggest(index, "w", 5),
            lambda: engine.spelt_like(index, "word", 1),
        ):
            with pytest.raises(EngineUnavailable):
                call()
        assert index not in engine.indexes()

    # --- Writing ----------------------------------------------------------------------

    def test_what_is_put_is_found_at_once(self, engine, index):
        engine.put(index, [work("1", WATER), work("2", WASTE)])
        assert _works(_by_words(engine, index, "fr", "eau")) == {"1"}
        assert dict(engine.digests(index)) == {
            "1": work("1", WATER).digest,
            "2": work("2", WASTE).digest,
        }

    def test_putting_again_replaces_the_whole_work(self, engine, index):
        engine.put(index, [work("1", WATER, city=("malaga",)), work("2", WASTE)])
        engine.put(index, [work("1", WASTE, titles={"fr": "Les déchets"}, city=("tanger",))])
        assert _works(_by_words(engine, index, "fr", "eau")) == set()
        assert _works(_by_words(engine, index, "fr", "déchets")) == {"1", "2"}
        assert _facets(engine, index, "fr", "déchets")["1"] == {"city": ["tanger"]}
        assert engine.suggest(index, "Work 1", 5) == ()
        assert _passages(engine, index) == {"fr": 2, "en": 0, "es": 2, "ar": 0}

    def test_removed_works_leave_nothing_behind(self, engine, index):
        engine.put(index, [work("1", WATER, city=("malaga",)), work("2", WASTE)])
        engine.remove(index, ["1", "never there"])
        assert [found for found, _digest in engine.digests(index)] == ["2"]
        assert _works(_by_words(engine, index, "en", "water")) == set()
        assert _works(_by_vector(engine, index, "en", "water")) == set()
        listing = engine.browse(index, {}, "newest", "en", 0, 10)
        assert (listing.total, dict(listing.facets)["city"]) == (1, ())
        assert engine.suggest(index, "work 1", 5) == ()
        assert engine.spelt_like(index, "1", 1) == ("2",)

    @pytest.mark.parametrize("kind", ["work", "passage"])
    def test_a_work_that_lost_a_part_is_not_there_whole(self, engine, index, kind):
        works = [work("1", WATER), work("2", WASTE)]
        engine.put(index, works)
        lose(engine, index, kind, "1")
        assert dict(engine.digests(index)) == {"1": "", "2": works[1].digest}
        engine.put(index, works[:1])
        assert dict(engine.digests(index)) == {each.id: each.digest for each in works}
        lose(engine, index, kind, "1")
        engine.remove(index, ["1"])
        assert dict(engine.digests(index)) == {"2": works[1].digest}

    def test_putting_or_removing_nothing_does_nothing(self, engine, index):
        engine.put(index, [])
        engine.remove(index, [])
        assert list(engine.digests(index)) == []

    def test_what_was_put_outlives_a_process_killed_right_after(self, engine, index, settings):
        script = (
            "import os, signal, sys, django\n"
            "from django.conf import settings\n"
            f"settings.configure(USE_TZ=True, SEARCH_ENGINE={engine.name!r},"
            f" SEARCH_INDEX_DIR={str(settings.SEARCH_INDEX_DIR)!r},"
            f" ELASTICSEARCH_URL={settings.ELASTICSEARCH_URL!r}, ELASTICSEARCH_USER='',"
            " ELASTICSEARCH_PASSWORD='', ELASTICSEARCH_CA='',"
            f" ELASTICSEARCH_PREFIX={settings.ELASTICSEARCH_PREFIX!r},"
            " ELASTICSEARCH_SHARDS=1, ELASTICSEARCH_REPLICAS=0)\n"
            "from search.engines import engine\n"
            "from tests.search.builders import work\n"
            f"engine().put({index!r}, [work(str(i), [('en', 'water')]) for i in range(30)])\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], timeout=60, env=_with_root())
        assert done.returncode == -signal.SIGKILL
        assert len(list(engine.digests(index))) == 30
        engine.put(index, [work("31", [("en", "water")])])
        assert len(_works(_by_words(engine, index, "en", "water", limit=100))) == 31

    def test_words_can_be_put_first_and_vectors_after(self, engine, index):
        engine.put(index, [work("1", WATER, vectors=False)])
        assert _works(_by_words(engine, index, "en", "water")) == {"1"}
        assert _works(_by_vector(engine, index, "en", "water")) == set()
        engine.put(index, [work("1", WATER)])
        assert _works(_by_vector(engine, index, "en", "water")) == {"1"}

    def test_an_index_without_vectors_works_on_words_alone(self, engine, make_index):
        index = make_index(dims=0)
        engine.put(index, [work("1", WATER, vectors=False)])
        request = CandidateRequest({"en": groups("water", "en")}, {"en": vector("water")})
        assert _works(engine.candidates(index, request)) == {"1"}

    # --- Candidates -------------------------------------------------------------------

    def test_a_candidate_carries_what_ranking_and_evidence_need(self, engine, index):
        page = passage(4, "ar", "إدارة النفايات في المدينة", file="file-7", page=12)
        engine.put(index, [_with_passages(work("1", kind="handbook"), page)])
        (found,) = _by_words(engine, index, "ar", "نفايات").items
        assert (found.work, found.kind, found.n, found.lang) == ("1", "handbook", 4, "ar")
        assert (found.text, found.stems, found.key) == (page.text, page.stems, page.key)
        assert (found.file, found.page) == ("file-7", 12)

    def test_text_of_the_page_itself_has_neither_file_nor_page(self, engine, index):
        engine.put(index, [work("1", WATER)])
        (found,) = _by_words(engine, index, "en", "water").items
        assert (found.file, found.page) == ("", None)

    def test_each_language_gives_a_list_of_its_own(self, engine, index):
        crowd = [work(f"en{i}", [("en", f"water number {i}")]) for i in range(20)]
        engine.put(index, [*crowd, work("fr", [("fr", "eau")]), work("ar", [("ar", "المياه")])])
        request = CandidateRequest(
            {"en": groups("water", "en"), "fr": groups("eau", "fr"), "ar": groups("مياه", "ar")},
            {},
            limit=5,
        )
        found = engine.candidates(index, request).items
        assert sum(item.lang == "en" for item in found) == 5
        assert {item.work for item in found if item.lang != "en"} == {"fr", "ar"}

    def test_words_that_stand_for_each_other_all_find(self, engine, index):
        engine.put(
            index,
            [
                work("1", [("en", "refuse collection")]),
                work("2", [("en", "waste collection")]),
                work("3", [("en", "street lighting")]),
            ],
        )
        request = CandidateRequest({"en": [[*groups("waste", "en")[0], "refus"]]}, {})
        found = engine.candidates(index, request)
        assert _works(found) == {"1", "2"}
        assert found.frequencies == {"en": (2,)}

    def test_the_nearest_passages_are_proposed(self, engine, index):
        texts = [f"passage number {i}" for i in range(40)]
        engine.put(index, [work(str(i), [("es", text)]) for i, text in enumerate(texts)])
        found = _by_vector(engine, index, "es", texts[17], limit=3)
        assert "17" in _works(found)
        assert len(found.items) == 3
        near = sorted(range(40), key=lambda i: -float(vector(texts[i]) @ vector(texts[17])))
        assert len(_works(found) & {str(i) for i in near[:4]}) >= 2

    def test_each_passage_tells_how_near_it_is_whichever_list_it_comes_from(self, engine, index):
        texts = [f"water passage number {i}" for i in range(20)]
        works = [work(str(i), [("en", text)]) for i, text in enumerate(texts)]
        engine.put(index, [*works, work("new", [("en", "water")], vectors=False)])
        asked = vector(texts[3])
        for words, limit in ((groups("water", "en"), 50), (groups("water", "en"), 3), ([], 3)):
            request = CandidateRequest({"en": words}, {"en": asked}, limit=limit)
            found = engine.candidates(index, request)
            for item in found.items:
                if item.work == "new":
                    assert item.nearness is None
                else:
                    product = float(vector(texts[int(item.work)]) @ asked)
                    assert item.nearness == pytest.approx(product, abs=0.02)
        phrase = CandidateRequest({}, {"en": asked}, phrases={"en": [groups("number", "en")[0]]})
        assert all(item.nearness is not None for item in engine.candidates(index, phrase).items)
        unasked = CandidateRequest({"en": groups("water", "en")}, {})
        assert {item.nearness for item in engine.candidates(index, unasked).items} == {None}

    def test_a_passage_found_by_words_and_by_meaning_comes_once(self, engine, index):
        engine.put(index, [work("1", WATER)])
        request = CandidateRequest({"en": groups("water", "en")}, {"en": vector(WATER[1][1])})
        assert len(engine.candidates(index, request).items) == 1

    def test_frequencies_count_passages_of_the_whole_index(self, engine, index):
        several = [passage(n, "en", text) for n, text in enumerate(("water", "waste", "water"))]
        engine.put(
            index,
            [
                _with_passages(work("1", city=("malaga",)), *several),
                work("2", [("en", "water and waste"), ("fr", "eau")], city=("tanger",)),
            ],
        )
        request = CandidateRequest(
            {"en": [["water"], ["wast"], ["water", "wast"], ["nowhere"]], "fr": [["eau"]]},
            {},
            {"city": ("tanger",)},
        )
        found = engine.candidates(index, request)
        assert found.frequencies == {"en": (3, 2, 4, 0), "fr": (1,)}
        assert dict(found.passages) == {"en": 4, "fr": 1, "es": 0, "ar": 0}
        assert _works(found) == {"2"}

    def test_a_phrase_finds_passages_that_hold_its_words_in_a_row(self, engine, index):
        engine.put(
            index,
            [
                work("row", (("fr", "La gestion des ressources en eau"),)),
                work("apart", (("fr", "Les ressources et leur bonne gestion"),)),
                work("turned", (("fr", "Les ressources, la gestion"),)),
                work("split", (("fr", "Une gestion sobre des ressources"),)),
                work("other", (("en", "gestion ressources"),)),
            ],
        )
        phrase = [analysis.stems("gestion des ressources", "fr")]

        def held(phrases, **filters) -> set[str]:
            request = CandidateRequest({}, {}, filters, phrases={"fr": phrases})
            return _works(engine.candidates(index, request))

        assert held(phrase) == {"row"}
        assert held([*phrase, ("eau",)]) == {"row"}
        assert held([*phrase, ("sobr",)]) == set()
        assert held([("gestion",)]) == {"row", "apart", "turned", "split"}
        assert held(phrase, city=("malaga",)) == set()

    def test_a_phrase_is_found_however_many_passages_hold_its_words(self, engine, index):
        common = [work(f"c{i}", (("en", "budget city budget city budget"),)) for i in range(300)]
        engine.put(
            index, [*common, work("row", (("en", f"city {'street ' * 40} city budget plan"),))]
        )
        request = CandidateRequest(
            {"en": [["citi"], ["budget"]]},
            {},
            limit=10,
            phrases={"en": [("citi", "budget", "plan")]},
        )
        assert "row" in _works(engine.candidates(index, request))

    def test_a_candidate_says_whether_its_text_begins_and_ends_with_a_sentence(self, engine, index):
        cut = replace(passage(0, "en", "of water and"), opens=False, closes=False)
        whole = passage(1, "en", "Water is life.")
        engine.put(index, [replace(work("1"), passages=(cut, whole))])
        found = engine.candidates(index, CandidateRequest({"en": [["water"]]}, {}))
        told = {item.n: (item.opens, item.closes) for item in found.items}
        assert told == {0: (False, False), 1: (True, True)}

    def test_a_candidate_says_which_edition_it_stands_in(self, engine, index):
        part = replace(passage(0, "en", "Water is life."), edition="fr")
        engine.put(index, [replace(work("1"), passages=(part, passage(1, "en", "Water.")))])
        found = engine.candidates(index, CandidateRequest({"en": [["water"]]}, {}))
        assert {item.n: item.edition for item in found.items} == {0: "fr", 1: ""}

    def test_a_candidate_says_how_sure_its_work_is_and_of_which_year(self, engine, index):
        engine.put(index, [replace(work("1", WATER, year=("2012",)), sureness=0.6)])
        (found,) = engine.candidates(index, CandidateRequest({"en": [["water"]]}, {})).items
        assert found.sureness == 0.6
        assert list(found.facets["year"]) == ["2012"]

    def test_filters_hold_inside_every_list(self, engine, index):
        far = [work(f"a{i}", WATER, city=("tanger",), theme=("water",)) for i in range(30)]
        near = work("b", WATER, city=("malaga",), theme=("water", "health"))
        engine.put(index, [*far, near])
        for filters, expected in (
            ({"city": ("malaga",)}, {"b"}),
            ({"city": ("malaga", "nowhere")}, {"b"}),
            ({"city": ("malaga",), "theme": ("waste",)}, set()),
            ({"kind": ("handbook",)}, set()),
            ({"theme": ("health",), "kind": ("case_study",)}, {"b"}),
        ):
            words = CandidateRequest({"en": groups("water", "en")}, {}, filters, limit=3)
            meaning = CandidateRequest({}, {"en": vector("water")}, filters, limit=3)
            assert _works(engine.candidates(index, words)) == expected
            assert _works(engine.candidates(index, meaning)) == expected

    def test_asking_for_nothing_proposes_nothing(self, engine, index):
        engine.put(index, [work("1", WATER)])
        found = engine.candidates(index, CandidateRequest({}, {}))
        assert (found.items, found.frequencies) == ((), {})
        assert engine.candidates(index, CandidateRequest({"en": [[]]}, {})).items == ()

    # --- Facets and lists -------------------------------------------------------------

    def test_each_passage_proposed_has_the_facets_of_its_work(self, engine, index):
        engine.put(
            index,
            [
                work("1", WATER, city=("malaga", "tanger"), language=("fr", "en", "ar")),
                work("2", WATER),
            ],
        )
        assert _facets(engine, index, "en", "water") == {
            "1": {"city": ["malaga", "tanger"], "language": ["fr", "en", "ar"]},
            "2": {},
        }

    def test_a_list_counts_works_not_passages_or_editions(self, engine, index):
        engine.put(
            index,
            [
                work("1", WATER, city=("malaga", "tanger"), language=("fr", "en", "ar")),
                work("2", WASTE, city=("tanger",), language=("fr", "es")),
                work("3", kind="handbook", city=("sale",)),
            ],
        )
        counted = engine.browse(index, {"kind": ("case_study",)}, "newest", "en", 0, 1).facets
        assert set(counted) == set(FACETS)
        assert counted["city"] == (("tanger", 2), ("malaga", 1))
        assert counted["language"] == (("fr", 2), ("ar", 1), ("en", 1), ("es", 1))
        assert counted["kind"] == (("case_study", 2),)
        assert counted["role"] == ()

    def test_a_list_can_be_of_some_works_only(self, engine, index):
        engine.put(index, [work(f"{i}", published=i, theme=("t",)) for i in range(30)])
        listing = engine.browse(
            index, {"theme": ("t",)}, "newest", "en", 0, 3, among=["4", "22", "9"]
        )
        assert [found for found, _kind in listing.ids] == ["22", "9", "4"]
        assert (listing.total, listing.facets["theme"]) == (3, (("t", 3),))
        assert engine.browse(index, {}, "newest", "en", 0, 3, among=[]).total == 0

    def test_a_list_is_filtered_counted_and_paged(self, engine, index):
        engine.put(
            index,
            [work(f"{i:02}", theme=("odd" if i % 2 else "even",)) for i in range(25)],
        )
        pages = [
            engine.browse(index, {"theme": ("odd",)}, "title", "en", at, 5) for at in (0, 5, 10)
        ]
        assert [len(page.ids) for page in pages] == [5, 5, 2]
        assert {page.total for page in pages} == {12}
        ids = [found for page in pages for found, _kind in page.ids]
        assert ids == sorted(f"{i:02}" for i in range(25) if i % 2)
        assert pages[0].facets["theme"] == (("odd", 12),)
        assert pages[0].ids[0] == ("01", "case_study")

    def test_lists_are_ordered_by_date_and_by_title_of_the_language(self, engine, index):
        titles = {"a": "Zoo", "b": "Alpha", "c": "Mid", "d": "Beta"}
        days = {"a": 20_000, "b": None, "c": -5, "d": 19_000}
        engine.put(
            index,
            [
                work(i, titles={"en": titles[i], "fr": f"{ord('z') - ord(i)}"}, published=days[i])
                for i in titles
            ],
        )
        assert _order(engine, index, "newest", "en") == ["a", "d", "c", "b"]
        assert _order(engine, index, "oldest", "en") == ["c", "d", "a", "b"]
        assert _order(engine, index, "title", "en") == ["b", "d", "c", "a"]
        assert _order(engine, index, "title", "fr") == ["d", "c", "b", "a"]

    def test_lists_are_ordered_by_when_works_were_added_whatever_their_dates(self, engine, index):
        moments = {"a": 10**12 + 1, "b": None, "c": 10**12, "d": 2 * 10**12}
        engine.put(index, [work(i, published=20_000, added=moments[i]) for i in moments])
        assert _order(engine, index, "added", "en") == ["d", "a", "c", "b"]

    def test_works_of_one_day_are_ordered_by_title_then_id(self, engine, index):
        engine.put(
            index,
            [
                work("2", titles={"en": "Same"}, published=10),
                work("1", titles={"en": "Same"}, published=10),
                work("3", titles={"en": "Earlier in the alphabet"}, published=10),
            ],
        )
        assert _order(engine, index, "newest", "en") == ["3", "1", "2"]
        assert _order(engine, index, "oldest", "en") == ["3", "1", "2"]

    def test_a_page_beyond_the_end_is_empty_with_the_right_total(self, engine, index):
        engine.put(index, [work("1")])
        for offset in (1, 50, 99_999, 10_000_000):
            listing = engine.browse(index, {}, "newest", "en", offset, 20)
            assert (listing.ids, listing.total) == ((), 1)

    # --- While typing -----------------------------------------------------------------

    def test_titles_are_offered_while_typing_the_shortest_first(self, engine, index):
        engine.put(
            index,
            [
                work("1", titles={"fr": "Gestion de l'eau", "en": "Water management"}),
                work("2", titles={"fr": "Gestion de l'eau potable à Tétouan"}),
                work("3", titles={"ar": "إدارة المياه"}),
            ],
        )
        assert engine.suggest(index, "gest", 5) == (
            ("1", "Gestion de l'eau", "fr"),
            ("2", "Gestion de l'eau potable à Tétouan", "fr"),
        )
        assert engine.suggest(index, "TETOUAN gest", 5) == (
            ("2", "Gestion de l'eau potable à Tétouan", "fr"),
        )
        assert engine.suggest(index, "المي", 5) == (("3", "إدارة المياه", "ar"),)
        assert engine.suggest(index, "gestion", 1) == (("1", "Gestion de l'eau", "fr"),)
        assert engine.suggest(index, "eaux gestion", 5) == ()
        groups = [["manual"], ["manual", "case_study"], []]
        of_manuals, *of_others = engine.suggest_each(index, "gestion", 1, groups)
        assert of_manuals == ()
        assert of_others == [(("1", "Gestion de l'eau", "fr"),)] * 2

    def test_works_that_share_a_text_are_all_offered_while_they_are_few(self, engine, index):
        engine.put(index, [work(str(i), titles={"en": "Annual report"}) for i in range(30)])
        engine.put(index, [work("31", titles={"en": "Annual report of the network"})])
        offered = engine.suggest(index, "annual", 5)
        assert [text for _work, text, _lang in offered] == [
            *["Annual report"] * WORKS_OF_A_TEXT,
            "Annual report of the network",
        ]
        assert len({found for found, _text, _lang in offered}) == WORKS_OF_A_TEXT + 1
        engine.remove(index, [str(i) for i in range(30) if i not in (7, 8)])
        assert engine.suggest(index, "annual", 2) == (
            ("7", "Annual report", "en"),
            ("8", "Annual report", "en"),
        )

    def test_a_work_is_offered_once_under_the_text_that_all_its_languages_share(
        self, engine, index
    ):
        engine.put(index, [work("1", titles={"en": "Medina", "fr": "Medina", "es": "Medina"})])
        assert engine.suggest(index, "medina", 5) == (("1", "Medina", "fr"),)

    def test_a_title_is_offered_before_a_name_of_the_same_words(self, engine, index):
        named = replace(work("1"), suggestions=(("chefchaouen", "Chefchaouen", ""),))
        engine.put(index, [named, work("2", titles={"fr": "Chefchaouen"})])
        engine.put(index, [replace(named, id="3")])
        assert engine.suggest(index, "chef", 5) == (
            ("2", "Chefchaouen", "fr"),
            ("1", "Chefchaouen", ""),
            ("3", "Chefchaouen", ""),
        )

    @pytest.mark.parametrize(
        ("word", "edits", "near"),
        [
            ("tetuan", 1, ["tetouan"]),
            ("teotuan", 1, ["tetouan"]),
            ("tetwan", 1, []),
            ("tetwan", 2, ["tetouan"]),
            ("tetouan", 1, ["tetouan", "titouan"]),
            ("etee", 1, ["ete"]),
            ("وجده", 1, ["وجده"]),
            ("zzzzzz", 2, []),
        ],
    )
    def test_words_of_titles_spelt_like_another(self, engine, index, word, edits, near):
        engine.put(
            index,
            [
                work("1", titles={"fr": "L'Été à Tétouan", "ar": "وجدة"}),
                work("2", titles={"fr": "Titouan"}),
            ],
        )
        assert sorted(engine.spelt_like(index, word, edits)) == near

    def test_the_nearest_words_are_found_among_very_many_alike(self, engine, index):
        engine.put(index, [work(str(i), titles={"en": f"water{i:03}"}) for i in range(300)])
        engine.put(index, [work("a", titles={"en": "watre"})])
        assert "watre" in engine.spelt_like(index, "water", 2)

    # --- Audiences --------------------------------------------------------------------

    def test_a_private_work_changes_nothing_for_the_public(self, engine, make_index):
        public, members = make_index("public"), make_index("members")
        shown = [work("1", WATER, city=("malaga",)), work("2", WASTE, city=("tanger",))]
        for index in (public, members):
            engine.put(index, shown)
        before = _everything(engine, public)
        secret = work(
            "secret", WATER, titles={"en": "Water secrets of Malaga"}, city=("malaga", "hidden")
        )
        engine.put(members, [secret])
        assert _everything(engine, public) == before
        assert "secret" in _works(_by_words(engine, members, "en", "water"))
        assert engine.browse(members, {}, "newest", "en", 0, 10).total == 3

    # --- Odd input --------------------------------------------------------------------

    def test_odd_texts_are_kept_as_they_are(self, engine, index):
        odd = [
            _with_passages(
                work(f"odd {i} é/?#", titles={"en": text}, city=(text[:200],)),
                passage(0, "en", text),
                passage(1, "en", f"landmark {text}"),
            )
            for i, text in enumerate(ODD_TEXTS)
        ]
        engine.put(index, odd)
        assert dict(engine.digests(index)) == {each.id: each.digest for each in odd}
        found = _by_words(engine, index, "en", "landmark", limit=100)
        assert {item.text for item in found.items} == {f"landmark {text}" for text in ODD_TEXTS}
        engine.remove(index, [each.id for each in odd])
        assert list(engine.digests(index)) == []

    def test_odd_questions_are_answered(self, engine, index):
        engine.put(index, [work("1", WATER)])
        for text in ODD_TEXTS:
            assert isinstance(engine.suggest(index, text, 5), tuple)
            listing = engine.browse(index, {"city": (text,)}, "title", "en", 0, 5)
            assert listing.total == 0
            for lang in ("fr", "en", "es", "ar"):
                assert isinstance(_by_words(engine, index, lang, text), Candidates)

    def test_an_unknown_facet_filters_nothing_and_an_empty_one_neither(self, engine, index):
        engine.put(index, [work("1", WATER)])
        filters = {"no_such_facet": ("x",), "city": ()}
        assert engine.browse(index, filters, "newest", "en", 0, 5).total == 1
        request = CandidateRequest({"en": groups("water", "en")}, {}, filters)
        assert _works(engine.candidates(index, request)) == {"1"}

    def test_a_question_of_hundreds_of_words_is_answered(self, engine, index):
        engine.put(index, [work("1", WATER)])
        many = [[f"word{i}", f"other{i}", f"third{i}"] for i in range(300)]
        request = CandidateRequest(
            {lang: [*many, *groups("water", lang)] for lang in ("fr", "en", "es", "ar")},
            {lang: vector("water") for lang in ("fr", "en", "es", "ar")},
        )
        found = engine.candidates(index, request)
        assert _works(found) == {"1"}
        assert len(found.frequencies["en"]) == 301

    def test_a_long_handbook_is_put_and_found_at_its_page(self, engine, index):
        pages = [
            passage(n, "en", f"chapter {n} of the handbook number{n}", file="f", page=n + 1)
            for n in range(2_000)
        ]
        engine.put(index, [_with_passages(work("book", kind="handbook"), *pages)])
        (found,) = _by_words(engine, index, "en", "number1234").items
        assert found.page == 1235
        assert _passages(engine, index)["en"] == 2_000


def _with_root() -> dict[str, str]:
    """The environment of a child process that can import the project."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _with_passages(made, *passages):
    """The same work with other passages."""
    return replace(made, passages=tuple(passages))


def _by_words(engine: Engine, index: str, lang: str, text: str, limit: int = 50) -> Candidates:
    return engine.candidates(index, CandidateRequest({lang: groups(text, lang)}, {}, limit=limit))


def _by_vector(engine: Engine, index: str, lang: str, text: str, limit: int = 50) -> Candidates:
    return engine.candidates(index, CandidateRequest({}, {lang: vector(text)}, limit=limit))


def _works(candidates: Candidates) -> set[str]:
    return {item.work for item in candidates.items}


def _passages(engine: Engine, index: str) -> dict[str, int]:
    return dict(engine.candidates(index, CandidateRequest({}, {})).passages)


def _facets(engine: Engine, index: str, lang: str, text: str) -> dict[str, dict]:
    """The facets of each work that is proposed for words."""
    found = _by_words(engine, index, lang, text)
    return {
        item.work: {name: list(values) for name, values in item.facets.items()}
        for item in found.items
    }


def _order(engine: Engine, index: str, sort: str, lang: str) -> list[str]:
    return [found for found, _kind in engine.browse(index, {}, sort, lang, 0, 50).ids]


def _everything(engine: Engine, index: str) -> list:
    """All that a reader of an index could notice."""
    asked = CandidateRequest(
        {"en": groups("water", "en"), "fr": groups("eau déchets", "fr")},
        {"en": vector("water"), "ar": vector("water")},
    )
    found = engine.candidates(index, asked)
    listing = engine.browse(index, {}, "title", "en", 0, 50)
    return [
        sorted((item.work, item.n, item.text) for item in found.items),
        dict(found.passages),
        dict(found.frequencies),
        listing,
        engine.suggest(index, "wat", 10),
        sorted(engine.spelt_like(index, "watre", 2)),
        sorted(engine.digests(index)),
    ]
