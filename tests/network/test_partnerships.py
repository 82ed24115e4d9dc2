"""The page of a partnership says under which licence it stands and whom to ask, by role."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.core.choices import LANGUAGE_CODES, Licence
from cms.network.models import Partner, Partnership, PartnershipContact, WorkContact
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    CountryFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def seen(client, record) -> str:
    with translation.override("en"):
        response = client.get(getattr(record, "url", None) or record.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_licence_leads_to_its_text(client):
    html = seen(client, PartnershipFactory(licence=Licence.CC_BY_SA))
    assert (
        '<a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">'
        "<bdi>CC BY-SA 4.0</bdi></a>" in html
    )


def test_contacts_are_named_by_role_in_their_order(client):
    row = PartnershipFactory()
    office = OrganisationFactory(name_en="Press office", slug="press-office")
    person = PersonFactory(name_en="Deputy mayor")
    row.contacts = [
        PartnershipContact(role="technical", person=person),
        PartnershipContact(role="press", organisation=office, website="https://press.example.org/"),
    ]
    row.save()
    html = seen(client, row)
    contacts = html.split('<h2 id="contacts">Contacts</h2>')[1].split("</section>")[0]
    first, second = contacts.split("<dt>")[1:]
    assert first.startswith("Technical questions</dt>") and "Deputy mayor" in first
    assert second.startswith("Press</dt>")
    assert '<a href="/en/organisations/press-office/"><bdi>Press office</bdi></a>' in second
    assert '<a href="https://press.example.org/"><bdi>press.example.org</bdi></a>' in second


def test_the_sources_of_its_facts_are_named(client):
    html = seen(
        client,
        PartnershipFactory(
            sources=[("source", {"title": "A release", "publisher": "UNDP", "date": "2012-03-08"})]
        ),
    )
    sources = html.split('<h2 id="sources">Sources</h2>')[1].split("</section>")[0]
    assert "A release" in sources and "UNDP" in sources


def test_the_title_of_a_source_is_marked_with_its_language(client):
    row = PartnershipFactory(
        sources=[
            ("source", {"title": "Plan de movilidad", "language": "es"}),
            ("source", {"title": "وثيقة المدينة", "language": "ar"}),
            ("source", {"title": "A release", "language": "en"}),
        ]
    )
    html = seen(client, row)
    assert '<bdi lang="es" dir="ltr">Plan de movilidad</bdi>' in html
    assert '<bdi lang="ar" dir="rtl">وثيقة المدينة</bdi>' in html
    assert "<bdi>A release</bdi>" in html


def test_a_partnership_without_licence_or_contacts_has_no_headings_for_them(client):
    html = seen(client, PartnershipFactory())
    assert "<dt>Licence</dt>" not in html
    assert 'id="contacts"' not in html


def test_contacts_look_the_same_on_a_partnership_and_on_a_work(client):
    office = OrganisationFactory(name_en="Press office")
    contact = {"role": "press", "organisation": office, "website": "https://press.example.org/"}
    row = PartnershipFactory(licence=Licence.CC_BY)
    row.contacts = [PartnershipContact(**contact)]
    row.save()
    work = CaseStudyFactory(licence=Licence.CC_BY, contacts=[WorkContact(**contact)])
    pages = seen(client, row), seen(client, work)

    def part(html: str, start: str, end: str) -> str:
        return html.split(start)[1].split(end)[0]

    assert len({part(html, 'aria-labelledby="contacts"', "</section>") for html in pages}) == 1
    assert len({part(html, "<dt>Licence</dt>", "</dd>") for html in pages}) == 1


def test_an_editor_adds_a_contact_and_a_licence(client):
    office = OrganisationFactory()
    row = PartnershipFactory(between=[(CityFactory(), "provider"), (CityFactory(), "recipient")])
    editor = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(editor)
    address = reverse(Partnership.snippet_viewset.get_url_name("edit"), args=[row.pk])
    form = client.get(address).context["form"]
    data = {}
    for each in (form, *(f for formset in form.formsets.values() for f in formset.forms)):
        for bound in each:
            data[bound.html_name] = bound.value() if bound.value() is not None else ""
    for formset in form.formsets.values():
        for bound in formset.management_form:
            data[bound.html_name] = bound.value()
    for code in ("fr", "en", "es", "ar"):
        data[f"description_{code}"] = '{"entityMap": {}, "blocks": []}'
    data |= {
        "licence": "CC0-1.0",
        "sources-count": "0",
        "contacts-TOTAL_FORMS": "1",
        "contacts-0-role": "press",
        "contacts-0-organisation": str(office.pk),
        "contacts-0-person": "",
        "contacts-0-website": "",
        "contacts-0-ORDER": "1",
        "contacts-0-DELETE": "",
        "contacts-0-id": "",
        "action-publish": "1",
    }
    for name in list(data):
        if isinstance(data[name], (list, tuple)):
            data[name] = [getattr(value, "pk", value) for value in data[name]]
        elif data[name] is False:
            del data[name]
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert row.licence == Licence.CC0
    contact = row.contacts.get()
    assert (contact.role, contact.organisation) == ("press", office)


def test_a_draft_with_contacts_can_be_previewed(rf):
    row = Partnership(title_en="Twinning", licence=Licence.CC0, slug="twinning")
    row.contacts = [PartnershipContact(role="press", organisation=OrganisationFactory())]
    request = rf.get("/")
    request.user = UserFactory()
    context = row.get_preview_context(request, "")
    assert [contact.role for contact in context["contacts"]] == ["press"]
    assert context["licence_address"] == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_a_partnership_does_not_end_before_it_begins():
    with pytest.raises(ValidationError) as refused:
        PartnershipFactory(period_start="2010", period_end="2009").full_clean()
    assert set(refused.value.message_dict) == {"period_end"}


def form_with(*partners):
    """The form of a new partnership with rows of partners, each as (column, record, role)."""
    names = ("partners", "transfers", "results", "testimonials", "contacts")
    data = {"title_en": "A twinning", "slug": "a-twinning", "cooperation": "twinning"}
    data |= {"status": "unknown", "sources-count": 0}
    data |= {f"description_{code}": "null" for code in LANGUAGE_CODES}
    for name in names:
        count = len(partners) if name == "partners" else 0
        data |= {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    for number, (column, record, role) in enumerate(partners):
        row = {column: record.pk, "role": role, "ORDER": number + 1}
        data |= {f"partners-{number}-{name}": value for name, value in row.items()}
    form_class = Partnership.snippet_viewset.get_edit_handler().get_form_class()
    return form_class(data, instance=Partnership(), for_user=UserFactory(is_superuser=True))


def test_a_city_or_body_has_each_role_once_and_does_not_both_give_and_receive():
    city, other, body = CityFactory(), CityFactory(), OrganisationFactory()
    gives, receives = ("city", city, "provider"), ("city", other, "recipient")
    form = form_with(
        gives, receives, ("city", other, "passes_on"), ("organisation", body, "observer")
    )
    assert form.is_valid(), (form.errors, form.formsets["partners"].errors)
    for wrong in (gives, ("city", city, "recipient")):
        form = form_with(gives, receives, wrong)
        assert not form.is_valid()
        assert [list(errors) for errors in form.formsets["partners"].errors] == [[], [], ["role"]]


def test_several_delegations_may_come_from_a_country():
    country = CountryFactory()
    rows = [("country", country, role) for role in ("provider", "recipient", "recipient")]
    assert form_with(*rows).is_valid()


def test_the_list_of_the_administration_says_in_words_what_is_published(client):
    PartnershipFactory(live=True), PartnershipFactory(live=False)
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "ar"
    profile.save()
    html = client.get(reverse("wagtailsnippets_network_partnership:list")).content.decode()
    cells = [" ".join(cell.split()) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", html)]
    assert {"نعم", "لا"} <= set(cells) and not {"True", "False"} & set(cells)


def test_arrows_lead_along_the_chain_alone(client):
    """Partners who neither give nor receive stand beside it."""
    row = PartnershipFactory(between=[(CityFactory(), "provider"), (CityFactory(), "recipient")])
    Partner.objects.create(partnership=row, organisation=OrganisationFactory(), role="partner")
    parts = seen(client, row).split('<ol class="chain">')[1].split("</ol>")[0].split("</li>")[:-1]
    roles = [part.split('chain__role">')[1].split("<")[0] for part in parts]
    assert roles == ["Provider", "Recipient", "Partner"]
    assert ["chain__arrow" in part for part in parts] == [False, True, False]
