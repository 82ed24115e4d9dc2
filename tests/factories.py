"""Factories of the content model, one class a model."""

from __future__ import annotations

import io
import itertools
from functools import lru_cache

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from wagtail.images import get_image_model_string
from wagtail.models import Collection, Locale

from cms.agenda.models import CallPage, EventPage
from cms.core.models import Concept, ConceptScheme, File, ReusableText
from cms.library.models import (
    CaseStudyPage,
    DefinitionPage,
    HandbookPage,
    LibraryPage,
    LinkPage,
    ManualPage,
    NewsPage,
    PublicationPage,
    RecordingPage,
    SetPage,
    ToolPage,
    TrainingPage,
    WorkshopReportPage,
)
from cms.members.models import User
from cms.network.models import (
    City,
    Country,
    Organisation,
    Partner,
    Partnership,
    Person,
    Programme,
    Region,
)
from cms.programmes.models import ActionPlanPage, GoalProfilePage, ProjectPage


class UserFactory(DjangoModelFactory):
    username = factory.Sequence("user{}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")

    class Meta:
        model = User


class SchemeFactory(DjangoModelFactory):
    code = "themes"
    uri = factory.LazyAttribute(lambda scheme: f"urn:test:{scheme.code}")
    name_en = factory.LazyAttribute(lambda scheme: scheme.code.title())

    class Meta:
        model = ConceptScheme
        django_get_or_create = ("code",)


class ConceptFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence("concept-{}".format)
    slug = factory.LazyAttribute(lambda concept: concept.code)
    uri = factory.LazyAttribute(lambda concept: f"urn:test:concept:{concept.slug}")
    label_en = factory.LazyAttribute(lambda concept: concept.code.replace("-", " ").title())

    class Meta:
        model = Concept
        skip_postgeneration_save = True

    @factory.post_generation
    def broader(self, create, extracted, **kwargs):
        self.broader.set(extracted or [])


class GoalFactory(ConceptFactory):
    scheme = factory.SubFactory(SchemeFactory, code="sdg")
    slug = factory.LazyAttribute(lambda concept: f"sdg-{concept.code}")


class RegionFactory(DjangoModelFactory):
    #: a letter first: no code of a real region
    m49 = factory.Sequence(lambda n: f"{chr(65 + n // 100 % 26)}{n % 100:02d}")
    slug = factory.Sequence("region-{}".format)
    name_en = factory.Sequence("Region {}".format)

    class Meta:
        model = Region


