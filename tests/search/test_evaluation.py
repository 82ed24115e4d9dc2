"""`manage.py search_evaluate` measures search on collections with known answers."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search import evaluation
from search.engines import engine
from search.evaluation import Query, judge, table
from search.models import Embedding, LexiconPart

TEXTS = {
    "water": {
        "en": "The utility repairs leaks in the drinking water network of the old town.",
        "fr": "La régie répare les fuites du réseau d'eau potable de la vieille ville.",
        "es": "La empresa repara las fugas de la red de agua potable del casco antiguo.",
        "ar": "تصلح المؤسسة تسربات شبكة مياه الشرب في المدينة القديمة.",
    },
    "waste": {
        "en": "Households sort their waste and collectors pick it up twice a week.",
        "fr": "Les ménages trient leurs déchets et la collecte passe deux fois par semaine.",
        "es": "Los hogares separan los residuos y la recogida pasa dos veces por semana.",
        "ar": "تفرز الأسر النفايات ويجري جمعها مرتين في الأسبوع.",
    },
    "youth": {
        "en": "Young people decide on a part of the municipal budget every spring.",
        "fr": "Les jeunes décident d'une part du budget municipal chaque printemps.",
        "es": "Los jóvenes deciden sobre una parte del presupuesto municipal cada primavera.",
        "ar": "يقرر الشباب في جزء من ميزانية البلدية كل ربيع.",
    },
    "bus": {
        "en": "A new bus line links the hospital with the station at night.",
        "fr": "Une nouvelle ligne de bus relie l'hôpital à la gare la nuit.",
        "es": "Una nueva línea de autobús une el hospital con la estación por la noche.",
        "ar": "يربط خط حافلات جديد المستشفى بالمحطة ليلا.",
    },
}
QUERIES = {
    "water": {
        "en": "water leaks",
        "fr": "fuites d'eau",
        "es": "fugas de agua",
        "ar": "تسرب المياه",
    },
    "bus": {
        "en": "night bus to the hospital",
        "fr": "bus de nuit pour l'hôpital",
        "es": "autobús nocturno al hospital",
        "ar": "حافلة ليلية إلى المستشفى",
    },
}


def write(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def collection(tmp_path) -> Path:
    """Four documents, each in one language, and two questions in four."""
    langs = dict(zip(TEXTS, ("fr", "en", "ar", "es"), strict=True))
    docs = [
        {"id": name, "lang": langs[name], "title": "", "body": TEXTS[name][langs[name]], "x": 1}
        for name in TEXTS
    ]
    queries = [
        {"id": f"{name}.{lang}", "set": name, "lang": lang, "text": text}
        for name, texts in QUERIES.items()
        for lang, text in texts.items()
    ]
    qrels = [{"query": query["id"], "doc": query["set"], "rel": 1} for query in queries]
    write(tmp_path / "docs.jsonl", docs)
    write(tmp_path / "queries.jsonl", queries)
    write(tmp_path / "qrels.jsonl", qrels)
    return tmp_path


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def run(*args, **options) -> str:
    out = io.StringIO()
    call_command("search_evaluate", *map(str, args), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_each_question_finds_its_answer_across_languages(db, collection):
    out = run(collection, run_file=collection / "run.jsonl")
    for line in (collection / "run.jsonl").read_text().splitlines():
        answer = json.loads(line)
        assert answer["docs"][0] == answer["query"].split(".")[0]
    assert "ar > fr" in out
    assert "worst" in out


def test_the_run_holds_every_query_in_order_with_documents_once(db, collection):
    run(collection, run_file=collection / "run.jsonl")
    rows = [json.loads(line) for line in (collection / "run.jsonl").read_text().splitlines()]
    asked = [json.loads(x)["id"] for x in (collection / "queries.jsonl").read_text().splitlines()]
    assert [row["query"] for row in rows] == asked
    for row in rows:
        assert len(row["docs"]) == len(set(row["docs"])) <= evaluation.DEPTH


def test_the_same_query_gives_the_same_answer_whatever_was_asked_before(db, collection):
    run(collection, run_file=collection / "run.jsonl")
    first = dict(map(_row, (collection / "run.jsonl").read_text().splitlines()))
    rows = (collection / "queries.jsonl").read_text().splitlines()
    (collection / "queries.jsonl").write_text("\n".join(reversed(rows)), encoding="utf-8")
    run(collection, run_file=collection / "again.jsonl")
    assert dict(map(_row, (collection / "again.jsonl").read_text().splitlines())) == first


def _row(line: str) -> tuple[str, list[str]]:
    row = json.loads(line)
    return row["query"], row["docs"]


def test_nothing_is_left_behind_and_documents_are_embedded_once(db, collection):
    run(collection)
    assert not engine().indexes()
    assert not LexiconPart.objects.exists()
    embedded = Embedding.objects.count()
    assert embedded == len(TEXTS)
    run(collection)
    assert Embedding.objects.count() == embedded


def test_nothing_is_left_behind_when_it_is_stopped(db, collection, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluation, "ask", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(collection)
    assert not engine().indexes()
    assert not LexiconPart.objects.exists()


def test_without_judgements_it_answers_and_stops(db, collection):
    (collection / "qrels.jsonl").unlink()
    out = run(collection, run_file=collection / "run.jsonl")
    assert (collection / "run.jsonl").exists()
    assert "MRR" not in out


def test_judgements_are_read_only_after_the_answers_are_written(db, collection):
    (collection / "qrels.jsonl").write_text("not json", encoding="utf-8")
    with pytest.raises(CommandError, match="qrels"):
        run(collection, run_file=collection / "run.jsonl")
    assert (collection / "run.jsonl").read_text().count("\n") == 8
    assert not engine().indexes()


def test_the_language_can_be_detected(db, collection):
    out = run(collection, lang="detect", run_file=collection / "run.jsonl")
    assert "language detect" in out


def test_collections_are_pooled(db, collection):
    assert "8 answers" not in (alone := run(collection))
    assert "water: 4 answers" in alone
    assert "water: 8 answers" in run(collection, collection)


def test_a_run_file_goes_with_one_collection(db, collection):
    with pytest.raises(CommandError, match="one DIR"):
        run(collection, collection, run_file=collection / "run.jsonl")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("docs.jsonl", '{"id": "a", "lang": "en"}\n{"id": 3}', "docs.jsonl:2"),
        ("queries.jsonl", '{"id": "a", "lang": "en"}', "no text"),
        ("queries.jsonl", "[]", "queries.jsonl"),
        ("docs.jsonl", "\x00", "docs.jsonl"),
    ],
)
def test_a_broken_file_is_named(db, collection, name, content, told):
    (collection / name).write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=told):
        run(collection)


def test_a_missing_directory_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        run(tmp_path / "nowhere")


ASKED = [Query("q1", "fr", "?"), Query("q2", "fr", "?"), Query("q3", "en", "?")]
LANGUAGES = {"a": "fr", "b": "en", "c": "fr", **{f"x{i}": "fr" for i in range(12)}}


def test_figures_are_what_they_are_defined_to_be():
    answers = {"q1": ["b", "a"], "q2": ["c"], "q3": [f"x{i}" for i in range(11)] + ["b"]}
    right = {"q1": {"a": 1.0}, "q2": {"a": 1.0}, "q3": {"b": 1.0}}
    first, second, third = judge(answers, ASKED, LANGUAGES, right)
    assert first.reciprocal_rank == 0.5
    assert first.ndcg == pytest.approx(1 / math.log2(3))
    assert (first.recall_1, first.recall_10) == (0, 1)
    assert (second.reciprocal_rank, second.ndcg, second.recall_10) == (0, 0, 0)
    assert third.reciprocal_rank == 0, "the eleventh place does not count"
    assert (first.own_share, second.own_share, third.own_share) == (0.5, 1, 0)


def test_graded_answers_gain_more_when_the_better_one_comes_first():
    right = {"q1": {"a": 2.0, "c": 1.0}}
    better = judge({"q1": ["a", "c"]}, ASKED[:1], LANGUAGES, right)[0]
    worse = judge({"q1": ["c", "a"]}, ASKED[:1], LANGUAGES, right)[0]
    assert better.ndcg == 1 > worse.ndcg
    assert better.recall_1 == 0.5


def test_a_right_answer_in_another_language_does_not_push_one_down():
    found = judge({"q1": ["b", "a"]}, ASKED[:1], LANGUAGES, {"q1": {"a": 1.0, "b": 1.0}})
    assert {each.doc_lang: each.reciprocal_rank for each in found} == {"fr": 1, "en": 1}


def test_the_table_tells_mono_cross_ratio_and_the_worst_pair():
    right = {"q1": {"a": 1.0}, "q2": {"b": 1.0}, "q3": {"a": 1.0}}
    answers = {"q1": ["a"], "q2": ["a", "b"], "q3": ["c", "x1", "x2", "a"]}
    told = table(judge(answers, ASKED, LANGUAGES, right))
    assert "mono         1.000" in told
    assert "cross        0.375" in told
    assert "ratio 0.375" in told
    assert "worst en > fr 0.250" in told
    assert "of the ten best in the query's language 0.500" in told
