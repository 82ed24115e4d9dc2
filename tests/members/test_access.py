"""Who may do what: a table of role by action, asked of the real pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from cms.library.models import LibraryPage
from tests.factories import CaseStudyFactory, ConceptFactory, PartnershipFactory, UserFactory

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
