"""Courses, academies and other training."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.core.choices import WIDER_LANGUAGES
from cms.core.dates import PartialDateField, display_period
from cms.core.fields import ChoiceSetField
from cms.network.fields import WorkLink
from cms.network.models import Organisation, WorkPage, refers_to, shared_by_work
from cms.network.panels import work_panels

from ..choices import TrainingForm, TrainingLevel, TrainingType


class TrainingPage(WorkPage):
    """One edition of a training: what is learnt in it, by whom, in what order."""

    work_kind = "training"
    shared_fields = (
        *WorkPage.shared_fields,
        "training_type",
        "level",
        "provider",
        "form",
        "seats",
        "period_start",
        "period_end",
        "languages",
        "registration",
        "uses",
    )
    word_fields = (
        ("learnt", _("What is learnt")),
        ("for_whom", _("For whom")),
        ("programme", _("Programme")),
    )

    learnt = RichTextField(
        _("what is learnt"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What participants can do afterwards."),
    )
    for_whom = RichTextField(
        _("for whom"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Their role, and what they should know already."),
    )
    programme = RichTextField(
        _("programme"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("The parts in their order, with the time each takes."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    training_type = models.CharField(_("type"), max_length=20, choices=TrainingType, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=TrainingLevel, blank=True)
    provider = refers_to(
        Organisation,
        _("provider"),
        related_name="trainings",
        help_text=_("The organisation that gives it."),
    )
    form = models.CharField(_("form"), max_length=20, choices=TrainingForm, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("The most that can take part.")
    )
    period_start = PartialDateField(_("start"))
    period_end = PartialDateField(_("end"))
    languages = ChoiceSetField(_("languages taught in"), choices=WIDER_LANGUAGES)
    registration = models.URLField(
        _("registration"), blank=True, help_text=_("The address at which people sign up.")
    )

    template = "library/training_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("training_type"), FieldPanel("level")]),
                    FieldPanel("provider"),
                    FieldRowPanel([FieldPanel("form"), FieldPanel("seats")]),
                    FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                    FieldPanel("languages"),
                    FieldPanel("registration"),
                ],
                _("The training"),
            ),
            InlinePanel(
                "uses",
                label=_("Work"),
                heading=_("Works it uses"),
                help_text=_("Guides, manuals, tools and other works that participants work with."),
            ),
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("courses and training")

    @property
    def period(self) -> str:
        return display_period(self.period_start, self.period_end)

    def get_context(self, request, *args, **kwargs):
        from cms.network.presentation import related

        from ..presentation import works_shown

        context = super().get_context(request, *args, **kwargs)
        used = [row.work for row in related(self.uses, "work")]
        context["used_works"] = works_shown(used, request)
        return context


class UsedWork(Orderable):
    """A work of any kind that a training uses, named by its permanent identity."""

    page = ParentalKey(TrainingPage, on_delete=models.CASCADE, related_name="uses")
    work = WorkLink(_("work"))

    class Meta(Orderable.Meta):
        verbose_name = _("work it uses")
        verbose_name_plural = _("works it uses")

    def __str__(self) -> str:
        return str(self.work)
