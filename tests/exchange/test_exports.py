"""Works and results taken along: read back by the programs that they are made for."""

from __future__ import annotations

import csv
import io
import json

import bibtexparser
import pytest
import rispy
from django.urls import reverse
from pylatexenc.latex2text import LatexNodes2Text
from wagtail.models import PageViewRestriction

from cms.exchange import exports
from cms.exchange.formats import FORMATS
from tests.factories import CaseStudyFactory, PartnershipFactory, UserFactory

from .conftest import SECRETS

pytestmark = pytest.mark.django_db
OPEN, FRENCH = "Water meters & <b>pipes</b>", "Compteurs d’eau"
SUMMARY = "What the city did, 50 % cheaper_than {before}."


def take(client, name: str, lang: str = "en", query: str = "") -> str:
    response = client.get(f"/{lang}/search/export.{name}{query}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="medina-results.{name}"'
    return response.content.decode("utf-8")


def take_one(client, page, name: str, lang: str = "en") -> str:
    response = client.get(f"/{lang}/w/{page.work.pk}/export.{name}")
    assert response.status_code == 200
    return response.content.decode("utf-8")


def test_a_table_is_read_by_any_reader_of_csv(client, searchable):
    text = take(client, "csv")
    assert text.startswith("\ufeff")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text[1:], newline=""))}
    row = rows[str(searchable.id("open"))]
    assert (row["title"], row["language"], row["languages"]) == (OPEN, "en", "fr en")
    assert (row["cities"], row["themes"], row["date"]) == ("Chefchaouen", "Water", "2012-03")
    assert row["licence"] == "CC-BY-4.0"
    assert rows[str(searchable.id("arabic"))]["title"] == "دليل المياه"
    french = take(client, "csv", "fr")
    assert FRENCH in french
    assert "Eau" in french


