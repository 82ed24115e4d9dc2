"""Who may do what: a table of role by action, asked of the real pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.library.models import LibraryPage
from tests.factories import (
    CaseStudyFactory,
    ConceptFactory,
    FileFactory,
    PartnershipFactory,
    ReusableTextFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "member", "editor", "moderator", "administrator")


@pytest.fixture
def sign_in(client):
    def sign_in_as(role: str):
        if role == "anonymous":
            return client
        user = UserFactory(is_superuser=role == "administrator", is_staff=role == "administrator")
        if role == "editor":
            user.groups.add(Group.objects.get(name="Editors"))
        if role == "moderator":
            user.groups.add(Group.objects.get(name="Moderators"))
        client.force_login(user)
        return client

    return sign_in_as


def _restricted():
    page = CaseStudyFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    return page.url


def _library() -> Page:
    return LibraryPage.objects.get(locale__language_code="en")


#: what is asked for, and the roles that get it
TABLE = [
    ("read a public work", lambda: CaseStudyFactory().url, ROLES),
    ("read a work for members", _restricted, ROLES[1:]),
    ("read a partnership", lambda: PartnershipFactory().get_absolute_url(), ROLES),
    ("open the admin", lambda: reverse("wagtailadmin_home"), ROLES[2:]),
    (
        "write a work",
        lambda: reverse("wagtailadmin_pages:add", args=["library", "casestudypage", _library().pk]),
        ROLES[2:],
    ),
    ("manage accounts", lambda: reverse("wagtailusers_users:index"), ROLES[4:]),
    ("upload a file", lambda: reverse("wagtaildocs:add"), ROLES[2:]),
    ("upload a picture", lambda: reverse("wagtailimages:add"), ROLES[2:]),
    ("edit a city", lambda: reverse("wagtailsnippets_network_city:add"), ROLES[2:]),
    ("merge cities", lambda: reverse("network_merge_cities"), ROLES[3:]),
    ("say why a work was withdrawn", lambda: reverse("withdrawn:index"), ROLES[2:]),
    ("edit the thesaurus", lambda: reverse("wagtailsnippets_core_concept:add"), ROLES[3:]),
    ("see the search index", lambda: reverse("search_desk"), ROLES[3:]),
    ("see what readers ask", lambda: reverse("searches"), ROLES[3:]),
    ("see links elsewhere", lambda: reverse("link_report"), ROLES[2:]),
    (
        "write a reusable text",
        lambda: reverse("wagtailsnippets_core_reusabletext:add"),
        ROLES[3:],
    ),
    (
        "delete a reusable text",
        lambda: reverse(
            "wagtailsnippets_core_reusabletext:delete", args=[ReusableTextFactory().pk]
        ),
        ROLES[4:],
    ),
    (
        "delete a concept",
        lambda: reverse("wagtailsnippets_core_concept:delete", args=[ConceptFactory().pk]),
        ROLES[4:],
    ),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("action", "address", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_role_by_action(sign_in, role, action, address, allowed):
    response = sign_in(role).get(address())
    assert (response.status_code == 200) == (role in allowed), (action, role)
    assert response.status_code < 500


def test_nobody_signs_up_alone(client):
    response = client.get(reverse("account_signup"))
    assert "password1" not in response.content.decode()


def test_the_admins_own_login_that_knows_no_second_factor_is_closed(client):
    for address in ("/admin/login/", "/django-admin/login/"):
        response = client.get(address, follow=True)
        assert response.redirect_chain
        assert response.redirect_chain[-1][0].startswith("/account/login/")


def _kept_for_others(group: Group) -> list[str]:
    """Addresses of a page and of a file that only a group reads."""
    page = CaseStudyFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(group)
    collection = Collection.get_first_root_node().add_child(name="Reserved")
    of_files = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    of_files.groups.add(group)
    file = FileFactory(collection=collection, licence="cc-by-4.0")
    return [page.url, file.url, reverse("file_view", args=[file.pk])]


def test_an_account_outside_the_group_is_told_so_and_not_sent_to_the_login(client):
    group = Group.objects.create(name="Readers")
    user = UserFactory()
    for address in _kept_for_others(group):
        client.logout()
        assert reverse("account_login") in client.get(address).url
        user.groups.set([])
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 403
        assert "You may not open this page" in answer.content.decode()
        user.groups.set([group])
        assert client.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_password_is_asked_for_in_the_look_of_the_portal(client, lang):
    page = CaseStudyFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    asked = client.get(page.url, headers={"accept-language": lang})
    assert "wagtailcore/password_required.html" in [each.name for each in asked.templates]
    assert "base.html" in [each.name for each in asked.templates]
    form = {"password": "wrong", "return_url": page.url}
    address = reverse(
        "wagtailcore_authenticate_with_password", args=[page.view_restrictions.get().pk, page.pk]
    )
    refused = client.post(address, form)
    assert "not correct" in refused.content.decode()
    answer = client.post(address, {**form, "password": "sesame"}, follow=True)
    assert answer.status_code == 200
    assert page.title in answer.content.decode()


def test_the_page_that_asks_for_the_password_of_a_file_has_its_styles(client):
    collection = Collection.get_first_root_node().add_child(name="Reserved")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="sesame"
    )
    answer = client.get(FileFactory(collection=collection, licence="cc-by-4.0").url)
    assert "base.html" in [each.name for each in answer.templates]
    assert "Content-Disposition" not in answer
    assert "unsafe-inline" not in answer.get("Content-Security-Policy", "")
