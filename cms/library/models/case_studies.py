"""Case studies: what a city did, with what result, and what another city should know."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import BodyBlock
from cms.core.dates import PartialDateField, display_period, validate_period
from cms.core.fields import amount_field, currency_field
from cms.network.fields import words
from cms.network.models import (
    Organisation,
    ResultClaim,
    WorkPage,
    refers_to,
    shared,
    shared_by_work,
)
from cms.network.panels import work_panels

from ..choices import Evidence, StillRunning


class CaseStudyPage(WorkPage):
    """One edition of a case study."""

    work_kind = "case_study"
    shared_fields = (
        *WorkPage.shared_fields,
        "period_start",
        "period_end",
        "evidence",
        "still_running",
        "still_running_as_of",
    )
    word_fields = (
        ("context", _("Context")),
        ("problem", _("Problem")),
        ("actors", _("Actors")),
        ("actions", _("What was done")),
        ("lessons", _("Lessons")),
        ("did_not_work", _("What did not work")),
        ("transfer_conditions", _("What another city needs to do the same")),
    )

    context = words(_("context"), _("The place and the moment, for someone who has never been."))
    problem = words(_("problem"))
    actors = words(_("actors"), _("Who took part, and in what role."))
    actions = words(_("what was done"), _("In the order in which it was done."))
    lessons = words(_("lessons"))
    did_not_work = words(_("what did not work"), _("As useful to others as what did."))
    transfer_conditions = words(_("conditions for transfer"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    period_start = PartialDateField(_("start"))
    period_end = PartialDateField(_("end"))
    evidence = models.CharField(_("evidence"), max_length=20, choices=Evidence, blank=True)
    still_running = models.CharField(
        _("still running?"), max_length=10, choices=StillRunning, default=StillRunning.UNKNOWN
    )
    still_running_as_of = PartialDateField(_("known as of"))

    template = "library/case_study_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            InlinePanel("results", label=_("Result"), heading=_("Results")),
            InlinePanel("costs", label=_("Cost"), heading=_("Costs and funding")),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                    FieldPanel("evidence"),
                    FieldRowPanel([FieldPanel("still_running"), FieldPanel("still_running_as_of")]),
                ],
                _("The experience"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def clean(self) -> None:
        super().clean()
        validate_period(self.period_start, self.period_end, "period_end")

    @classmethod
    def shared_columns(cls):
        return {"results": Result.shared_columns, "costs": Cost.shared_columns}

    @property
    def period(self) -> str:
        return display_period(self.period_start, self.period_end)

    def get_context(self, request, *args, **kwargs):
        from cms.network.presentation import related

        context = super().get_context(request, *args, **kwargs)
        claimants = ("claimed_by_person", "claimed_by_organisation", "claimed_by_city")
        context["results"] = related(self.results, *claimants)
        context["costs"] = related(self.costs, "funder")
        return context


class Result(TranslatableMixin, Orderable, ResultClaim):
    """A result: words in the page's language, figures and claimant shared."""

    shared_columns = (
        "before",
        "after",
        "claimed_by_person_id",
        "claimed_by_organisation_id",
        "claimed_by_city_id",
    )
    word_columns = ("statement", "unit", "source")

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="results")
    statement = models.CharField(_("result"), max_length=400)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    override_translatable_fields = shared(
        "before", "after", "claimed_by_person", "claimed_by_organisation", "claimed_by_city"
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return self.statement


class Cost(TranslatableMixin, Orderable):
    """A cost or a contribution to it."""

    shared_columns = ("amount", "currency", "funder_id", "year")
    word_columns = ("label",)

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="costs")
    label = models.CharField(_("what for"), max_length=250)
    amount = amount_field(_("amount"))
    currency = currency_field()
    funder = refers_to(Organisation, _("paid by"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    override_translatable_fields = shared("amount", "currency", "funder", "year")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("cost")
        verbose_name_plural = _("costs")

    def __str__(self) -> str:
        return self.label
