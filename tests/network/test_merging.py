"""Two records of one city become one: everything follows, at once or not at all."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.core.models import Work
from cms.library.models import CaseStudyPage
from cms.network import actions, facts, merging
from cms.network.models import City, CityFigure, Partner, Transfer
from search.models import Outbox
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    CountryFactory,
    HandbookFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def cities():
    """The city that stays, and the same once more under other names."""
    kept = CityFactory(slug="chefchaouen", name_en="Chefchaouen", variants="Chaouen")
    merged = CityFactory(
        slug="xauen",
        name_en="Xauen",
        name_es="Xauen",
        name_ar="شفشاون",
        variants="Chaouen\nChefchaouan",
        latitude=35.17,
        longitude=-5.27,
        wikidata="Q191744",
        description_es="<p>Una ciudad.</p>",
        source_es="Una fuente",
    )
    return kept, merged


def merge(user, kept: City, merged: City) -> City:
    return actions.merge_cities(user=user, kept=kept, merged=merged)


def test_names_stay_as_spellings_and_what_was_lacking_is_taken_over(moderator, cities):
    kept = merge(moderator, *cities)
    kept = City.objects.get(pk=kept.pk)
    assert kept.spellings == ["Chaouen", "Xauen", "شفشاون", "Chefchaouan"]
    assert (kept.name_en, kept.name_ar) == ("Chefchaouen", "شفشاون")
    assert (kept.latitude, kept.wikidata) == (35.17, "Q191744")
    assert (kept.description_es, kept.source_es) == ("<p>Una ciudad.</p>", "Una fuente")
    assert not City.objects.filter(slug="xauen").exists()


def test_everything_that_referred_to_it_refers_to_the_one_that_stays(moderator, cities):
    kept, merged = cities
    work = CaseStudyFactory(cities=[merged])
    both = CaseStudyFactory(cities=[kept, merged])
    handbook = HandbookFactory(pilot_city=merged)
    body, person = OrganisationFactory(city=merged), PersonFactory(city=merged)
    programme = ProgrammeFactory()
    programme.cities.add(merged)
    part = CityFactory(part_of=merged)
    CityFigure.objects.create(city=merged, indicator="population", low=40_000, unit="inhabitants")
    for city in cities:
        CityFigure.objects.create(city=city, indicator="area", low=10, unit="km2")
    merge(moderator, kept, merged)
    assert list(work.cities.model.objects.filter(works=work)) == [kept]
    assert list(CaseStudyPage.objects.get(pk=both.pk).cities.all()) == [kept]
    for row, name in (
        (handbook, "pilot_city"),
        (body, "city"),
        (person, "city"),
        (part, "part_of"),
    ):
        row.refresh_from_db()
        assert getattr(row, name) == kept
    assert list(programme.cities.all()) == [kept]
    figures = CityFigure.objects.filter(city=kept).values_list("indicator", flat=True)
    assert sorted(figures) == ["area", "population"]


def test_partners_and_transfers_follow_and_none_stands_twice(moderator, cities):
    kept, merged = cities
    other = CityFactory()
    row = PartnershipFactory(
        between=[
            (merged, "provider"),
            (kept, "provider"),
            (merged, "passes_on"),
            (other, "recipient"),
        ]
    )
    transfer = Transfer.objects.create(
        partnership=row, kind="software", object_en="It", from_city=merged, to_city=other
    )
    merge(moderator, kept, merged)
    roles = Partner.objects.filter(partnership=row).values_list("city__slug", "role")
    assert sorted(roles) == sorted(
        [("chefchaouen", "provider"), ("chefchaouen", "passes_on"), (other.slug, "recipient")]
    )
    transfer.refresh_from_db()
    assert transfer.from_city == kept


def test_drafts_and_other_editions_keep_the_same_facts(moderator, cities):
    kept, merged = cities
    english = CaseStudyFactory(title="A work", cities=[merged])
    french = translate(english, "fr", title="Une œuvre", slug="oeuvre")
    draft = french.get_latest_revision_as_object()
    draft.title = "Une œuvre revue"
    waiting = draft.save_revision()
    merge(moderator, kept, merged)
    waiting.refresh_from_db()
    assert waiting.content["cities"] == [kept.pk]
    waiting.publish()
    english, french = (CaseStudyPage.objects.get(pk=page.pk) for page in (english, french))
    assert french.title == "Une œuvre revue"
    assert [list(page.cities.all()) for page in (english, french)] == [[kept], [kept]]
    assert facts.differences(english, french) == [[]]
    assert english.facts_version == french.facts_version


def test_a_draft_of_a_partnership_and_its_rows_follow(moderator, cities):
    kept, merged = cities
    row = PartnershipFactory(between=[(merged, "provider"), (CityFactory(), "recipient")])
    revision = row.save_revision()
    merge(moderator, kept, merged)
    revision.refresh_from_db()
    assert revision.content["partners"][0]["city"] == kept.pk
    assert [p.city for p in revision.as_object().partners.all()][0] == kept


def test_a_translation_in_preparation_follows(moderator, cities):
    from wagtail_localize.models import TranslationSource

    kept, merged = cities
    page = CaseStudyFactory(cities=[merged])
    source, _made = TranslationSource.get_or_create_from_instance(page)
    merge(moderator, kept, merged)
    source.refresh_from_db()
    assert list(source.as_instance().cities.all()) == [kept]


def test_the_permanent_address_leads_on_over_several_mergers(client, moderator, cities):
    first, second = cities
    third = CityFactory()
    addresses = [Work.objects.get(key=city.key).get_absolute_url() for city in (second, first)]
    merge(moderator, first, second)
    merge(moderator, third, first)
    last = Work.objects.get(key=third.key)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 301
        assert response.url == last.get_absolute_url()


def test_the_old_address_of_the_page_leads_on_too(client, moderator, cities):
    kept, merged = cities
    merge(moderator, kept, merged)
    for lang in ("en", "ar"):
        response = client.get(f"/{lang}/cities/xauen/")
        assert response.status_code == 301
        assert response.url == f"/{lang}/cities/chefchaouen/"


def test_whatever_named_either_is_indexed_anew(moderator, cities):
    kept, merged = cities
    work = CaseStudyFactory(cities=[merged])
    body = OrganisationFactory(city=merged)
    partnership = PartnershipFactory(between=[(merged, "provider"), (CityFactory(), "recipient")])
    keys = [kept.key, merged.key, work.translation_key, body.key, partnership.key]
    ids = {str(pk) for pk in Work.objects.filter(key__in=keys).values_list("pk", flat=True)}
    Outbox.objects.all().delete()
    merge(moderator, kept, merged)
    assert ids <= set(Outbox.objects.values_list("work", flat=True))


def test_it_is_all_or_nothing(moderator, cities, monkeypatch):
    kept, merged = cities
    work = CaseStudyFactory(cities=[merged])

    def fails(*args):
        raise RuntimeError("the power went")

    monkeypatch.setattr(actions, "_forward", fails)
    with pytest.raises(RuntimeError):
        merge(moderator, kept, merged)
    assert City.objects.filter(slug="xauen").exists()
    assert list(CaseStudyPage.objects.get(pk=work.pk).cities.all()) == [merged]
    assert City.objects.get(pk=kept.pk).spellings == ["Chaouen"]


def test_a_city_is_not_merged_with_itself_nor_part_of_itself(moderator, cities):
    kept, merged = cities
    with pytest.raises(ValidationError):
        merge(moderator, kept, kept)
    kept.part_of = merged
    kept.save()
    assert merge(moderator, kept, merged).part_of is None


@pytest.mark.parametrize("inner", ["kept", "merged"])
def test_a_merging_makes_no_city_part_of_itself_over_others(moderator, cities, inner):
    """One of the two lies in a metropolitan area that is part of the other."""
    kept, merged = cities
    outer = merged if inner == "kept" else kept
    nation = CityFactory()
    outer.part_of = nation if inner == "kept" else None
    outer.save()
    between = CityFactory(part_of=outer)
    within = kept if inner == "kept" else merged
    within.part_of = between
    within.save()
    kept = merge(moderator, kept, merged)
    between.refresh_from_db()
    assert between.part_of == kept
    assert kept.part_of == (nation if inner == "kept" else None)
    kept.full_clean()


@pytest.mark.parametrize(
    ("role", "may"),
    [("nobody", False), ("Editors", False), ("Moderators", True), ("administrator", True)],
)
def test_who_may_merge(client, cities, role, may):
    user = UserFactory(is_superuser=role == "administrator", is_staff=role == "administrator")
    if role in ("Editors", "Moderators"):
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert (client.get(reverse("network_merge_cities")).status_code == 200) == may
    if may:
        merge(user, *cities)
        assert City.objects.count() == 1
    else:
        with pytest.raises(PermissionDenied):
            merge(user, *cities)
        assert City.objects.count() == 2


def test_the_admin_asks_shows_and_merges(client, moderator, cities):
    kept, merged = cities
    CaseStudyFactory(cities=[merged])
    client.force_login(moderator)
    listing = client.get(reverse("wagtailsnippets_network_city:list")).content.decode()
    address = reverse("network_merge_cities")
    assert f"{address}?merged={merged.pk}" in listing
    asked = {"kept": kept.pk, "merged": merged.pk}
    shown = client.post(address, asked).content.decode()
    assert "1 work will name the city that stays" in shown
    for html in (shown, client.get(address).content.decode()):
        assert re.search(r"<title>\s*Merge two cities", html)
        assert 'aria-label="Breadcrumb"' in html and reverse(merging.CITIES) in html
    assert City.objects.filter(pk=merged.pk).exists()
    assert "Choose two different cities" in (
        client.post(address, {"kept": kept.pk, "merged": kept.pk}).content.decode()
    )
    response = client.post(address, {**asked, "confirm": "yes"})
    assert response.url == reverse("wagtailsnippets_network_city:edit", args=[kept.pk])
    assert not City.objects.filter(pk=merged.pk).exists()
    entry = ModelLogEntry.objects.get(action="medina.merge")
    assert (entry.user, entry.object_id) == (moderator, str(kept.pk))
    assert entry.data["merged"]["title"] == "Xauen"
    assert "Xauen" in str(entry.formatter.format_message(entry))


def test_two_cities_of_one_name_are_told_apart(client, moderator):
    country = CountryFactory(name_en="Morocco")
    kept, merged = (
        CityFactory(slug=slug, name_en="Larache", country=country)
        for slug in ("larache", "el-araich")
    )
    client.force_login(moderator)
    address = reverse("network_merge_cities")
    html = client.get(address, {"merged": merged.pk}).content.decode()
    assert "Larache · Morocco · el-araich" in html
    shown = client.post(address, {"kept": kept.pk, "merged": merged.pk}).content.decode()
    assert (
        "“Larache · Morocco · el-araich” will be merged into “Larache · Morocco · larache”" in shown
    )


@pytest.mark.parametrize("value", ["", "abc", "9" * 30])
def test_what_is_no_city_is_refused_at_its_field(client, moderator, value):
    client.force_login(moderator)
    answer = client.post(
        reverse("network_merge_cities"), {"kept": CityFactory().pk, "merged": value}
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["merged"]
    assert answer.context["form"].errors["merged"][0] in answer.content.decode()
