"""Descriptions of records are rich text: in the editor, on the page and in the search."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from cms.network.models import City, Organisation, Partnership, Programme
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [City, Organisation, Programme, Partnership])
def test_every_language_is_written_in_the_rich_editor(model):
    for code in ("fr", "en", "es", "ar"):
        field = model._meta.get_field(f"description_{code}").formfield()
        assert isinstance(field.widget, DraftailRichTextArea)


def test_an_editor_writes_a_description_and_readers_see_it(client):
    body = OrganisationFactory(name_en="Port authority")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    address = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[body.pk])
    page = client.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    data = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    blocks = [
        {"key": "a", "text": "Water & roads <b>", "type": "unstyled", "depth": 0},
        {"key": "b", "text": "More", "type": "unstyled", "depth": 0},
    ]
    for block in blocks:
        block |= {"inlineStyleRanges": [], "entityRanges": []}
    data["description_en"] = json.dumps({"entityMap": {}, "blocks": blocks})
    for code in ("fr", "es", "ar"):
        data[f"description_{code}"] = json.dumps({"entityMap": {}, "blocks": []})
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    html = client.get(body.get_absolute_url()).content.decode()
    assert "Water &amp; roads &lt;b&gt;</p>" in html
    assert ">More</p>" in html
