"""Recordings: videos, podcasts and live sessions, with what was said and what was asked."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.core.blocks.text import CodeBlock
from cms.core.choices import LANGUAGES, WIDER_LANGUAGES
from cms.core.dates import PartialDateField, display
from cms.core.fields import ChoiceSetField
from cms.core.models import Work
from cms.network.fields import WorkLink
from cms.network.models import City, Person, WorkPage, refers_to, shared, shared_by_work
from cms.network.panels import work_panels

from ..choices import MediaType, QuestionChannel


class TranscriptBlock(blocks.StructBlock):
    """What is said in a recording, in one language."""

    language = CodeBlock(choices=LANGUAGES, label=_("Language"))
    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "openquote"
        label = _("Transcript")


class RecordingPage(WorkPage):
    """One edition of the record of a video, podcast or live session.

    What was recorded has languages of its own; the edition has that of its words.
    """

    work_kind = "recording"
    shared_fields = (
        *WorkPage.shared_fields,
        "media_type",
        "address",
        "minutes",
        "recorded",
        "spoken",
        "speakers",
        "part_of",
        "question_channels",
        "transcripts",
    )
    word_fields = (("about", ""),)

    about = RichTextField(
        _("about the recording"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What one sees or hears in it, for someone who decides whether to."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    media_type = models.CharField(_("type"), max_length=20, choices=MediaType, blank=True)
    address = models.URLField(
        _("address elsewhere"), blank=True, help_text=_("Where it can be watched or heard.")
    )
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), null=True, blank=True)
    recorded = PartialDateField(_("recorded on"))
    spoken = ChoiceSetField(
        _("languages spoken"),
        choices=WIDER_LANGUAGES,
        help_text=_("Those heard in the recording, whatever this edition is written in."),
    )
    speakers = ParentalManyToManyField(
        Person, blank=True, related_name="recordings", verbose_name=_("speakers")
    )
    part_of = WorkLink(
        _("part of"),
        kinds=("recording",),
        null=True,
        blank=True,
        help_text=_("The series that it belongs to."),
    )
    question_channels = ChoiceSetField(
        _("how the audience could ask"), choices=QuestionChannel.choices
    )

    transcripts = StreamField(
        [("transcript", TranscriptBlock())],
        blank=True,
        verbose_name=_("transcripts"),
        help_text=_("Each in its own language; every edition shows them all."),
    )

    template = "library/recording_page.html"
    content_panels = work_panels(
        words=[
            FieldPanel("about"),
            InlinePanel(
                "questions",
                label=_("Question"),
                heading=_("Questions from the audience"),
                help_text=_("Without the name, number or address of whoever asked."),
            ),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("media_type"), FieldPanel("minutes")]),
                    FieldPanel("address"),
                    FieldPanel("recorded"),
                    FieldPanel("spoken"),
                    FieldPanel("speakers"),
                    FieldPanel("part_of"),
                    FieldPanel("question_channels"),
                ],
                _("The recording"),
            ),
            FieldPanel("transcripts"),
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @classmethod
    def shared_columns(cls):
        return {"questions": AudienceQuestion.shared_columns}

    @property
    def recorded_label(self) -> str:
        return display(self.recorded)

    def clean(self):
        super().clean()
        if self.part_of_id and self.part_of.key == self.translation_key:
            raise ValidationError({"part_of": _("A recording cannot be part of itself.")})

    def get_context(self, request, *args, **kwargs):
        from cms.network.presentation import related

        context = super().get_context(request, *args, **kwargs)
        series, parts = self._series_and_parts(context["work"], request)
        reader = get_language()
        context.update(
            speakers=list(self.speakers.all()),
            questions=related(self.questions, "answered_by", "city"),
            transcripts=sorted(self.transcripts, key=lambda row: row.value["language"] != reader),
            series=series,
            parts=parts,
        )
        return context

    def _series_and_parts(self, work, request):
        """The series that the recording belongs to, and its own parts, as lists show them."""
        from ..presentation import editions_shown

        beside = Q(translation_key__in=Work.objects.filter(pk=self.part_of_id).values("key"))
        if work.pk:
            beside |= Q(part_of=work.pk)
        pages = RecordingPage.objects.filter(beside).order_by("recorded", "pk")
        shown = editions_shown(pages, request)
        series = next((item for item in shown if item.id == str(self.part_of_id)), None)
        return series, [item for item in shown if item is not series]


class AudienceQuestion(TranslatableMixin, Orderable):
    """A question sent in by the audience and its answer; how it came and who answered are facts."""

    shared_columns = ("came_by", "answered_by_id", "city_id")
    word_columns = ("question", "answer")

    page = ParentalKey(RecordingPage, on_delete=models.CASCADE, related_name="questions")
    question = models.TextField(_("question"))
    answer = models.TextField(
        _("answer"), blank=True, help_text=_("What was answered, in your own words.")
    )
    came_by = models.CharField(_("how it came"), max_length=10, choices=QuestionChannel, blank=True)
    answered_by = refers_to(Person, _("answered by"))
    city = refers_to(City, _("asked from"))

    override_translatable_fields = shared("came_by", "answered_by", "city")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question from the audience")
        verbose_name_plural = _("questions from the audience")

    def __str__(self) -> str:
        return self.question
