"""Local action plans: what a city will do, by whom and when, and how it will know."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import BodyBlock
from cms.core.dates import PartialDateField, display_period, validate_period
from cms.network.fields import WorkLink, words
from cms.network.models import Organisation, WorkPage, refers_to, shared, shared_by_work
from cms.network.panels import work_panels

from ..choices import IndicatorType
from .adopted import Adopted


class ActionPlanPage(Adopted, WorkPage):
    """One edition of a local action plan. City and goals are those that all works have."""

    work_kind = "action_plan"
    shared_fields = (
        *WorkPage.shared_fields,
        "profile",
        "adopted_by",
        "adopted_on",
        "period_start",
        "period_end",
    )
    word_fields = (
        ("aim", _("Aim")),
        ("commitment", _("What the city commits to")),
        ("monitoring", _("How progress is followed")),
    )

    aim = words(_("aim"))
    commitment = words(_("what the city commits to"))
    monitoring = words(_("how progress is followed"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    profile = WorkLink(_("profile it rests on"), kinds=("goal_profile",), null=True, blank=True)
    period_start = PartialDateField(_("start"))
    period_end = PartialDateField(_("end"))

    template = "programmes/action_plan_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            InlinePanel("actions", label=_("Action"), heading=_("Actions")),
            InlinePanel("indicators", label=_("Indicator"), heading=_("Indicators")),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldPanel("profile"),
                    FieldRowPanel([FieldPanel("adopted_by"), FieldPanel("adopted_on")]),
                    FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                ],
                _("The plan"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("local action plan")
        verbose_name_plural = _("local action plans")

    def clean(self) -> None:
        super().clean()
        validate_period(self.period_start, self.period_end, "period_end")

    @classmethod
    def shared_columns(cls):
        return {
            "actions": PlanAction.shared_columns,
            "indicators": PlanIndicator.shared_columns,
        }

    @property
    def period(self) -> str:
        return display_period(self.period_start, self.period_end)

    def get_context(self, request, *args, **kwargs):
        from ..presentation import add_plan

        context = super().get_context(request, *args, **kwargs)
        add_plan(context, self, request)
        return context


class PlanAction(TranslatableMixin, Orderable):
    """An action of a plan, with who answers for it and when."""

    shared_columns = ("organisation_id", "start", "end")
    word_columns = ("statement", "responsible")

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="actions")
    statement = models.CharField(_("action"), max_length=400)
    organisation = refers_to(Organisation, _("responsible organisation"))
    responsible = models.CharField(
        _("responsible, in words"),
        max_length=160,
        blank=True,
        help_text=_("A department or a person in charge, where no organisation is recorded."),
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))

    override_translatable_fields = shared("organisation", "start", "end")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")

    def __str__(self) -> str:
        return self.statement

    def clean(self) -> None:
        super().clean()
        validate_period(self.start, self.end, "end")

    @property
    def period(self) -> str:
        return display_period(self.start, self.end)


class PlanIndicator(TranslatableMixin, Orderable):
    """How a plan tells whether it works: from where, to where, and what was measured."""

    shared_columns = ("type", "baseline", "target", "measured", "year")
    word_columns = ("label", "unit")

    page = ParentalKey(ActionPlanPage, on_delete=models.CASCADE, related_name="indicators")
    type = models.CharField(_("what it watches"), max_length=12, choices=IndicatorType)
    label = models.CharField(_("indicator"), max_length=250)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    measured = models.DecimalField(
        _("measured"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("year of the measure"), null=True, blank=True)

    override_translatable_fields = shared("type", "baseline", "target", "measured", "year")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.label
