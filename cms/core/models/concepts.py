"""The thesaurus: themes and goals as SKOS concepts (https://www.w3.org/TR/skos-reference/)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from ..thesaurus.forms import ConceptForm
from .wording import InSomeLanguage
from .work import Addressed


class _Identified(models.Model):
    """Something that others refer to by its identifier and its code, which therefore stay."""

    #: columns that cannot be changed once the row exists
    lasting = ("code", "uri")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        kept = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        for name in self.lasting if kept else ():
            if getattr(kept, name) != getattr(self, name):
                raise ValidationError(
                    {name: _("Others refer to this by it: it cannot be changed any more.")}
                )


class ConceptScheme(_Identified, InSomeLanguage):
    """A scheme of concepts: our themes, the SDGs, the MDGs."""

    code = models.SlugField(_("code"), unique=True)
    uri = models.CharField(_("identifier (URI)"), max_length=300, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["code"]
        verbose_name = _("concept scheme")
        verbose_name_plural = _("concept schemes")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("concept_scheme", args=[self.code])

    def linked_data_address(self) -> str:
        """The address that stays, and that gives SKOS to programs that ask for it."""
        return reverse("scheme_data", args=[self.code])


def lines(text: str | None) -> list[str]:
    """The non-empty lines of a text, stripped."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class Concept(_Identified, RevisionMixin, Addressed, ClusterableModel):
    """One concept. Labels are in every language; alternative and hidden ones stand one a line."""

    work_kind = "theme"
    lasting = ("code", "uri", "scheme_id")
    told_apart_by = ("scheme",)

    scheme = models.ForeignKey(
        ConceptScheme, models.PROTECT, related_name="concepts", verbose_name=_("scheme")
    )
    code = models.CharField(_("code"), max_length=80)
    notation = models.CharField(_("notation"), max_length=20, blank=True)
    uri = models.CharField(_("identifier (URI)"), max_length=300, unique=True)
    label = models.CharField(_("preferred label"), max_length=200)
    alternative_labels = models.TextField(
        _("alternative labels"),
        blank=True,
        help_text=_("Other names and acronyms, one a line; readers see them."),
    )
    hidden_labels = models.TextField(
        _("hidden labels"),
        blank=True,
        help_text=_(
            "Misspellings and variants to be found by, one a line; readers do not see them."
        ),
    )
    definition = models.TextField(_("definition"), blank=True)
    scope_note = models.TextField(
        _("scope note"),
        blank=True,
        help_text=_("What the concept covers and what it leaves out, for those who assign it."),
    )
    broader = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="narrower",
        verbose_name=_("broader concepts"),
    )
    related = models.ManyToManyField(
        "self", blank=True, symmetrical=True, verbose_name=_("related concepts")
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    base_form_class = ConceptForm

    class Meta:
        ordering = ["scheme", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="concept_code_once_a_scheme")
        ]
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")

    def __str__(self) -> str:
        return self.written(self.notation, self.label)

    def get_absolute_url(self) -> str:
        return reverse("concept", args=[self.slug])

    @staticmethod
    def written(notation: str, label: str) -> str:
        """How a concept is named to readers."""
        return f"{notation} {label}".strip()

    @property
    def name(self) -> str:
        return str(self)

    def linked_data_address(self) -> str:
        """The address that stays, and that gives SKOS to programs that ask for it."""
        return reverse("concept_data", args=[self.scheme.code, self.code])

    def labels(self) -> dict[str, tuple[str, ...]]:
        """Every label by language: preferred first, then alternative, then hidden."""
        from ..choices import LANGUAGE_CODES

        found = {}
        for code in LANGUAGE_CODES:
            preferred = getattr(self, f"label_{code}")
            every = ([preferred] if preferred else []) + [
                label
                for name in ("alternative_labels", "hidden_labels")
                for label in lines(getattr(self, f"{name}_{code}"))
            ]
            if every:
                found[code] = tuple(every)
        return found

    @property
    def alternatives(self) -> list[str]:
        return lines(self.alternative_labels)


class ConceptMatch(models.Model):
    """A mapping to another concept, of ours or known by its address (SKOS mapping relations)."""

    class Relation(models.TextChoices):
        EXACT = "exact", _("exact match")
        CLOSE = "close", _("close match")
        BROAD = "broad", _("broader match")
        NARROW = "narrow", _("narrower match")
        RELATED = "related", _("related match")

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="matches")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    target = models.ForeignKey(
        Concept,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="matched_by",
        verbose_name=_("concept"),
    )
    target_uri = models.CharField(_("or an address elsewhere"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")

    def __str__(self) -> str:
        return f"{self.relation} {self.target or self.target_uri}"

    def clean(self) -> None:
        super().clean()
        if self.target_id and self.target_id == self.concept_id:
            raise ValidationError({"target": _("A concept is not related to itself.")})
