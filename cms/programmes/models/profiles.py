"""Goal profiles: where a city stands on development goals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import BodyBlock
from cms.network.fields import words
from cms.network.models import WorkPage, shared, shared_by_work
from cms.network.panels import work_panels

from .adopted import Adopted


class GoalProfilePage(Adopted, WorkPage):
    """One edition of the profile of a city by the goals it works for.

    City and goals are those that all works have.
    """

    work_kind = "goal_profile"
    shared_fields = (*WorkPage.shared_fields, "adopted_by", "adopted_on")
    word_fields = (
        ("situation", _("Where the city stands")),
        ("method", _("How the profile was drawn up")),
        ("priorities", _("What comes first")),
    )

    situation = words(_("where the city stands"))
    method = words(_("how the profile was drawn up"), _("Who took part, from which data."))
    priorities = words(_("priorities"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    template = "programmes/goal_profile_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            InlinePanel("indicators", label=_("Indicator"), heading=_("Indicators")),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("adopted_by"), FieldPanel("adopted_on")])],
                _("The profile"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("goal profile")
        verbose_name_plural = _("goal profiles")

    @classmethod
    def shared_columns(cls):
        return {"indicators": GoalIndicator.shared_columns}

    def get_context(self, request, *args, **kwargs):
        from ..presentation import add_profile

        context = super().get_context(request, *args, **kwargs)
        add_profile(context, self, request)
        return context


class GoalIndicator(TranslatableMixin, Orderable):
    """A figure of a goal profile: words in the page's language, goal, value and year shared."""

    shared_columns = ("goal_id", "value", "year")
    word_columns = ("label", "unit", "source")

    page = ParentalKey(GoalProfilePage, on_delete=models.CASCADE, related_name="indicators")
    goal = models.ForeignKey(
        "core.Concept",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"scheme__code__in": ["sdg", "mdg"]},
        verbose_name=_("goal"),
    )
    label = models.CharField(_("indicator"), max_length=250)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    override_translatable_fields = shared("goal", "value", "year")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.label