def test_no_cell_of_a_table_is_run_as_a_formula(client, searchable):
    for start in "=+-@\t\r＝":
        CaseStudyFactory(title=f"{start}cmd|' /C calc'!A0", licence="CC0-1.0")
    from django.core.management import call_command

    call_command("search_rebuild", verbosity=0)
    for row in csv.reader(io.StringIO(take(client, "csv")[1:], newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), cell
    assert "'=SUM(A1) of a report" in take(client, "csv")


def test_ris_is_read_by_a_reference_manager(client, searchable):
    found = {entry["id"]: entry for entry in rispy.loads(take(client, "ris"))}
    report = found[str(searchable.id("report"))]
    assert report["type_of_reference"] == "RPRT"
    assert report["authors"] == ["Amal Idrissi", "Kwame Mensah"]
    assert (report["year"], report["date"]) == ("2020", "2020/05/17/")
    assert report["publisher"] == "Press of the network"
    work = found[str(searchable.id("open"))]
    assert (work["title"], work["language"], work["abstract"]) == (OPEN, "en", SUMMARY)
    assert work["keywords"] == ["Water", "Clean water and sanitation"]
    assert work["urls"][0].endswith(f"/en/w/{searchable.id('open')}/")
    assert work["notes"] == ["https://creativecommons.org/licenses/by/4.0/"]
    (arabic,) = rispy.loads(take_one(client, searchable.arabic, "ris", "fr"))
    assert (arabic["title"], arabic["language"]) == ("دليل المياه", "ar")
    assert arabic["keywords"] == ["Eau"]


def test_bibtex_is_read_and_says_what_was_written(client, searchable):
    library = bibtexparser.parse_string(take(client, "bib"))
    assert not library.failed_blocks
    entries = {entry.key: entry for entry in library.entries}
    work = entries[f"medina-{searchable.id('open')}"]
    as_printed = LatexNodes2Text().latex_to_text
    assert as_printed(work["title"]) == OPEN
    assert as_printed(work["abstract"]) == SUMMARY
    assert (work["year"], work["date"], work["month"]) == ("2012", "2012-03", "3")
    assert work["language"] == "en"
    report = entries[f"medina-{searchable.id('report')}"]
    assert report.entry_type == "techreport"
    assert report["author"] == "{Amal Idrissi} and {Kwame Mensah}"
    (arabic,) = bibtexparser.parse_string(take_one(client, searchable.arabic, "bib")).entries
    assert as_printed(arabic["title"]) == "دليل المياه"


def test_every_sign_of_tex_stands_for_itself_in_bibtex(client):
    odd = r"A \ { } & % $ # _ ~ ^ } title"
    page = CaseStudyFactory(title=odd, licence="CC0-1.0")
    library = bibtexparser.parse_string(take_one(client, page, "bib"))
    assert not library.failed_blocks
    printed = LatexNodes2Text().latex_to_text(library.entries[0]["title"])
    # This reader shows a circumflex by the sign that stands above letters.
    assert printed.replace("ˆ", "^") == odd


def test_csl_json_has_the_fields_that_citation_processors_read(client, searchable):
    found = {entry["id"]: entry for entry in json.loads(take(client, "json"))}
    report = found[str(searchable.id("report"))]
    assert report["type"] == "report"
    assert report["issued"] == {"date-parts": [[2020, 5, 17]]}
    assert report["author"] == [{"literal": "Amal Idrissi"}, {"literal": "Kwame Mensah"}]
    work = found[str(searchable.id("open"))]
    assert (work["title"], work["language"]) == (OPEN, "en")
    assert work["issued"] == {"date-parts": [[2012, 3]]}
    assert work["license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_goes_out_without_a_licence_or_in_private(client, searchable, name):
    text = take(client, name)
    assert "Nobody gave a licence" not in text
    assert not [secret for secret in SECRETS if secret in text]
    response = client.get(f"/en/search/export.{name}")
    assert int(response["X-Left-Out"]) > 0
    for page in (searchable.unlicensed, searchable.private, searchable.draft):
        assert client.get(f"/en/w/{page.work.pk}/export.{name}").status_code == 404
    client.force_login(UserFactory())
    assert "Confidential work" in take(client, name)


def test_the_page_says_how_many_are_left_out_and_how_many_are_looked_at(
    client, searchable, monkeypatch
):
    monkeypatch.setattr(exports, "MOST", 3)
    html = client.get("/en/search/export/?kind=case_study&kind=handbook").content.decode()
    assert "1 work can be exported." in html
    assert "1 is left out, because it states no licence" in html
    assert "Only the first" not in html
    for name in FORMATS:
        assert f'href="/en/search/export.{name}?kind=case_study&amp;kind=handbook"' in html
    html = client.get("/en/search/export/").content.decode()
    assert "Only the first 3 results are looked at." in html
    html = client.get("/en/search/export/?kind=handbook").content.decode()
    assert "Nothing here can be exported." in html
    assert "export.csv" not in html


def test_the_page_of_a_work_leads_to_its_formats_where_it_has_a_licence(client, searchable):
    html = client.get(searchable.open.url).content.decode()
    for name in FORMATS:
        address = reverse("exchange:work", args=[searchable.id("open"), name])
        assert f'href="{address}"' in html
    assert "export." not in client.get(searchable.unlicensed.url).content.decode()


def test_a_record_without_a_licence_is_not_exported(client):
    row = PartnershipFactory()
    html = client.get(row.get_absolute_url()).content.decode()
    has_licence = bool(getattr(row, "licence", ""))
    assert ("export.ris" in html) == has_licence


def test_an_unknown_format_is_not_found(client, searchable):
    assert client.get("/en/search/export.docx").status_code == 404
    assert client.get(f"/en/w/{searchable.id('open')}/export.docx").status_code == 404


def test_an_export_asks_the_database_as_often_for_many_as_for_few(
    client, searchable, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        take(client, "csv", query="?kind=case_study")
    for number in range(8):
        CaseStudyFactory(title=f"Work {number}", licence="CC0-1.0")
    from django.core.management import call_command

    call_command("search_rebuild", verbosity=0)
    with django_assert_max_num_queries(len(few)):
        assert take(client, "csv", query="?kind=case_study").count("case_study") == 9


def test_what_became_private_after_it_was_indexed_is_not_exported(client, searchable):
    PageViewRestriction.objects.create(page=searchable.report, restriction_type="login")
    assert "SUM(A1)" not in take(client, "csv")


@pytest.mark.usefixtures("in_one_minute")
@pytest.mark.parametrize("address", ["export/", "export.csv"])
def test_a_reader_who_must_wait_is_told_so_on_a_page(client, settings, searchable, address):
    settings.API_REQUESTS_PER_MINUTE = 1
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answers = [client.get(f"/es/search/{address}?q=agua", headers=browser) for _ in range(2)]
    busy = answers[-1]
    assert (busy.status_code, busy["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert 1 <= int(busy["Retry-After"]) <= 60
    assert "Demasiadas solicitudes" in busy.content.decode()
    assert f'href="/es/search/{address}?q=agua"' in busy.content.decode()
    # Programs are answered as they are everywhere.
    assert client.get(f"/es/search/{address}").json() == {"error": "Demasiadas solicitudes"}
