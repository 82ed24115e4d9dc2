"""Goal profiles and the action plans that rest on them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from cms.core import works
from cms.core.models import Work
from cms.programmes.models import (
    ActionPlanPage,
    GoalIndicator,
    GoalProfilePage,
    PlanAction,
    PlanIndicator,
)
from tests.factories import (
    ActionPlanFactory,
    CityFactory,
    GoalFactory,
    GoalProfileFactory,
    OrganisationFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return GoalProfileFactory(
        title="Where the town stands",
        situation="<p>Two streets in three have a drain.</p>",
        cities=[CityFactory(name_en="Benguerir")],
        adopted_by=OrganisationFactory(name_en="The council"),
        adopted_on="2010-S1"[:4],
        indicators=[
            GoalIndicator(
                label="Homes with water",
                value="82.50",
                unit="percent",
                year=2009,
                goal=GoalFactory(code="6"),
                source="Water register",
            )
        ],
    )


@pytest.fixture
def plan(profile):
    return ActionPlanFactory(
        title="What the town will do",
        profile=profile.work,
        period_start="2011",
        period_end="2012",
        actions=[
            PlanAction(
                statement="Repair the mains",
                responsible="Water department",
                organisation=OrganisationFactory(name_en="The utility"),
                start="2011-03",
                end="2011-09",
            )
        ],
        indicators=[
            PlanIndicator(type="policy", label="Rules adopted", baseline="0", target="2"),
            PlanIndicator(
                type="outcome", label="Hours without water", baseline="9", measured="4", year=2012
            ),
        ],
    )


def test_the_profile_shows_its_figures_with_goal_year_and_source(client, profile):
    html = client.get(profile.url).content.decode()
    for text in ("Two streets in three", "Homes with water", "82.5", "percent", "2009"):
        assert text in html, text
    assert "Water register" in html and "The council" in html and "/themes/sdg-6/" in html


def test_the_plan_shows_who_does_what_until_when_and_how_it_is_measured(client, plan):
    html = client.get(plan.url).content.decode()
    for text in ("Repair the mains", "The utility", "Water department", "March 2011"):
        assert text in html, text
    assert html.index("Policies") < html.index("Rules adopted") < html.index("Outcome")
    assert "Not yet" in html and "2012" in html


def test_plan_and_profile_lead_to_each_other(client, plan, profile):
    assert "Where the town stands" in client.get(plan.url).content.decode()
    assert "What the town will do" in client.get(profile.url).content.decode()


def test_figures_are_shared_and_words_are_not(profile, plan):
    for page, relation, figure, value in (
        (profile, "indicators", "value", 90),
        (plan, "indicators", "target", 3),
        (plan, "actions", "end", "2012"),
    ):
        edition = (
            translate(page, "ar", slug=f"عربي-{relation}-{page.pk}-{figure}")
            if not (page.get_translations().exists())
            else page.get_translations().specific().get()
        )
        row = getattr(edition, relation).first()
        words = row.word_columns[0]
        setattr(row, words, "بالعربية")
        setattr(edition, relation, [row, *list(getattr(edition, relation).all())[1:]])
        edition.save_revision().publish()
        source = type(page).objects.get(pk=page.pk)
        rows = list(getattr(source, relation).all())
        setattr(rows[0], figure, value)
        setattr(source, relation, rows)
        source.save_revision().publish()
        row = getattr(type(page).objects.get(pk=edition.pk), relation).first()
        assert getattr(row, figure) == value
        assert getattr(row, words) == "بالعربية"
    call_command("check_editions")


@pytest.mark.parametrize("factory", [GoalProfileFactory, ActionPlanFactory])
def test_a_page_without_any_optional_field_shows_no_empty_heading(client, factory):
    html = client.get(factory().url).content.decode()
    for text in ("Indicators", "Actions", "Adopted", "Rests on", "Plans that rest"):
        assert text not in html


@pytest.mark.parametrize("name", ["goal_profile", "action_plan"])
def test_words_and_names_are_found(profile, plan, name):
    page = profile if name == "goal_profile" else plan
    work = Work.objects.get(key=page.translation_key)
    (document,) = works.kind(name).documents([work], "public")
    texts = " ".join(text.text for text in document.texts)
    if name == "goal_profile":
        assert "Homes with water" in texts and "The council" in document.names
    else:
        assert "Repair the mains" in texts and "Hours without water" in texts
        assert "The utility" in document.names


def test_a_body_in_a_plan_lists_the_plan_on_its_page(client, plan):
    utility = plan.actions.get().organisation
    html = client.get(utility.get_absolute_url()).content.decode()
    assert "What the town will do" in html


def test_they_stand_in_the_library_of_their_language(client, profile, plan):
    html = client.get("/en/library/?kind=goal_profile").content.decode()
    assert "Where the town stands" in html and "What the town will do" not in html
    assert GoalProfilePage.can_create_at(profile.get_parent().specific)
    assert ActionPlanPage.can_create_at(profile.get_parent().specific)


def test_neither_a_plan_nor_an_action_ends_before_it_begins(plan):
    plan.period_start, plan.period_end = "2010", "2009"
    with pytest.raises(ValidationError) as refused:
        plan.full_clean()
    assert set(refused.value.message_dict) == {"period_end"}
    with pytest.raises(ValidationError) as refused:
        PlanAction(statement="Plant trees", start="2010", end="2009-12-31").clean()
    assert set(refused.value.message_dict) == {"end"}
