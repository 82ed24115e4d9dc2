"""A record is named in one language at least: a form without a name says so, near the field."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html

from cms.core.models import Concept, ReusableText
from cms.network.models import City, Organisation, Partnership, Person, Programme
from tests.factories import PartnershipFactory, SchemeFactory

pytestmark = pytest.mark.django_db


def fill_in(administrator, address, language, **values):
    """Opens a form, fills in some fields and saves it; returns what comes then."""
    spoken = {"accept-language": language}
    document = html.fromstring(administrator.get(address, headers=spoken).content.decode())
    (form,) = (each for each in document.forms if {"slug", "code"} & set(each.fields))
    data = {name: value or "" for name, value in form.form_values()} | values
    return administrator.post(address, data, headers=spoken)


def error_at(answer, field: str) -> str:
    document = html.fromstring(answer.content.decode())
    (widget,) = document.xpath(f"//*[@name='{field}']")
    box = widget.xpath("ancestor::div[@data-field][1]")[0]
    return " ".join(box.xpath(".//*[@data-field-errors]")[0].text_content().split())


def add(model) -> str:
    return reverse(model.snippet_viewset.get_url_name("add"))


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (City, "name", {"slug": "nameless"}),
        (Organisation, "name", {"slug": "nameless", "type": "municipality"}),
        (Person, "name", {"slug": "nameless"}),
        (Programme, "name", {"slug": "nameless"}),
        (Concept, "label", {"slug": "nameless", "code": "nameless", "uri": "urn:nameless"}),
        (ReusableText, "title", {"code": "nameless"}),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_a_record_without_a_name_is_not_saved(administrator, model, field, values):
    if model is Concept:
        values = values | {"scheme": str(SchemeFactory().pk)}
    answer = fill_in(administrator, add(model), "fr", **values)
    assert "une langue au moins" in error_at(answer, f"{field}_fr")
    assert not model.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_one_language_is_enough_whichever_it_is(administrator, language):
    values = {"slug": "larache", f"name_{language}": "Larache"}
    answer = fill_in(administrator, add(City), "es", **values)
    assert answer.status_code == 302
    assert City.objects.get().name == "Larache"


def test_a_row_of_a_partnership_without_words_says_so(administrator):
    partnership = PartnershipFactory()
    address = reverse(Partnership.snippet_viewset.get_url_name("edit"), args=[partnership.pk])
    rows = {
        "transfers-TOTAL_FORMS": "1",
        "transfers-0-kind": "software",
        "transfers-0-year": "2010",
        **{f"transfers-0-object_{code}": "" for code in ("fr", "en", "es", "ar")},
        "transfers-0-ORDER": "1",
        "sources-count": "0",
    }
    answer = fill_in(administrator, address, "es", **rows)
    assert "al menos en un idioma" in error_at(answer, "transfers-0-object_es")
