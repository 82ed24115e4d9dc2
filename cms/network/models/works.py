"""The base of every work that is written as pages, one edition per language.

Facts belong to the work: publishing any edition writes them into every other
one (`cms.network.facts`). Words belong to the edition.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable, Page
from wagtail_localize.fields import SynchronizedField

from cms.core.choices import Licence
from cms.core.dates import PartialDateField, display
from cms.core.models import Work

from ..forms import WorkCopyForm, WorkPageForm
from .bodies import Organisation, Person, Programme
from .contacts import Contact
from .partnerships import Partnership
from .places import City, Country, Region
from .records import refers_to
from .sources import sources_field


def shared(*names: str) -> list[SynchronizedField]:
    """Declares fields as facts of the work for wagtail-localize too."""
    return [SynchronizedField(name, overridable=False) for name in names]


def shared_by_work(*names: str) -> list[SynchronizedField]:
    """The same for a kind of work, with the version of its facts."""
    return shared(*names, "facts_version")


class WorkPage(Page):
    """A work as pages: title and summary in the page's language, facts shared by all editions."""

    #: name of the kind, as registered with `cms.core.works`
    work_kind = ""
    #: sections of words shown in order: (field, heading)
    word_fields: tuple[tuple[str, str], ...] = ()
    shared_fields = (
        "date",
        "licence",
        "sources",
        "themes",
        "goals",
        "cities",
        "countries",
        "regions",
        "organisations",
        "people",
        "programmes",
        "partnerships",
        "contacts",
        "work_files",
        "peer_checks",
    )

    summary = models.TextField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("One to three sentences: what was done, where, with what result."),
    )
    date = PartialDateField(_("date"))
    licence = models.CharField(_("licence"), max_length=40, choices=Licence, blank=True)
    sources = sources_field()
    themes = ParentalManyToManyField(
        "core.Concept",
        blank=True,
        related_name="theme_works",
        limit_choices_to={"scheme__code": "themes"},
        verbose_name=_("themes"),
    )
    goals = ParentalManyToManyField(
        "core.Concept",
        blank=True,
        related_name="goal_works",
        limit_choices_to={"scheme__code__in": ["sdg", "mdg"]},
        verbose_name=_("goals"),
    )
    cities = ParentalManyToManyField(
        City, blank=True, related_name="works", verbose_name=_("cities")
    )
    countries = ParentalManyToManyField(
        Country,
        blank=True,
        related_name="works",
        verbose_name=_("countries"),
        help_text=_("Only those that no city stands for."),
    )
    regions = ParentalManyToManyField(
        Region, blank=True, related_name="works", verbose_name=_("regions")
    )
    organisations = ParentalManyToManyField(
        Organisation, blank=True, related_name="works", verbose_name=_("organisations")
    )
    people = ParentalManyToManyField(
        Person, blank=True, related_name="works", verbose_name=_("people")
    )
    programmes = ParentalManyToManyField(
        Programme, blank=True, related_name="works", verbose_name=_("programmes")
    )
    partnerships = ParentalManyToManyField(
        Partnership, blank=True, related_name="works", verbose_name=_("partnerships")
    )

    #: Rises with each change of the facts. It travels with revisions and translations, and so
    #: tells those that hold the facts of an earlier day.
    facts_version = models.PositiveIntegerField(default=0, editable=False)

    base_form_class = WorkPageForm
    copy_form_class = WorkCopyForm
    #: only its kinds are written
    is_creatable = False
    parent_page_types = ["library.LibraryPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")

    @cached_property
    def work(self) -> Work:
        """The permanent identity shared with the other editions."""
        known = Work.objects.filter(key=self.translation_key).first()
        # A page that was never saved, in a preview, has no identity yet.
        return known or Work(
            key=self.translation_key,
            kind=self.work_kind,
            source_language=self.locale.language_code,
        )

    @property
    def date_label(self) -> str:
        return display(self.date)

    @property
    def language(self) -> str:
        return self.locale.language_code

    def is_source(self) -> bool:
        """Whether facts are edited on this edition."""
        return self.work.source_language == self.locale.language_code

    @classmethod
    def all_shared_fields(cls) -> tuple[str, ...]:
        """Shared fields, and child rows of which some columns are shared."""
        return (*cls.shared_fields, *cls.shared_columns())

    @classmethod
    def shared_columns(cls) -> dict[str, tuple[str, ...]]:
        """Child relations that mix facts and words: relation to the columns that are facts."""
        return {}

    def further_names(self) -> dict[str, Any]:
        """Relations and querysets of records that this kind of page links to by name, beyond
        those of all works; the context of the page holds the records under the same names."""
        return {}

    def publish(self, revision, *args, **kwargs):
        """Publishes, in one transaction with what follows for the other editions (see
        `cms.network.publishing`)."""
        from ..publishing import family_locked

        with family_locked(self):
            return super().publish(revision, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from ..presentation import work_context

        context = super().get_context(request, *args, **kwargs)
        context.update(work_context(self, request))
        return context


class WorkContact(Contact):
    """Whom to ask about a work."""

    page = ParentalKey(WorkPage, on_delete=models.CASCADE, related_name="contacts")


class WorkFile(Orderable):
    """A file of a work. The file has a language of its own."""

    page = ParentalKey(WorkPage, on_delete=models.CASCADE, related_name="work_files")
    file = models.ForeignKey(
        "core.File", models.PROTECT, related_name="work_files", verbose_name=_("file")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return str(self.file)


class PeerCheck(Orderable):
    """Who else checked the work, and when: somebody of the field, other than its authors."""

    page = ParentalKey(WorkPage, on_delete=models.CASCADE, related_name="peer_checks")
    organisation = refers_to(Organisation, _("organisation"))
    person = refers_to(Person, _("person"))
    date = PartialDateField(_("date"))

    class Meta(Orderable.Meta):
        verbose_name = _("peer check")
        verbose_name_plural = _("peer checks")

    def __str__(self) -> str:
        return f"{self.person or self.organisation} {self.date}".strip()

    def clean(self) -> None:
        super().clean()
        if not self.organisation_id and not self.person_id:
            raise ValidationError(_("Name the organisation or the person that checked."))

    @property
    def date_label(self) -> str:
        return display(self.date)
