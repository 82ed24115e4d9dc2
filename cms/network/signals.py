"""Which works a change touches. Each receiver only says "may have changed"; digests decide.

Deletions of what works refer to are noticed before they happen: afterwards the
rows that link them are gone.

Rows of the search outbox are written in the transaction of the change itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail import hooks
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
)
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.core.models import Concept, ConceptMatch, File, FilePage, ReusableText, Work
from search import outbox

from .models import (
    City,
    CityFigure,
    Country,
    Organisation,
    Partner,
    Partnership,
    PartnershipResult,
    Person,
    Programme,
    Region,
    Testimonial,
    Transfer,
    WorkPage,
)
from .relations import found_under, naming
from .selectors import regions_within

#: how a record is reached from the works that name it
_LINKS = {
    Organisation: "organisations",
    Person: "people",
    Programme: "programmes",
}


#: Sent with `works`, the numbers of works that may have changed, in the transaction of the
#: change: for what else follows them besides the index.
works_touched = Signal()


def touch_keys(keys: Iterable) -> None:
    """Puts the works with these keys into the outbox, and tells who else follows them."""
    ids = list(Work.objects.filter(key__in=set(keys)).values_list("pk", flat=True))
    if ids:
        outbox.touch([str(pk) for pk in ids])
        works_touched.send(sender=Work, works=ids)


def keys_of(model: type[Model], query: Q) -> list:
    """Keys of the records of a model that match."""
    return list(model.objects.filter(query).values_list("key", flat=True).distinct())


def keys_of_works(query: Q) -> list:
    """Keys of the works written as pages that match."""
    return list(WorkPage.objects.filter(query).values_list("translation_key", flat=True).distinct())


def keys_of_partnerships(query: Q) -> list:
    """Keys of the partnerships that match."""
    return keys_of(Partnership, query)


def keys_under(concepts: Iterable[int]) -> list:
    """Keys of the works and partnerships that are found under concepts, given by their keys."""
    of_works, of_partnerships = found_under(concepts)
    return [*keys_of_works(of_works), *keys_of_partnerships(of_partnerships)]


def touch_files(files: Any) -> None:
    """Puts the works and partnerships with one of the files, given by their keys or as a query,
    into the outbox."""
    of_works = keys_of_works(Q(work_files__file__in=files))
    touch_keys([*of_works, *keys_of_partnerships(Q(files__in=files))])


def files_in(collection: Collection) -> QuerySet[File]:
    """Files of a collection and of those within it."""
    return File.objects.filter(collection__path__startswith=collection.path)


def keys_in_cities(cities: QuerySet[City]) -> list:
    """Keys of cities and of all that is found by where it is: works, partnerships, bodies,
    programmes and people."""
    return [
        *cities.values_list("key", flat=True),
        *keys_of_works(naming("cities", cities.values("pk"))),
        *keys_of_partnerships(Q(partners__city__in=cities)),
        *keys_of(Organisation, Q(city__in=cities)),
        *keys_of(Programme, Q(cities__in=cities)),
        *keys_of(Person, Q(city__in=cities)),
        *keys_of(Person, Q(organisation__city__in=cities)),
    ]


def keys_in_countries(countries: QuerySet[Country]) -> list:
    """Keys of countries and of all that is found by being in them."""
    return [
        *countries.values_list("key", flat=True),
        *keys_of_works(naming("countries", countries.values("pk"))),
        *keys_of_partnerships(Q(partners__country__in=countries)),
        *keys_of(Organisation, Q(country__in=countries)),
        *keys_of(Programme, Q(countries__in=countries)),
        *keys_in_cities(City.objects.filter(country__in=countries)),
    ]


def unless_made(changed: Callable[..., None]) -> Callable[..., None]:
    """A receiver of changes of records. Of one that has just been made nothing but itself is put
    into the outbox, since nothing names it yet."""

    @wraps(changed)
    def told(sender, instance, created=False, **kwargs) -> None:
        if created:
            touch_keys([instance.key])
        else:
            changed(sender, instance, **kwargs)

    return told


@receiver([page_published, page_unpublished, post_page_move])
def page_changed(sender, instance, **kwargs) -> None:
    pages = WorkPage.objects.filter(path__startswith=instance.path)
    touch_keys([*pages.values_list("translation_key", flat=True), instance.translation_key])


@receiver(post_save)
def page_saved(sender, instance, created=False, **kwargs) -> None:
    if not isinstance(instance, WorkPage):
        return
    if created:
        # The first edition saved is the source of the facts, whichever language it is in.
        Work.objects.get_or_create(
            key=instance.translation_key,
            defaults={
                "kind": instance.work_kind,
                "source_language": instance.locale.language_code,
            },
        )
    if instance.live:
        touch_keys([instance.translation_key])


@receiver(post_delete)
def page_deleted(sender, instance, **kwargs) -> None:
    if not isinstance(instance, WorkPage):
        return
    touch_keys([instance.translation_key])
    left = WorkPage.objects.filter(translation_key=instance.translation_key)
    codes = list(left.order_by("-live", "pk").values_list("locale__language_code", flat=True))
    source = Work.objects.filter(key=instance.translation_key).exclude(source_language__in=codes)
    if codes:
        # Facts must be editable somewhere: the earliest edition that readers have becomes the
        # source, or else the earliest draft.
        source.update(source_language=codes[0])


@receiver([post_save, post_delete], sender=PageViewRestriction)
def page_privacy_changed(sender, instance, **kwargs) -> None:
    touch_keys(keys_of_works(Q(path__startswith=instance.page.path)))


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def collection_privacy_changed(sender, instance, **kwargs) -> None:
    """What has files in the collection or in one within it."""
    touch_files(files_in(instance.collection))


@receiver(post_save, sender=Collection)
def collection_changed(sender, instance, created=False, **kwargs) -> None:
    """A collection that the administration moves under a private one is saved first, in the same
    transaction: its files are those that it has."""
    if not created:
        touch_files(files_in(instance))


@hooks.register("after_bulk_action")
def files_moved(request, action_type, objects, action) -> None:
    """Files that are put into another collection together are not saved one by one."""
    if action.model is File:
        touch_files(File.objects.filter(pk__in=[file.pk for file in objects]))


@receiver([post_save, pre_delete], sender=File)
@receiver([post_save], sender=FilePage)
def file_changed(sender, instance, created=False, **kwargs) -> None:
    """A file, or a page that was read from it."""
    if created and sender is File:
        return
    touch_files([instance.pk if sender is File else instance.file_id])


@receiver([post_save, pre_delete], sender=Concept)
@unless_made
def concept_changed(sender, instance, **kwargs) -> None:
    """A theme or goal, and what is found under it."""
    touch_keys([instance.key, *keys_under([instance.pk])])


@receiver([post_save, pre_delete], sender=ConceptMatch)
def match_changed(sender, instance, **kwargs) -> None:
    """What is found under the goals of a match, whichever of them it was entered at."""
    touch_keys(keys_under(filter(None, (instance.concept_id, instance.target_id))))


@receiver(pre_save, sender=ConceptMatch)
def match_replaced(sender, instance, **kwargs) -> None:
    before = ConceptMatch.objects.filter(pk=instance.pk).first()
    if before is not None and before.target_id not in (None, instance.target_id):
        touch_keys(keys_under([before.target_id]))


@receiver(m2m_changed, sender=Concept.broader.through)
def broader_changed(sender, instance, action, **kwargs) -> None:
    """What is found under a concept, where that got or lost broader or narrower ones: before
    these go, and after they have come."""
    if action in ("post_add", "pre_remove", "pre_clear"):
        touch_keys(keys_under([instance.pk]))


@receiver([post_save, pre_delete], sender=ReusableText)
def reusable_text_changed(sender, instance, created=False, **kwargs) -> None:
    if created:
        return
    uses = ReferenceIndex.get_references_to(instance).values_list("object_id", flat=True)
    touch_keys(keys_of_works(Q(pk__in=[int(pk) for pk in uses if pk.isdigit()])))


@receiver([post_save, pre_delete], sender=Organisation)
@receiver([post_save, pre_delete], sender=Person)
@receiver([post_save, pre_delete], sender=Programme)
@unless_made
def record_changed(sender, instance, **kwargs) -> None:
    """A body, a person or a programme: itself, and what names it."""
    keys = [instance.key, *keys_of_works(naming(_LINKS[sender], [instance.pk]))]
    if sender is Organisation:
        keys += keys_of_partnerships(Q(partners__organisation=instance.pk))
        keys += keys_of(Person, Q(organisation=instance.pk))
        keys += keys_of(Programme, Q(organisations=instance.pk))
    if sender is Programme:
        keys += keys_of_partnerships(Q(programmes=instance.pk))
    touch_keys(keys)


@receiver([post_save, pre_delete], sender=City)
@unless_made
def city_changed(sender, instance, **kwargs) -> None:
    """A city and, since it counts for its parts, what is in these."""
    touch_keys(keys_in_cities(City.objects.filter(Q(pk=instance.pk) | Q(part_of=instance.pk))))


@receiver([post_save, pre_delete], sender=Country)
@unless_made
def country_changed(sender, instance, **kwargs) -> None:
    """A country and what is in it."""
    touch_keys(keys_in_countries(Country.objects.filter(pk=instance.pk)))


@receiver([post_save, pre_delete], sender=Region)
@unless_made
def region_changed(sender, instance, **kwargs) -> None:
    """A region, those within it, and what is in them."""
    within = regions_within(instance)
    touch_keys(
        [
            *keys_of(Region, Q(pk__in=within)),
            *keys_of_works(naming("regions", within)),
            *keys_in_countries(Country.objects.filter(region__in=within)),
        ]
    )


@receiver([post_save, pre_delete], sender=Partnership)
def partnership_changed(sender, instance, **kwargs) -> None:
    parties = instance.partners.all() if instance.pk else []
    touch_keys([instance.key, *(partner.party.key for partner in parties)])


@receiver([post_save, post_delete], sender=Partner)
@receiver([post_save, post_delete], sender=Transfer)
@receiver([post_save, post_delete], sender=PartnershipResult)
@receiver([post_save, post_delete], sender=Testimonial)
def partnership_row_changed(sender, instance, **kwargs) -> None:
    keys = keys_of_partnerships(Q(pk=instance.partnership_id))
    if sender is Partner and instance.party:
        keys.append(instance.party.key)
    touch_keys(keys)


@receiver(pre_save, sender=Partner)
def partner_replaced(sender, instance, **kwargs) -> None:
    before = Partner.objects.filter(pk=instance.pk).first()
    if before is not None and before.party:
        touch_keys([before.party.key])


@receiver([post_save, post_delete], sender=CityFigure)
def figure_changed(sender, instance, **kwargs) -> None:
    touch_keys(keys_of(City, Q(pk=instance.city_id)))


@receiver(m2m_changed)
def relation_changed(sender, instance, action, **kwargs) -> None:
    if action in ("post_add", "post_remove", "post_clear"):
        if isinstance(instance, WorkPage):
            touch_keys([instance.translation_key])
        elif isinstance(instance, Partnership | Programme):
            touch_keys([instance.key])
