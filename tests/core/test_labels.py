"""Labels of Wagtail are in the language of the editor, whatever language the portal starts in."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.forms import TaskStateCommentForm

WORDS = [("fr", "Rechercher", "Votre commentaire"), ("ar", "بحث", "تعليقك")]


@pytest.mark.parametrize(("language", "search", "comment"), WORDS)
def test_the_comment_of_a_moderator(language, search, comment):
    with translation.override(language):
        assert str(TaskStateCommentForm()["comment"].label) == comment


@pytest.mark.django_db
@pytest.mark.parametrize("chooser", ["wagtaildocs_chooser:choose", "wagtailimages_chooser:choose"])
@pytest.mark.parametrize(("language", "search", "comment"), WORDS)
def test_the_first_tab_of_a_window_of_choice(administrator, chooser, language, search, comment):
    answer = administrator.get(reverse(chooser), headers={"accept-language": language})
    shown = answer.json()["html"]
    tab = shown.partition('id="tab-label-search"')[2].partition("</a>")[0]
    assert search in tab
