"""Addresses that outlive works: what was withdrawn is gone, and the page says so."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core.models import Work
from cms.core.thesaurus import skos
from cms.exchange import traces
from cms.exchange.models import Trace
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    FileFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db
#: what the address of a concept ends in: nothing, or a format
SUFFIXES = ("", *(f".{name}" for name in skos.FORMATS))


@pytest.fixture
def page():
    page = CaseStudyFactory(title="Water meters", slug="water-meters")
    translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    traces.sweep()
    return page


def address(row, lang: str) -> str:
    key = getattr(row, "translation_key", None) or row.key
    return f"/{lang}/w/{Work.objects.get(key=key).pk}/"


def withdraw(page) -> None:
    for edition in page.get_translations(inclusive=True):
        edition.unpublish()
    traces.sweep()


def test_a_withdrawn_work_is_gone_with_its_last_title_date_and_reason(client, page):
    withdraw(page)
    trace = Trace.objects.get(work=page.work)
    trace.reason_en, trace.reason_fr = "The city asked for it.", "La ville l’a demandé."
    trace.save()
    response = client.get(address(page, "fr"))
    assert response.status_code == 410
    html = response.content.decode()
    assert "Compteurs d’eau" in html
    assert "La ville l’a demandé." in html
    assert f'datetime="{trace.withdrawn:%Y-%m-%d}"' in html
    # A title that is not in the reader's language says so.
    html = client.get(address(page, "ar")).content.decode()
    assert '<bdi lang="fr" dir="ltr">Compteurs d’eau</bdi>' in html


def test_a_deleted_work_and_a_deleted_record_are_gone_too(client, page):
    city = CityFactory(name_en="Old town")
    traces.sweep()
    addresses = [address(page, "en"), address(city, "en")]
    for edition in page.get_translations(inclusive=True):
        edition.delete()
    city.delete()
    traces.sweep()
    for path, title in zip(addresses, ("Water meters", "Old town"), strict=True):
        response = client.get(path)
        assert response.status_code == 410
        assert title in response.content.decode()


def test_what_nobody_could_read_is_not_found(client):
    draft = CaseStudyFactory(title="A draft", publish=False)
    traces.sweep()
    response = client.get(address(draft, "en"))
    assert response.status_code == 404
    assert "A draft" not in response.content.decode()
    assert client.get("/en/w/999999/").status_code == 404


def test_a_title_that_only_members_could_read_is_not_told(client):
    page = CaseStudyFactory(title="For members")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    traces.sweep()
    withdraw(page)
    response = client.get(address(page, "en"))
    assert response.status_code == 410
    assert "For members" not in response.content.decode()


def test_what_comes_back_is_read_again_and_begins_anew_when_it_goes(client, page):
    withdraw(page)
    page.refresh_from_db()
    page.save_revision().publish()
    traces.sweep()
    assert client.get(address(page, "en")).status_code == 302
    assert Trace.objects.get(work=page.work).withdrawn is None
    withdraw(page)
    assert client.get(address(page, "en")).status_code == 410


def test_a_rename_and_a_move_withdraw_nothing(client, page):
    page.title, page.slug = "Meters", "meters"
    page.save_revision().publish()
    traces.sweep()
    trace = Trace.objects.get(work=page.work)
    assert trace.withdrawn is None
    assert trace.titles["en"] == "Meters"
    assert client.get(address(page, "en")).url == "/en/library/meters/"


@pytest.mark.parametrize(
    ("role", "may"),
    [("nobody", False), ("Editors", True), ("Moderators", True), ("administrator", True)],
)
def test_who_says_why_a_work_was_withdrawn(client, page, role, may):
    withdraw(page)
    user = UserFactory(is_superuser=role == "administrator", is_staff=role == "administrator")
    if role in ("Editors", "Moderators"):
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    edit = reverse("withdrawn:edit", args=[page.work.pk])
    assert (client.get(edit).status_code == 200) == may
    client.post(edit, {"reason_fr": "Retirée.", "reason_en": "", "reason_es": "", "reason_ar": ""})
    assert Trace.objects.get(work=page.work).reason_fr == ("Retirée." if may else None)


def test_the_admin_lists_withdrawn_works_and_lets_nobody_add_or_delete_one(client, page):
    other = CaseStudyFactory(title="Still there")
    traces.sweep()
    withdraw(page)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    listing = client.get(reverse("withdrawn:index")).content.decode()
    assert "Water meters" in listing
    assert "Still there" not in listing
    assert client.get(reverse("withdrawn:add")).status_code == 302
    delete = reverse("withdrawn:delete", args=[page.work.pk])
    client.post(delete)
    assert Trace.objects.filter(work=page.work).exists()
    assert other.live


def test_a_trace_follows_a_publication_by_itself(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = CaseStudyFactory(title="Water meters", licence="CC-BY-4.0")
    trace = Trace.objects.get(work=page.work)
    assert (trace.public, trace.harvest, trace.titles) == (True, "live", {"en": "Water meters"})
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    trace.refresh_from_db()
    assert (trace.public, trace.harvest) == (False, "deleted")
    assert trace.withdrawn is not None


def test_the_pages_of_a_withdrawn_work_are_gone_too(client, page):
    french = page.get_translations().get()
    old = page.url
    page.slug = "meters"
    page.save_revision().publish()
    traces.sweep()
    page.refresh_from_db()
    addresses = [old, page.url, french.url]
    assert page.url != old
    assert client.get(page.url).status_code == 200
    withdraw(page)
    for path in addresses:
        response = client.get(path)
        assert response.status_code == 410
        assert "Water meters" in response.content.decode() or path == french.url
    assert "Compteurs d’eau" in client.get(french.url).content.decode()


def test_the_pages_of_a_deleted_work_and_record_are_gone_too(client, page):
    city = CityFactory(name_en="Old town")
    traces.sweep()
    addresses = [page.url, city.get_absolute_url()]
    for edition in page.get_translations(inclusive=True):
        edition.delete()
    city.delete()
    traces.sweep()
    for path in addresses:
        assert client.get(path).status_code == 410
    # A new work at the address is what stands there.
    CaseStudyFactory(title="Another", slug="water-meters")
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    "address", ["/en/themes/water/", *(f"/thesaurus/themes/water{s}" for s in SUFFIXES)]
)
def test_the_addresses_of_a_deleted_concept_are_gone_in_every_format(client, address):
    concept = ConceptFactory(code="water", label_en="Water", label_fr="Eau")
    traces.sweep()
    concept.delete()
    traces.sweep()
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 410
    assert "Water" in response.content.decode()
    # Another of the same code is what stands there.
    ConceptFactory(code="water")
    assert client.get(address).status_code in (200, 303)


def test_a_concept_that_never_was_is_not_found(client):
    traces.sweep()
    for suffix in SUFFIXES[1:]:
        assert client.get(f"/thesaurus/themes/water{suffix}", follow=True).status_code == 404


def test_traces_of_many_concepts_take_as_many_queries_as_few(django_assert_max_num_queries):
    works = [Work.objects.get(key=ConceptFactory().key).pk]
    with CaptureQueriesContext(connection) as few:
        traces.follow(works)
    works = [Work.objects.get(key=ConceptFactory().key).pk for _ in range(5)]
    with django_assert_max_num_queries(len(few)):
        traces.follow(works)


@pytest.mark.parametrize("address", ["/files/{}/", "/fr/files/{}/view/", "/covers/{}.png"])
def test_the_addresses_of_a_deleted_file_are_gone(client, address):
    file = FileFactory(title="Le barème de l’eau", language="fr")
    path = address.format(file.pk)
    file.delete()
    response = client.get(path, headers={"accept-language": "en"})
    assert response.status_code == 410
    html = response.content.decode()
    assert "Le barème de l’eau" in html
    assert f'datetime="{timezone.now():%Y-%m-%d}"' in html


def test_a_deleted_file_that_only_members_could_read_does_not_tell_of_itself(client):
    drawer = Collection.get_first_root_node().add_child(name="For members")
    CollectionViewRestriction.objects.create(collection=drawer, restriction_type="login")
    file = FileFactory(title="For members", collection=drawer)
    number = file.pk
    file.delete()
    response = client.get(f"/files/{number}/", follow=True)
    assert response.status_code == 404
    assert "For members" not in response.content.decode()


def test_a_file_without_a_cover_is_not_gone(client):
    assert client.get(f"/covers/{FileFactory().pk}.png", follow=True).status_code == 404


def test_what_leads_to_a_withdrawn_work_is_gone(client, page):
    paths = [f"{address(page, 'fr')}export.csv", f"{address(page, 'en')}related/"]
    withdraw(page)
    for path in paths:
        assert client.get(path).status_code == 410
    assert client.get(f"/api/v1/works/{page.work.pk}").status_code == 410


def test_a_redirect_of_an_editor_comes_before(client, page):
    path = page.url
    withdraw(page)
    Redirect.objects.create(old_path=path.rstrip("/"), redirect_link="/en/library/")
    assert client.get(path).status_code == 301


def test_a_page_that_is_private_or_never_was_public_does_not_tell_of_itself(client, page):
    hidden = CaseStudyFactory(title="For members", slug="for-members")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    traces.sweep()
    # Private: its reader is asked to sign in.
    for edition in page.get_translations(inclusive=True):
        PageViewRestriction.objects.create(page=edition, restriction_type="login")
    traces.sweep()
    for each in (page, hidden):
        assert client.get(each.url).status_code == 302
        assert client.get(f"{address(each, 'en')}export.csv").status_code == 404
        assert client.get(f"{address(each, 'en')}related/").status_code == 404
    withdraw(hidden)
    assert client.get(hidden.url).status_code == 404
    # One edition that went is not the work.
    french = page.get_translations().get()
    french.unpublish()
    traces.sweep()
    assert client.get(french.url).status_code == 404
