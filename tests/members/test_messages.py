"""What the portal writes to those who have an account."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def forgotten(client, user, back: str) -> None:
    address = reverse("account_reset_password")
    answer = client.post(address, {"email": user.email, "next": back})
    assert answer.status_code == 302


@pytest.fixture
def somebody():
    user = UserFactory()
    user.set_password("a long enough password")
    user.save()
    return user


def test_a_new_password_is_offered_in_the_language_of_the_account(client, mailoutbox, somebody):
    UserProfile.objects.create(user=somebody, preferred_language="ar")
    forgotten(client, somebody, "/fr/cities/")
    (message,) = mailoutbox
    assert "كلمة" in message.subject
    assert "كلمة" in message.body


def test_without_one_in_the_language_of_the_page(client, mailoutbox, somebody):
    forgotten(client, somebody, "/fr/cities/")
    (message,) = mailoutbox
    assert "mot de passe" in message.subject


def test_the_message_bears_the_name_of_the_portal(client, mailoutbox, somebody, settings):
    settings.SITE_NAME = "Medina"
    forgotten(client, somebody, "/es/")
    (message,) = mailoutbox
    assert message.subject.startswith("[Medina] ")
    assert "Medina" in message.body
    assert "testserver" not in message.body.replace("http://testserver/", "")
