"""The administration opens only with a second factor, where that is required."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/django-admin/"])
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, staff, settings, address):
    settings.MFA_REQUIRED_FOR_STAFF = True
    answer = client.get(address)
    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_index"))
    shown = client.get(answer.headers["Location"])
    assert shown.status_code == 200
    assert "opens once you have a second factor" in shown.content.decode()
    assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/django-admin/"])
def test_staff_with_a_second_factor_go_on(client, staff, settings, address):
    settings.MFA_REQUIRED_FOR_STAFF = True
    TOTP.activate(staff, generate_totp_secret())
    RecoveryCodes.activate(staff)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/django-admin/"])
def test_nothing_is_asked_where_it_is_not_required(client, staff, settings, address):
    settings.MFA_REQUIRED_FOR_STAFF = False
    assert client.get(address).status_code == 200


def test_visitors_are_asked_to_log_in_first(client, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    assert "login" in client.get("/admin/", follow=True).request["PATH_INFO"]
