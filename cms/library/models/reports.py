"""Reports of workshops: who came, what was shown, what came out of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core import access
from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.core.dates import PartialDateField, display_period
from cms.core.models import File
from cms.network.fields import WorkLink
from cms.network.models import (
    City,
    Country,
    Organisation,
    Person,
    WorkPage,
    refers_to,
    shared,
    shared_by_work,
)
from cms.network.panels import work_panels

from ..blocks import SessionBlock


class WorkshopReportPage(WorkPage):
    """One edition of the report of a workshop, seminar or conference."""

    work_kind = "report"
    shared_fields = (
        *WorkPage.shared_fields,
        "starts",
        "ends",
        "venue_city",
        "hosts",
        "participants",
        "participants_about",
        "participant_countries",
    )
    word_fields = (("text", ""), ("conclusions", _("Conclusions")))

    text = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    conclusions = RichTextField(_("conclusions"), blank=True, features=RICH_TEXT_FEATURES)
    venue = models.CharField(
        _("venue"), max_length=200, blank=True, help_text=_("The building or institution.")
    )
    sessions = StreamField([("session", SessionBlock())], blank=True, verbose_name=_("sessions"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    starts = PartialDateField(_("first day"))
    ends = PartialDateField(_("last day"))
    venue_city = refers_to(City, _("city"), related_name="hosted_workshops")
    hosts = ParentalManyToManyField(
        Organisation, blank=True, related_name="hosted_workshops", verbose_name=_("hosts")
    )
    participants = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)
    participants_about = models.BooleanField(_("about"), default=False)
    participant_countries = models.PositiveSmallIntegerField(
        _("from how many countries"), null=True, blank=True
    )

    template = "library/report_page.html"
    content_panels = work_panels(
        words=[
            FieldPanel("venue"),
            FieldPanel("text"),
            InlinePanel("delegations", label=_("Delegation"), heading=_("Delegations")),
            InlinePanel("practices", label=_("Practice"), heading=_("Practices shown")),
            FieldPanel("sessions"),
            InlinePanel("outputs", label=_("Output"), heading=_("Outputs")),
            FieldPanel("conclusions"),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    FieldPanel("venue_city"),
                    FieldPanel("hosts"),
                    FieldRowPanel(
                        [
                            FieldPanel("participants"),
                            FieldPanel("participants_about"),
                            FieldPanel("participant_countries"),
                        ]
                    ),
                ],
                _("The workshop"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("workshop report")
        verbose_name_plural = _("workshop reports")

    @classmethod
    def shared_columns(cls):
        rows = {"delegations": Delegation, "practices": Practice, "outputs": Output}
        return {name: model.shared_columns for name, model in rows.items()}

    @property
    def period(self) -> str:
        return display_period(self.starts, self.ends)

    def further_names(self) -> dict[str, Any]:
        venue = City.objects.filter(pk=self.venue_city_id)
        return {"hosts": self.hosts, "venue_cities": venue}

    def get_context(self, request, *args, **kwargs):
        from cms.network.presentation import related

        from ..presentation import works_shown

        context = super().get_context(request, *args, **kwargs)
        outputs = related(self.outputs, "person", "file__collection", "work")
        practices = related(self.practices, "work")
        reader = access.reader_of(request)
        linked = {row.work_id: row.work for row in (*practices, *outputs) if row.work}
        shown = {item.id: item for item in works_shown(list(linked.values()), request)}
        for row in (*practices, *outputs):
            row.shown = shown.get(str(row.work_id))
        for output in outputs:
            allowed = output.file and reader.may_read_file(output.file)
            output.readable_file = output.file if allowed else None
        context.update(
            opening=[(label, words) for label, words in context["sections"] if not label],
            closing=[(label, words) for label, words in context["sections"] if label],
            delegations=related(self.delegations, "country"),
            practices=practices,
            outputs=outputs,
        )
        return context


class Delegation(TranslatableMixin, Orderable):
    """Those who came from one country, or of one sort."""

    shared_columns = ("country_id", "number")
    word_columns = ("participants",)

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="delegations")
    country = refers_to(Country, _("country"))
    number = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    participants = models.CharField(
        _("who"),
        max_length=250,
        blank=True,
        help_text=_("The type of participants, such as local governments."),
    )

    override_translatable_fields = shared("country", "number")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")

    def __str__(self) -> str:
        return f"{self.country or ''} {self.participants}".strip()

    def clean(self) -> None:
        super().clean()
        if not self.country_id and not self.participants:
            raise ValidationError(_("Name a country or a type of participants."))


class Practice(TranslatableMixin, Orderable):
    """A practice that was shown, with the work of the library that describes it."""

    shared_columns = ("work_id",)
    word_columns = ("description",)

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="practices")
    description = models.CharField(_("what was shown"), max_length=400)
    work = WorkLink(_("work"), null=True, blank=True)

    override_translatable_fields = shared("work")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("practice shown")
        verbose_name_plural = _("practices shown")

    def __str__(self) -> str:
        return self.description


class Output(TranslatableMixin, Orderable):
    """What an expert wrote or made of it, and where it is."""

    shared_columns = ("person_id", "author", "file_id", "address", "work_id")
    word_columns = ("title",)

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="outputs")
    title = models.CharField(_("title"), max_length=300)
    person = refers_to(Person, _("expert"))
    author = models.CharField(
        _("or a name"), max_length=200, blank=True, help_text=_("Where there is no record.")
    )
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    address = models.URLField(_("or an address elsewhere"), blank=True)
    work = WorkLink(_("or a work of the library"), null=True, blank=True)

    override_translatable_fields = shared("person", "author", "file", "address", "work")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("output")
        verbose_name_plural = _("outputs")

    def __str__(self) -> str:
        return self.title