class CountryFactory(DjangoModelFactory):
    iso = factory.Sequence(lambda n: chr(65 + n // 26 % 26) + chr(65 + n % 26))
    slug = factory.LazyAttribute(lambda country: country.iso.lower())
    name_en = factory.Sequence("Country {}".format)
    region = factory.SubFactory(RegionFactory)

    class Meta:
        model = Country
        django_get_or_create = ("iso",)


class CityFactory(DjangoModelFactory):
    slug = factory.Sequence("city-{}".format)
    name_en = factory.Sequence("City {}".format)
    country = factory.SubFactory(CountryFactory)

    class Meta:
        model = City


class OrganisationFactory(DjangoModelFactory):
    slug = factory.Sequence("organisation-{}".format)
    name_en = factory.Sequence("Organisation {}".format)
    type = "municipality"

    class Meta:
        model = Organisation


class PersonFactory(DjangoModelFactory):
    slug = factory.Sequence("person-{}".format)
    name_en = factory.Sequence("Person {}".format)

    class Meta:
        model = Person


class ProgrammeFactory(DjangoModelFactory):
    slug = factory.Sequence("programme-{}".format)
    name_en = factory.Sequence("Programme {}".format)

    class Meta:
        model = Programme


class PartnershipFactory(DjangoModelFactory):
    slug = factory.Sequence("partnership-{}".format)
    title_en = factory.Sequence("Partnership {}".format)
    cooperation = "twinning"
    date = "2020"

    class Meta:
        model = Partnership

    @factory.post_generation
    def between(self, create, cities, **kwargs):
        for city, role in cities or ():
            Partner.objects.create(partnership=self, city=city, role=role)


#: one count for all kinds: their pages stand under the same parent
_numbers = itertools.count(1)


class _PageFactory(DjangoModelFactory):
    """An edition in one language, published as an editor publishes it."""

    title = factory.Sequence("Work {}".format)
    slug = factory.LazyFunction(lambda: f"work-{next(_numbers)}")
    summary = "What was done."
    date = "2020"

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, language="en", publish=True, **kwargs):
        relations = {
            name: kwargs.pop(name)
            for name in list(kwargs)
            if isinstance(kwargs[name], list) and name not in ("body", "sessions")
        }
        locale = Locale.objects.get(language_code=language)
        parent = LibraryPage.objects.get(locale=locale)
        page = model_class(locale=locale, live=False, **kwargs)
        for name, value in relations.items():
            setattr(page, name, value)
        parent.add_child(instance=page)
        revision = page.save_revision()
        if publish:
            revision.publish()
        return model_class.objects.get(pk=page.pk)


class CaseStudyFactory(_PageFactory):
    class Meta:
        model = CaseStudyPage


class HandbookFactory(_PageFactory):
    class Meta:
        model = HandbookPage


class ManualFactory(_PageFactory):
    class Meta:
        model = ManualPage


class PublicationFactory(_PageFactory):
    class Meta:
        model = PublicationPage


class ProjectFactory(_PageFactory):
    class Meta:
        model = ProjectPage


class GoalProfileFactory(_PageFactory):
    class Meta:
        model = GoalProfilePage


class ActionPlanFactory(_PageFactory):
    class Meta:
        model = ActionPlanPage


class EventFactory(_PageFactory):
    class Meta:
        model = EventPage


class CallFactory(_PageFactory):
    class Meta:
        model = CallPage


class ToolFactory(_PageFactory):
    class Meta:
        model = ToolPage


class TrainingFactory(_PageFactory):
    class Meta:
        model = TrainingPage


class RecordingFactory(_PageFactory):
    class Meta:
        model = RecordingPage


class DefinitionFactory(_PageFactory):
    concept = factory.SubFactory(ConceptFactory)

    class Meta:
        model = DefinitionPage


def translate(page, language: str, **words):
    """An edition of a work in another language, published."""
    edition = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in words.items():
        setattr(edition, name, value)
    edition.save_revision().publish()
    return type(page).objects.get(pk=edition.pk)


@lru_cache(maxsize=100)
def pdf_bytes(*pages: str) -> bytes:
    """A real PDF with a page for each text (Latin letters)."""
    from weasyprint import HTML

    body = "".join(f'<p style="page-break-after:always">{text}</p>' for text in pages)
    out = io.BytesIO()
    HTML(string=f"<html lang=en><body>{body}").write_pdf(out)
    return out.getvalue()


class FileFactory(DjangoModelFactory):
    title = factory.Sequence("File {}".format)
    language = "en"
    licence = "CC-BY-4.0"

    class Meta:
        model = File

    @classmethod
    def _create(cls, model_class, *args, pages=("A page of text.",), name="file.pdf", **kwargs):
        kwargs.setdefault("collection", Collection.get_first_root_node())
        kwargs.setdefault("file", ContentFile(pdf_bytes(*pages), name=name))
        return super()._create(model_class, *args, **kwargs)


class LinkFactory(_PageFactory):
    class Meta:
        model = LinkPage


class ReportFactory(_PageFactory):
    class Meta:
        model = WorkshopReportPage


class NewsFactory(_PageFactory):
    class Meta:
        model = NewsPage


class SetFactory(_PageFactory):
    class Meta:
        model = SetPage


class ImageFactory(DjangoModelFactory):
    title = factory.Sequence("Image {}".format)
    file = factory.django.ImageField(width=40, height=30)

    class Meta:
        model = get_image_model_string()


class ReusableTextFactory(DjangoModelFactory):
    code = factory.Sequence("text-{}".format)
    title_en = factory.Sequence("Text {}".format)
    text_en = "<p>A standing text.</p>"

    class Meta:
        model = ReusableText
