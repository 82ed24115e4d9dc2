"""Events: conferences, seminars, workshops, launches; before them and after."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core import dates
from cms.core.blocks import BodyBlock
from cms.core.choices import LANGUAGES
from cms.core.dates import PartialDateField, display_period
from cms.core.fields import ChoiceSetField
from cms.network.fields import WorkLink, words
from cms.network.models import (
    Country,
    Organisation,
    Person,
    WorkPage,
    refers_to,
    shared,
    shared_by_work,
)
from cms.network.panels import work_panels

from .. import states
from ..choices import EventRole, EventType, ParticipantType, State


class EventPage(WorkPage):
    """One edition of an event. Its city is among those that all works have."""

    work_kind = "event"
    shared_fields = (
        *WorkPage.shared_fields,
        "event_type",
        "starts",
        "ends",
        "online",
        "address",
        "registration",
        "seats",
        "event_languages",
        "bodies",
        "participants",
        "participants_about",
        "participant_countries",
        "attendance",
    )
    word_fields = (
        ("about", _("About the event")),
        ("audience", _("For whom")),
        ("outcome", _("What came of it")),
    )

    about = words(_("about the event"))
    audience = words(_("for whom"), _("Who is invited, and who is not."))
    outcome = words(_("what came of it"), _("To be written when it is over."))
    venue = models.CharField(
        _("venue"), max_length=200, blank=True, help_text=_("Building or hall; the city is a fact.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    event_type = models.CharField(_("type"), max_length=20, choices=EventType, blank=True)
    starts = PartialDateField(_("first day"))
    ends = PartialDateField(_("last day"))
    online = models.BooleanField(_("can be followed online"), default=False)
    address = models.URLField(_("address elsewhere"), blank=True)
    registration = models.URLField(_("address of the registration"), blank=True)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Only where their number is limited.")
    )
    event_languages = ChoiceSetField(_("languages of the event"), choices=LANGUAGES)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    participants_about = models.BooleanField(
        _("the number of participants is approximate"), default=False
    )
    participant_countries = models.PositiveSmallIntegerField(
        _("countries they came from"), null=True, blank=True
    )

    template = "agenda/event_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            FieldPanel("venue"),
            InlinePanel("sessions", label=_("Session"), heading=_("Sessions")),
            InlinePanel("outputs", label=_("Output"), heading=_("Outputs by expert")),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldPanel("event_type"),
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    FieldPanel("online"),
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("registration"), FieldPanel("seats")]),
                    FieldPanel("event_languages"),
                ],
                _("The event"),
            ),
            InlinePanel("bodies", label=_("Organisation"), heading=_("Organisations and roles")),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("participants"), FieldPanel("participant_countries")]
                    ),
                    FieldPanel("participants_about"),
                ],
                _("After the event"),
            ),
            InlinePanel("attendance", label=_("Attendance"), heading=_("Who came")),
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self):
        super().clean()
        reason = _("The last day is before the first.")
        dates.validate_period(self.starts, self.ends, "ends", reason)
        # Lists of works are sorted and filtered by the date that all works have.
        self.date = self.starts or self.ends or self.date

    @classmethod
    def shared_columns(cls):
        return {"sessions": EventSession.shared_columns, "outputs": EventOutput.shared_columns}

    @property
    def date_label(self) -> str:
        """Nothing where the page states the days themselves."""
        return "" if self.period else super().date_label

    @property
    def period(self) -> str:
        return display_period(self.starts, self.ends)

    @property
    def state(self) -> State | None:
        """Upcoming, under way or past, as of today; None where no date is known."""
        return states.of_event(self.starts, self.ends, timezone.localdate())

    @property
    def known_to_the_day(self) -> bool:
        """Whether a calendar can hold the event."""
        known = [value for value in (self.starts, self.ends) if value]
        if not self.starts or any(dates.parse(value)[1] != "day" for value in known):
            return False
        # A calendar ends an event on the day after its last: there must be one.
        return dates.last_day(known[-1]) < datetime.date.max

    def get_context(self, request, *args, **kwargs):
        from ..presentation import add_event

        context = super().get_context(request, *args, **kwargs)
        add_event(context, self, request)
        return context


class EventBody(Orderable):
    """An organisation that holds, helps or pays for an event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="in_events", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=EventRole)

    class Meta(Orderable.Meta):
        verbose_name = _("organisation of an event")
        verbose_name_plural = _("organisations of an event")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class EventAttendance(Orderable):
    """Who came: from which country, of what sort, how many; whatever of it is known."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="attendance")
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    type = models.CharField(_("type"), max_length=20, choices=ParticipantType, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")

    def __str__(self) -> str:
        return f"{self.country or ''} {self.get_type_display()} {self.number or ''}".strip()

    def clean(self):
        super().clean()
        if not self.country_id and not self.type:
            raise ValidationError(_("Choose a country or a type."))


class EventSession(TranslatableMixin, Orderable):
    """A session of an event, with the work that holds what was said there."""

    shared_columns = ("work_id",)
    word_columns = ("title", "summary")

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    work = WorkLink(_("published in"), null=True, blank=True)

    override_translatable_fields = shared("work")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.title


class EventOutput(TranslatableMixin, Orderable):
    """What an expert brought to an event or wrote after it."""

    shared_columns = ("person_id", "expert", "work_id")
    word_columns = ("title",)

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="outputs")
    title = models.CharField(_("title"), max_length=250)
    person = refers_to(Person, _("expert"))
    expert = models.CharField(
        _("expert, by name"),
        max_length=160,
        blank=True,
        help_text=_("Where the expert has no record."),
    )
    work = WorkLink(_("published in"), null=True, blank=True)

    override_translatable_fields = shared("person", "expert", "work")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("output")
        verbose_name_plural = _("outputs")

    def __str__(self) -> str:
        return self.title
