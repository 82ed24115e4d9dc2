"""The sample administrator can be used at once, its profile page included."""

from __future__ import annotations

import pytest
from wagtail.admin.forms.account import NameEmailForm

from cms.members.models import User
from cms.sample import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def allowed(settings, tmp_path):
    settings.SAMPLE_ADMINISTRATOR = True
    settings.STATE_DIR = tmp_path


def test_its_profile_holds_what_the_profile_page_asks_for():
    administrator.ensure()
    user = User.objects.get(sample=True)
    kept = {name: getattr(user, name) for name in administrator.PROFILE}
    assert NameEmailForm(kept, instance=user).is_valid()


def test_it_is_made_once_and_keeps_its_password():
    password = administrator.ensure()
    assert administrator.ensure() == password
    assert User.objects.get(sample=True).check_password(password)
