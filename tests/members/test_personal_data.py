"""What is held of a person is given to them, and erased without losing anybody's work."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Comment, ModelLogEntry, PageLogEntry, Revision

from cms.library.models import CaseStudyPage
from cms.members.models import User
from tests.factories import CaseStudyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    """An account that has left traces of every sort."""
    user = UserFactory(username="amina", email="amina@example.org", first_name="Amina")
    user.groups.add(Group.objects.get(name="Editors"))
    user.set_password("a long password of hers")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "a secret seed"})
    page = CaseStudyFactory(title="Water in the old town")
    page.save_revision(user=user, log_action=True)
    Comment.objects.create(page=page, user=user, text="Ask the waterworks.", contentpath="title")
    return user


def written(*arguments: str) -> str:
    out = StringIO()
    call_command("account_data", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["amina", "AMINA@example.org"])
def test_everything_tied_to_an_account_is_written(editor, name):
    held = json.loads(written(name))
    assert held["account"]["first_name"] == "Amina"
    assert held["account"]["groups"] == ["Editors"]
    assert held["account.EmailAddress by user"][0]["email"] == "amina@example.org"
    assert held["mfa.Authenticator by user"][0]["type"] == "totp"
    assert held["wagtailcore.Revision by user"][0]["object_str"] == "Water in the old town"
    assert held["wagtailcore.PageLogEntry by user"][0]["label"] == "Water in the old town"
    assert held["wagtailcore.Comment by user"][0]["text"] == "Ask the waterworks."


def test_no_secret_is_written(editor):
    text = written("amina")
    assert "a secret seed" not in text
    assert editor.password not in text


def test_a_trace_of_a_page_that_is_gone_is_written_all_the_same(editor):
    CaseStudyPage.objects.get(title="Water in the old town").delete()
    held = json.loads(written("amina"))
    assert held["wagtailcore.PageLogEntry by user"][0]["label"] == "Water in the old town"


def test_an_erased_account_is_named_nowhere_and_works_stay(editor, administrator):
    form = {"username": "amina", "email": editor.email, "first_name": "Amina", "last_name": "B"}
    administrator.post(reverse("wagtailusers_users:edit", args=[editor.pk]), form)
    assert ModelLogEntry.objects.filter(object_id=str(editor.pk)).exclude(label="").exists()
    told = written("amina", "--erase", "--no-input")
    assert told.startswith("amina is erased (")
    assert not User.objects.filter(username="amina").exists()
    assert not EmailAddress.objects.filter(email="amina@example.org").exists()
    assert not ModelLogEntry.objects.filter(label__icontains="amina").exists()
    assert CaseStudyPage.objects.get(title="Water in the old town").live
    of_the_page = Revision.objects.filter(object_str="Water in the old town")
    assert set(of_the_page.values_list("user", flat=True)) == {None}
    assert PageLogEntry.objects.filter(label="Water in the old town").exists()


def test_erasing_asks_first(editor, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError, match="nothing was erased"):
        written("amina", "--erase")
    assert User.objects.filter(username="amina").exists()


def test_the_last_administrator_is_not_erased():
    last = UserFactory(username="last", is_superuser=True)
    UserFactory(is_superuser=True, is_active=False)
    with pytest.raises(CommandError, match="createsuperuser"):
        written("last", "--erase", "--no-input")
    assert User.objects.filter(pk=last.pk).exists()


def test_an_account_that_is_not_there_or_not_clear_is_told():
    with pytest.raises(CommandError, match="no account"):
        written("nobody")
    for name in ("one", "two"):
        UserFactory(username=name, email="desk@example.org")
    with pytest.raises(CommandError, match="several accounts"):
        written("desk@example.org")
