"""What a long work costs when a fact of it changes: no passage of it is given to a model again."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from django.core.management import call_command

from cms.core.models import Work
from search import drainer, generations, indexing, meaning
from search.embedding import store
from search.embedding.models import Embedder, SentenceEncoder
from search.engines import engine
from search.models import Indexed
from search.passages import STEP
from search.sources import source
from tests.factories import CaseStudyFactory, CityFactory, ConceptFactory, GoalFactory

pytestmark = pytest.mark.django_db

PASSAGES = 1_000
WORDS = [
    "water",
    "street",
    "market",
    "school",
    "harbour",
    "bus",
    "garden",
    "council",
    "library",
    "tram",
    "bridge",
    "clinic",
]


@pytest.fixture
def texts(monkeypatch) -> Counter[str]:
    """How many texts the models are given, by what they are asked for. They answer themselves."""
    given: Counter[str] = Counter()

    def counted(name: str, real):
        def asked(self: Embedder, texts):
            given[name] += len(texts)
            return real(self, texts)

        return asked

    for name in ("passages", "queries"):
        monkeypatch.setattr(SentenceEncoder, name, counted(name, getattr(SentenceEncoder, name)))
    return given


@pytest.fixture(params=["embedded", "elasticsearch"])
def work(request, settings, tmp_path, texts):
    """A case study of a thousand passages, indexed by words and meaning. It has been embedded
    before: its vectors stand in the database as a model has left them there."""
    settings.SEARCH_ENGINE = request.param
    settings.SEARCH_INDEX_DIR = tmp_path
    settings.SEARCH_EMBEDDER = "light"
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    chance = random.Random(4)
    text = " ".join(chance.choice(WORDS) for _ in range(PASSAGES * STEP))
    page = CaseStudyFactory(title="Water", context=f"<p>{text}</p>", cities=[CityFactory()])
    # Names that are in the vocabulary of the index already.
    CaseStudyFactory(title="Harbour", cities=[CityFactory(name_en="Chefchaouen")])
    number = str(Work.objects.get(key=page.translation_key).pk)
    (document,) = source().build([number], "public")
    keys = [passage.key for passage in indexing.passages(document)]
    assert len(set(keys)) > PASSAGES
    store.keep(
        SentenceEncoder.model,
        keys,
        np.random.default_rng(4).normal(size=(len(keys), SentenceEncoder.dims)),
    )
    call_command("search_rebuild", verbosity=0)
    # Words new to the vocabulary, and the title of the other work.
    assert 0 < texts["passages"] < 100
    yield page
    generations.forget(generations.live())


def listed(page, **filters: str) -> bool:
    """Whether the index finds a work by its facets, with all its vectors in place."""
    number = str(Work.objects.get(key=page.translation_key).pk)
    live = generations.live()
    held = Indexed.objects.filter(generation=live, work=number)
    assert [(row.complete, row.lacking, row.left_out) for row in held] == [(True, 0, 0)] * 2
    chosen = {name: (value,) for name, value in filters.items()}
    found = engine().browse(live.index("public"), chosen, "newest", "en", 0, 10)
    return number in dict(found.ids)


def settle() -> None:
    """What the worker does with what waits."""
    drainer.drain()
    meaning.embed()
    drainer.drain()


def publish(page) -> None:
    """As an editor does, and then what the worker does."""
    page.save_revision().publish()
    settle()


def test_a_change_of_facts_gives_no_text_to_a_model(work, texts):
    theme, goal = ConceptFactory(), GoalFactory()
    # The words of their labels are in the vocabulary once another work has them.
    CaseStudyFactory(title="Harbour", themes=[theme], goals=[goal])
    settle()
    before = Counter(texts)
    work.date, work.licence = "1999-05", "CC-BY-4.0"
    publish(work)
    assert listed(work, year="1999")
    work.themes.add(theme)
    work.goals.add(goal)
    publish(work)
    assert listed(work, theme=theme.slug, goal=goal.slug)
    work.cities.set([CityFactory._meta.model.objects.get(name_en="Chefchaouen")])
    publish(work)
    assert listed(work, city=work.cities.get().slug)
    assert texts == before


def test_a_theme_new_to_the_library_costs_the_words_of_its_label(work, texts):
    theme = ConceptFactory(label_en="Funiculars")
    before = texts["passages"]
    work.themes.add(theme)
    publish(work)
    assert listed(work, theme=theme.slug)
    # A vocabulary for each audience.
    assert texts["passages"] - before <= 2


def test_a_city_new_to_the_library_costs_the_words_of_its_name(work, texts):
    before = texts["passages"]
    city = CityFactory(name_en="Zugarramurdi")
    settle()
    # The city and its country are found themselves: a name each, and its words in a vocabulary
    # for each audience.
    assert texts["passages"] - before <= 6
    before = texts["passages"]
    work.cities.set([city])
    publish(work)
    assert listed(work, city=work.cities.get().slug)
    # A vocabulary for each audience.
    assert texts["passages"] - before <= 2


def test_a_new_summary_costs_one_passage(work, texts):
    before = texts["passages"]
    work.summary = "A market on a bridge."
    publish(work)
    assert listed(work)
    assert texts["passages"] - before == 1
