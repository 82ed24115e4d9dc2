"""How the editor of a work is laid out: words first, facts of the work after them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page


def work_panels(*, words: list[Panel], facts: list[Panel]) -> list[Panel]:
    """Content panels of a type of work: its own words and facts amid those all works share."""
    return [
        *Page.content_panels,
        FieldPanel("summary"),
        *words,
        *facts,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("licence")]),
                FieldPanel("themes"),
                FieldPanel("goals"),
            ],
            _("Date, licence and themes"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("cities"),
                FieldPanel("countries"),
                FieldPanel("regions"),
                FieldPanel("organisations"),
                FieldPanel("people"),
                FieldPanel("programmes"),
                FieldPanel("partnerships"),
            ],
            _("Who and where"),
        ),
        InlinePanel("work_files", label=_("File"), heading=_("Files")),
        InlinePanel("contacts", label=_("Contact"), heading=_("Contacts")),
        FieldPanel("sources"),
        InlinePanel(
            "peer_checks",
            label=_("Peer check"),
            heading=_("Peer checks"),
            help_text=_("Who of the field, other than its authors, checked the work."),
        ),
    ]
