"""Partnerships: who gave what to whom, with what result."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    Orderable,
    PreviewableMixin,
    WorkflowMixin,
)

from cms.core.choices import Licence
from cms.core.dates import PartialDateField, display_period, validate_period
from cms.core.models import InSomeLanguage

from ..choices import (
    DESCRIPTION_FEATURES,
    Cooperation,
    PartnerRole,
    PartnershipStatus,
    TransferKind,
)
from ..forms import PartnershipForm
from .bodies import Organisation, Person, Programme
from .contacts import Contact
from .places import City, Country
from .records import Record, refers_to
from .sources import sources_field


class Partnership(WorkflowMixin, DraftStateMixin, PreviewableMixin, Record, ClusterableModel):
    """A twinning or other cooperation between cities and bodies, as one record in four languages.

    The chain North → South → South is read from the partners in their order and roles.
    """

    work_kind = "partnership"

    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)
    cooperation = models.CharField(_("kind of cooperation"), max_length=20, choices=Cooperation)
    status = models.CharField(
        _("status"), max_length=10, choices=PartnershipStatus, default=PartnershipStatus.UNKNOWN
    )
    date = PartialDateField(_("date of the source"))
    licence = models.CharField(_("licence"), max_length=40, choices=Licence, blank=True)
    sources = sources_field()
    period_start = PartialDateField(_("start"))
    period_end = PartialDateField(_("end"))
    programmes = ParentalManyToManyField(
        Programme, blank=True, related_name="partnerships", verbose_name=_("programmes")
    )
    themes = ParentalManyToManyField(
        "core.Concept",
        blank=True,
        related_name="partnerships",
        limit_choices_to={"scheme__code": "themes"},
        verbose_name=_("themes"),
    )
    goals = ParentalManyToManyField(
        "core.Concept",
        blank=True,
        related_name="goal_partnerships",
        limit_choices_to={"scheme__code__in": ["sdg", "mdg"]},
        verbose_name=_("goals"),
    )
    files = ParentalManyToManyField(
        "core.File", blank=True, related_name="partnerships", verbose_name=_("files")
    )

    base_form_class = PartnershipForm

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="partnership",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="partnership",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        validate_period(self.period_start, self.period_end, "period_end")

    def get_preview_template(self, request, mode_name) -> str:
        return "network/partnership_detail.html"

    def get_preview_context(self, request, mode_name) -> dict:
        from ..views import partnership_context

        return partnership_context(self, request)

    @property
    def period(self) -> str:
        return display_period(self.period_start, self.period_end)


class Partner(Orderable):
    """A city or body that takes part, with its role.

    A country stands for delegations of which the source names no city or body.
    """

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="partners")
    city = refers_to(City, _("city"), "partner_in", models.PROTECT)
    organisation = refers_to(Organisation, _("organisation"), "partner_in", models.PROTECT)
    country = refers_to(
        Country,
        _("country"),
        "partner_in",
        models.PROTECT,
        _("Only for delegations of which neither city nor organisation is known."),
    )
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole)

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(city__isnull=False, organisation=None, country=None)
                    | models.Q(city=None, organisation__isnull=False, country=None)
                    | models.Q(city=None, organisation=None, country__isnull=False)
                ),
                name="partner_is_one_party",
                violation_error_message=_(
                    "Choose a city, an organisation or a country, one of the three."
                ),
            )
        ]

    @property
    def party(self):
        """The city, organisation or country named."""
        return self.city or self.organisation or self.country

    def __str__(self) -> str:
        return f"{self.party} ({self.get_role_display()})"


class Transfer(InSomeLanguage, Orderable):
    """Something handed from one partner to another: software, training, a system, money."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField(_("kind"), max_length=20, choices=TransferKind)
    object = models.CharField(_("what was transferred"), max_length=250)
    from_city = refers_to(City, _("from (city)"), on_delete=models.PROTECT)
    from_organisation = refers_to(Organisation, _("from (organisation)"), on_delete=models.PROTECT)
    to_city = refers_to(City, _("to (city)"), on_delete=models.PROTECT)
    to_organisation = refers_to(Organisation, _("to (organisation)"), on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")

    def __str__(self) -> str:
        return self.object

    @property
    def giver(self):
        return self.from_city or self.from_organisation

    @property
    def receiver(self):
        return self.to_city or self.to_organisation


class ResultClaim(models.Model):
    """A result with figures before and after and who claims it; shared by works and records."""

    before = models.CharField(_("before"), max_length=80, blank=True)
    after = models.CharField(_("after"), max_length=80, blank=True)
    claimed_by_person = refers_to(Person, _("claimed by (person)"))
    claimed_by_organisation = refers_to(Organisation, _("claimed by (organisation)"))
    claimed_by_city = refers_to(City, _("claimed by (city)"))

    class Meta:
        abstract = True

    @property
    def claimant(self):
        """Who says so: the person, organisation or city, or None."""
        return self.claimed_by_person or self.claimed_by_organisation or self.claimed_by_city


class PartnershipResult(InSomeLanguage, Orderable, ResultClaim):
    """A result of a partnership."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="results")
    statement = models.CharField(_("result"), max_length=400)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return self.statement


class Testimonial(InSomeLanguage, Orderable):
    """What a person said, reported in the portal's words."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="testimonials")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="testimonials", verbose_name=_("person")
    )
    statement = models.TextField(_("what they said, reported"))
    date = PartialDateField(_("date"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")

    def __str__(self) -> str:
        return str(self.person)


class PartnershipContact(Contact):
    """Whom to ask about a partnership."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="contacts")
