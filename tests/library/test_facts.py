"""What a kind of work knows is the same in all its editions; what it says is each edition's own."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.library.models import Cost, HandbookRelease, Result
from cms.network.models import WorkContact
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    HandbookFactory,
    ManualFactory,
    OrganisationFactory,
    PublicationFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def editions(factory, **values):
    """The source edition in English, and the French one."""
    page = factory(**values)
    return page, translate(page, "fr", title="Une œuvre", slug="une-oeuvre")


def publish(page, **values) -> None:
    draft = fresh(page)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


@pytest.mark.parametrize(
    ("factory", "facts", "words"),
    [
        (
            CaseStudyFactory,
            {
                "period_start": "2009",
                "period_end": "2011-06",
                "evidence": "measured",
                "still_running": "yes",
                "still_running_as_of": "2012",
            },
            {"problem": "<p>Leaks.</p>"},
        ),
        (HandbookFactory, {"audiences": "elected,trainers"}, {"summary": "For the council."}),
        (ManualFactory, {"number": 3}, {"series": "Water, step by step"}),
        (
            PublicationFactory,
            {
                "publication_type": "guide",
                "authors": "A water board",
                "address": "https://example.org/guide",
            },
            {"text": "<p>What it says.</p>"},
        ),
    ],
)
def test_facts_reach_the_other_editions_and_words_do_not(factory, facts, words):
    source, french = editions(factory)
    before = {name: getattr(french, name) for name in words}
    publish(source, **facts, **words)
    changed = fresh(french)
    assert {name: getattr(changed, name) for name in facts} == facts
    assert {name: getattr(changed, name) for name in words} == before
    assert {name: getattr(fresh(source), name) for name in words} == words


def test_who_published_and_who_piloted_are_facts():
    body, city = OrganisationFactory(), CityFactory()
    publication, relation = editions(PublicationFactory)
    publish(publication, publisher=body)
    assert fresh(relation).publisher == body
    handbook = HandbookFactory()
    french = translate(handbook, "fr", title="Un guide", slug="un-guide")
    publish(handbook, pilot_city=city)
    assert fresh(french).pilot_city == city


def test_a_handbook_that_is_superseded_is_so_in_every_edition():
    city = CityFactory()
    source, french = editions(HandbookFactory, releases=[HandbookRelease(status="pilot")])
    publish(
        source,
        releases=[
            HandbookRelease(sort_order=0, status="pilot", date="2011", city=city),
            HandbookRelease(sort_order=1, status="superseded", date="2014-05"),
        ],
    )
    rows = fresh(french).releases.order_by("sort_order")
    assert [(row.status, row.date, row.city) for row in rows] == [
        ("pilot", "2011", city),
        ("superseded", "2014-05", None),
    ]


def test_contacts_are_facts():
    office = OrganisationFactory()
    source, french = editions(PublicationFactory)
    publish(source, contacts=[WorkContact(role="publications", organisation=office)])
    contact = fresh(french).contacts.get()
    assert (contact.role, contact.organisation) == ("publications", office)


def test_of_a_cost_the_amount_is_a_fact_and_what_it_is_for_is_words():
    source, french = editions(
        CaseStudyFactory, costs=[Cost(label="Meters", amount=100, currency="EUR")]
    )
    row = fresh(french)
    cost = row.costs.get()
    cost.label = "Compteurs"
    publish(french, costs=[cost])
    cost = fresh(source).costs.get()
    cost.amount, cost.year = 120, 2011
    publish(source, costs=[cost])
    changed = fresh(french).costs.get()
    assert (changed.label, changed.amount, changed.currency, changed.year) == (
        "Compteurs",
        120,
        "EUR",
        2011,
    )


def test_who_claims_a_result_is_the_person_before_the_body_before_the_city():
    city, body = CityFactory(), OrganisationFactory()
    assert Result(claimed_by_city=city).claimant == city
    assert Result(claimed_by_city=city, claimed_by_organisation=body).claimant == body
    assert Result().claimant is None


def test_a_case_does_not_end_before_it_begins():
    page = CaseStudyFactory(period_start="2010")
    page.period_end = "2009"
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.message_dict) == {"period_end"}


@pytest.mark.parametrize(
    ("field", "wrong"), [("amount", -1), ("currency", "eur"), ("currency", "EU"), ("currency", "€")]
)
def test_a_cost_is_not_negative_and_in_a_currency_by_its_code(field, wrong):
    cost = Cost(label="Meters", amount=0, currency="EUR")
    cost.full_clean(exclude=["page", "locale"])
    setattr(cost, field, wrong)
    with pytest.raises(ValidationError) as refused:
        cost.full_clean(exclude=["page", "locale"])
    assert set(refused.value.message_dict) == {field}
