"""Projects: what somebody set out to do with cities, with whom, and how far it has come."""

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import BodyBlock
from cms.core.dates import (
    HalfYearDateField,
    PartialDateField,
    display,
    display_period,
    validate_period,
)
from cms.core.fields import ChoiceSetField, amount_field, currency_field
from cms.network.fields import WorkLink, words
from cms.network.models import (
    City,
    Organisation,
    Programme,
    WorkPage,
    refers_to,
    shared,
    shared_by_work,
)
from cms.network.panels import work_panels

from .. import iati
from ..choices import BodyRole, Level
from ..sectors import SECTORS


class ProjectPage(WorkPage):
    """One edition of a project: aim, expected accomplishments, status by date."""

    work_kind = "project"
    shared_fields = (
        *WorkPage.shared_fields,
        "period_start",
        "period_end",
        "levels",
        "bodies",
        "office_city",
        "continues",
        "replicates_project",
        "replicates_programme",
        "related_works",
        "budget",
        "currency",
        "iati_identifier",
        "sectors",
    )
    word_fields = (
        ("aim", _("Aim")),
        ("approach", _("How it works")),
        ("target_group", _("For whom")),
        ("model", _("The model it replicates")),
    )

    aim = words(_("aim"), _("What is to be different at the end."))
    approach = words(_("how it works"))
    target_group = words(_("target group"), _("Who is to benefit, and who takes part."))
    model = words(_("model replicated"), _("What it takes over from elsewhere, in words."))
    accomplishments = StreamField(
        [("accomplishment", blocks.TextBlock(label=_("Expected accomplishment")))],
        blank=True,
        verbose_name=_("expected accomplishments"),
        help_text=_("What the project said it would bring about, one by one."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    period_start = PartialDateField(_("start"))
    period_end = PartialDateField(_("end"))
    levels = ChoiceSetField(_("levels"), choices=Level.choices)
    office_city = refers_to(City, _("city of the project office"), related_name="project_offices")
    continues = WorkLink(
        _("continues"),
        kinds=("project",),
        null=True,
        blank=True,
        help_text=_("The pilot or the phase that this project grew out of."),
    )
    replicates_project = WorkLink(
        _("replicates the project"), kinds=("project", "case_study"), null=True, blank=True
    )
    replicates_programme = refers_to(
        Programme, _("replicates the programme"), related_name="replicated_in"
    )
    budget = amount_field(_("budget"))
    currency = currency_field()
    iati_identifier = models.CharField(
        _("IATI activity identifier"),
        max_length=120,
        blank=True,
        validators=[iati.validate_identifier],
        help_text=_("As the organisation that reports it to IATI gives it: XM-DAC-41304-ABC123."),
    )
    sectors = ChoiceSetField(
        _("DAC sectors"),
        max_length=300,
        # Lazy: the labels are in the language of whoever reads them.
        choices=[(code, format_lazy("{} {}", code, label)) for code, label in SECTORS],
    )

    template = "programmes/project_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            FieldPanel("accomplishments"),
            InlinePanel("statuses", label=_("Status"), heading=_("Status by date")),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                    FieldPanel("levels"),
                    FieldPanel("office_city"),
                    FieldPanel("continues"),
                    FieldPanel("replicates_project"),
                    FieldPanel("replicates_programme"),
                ],
                _("The project"),
            ),
            InlinePanel("bodies", label=_("Organisation"), heading=_("Organisations and roles")),
            InlinePanel(
                "related_works", label=_("Work"), heading=_("Works about it and out of it")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("budget"), FieldPanel("currency")]),
                    FieldPanel("iati_identifier"),
                    FieldPanel("sectors"),
                ],
                _("Aid data"),
            ),
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        validate_period(self.period_start, self.period_end, "period_end")

    @classmethod
    def shared_columns(cls):
        return {"statuses": ProjectStatus.shared_columns}

    @property
    def period(self) -> str:
        return display_period(self.period_start, self.period_end)

    @property
    def sector_list(self) -> list[tuple[str, str]]:
        """(code, label) of the sectors chosen."""
        chosen = set(self.sectors.split(","))
        return [(code, label) for code, label in SECTORS if code in chosen]

    @property
    def iati_address(self) -> str:
        return iati.address(self.iati_identifier)

    def get_context(self, request, *args, **kwargs):
        from ..presentation import add_project

        context = super().get_context(request, *args, **kwargs)
        add_project(context, self, request)
        return context


class ProjectStatus(TranslatableMixin, Orderable):
    """How far a project had come at a date."""

    shared_columns = ("date",)
    word_columns = ("statement",)

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="statuses")
    date = HalfYearDateField(_("date"), blank=False)
    statement = models.TextField(_("status"), max_length=1000)

    override_translatable_fields = shared("date")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("status")
        verbose_name_plural = _("statuses")

    def __str__(self) -> str:
        return f"{self.date}: {self.statement}"

    @property
    def date_label(self) -> str:
        return display(self.date)


class ProjectBody(Orderable):
    """An organisation in a project, with its role."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="in_projects", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=BodyRole)

    class Meta(Orderable.Meta):
        verbose_name = _("organisation of a project")
        verbose_name_plural = _("organisations of a project")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class ProjectWork(Orderable):
    """A work that tells of a project or came out of it: a case study, a manual, a plan."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="related_works")
    work = WorkLink(_("work"))

    class Meta(Orderable.Meta):
        verbose_name = _("work of a project")
        verbose_name_plural = _("works of a project")

    def __str__(self) -> str:
        return str(self.work)
