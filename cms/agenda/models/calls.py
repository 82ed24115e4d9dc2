"""Calls: invitations to submit something until a day."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.core import dates
from cms.core.blocks import BodyBlock
from cms.core.dates import PartialDateField, display_period
from cms.core.fields import ChoiceSetField
from cms.network.fields import WorkLink, words
from cms.network.models import WorkPage, shared_by_work
from cms.network.panels import work_panels

from .. import states
from ..choices import Grant, State


class CallPage(WorkPage):
    """One edition of a call. Who calls is among the organisations that all works have."""

    work_kind = "call"
    shared_fields = (
        *WorkPage.shared_fields,
        "opens",
        "closes",
        "event",
        "grants",
        "address",
    )
    word_fields = (
        ("subject", _("What is asked for")),
        ("eligibility", _("Who may answer")),
        ("selection", _("How the choice is made")),
        ("grant", _("What those selected receive")),
    )

    subject = words(_("what is asked for"))
    eligibility = words(_("who may answer"))
    selection = words(_("how the choice is made"))
    grant = words(_("what those selected receive"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    opens = PartialDateField(_("opens"))
    closes = PartialDateField(_("closes"))
    event = WorkLink(_("event it belongs to"), kinds=("event",), null=True, blank=True)
    grants = ChoiceSetField(_("paid for those selected"), choices=Grant.choices)
    address = models.URLField(_("address for answers"), blank=True)

    template = "agenda/call_page.html"
    content_panels = work_panels(
        words=[*(FieldPanel(name) for name, _label in word_fields), FieldPanel("body")],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                    FieldPanel("event"),
                    FieldPanel("grants"),
                    FieldPanel("address"),
                ],
                _("The call"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def clean(self):
        super().clean()
        reason = _("The call closes before it opens.")
        dates.validate_period(self.opens, self.closes, "closes", reason)
        # Lists of works are sorted and filtered by the date that all works have.
        self.date = self.opens or self.closes or self.date

    @property
    def date_label(self) -> str:
        """Nothing where the page states the days themselves."""
        return "" if self.period else super().date_label

    @property
    def period(self) -> str:
        return display_period(self.opens, self.closes)

    def state(self, event: State | None) -> State | None:
        """Open, closed or not open yet, as of today, given the state of its event."""
        return states.of_call(self.opens, self.closes, event, timezone.localdate())

    def get_context(self, request, *args, **kwargs):
        from ..presentation import add_call

        context = super().get_context(request, *args, **kwargs)
        add_call(context, self, request)
        return context
