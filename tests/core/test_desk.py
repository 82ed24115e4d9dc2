"""The desk of the search index tells what waits, what failed and what is not found."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.users.models import UserProfile

from cms.core import desk, extraction
from cms.core.models import File
from cms.network.models import WorkFile
from search import checks, drainer, generations, outbox, status
from search.engines import engine
from search.models import Check, Outbox
from tests.acceptance.reading import visible_text
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    FileFactory,
    ManualFactory,
    OrganisationFactory,
    PartnershipFactory,
    UserFactory,
    pdf_bytes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]

DESK = "/admin/search-index/"
AGAIN = "/admin/search-index/try-again/"


def person(group: str = "", **values):
    user = UserFactory(**values)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def desk_permission(codename: str):
    return Permission.objects.get(codename=codename)


def park(work, reason: str = "ValueError: no such city") -> Outbox:
    """A change of a work that has failed three times."""
    return Outbox.objects.create(work=str(work.pk), attempts=3, parked=True, error=reason)


def text_of(client, **query) -> str:
    answer = client.get(DESK, query)
    assert answer.status_code == 200
    return visible_text(answer.content.decode())


def build() -> None:
    call_command("search_rebuild", verbosity=0)


class TestIndex:
    def test_an_empty_portal_has_a_desk_that_says_so(self, moderator):
        text = text_of(moderator)
        assert "has no index made by this release" in text
        assert "None yet." in text
        assert "None. A change that fails three times is shown here with its reason." in text
        assert "None: every file that was read has text and is found whole." in text
        assert "None: every work in the index is found whole." in text
        assert "Not yet made: a worker makes one every hour." in text

    def test_engine_generation_and_works_are_told(self, moderator):
        CaseStudyFactory()
        build()
        text = text_of(moderator)
        assert "embedded: answers" in text
        assert generations.live().name in text
        works = generations.live().indexed.filter(audience="members").count()
        assert works >= 1
        assert f"Works found {works} " in text

    def test_how_far_a_generation_being_built_is_told(self, moderator, settings):
        settings.SEARCH_EMBEDDER = "light"
        for number in range(drainer.BATCH):
            CaseStudyFactory(title=f"Work {number}")
        build()
        assert "being built" not in text_of(moderator)
        CaseStudyFactory(title="A work with a text of its own"), CaseStudyFactory(publish=False)
        Outbox.objects.all().delete()
        new = generations.begin()
        works = generations.live().indexed.values("work").distinct().count() + 1
        drainer.drain(seconds=0)
        written = new.indexed.values("work").distinct().count()
        assert 0 < written < works
        found = status.status().progress
        assert (found.written, found.complete) == (written, written)
        assert f"{written} of {found.total} works are written by their words" in text_of(moderator)
        drainer.drain()
        said = f"{works} of {works} works are written by their words, {works - 1} are complete"
        assert said in text_of(moderator)

    def test_an_engine_that_is_down_is_told(self, moderator, settings):
        settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", "http://127.0.0.1:1"
        assert "elasticsearch: does not answer" in text_of(moderator)

    def test_how_many_changes_wait_and_since_when(self, moderator):
        build()
        Outbox.objects.all().delete()
        assert "None: everything that was saved is found." in text_of(moderator)
        oldest = timezone.now() - timezone.timedelta(hours=3)
        Outbox.objects.create(work="1", created=oldest)
        Outbox.objects.create(work="2")
        found = status.status()
        assert (found.waiting, found.since) == (2, oldest)
        text = text_of(moderator)
        assert "2, the oldest since" in text
        assert re.search(r"\(3\s(hours)\)", text.replace("&nbsp;", " "))

    def test_passages_without_vectors_are_counted(self, moderator, settings):
        settings.SEARCH_EMBEDDER = "light"
        work = CaseStudyFactory(
            work_files=[WorkFile(file=FileFactory(pages=("word " * 250, "more " * 150)))]
        )
        extraction.read_file(work.work_files.get().file)
        generations.begin()
        drainer.drain()
        row = generations.live().indexed.get(work=work.work.pk, audience="members")
        # The head with title and summary, three passages of 250 words, two of 150.
        assert row.lacking == 6
        assert not row.complete
        found = status.status()
        assert found.lacking >= 6
        assert found.embedding >= 1
        assert f"{found.lacking}; {found.embedding} work" in text_of(moderator)

    def test_the_last_comparison_is_told_until_the_next(self, moderator):
        work = CaseStudyFactory()
        build()
        call_command("search_check", verbosity=0)
        assert "no difference." in text_of(moderator)
        live = generations.live()
        engine().remove(live.index("public"), [str(work.work.pk)])
        checks.keep(checks.compare(), repaired=True)
        text = text_of(moderator)
        assert "1 missing, 0 out of date, 0 found that should not be, 0 without vectors." in text
        assert "given to the worker" in text
        assert "was not compared" not in text
        assert Check.objects.count() == 1

    def test_works_that_could_not_be_compared_are_told(self, moderator):
        build()
        found = checks.compare()
        found.broken["1"] = "LookupError: no such city"
        checks.keep(found)
        text = text_of(moderator)
        assert "1 work cannot be read and was not compared" in text
        assert "no difference." not in text

    def test_the_desk_is_in_the_language_of_its_reader_and_right_to_left_in_arabic(self, client):
        user = person("Moderators")
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = "ar"
        profile.save()
        client.force_login(user)
        page = client.get(DESK).content.decode()
        assert re.search(r'<html[^>]*\blang="ar"[^>]*\bdir="rtl"', page)


class TestParked:
    def test_a_change_is_shown_with_title_reason_attempts_and_the_way_to_its_work(self, moderator):
        work, city = CaseStudyFactory(title="Water for all", publish=False), CityFactory()
        park(work.work)
        park(desk.Work.objects.get(key=city.key), "KeyError: 'x'")
        Outbox.objects.create(work="999999", parked=True, attempts=3)
        page = moderator.get(DESK).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[work.pk]) in page
        assert reverse("wagtailsnippets_network_city:edit", args=[city.pk]) in page
        text = visible_text(page)
        for expected in ("Water for all", "ValueError: no such city", city.name_en, "KeyError"):
            assert expected in text
        assert "Work 999999, whose content is gone" in text

    def test_one_is_tried_again(self, moderator):
        first, second = park(CaseStudyFactory().work), park(CaseStudyFactory().work)
        answer = moderator.post(AGAIN, {"row": first.pk}, follow=True)
        assert "1 change will be tried again." in visible_text(answer.content.decode())
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.parked, first.attempts, second.parked) == (False, 0, True)

    def test_all_are_tried_again_and_the_worker_does_so_at_once(
        self, moderator, django_capture_on_commit_callbacks
    ):
        build()
        Outbox.objects.all().delete()
        park(CaseStudyFactory().work), park(CaseStudyFactory().work)
        outbox.nudge_taken()
        with django_capture_on_commit_callbacks(execute=True):
            answer = moderator.post(AGAIN, follow=True)
        assert "2 changes will be tried again." in visible_text(answer.content.decode())
        assert not Outbox.objects.exists()

    @pytest.mark.parametrize("row", ["0", "x", "99999999999999999999", "1" * 5000, "-1", ""])
    def test_a_row_that_is_not_parked_is_said(self, moderator, row):
        answer = moderator.post(AGAIN, {"row": row}, follow=True)
        assert "no longer parked" in visible_text(answer.content.decode())

    def test_looking_changes_nothing(self, moderator):
        row = park(CaseStudyFactory().work)
        assert moderator.get(AGAIN).status_code == 405
        row.refresh_from_db()
        assert row.parked

    def test_many_are_shown_in_parts(self, moderator):
        Outbox.objects.bulk_create(
            Outbox(work=str(9000 + n), parked=True, attempts=3) for n in range(desk.ROWS + 5)
        )
        first, second = text_of(moderator), text_of(moderator, parked=2)
        assert "Page 1 of 2" in first
        assert "Work 9000," in first and "Work 9000," not in second
        assert f"Work {9000 + desk.ROWS}," in second
        assert "Page 2 of 2" in text_of(moderator, parked="99")
        assert "Page 1 of 2" in text_of(moderator, parked="x")

    def test_the_home_of_the_admin_says_so_and_otherwise_nothing(self, moderator):
        home = reverse("wagtailadmin_home")
        assert "could not be indexed" not in moderator.get(home).content.decode()
        park(CaseStudyFactory().work)
        text = visible_text(moderator.get(home).content.decode())
        assert "1 change that could not be indexed" in text


def broken_file(**values) -> File:
    file = FileFactory(file=ContentFile(b"%PDF-1.4 damaged", name="damaged.pdf"), **values)
    extraction.read_file(file)
    return file


class TestFiles:
    def test_files_with_problems_are_shown_with_the_reason(self, moderator, settings):
        good, damaged = FileFactory(title="Good"), broken_file(title="Damaged")
        extraction.read_file(good)
        empty = FileFactory(title="Scanned", pages=("",))
        extraction.read_file(empty)
        many = FileFactory(title="Many pages", pages=("One", "Two"))
        settings.FILE_MAX_PAGES = 1
        extraction.read_file(many)
        gone = FileFactory(title="Gone")
        gone.file.storage.delete(gone.file.name)
        extraction.read_file(gone)
        page = moderator.get(DESK).content.decode()
        text = visible_text(page)
        for title, problem in {
            "Damaged": "This PDF is damaged and cannot be read.",
            "Scanned": "Holds no text (scanned pages?)",
            "Many pages": "The file has more than 1 pages.",
            "Gone": "The file is not in its place on the disk.",
        }.items():
            assert re.search(rf"{title}\s+{re.escape(problem)}", text)
        assert reverse("wagtaildocs:edit", args=[damaged.pk]) in page
        assert reverse("wagtaildocs:edit", args=[good.pk]) not in page

    def test_a_protected_file_is_shown(self, moderator):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_bytes("Secret")))
        writer.encrypt("open sesame")
        out = io.BytesIO()
        writer.write(out)
        file = FileFactory(file=ContentFile(out.getvalue(), name="locked.pdf"))
        extraction.read_file(file)
        assert "This PDF is protected by a password." in text_of(moderator)

    def test_a_file_put_right_is_read_again(self, moderator, django_capture_on_commit_callbacks):
        file = broken_file(title="Plan")
        with open(file.file.path, "wb") as stream:
            stream.write(pdf_bytes("Now it can be read"))
        with django_capture_on_commit_callbacks(execute=True):
            answer = moderator.post(reverse("read_again", args=[file.pk]), follow=True)
        assert "“Plan” is being read again." in visible_text(answer.content.decode())
        file.refresh_from_db()
        assert (file.text_state, file.text_problem) == (File.Text.READ, "")
        assert [page.text for page in file.pages.all()] == ["Now it can be read"]
        absent = moderator.post(reverse("read_again", args=[0]), follow=True)
        assert absent.status_code == 404

    def test_a_file_that_the_user_may_not_change_is_neither_shown_nor_read(self, client):
        closed = Collection.get_first_root_node().add_child(name="Closed")
        open_one = Collection.get_first_root_node().add_child(name="Open")
        group = Group.objects.create(name="Helpers")
        change = Group.objects.get(name="Editors").collection_permissions.filter(
            permission__codename="change_document"
        )
        GroupCollectionPermission.objects.create(
            group=group, collection=open_one, permission=change.first().permission
        )
        for codename in ("access_admin", "view_outbox"):
            group.permissions.add(
                desk_permission(codename),
            )
        client.force_login(person("Helpers"))
        hidden = broken_file(title="Hidden", collection=closed)
        shown = broken_file(title="Shown", collection=open_one)
        text = text_of(client)
        assert "Shown" in text and "Hidden" not in text
        client.post(reverse("read_again", args=[hidden.pk]))
        hidden.refresh_from_db()
        assert hidden.text_state == File.Text.BROKEN
        assert client.post(reverse("read_again", args=[shown.pk])).status_code == 302


ROLES = {
    "visitor": None,
    "member": {},
    "editor": {"group": "Editors"},
    "moderator": {"group": "Moderators"},
    "administrator": {"is_superuser": True, "is_staff": True},
}
CARERS = ("moderator", "administrator")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ["open", "menu", "try one", "try all", "read again", "home"])
def test_role_by_action(client, role, action):
    row, file = park(CaseStudyFactory().work), broken_file()
    if ROLES[role] is not None:
        client.force_login(person(**ROLES[role]))
    if action == "open":
        done = client.get(DESK).status_code == 200
    elif action in ("menu", "home"):
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        said = '"Search index"' if action == "menu" else "1 change that could not be indexed"
        done = (said in page) if action == "menu" else (said in visible_text(page))
    elif action == "read again":
        client.post(reverse("read_again", args=[file.pk]))
        done = File.objects.get(pk=file.pk).text_problem == ""
    else:
        client.post(AGAIN, {"row": row.pk} if action == "try one" else {})
        done = not Outbox.objects.get(pk=row.pk).parked
    assert done == (role in CARERS)


def test_who_may_see_but_not_change_has_no_buttons(client):
    user = person()
    user.user_permissions.add(desk_permission("access_admin"), desk_permission("view_outbox"))
    client.force_login(user)
    row = park(CaseStudyFactory().work)
    assert "Try" not in text_of(client)
    client.post(AGAIN)
    row.refresh_from_db()
    assert row.parked


def test_the_permissions_are_offered_in_the_form_of_a_group(client):
    client.force_login(person(is_superuser=True, is_staff=True))
    group = Group.objects.get(name="Moderators")
    page = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    for codename in ("view_outbox", "change_outbox"):
        assert f'value="{desk_permission(codename).pk}"' in page


def test_the_number_of_queries_does_not_grow_with_what_is_shown(moderator):
    def add() -> None:
        for work in (CaseStudyFactory(), ManualFactory(), PartnershipFactory()):
            park(desk.Work.objects.get(key=getattr(work, "translation_key", None) or work.key))
        for record in (CityFactory(), OrganisationFactory()):
            park(desk.Work.objects.get(key=record.key))
        broken_file()
        for row in generations.live().indexed.all():
            row.left_out = 3
            row.save()

    def queries() -> int:
        moderator.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            assert moderator.get(DESK).status_code == 200
        return len(captured)

    # A work of each kind that is added later: a kind takes a query, whatever it holds.
    CaseStudyFactory(), CityFactory(), OrganisationFactory()
    build()
    add()
    few = queries()
    for _ in range(3):
        add()
    CaseStudyFactory(), CityFactory()
    drainer.drain()
    add()
    assert queries() == few
    # Seven kinds of work and record are listed, each read in one query or two.
    assert few <= 26
