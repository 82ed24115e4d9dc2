"""Peer checks: a fact of the work that only those who may publish can state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.test.utils.form_data import rich_text

from cms.core import works
from cms.library.models import CaseStudyPage, LibraryPage
from cms.network.models import PeerCheck
from cms.programmes.models import ProjectWork
from tests.factories import (
    CaseStudyFactory,
    OrganisationFactory,
    PersonFactory,
    ProjectFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def checked_work(**words):
    return CaseStudyFactory(
        peer_checks=[
            PeerCheck(
                organisation=OrganisationFactory(name_en="A network of cities"),
                person=PersonFactory(name_en="A practitioner"),
                date="2021-05",
            )
        ],
        **words,
    )


def member_of(group: str):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def form_for(page, user, parent=None):
    form_class = CaseStudyPage.get_edit_handler().get_form_class()
    return form_class(instance=page, for_user=user, parent_page=parent or page.get_parent())


def test_the_page_says_who_checked_and_when(client):
    html = client.get(checked_work().url).content.decode()
    for words in ("Checked by peers", "A practitioner", "A network of cities", "May 2021"):
        assert words in html, words
    assert "Checked by peers" not in client.get(CaseStudyFactory().url).content.decode()


def test_lists_mark_what_is_checked(client):
    checked_work(title="The checked one")
    CaseStudyFactory(title="The other one")
    assert client.get("/en/library/").content.decode().count("Checked by peers") == 1


def test_a_work_that_others_lead_to_is_marked_there(client):
    checked, other = checked_work(title="The checked one"), CaseStudyFactory()
    rows = [ProjectWork(work=checked.work), ProjectWork(work=other.work)]
    html = client.get(ProjectFactory(related_works=rows).url).content.decode()
    assert html.count("Checked by peers") == 1


def test_it_is_a_fact_of_all_editions():
    page = checked_work()
    french = translate(page, "fr", title="Un cas", slug="un-cas")
    assert CaseStudyPage.objects.get(pk=french.pk).peer_checks.get().date == "2021-05"
    draft = CaseStudyPage.objects.get(pk=page.pk)
    draft.peer_checks = []
    draft.save_revision().publish()
    assert not CaseStudyPage.objects.get(pk=french.pk).peer_checks.exists()


def test_search_filters_by_it():
    kind = works.kind("case_study")
    document = kind.documents([checked_work().work], "public")[0]
    assert document.facets["checked"] == ("peer",)
    assert "checked" not in kind.documents([CaseStudyFactory().work], "public")[0].facets


def test_somebody_must_have_checked():
    with pytest.raises(ValidationError):
        PeerCheck(date="2021").clean()


def test_only_those_who_may_publish_can_state_it():
    page = checked_work()
    above = LibraryPage.objects.get(pk=page.get_parent().pk)
    for instance, parent in ((page, None), (CaseStudyPage(locale=page.locale), above)):
        locked = form_for(instance, member_of("Editors"), parent).formsets["peer_checks"]
        free = form_for(instance, member_of("Moderators"), parent).formsets["peer_checks"]
        assert instance is not page or (locked.forms and free.forms)
        assert all(f.disabled for form in locked.forms for f in form.fields.values())
        assert not any(f.disabled for form in free.forms for f in form.fields.values())


def test_a_check_that_an_editor_sends_all_the_same_is_not_taken(client):
    page = CaseStudyFactory()
    client.force_login(member_of("Editors"))
    form = form_for(page, None)
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(field.widget, DraftailRichTextArea):
            data[name] = rich_text("")
        elif isinstance(value, str | int) and not isinstance(value, bool):
            data[name] = value
    for name, formset in form.formsets.items():
        prefix = formset.prefix
        total = 1 if name == "peer_checks" else 0
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": 0}
        data |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    organisation = OrganisationFactory()
    data |= {
        "title": "Changed",
        "slug": page.slug,
        "sources-count": 0,
        "body-count": 0,
        "peer_checks-0-organisation": organisation.pk,
        "peer_checks-0-date": "2021",
        "peer_checks-0-ORDER": 1,
    }
    for user, expected in ((member_of("Editors"), 0), (member_of("Moderators"), 1)):
        client.force_login(user)
        response = client.post(f"/admin/pages/{page.pk}/edit/", data)
        assert response.status_code == 302, response.context["form"].errors
        draft = CaseStudyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert draft.title == "Changed"
        assert len(draft.peer_checks.all()) == expected
