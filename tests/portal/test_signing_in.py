"""Signing in keeps the reader's language and leads back to where the reader was."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import CityFactory, UserFactory

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def sign_in_link(html: str) -> str:
    (link,) = set(re.findall(r'href="(/account/login/[^"]*)"', html))
    return link


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_of_the_page_one_comes_from(client, language):
    browser = {"headers": {"accept-language": "es" if language != "es" else "fr"}}
    link = sign_in_link(client.get(f"/{language}/cities/", **browser).content.decode())
    assert f'<html lang="{language}"' in client.get(link, **browser).content.decode()
    wrong = {"login": "nobody", "password": "wrong", "next": f"/{language}/cities/"}
    answer = client.post(reverse("account_login"), wrong, **browser)
    assert f'<html lang="{language}"' in answer.content.decode()


def test_it_leads_back_to_the_page_one_comes_from(client):
    user = UserFactory()
    user.set_password("a long enough password")
    user.save()
    page = CityFactory().get_absolute_url()
    link = sign_in_link(client.get(page).content.decode())
    assert link == f"/account/login/?next={quote(page, safe='')}"
    known = {"login": user.username, "password": "a long enough password", "next": page}
    assert client.post(link, known).headers["location"] == page


@pytest.mark.parametrize(
    ("back", "french"),
    [
        ("/ar/cities/", "/fr/cities/"),
        ("/ar/", "/fr/"),
        ("/ar/المكتبة/", "/fr/"),
        ("/admin/", "/fr/"),
        ("https://example.org/ar/", "/fr/"),
        ("", "/fr/"),
    ],
)
def test_links_to_other_languages_keep_the_page(client, back, french):
    for name in ("account_login", "account_reset_password"):
        html = client.get(reverse(name), {"next": back}).content.decode()
        (link,) = re.findall(r'<a class="endonym" href="([^"]*)" lang="fr"', html)
        assert link == f"{reverse(name)}?next={quote(french, safe='')}"
        assert '<html lang="fr"' in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Username or e-mail address"), ("es", "Usuario o correo electrónico")],
)
def test_it_asks_for_the_name_and_invites_nobody_to_sign_up(client, language, label):
    html = client.get(reverse("account_login"), {"next": f"/{language}/"}).content.decode()
    assert f'for="id_login">{label}</label>' in html
    assert reverse("account_signup") not in html


def test_without_a_page_to_go_back_to_it_is_in_the_language_of_the_browser(client):
    for back in ("", "?next=/admin/", "?next=https://example.org/ar/", "?next=%00"):
        address = reverse("account_login") + back
        html = client.get(address, headers={"accept-language": "fr"}).content.decode()
        assert '<html lang="fr"' in html
