"""Which works a change touches. Each receiver only says "may have changed"; digests decide.

Deletions of what works refer to are noticed before they happen: afterwards the
rows that link them are gone.

Rows of the search outbox are written in the transaction of the change itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import Signal, receiver
from wagtail.models import CollectionViewRestriction, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.core.models import Concept, File, FilePage, ReusableText, Work
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
from .relations import naming

#: how a record is reached from the works that name it
_LINKS = {
    City: "cities",
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


def keys_of_works(query: Q) -> list:
    """Keys of the works written as pages that match."""
    return list(WorkPage.objects.filter(query).values_list("translation_key", flat=True).distinct())


def keys_of_partnerships(query: Q) -> list:
    return list(Partnership.objects.filter(query).values_list("key", flat=True).distinct())


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
    codes = list(left.order_by("pk").values_list("locale__language_code", flat=True))
    source = Work.objects.filter(key=instance.translation_key).exclude(source_language__in=codes)
    if codes:
        # Facts must be editable somewhere: the earliest edition that is left becomes the source.
        source.update(source_language=codes[0])


@receiver([post_save, post_delete], sender=PageViewRestriction)
def page_privacy_changed(sender, instance, **kwargs) -> None:
    touch_keys(keys_of_works(Q(path__startswith=instance.page.path)))


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def collection_privacy_changed(sender, instance, **kwargs) -> None:
    path = instance.collection.path
    touch_keys(
        [
            *keys_of_works(Q(work_files__file__collection__path__startswith=path)),
            *keys_of_partnerships(Q(files__collection__path__startswith=path)),
        ]
    )


@receiver([post_save, post_delete], sender=File)
@receiver([post_save], sender=FilePage)
def file_changed(sender, instance, **kwargs) -> None:
    pk = instance.pk if sender is File else instance.file_id
    touch_keys([*keys_of_works(Q(work_files__file=pk)), *keys_of_partnerships(Q(files=pk))])


@receiver([post_save, pre_delete], sender=Concept)
def concept_changed(sender, instance, **kwargs) -> None:
    works = Q(themes=instance.pk) | Q(goals=instance.pk) | Q(goals__matches__target=instance.pk)
    touch_keys([*keys_of_works(works), *keys_of_partnerships(works)])


@receiver([post_save, pre_delete], sender=ReusableText)
def reusable_text_changed(sender, instance, **kwargs) -> None:
    uses = ReferenceIndex.get_references_to(instance).values_list("object_id", flat=True)
    touch_keys(keys_of_works(Q(pk__in=[int(pk) for pk in uses if pk.isdigit()])))


@receiver([post_save, pre_delete], sender=City)
@receiver([post_save, pre_delete], sender=Organisation)
@receiver([post_save, pre_delete], sender=Person)
@receiver([post_save, pre_delete], sender=Programme)
def record_changed(sender, instance, **kwargs) -> None:
    keys = [instance.key, *keys_of_works(naming(_LINKS[sender], instance.pk))]
    if sender in (City, Organisation):
        column = "city" if sender is City else "organisation"
        keys += keys_of_partnerships(Q(**{f"partners__{column}": instance.pk}))
        keys += Person.objects.filter(**{column: instance.pk}).values_list("key", flat=True)
    if sender is Programme:
        keys += keys_of_partnerships(Q(programmes=instance.pk))
    if sender is City:
        keys += Organisation.objects.filter(city=instance.pk).values_list("key", flat=True)
        keys += Programme.objects.filter(cities=instance.pk).values_list("key", flat=True)
    if sender is Organisation:
        keys += Programme.objects.filter(organisations=instance.pk).values_list("key", flat=True)
    touch_keys(keys)


@receiver([post_save, pre_delete], sender=Country)
@receiver([post_save, pre_delete], sender=Region)
def place_changed(sender, instance, **kwargs) -> None:
    if sender is Country:
        cities = City.objects.filter(country=instance.pk)
        query = Q(cities__country=instance.pk) | Q(countries=instance.pk)
        touch_keys(
            [
                instance.key,
                *keys_of_partnerships(Q(partners__country=instance.pk)),
                *Organisation.objects.filter(country=instance.pk).values_list("key", flat=True),
                *Programme.objects.filter(countries=instance.pk).values_list("key", flat=True),
            ]
        )
    else:
        cities = City.objects.filter(country__region=instance.pk)
        query = Q(cities__country__region=instance.pk) | Q(regions=instance.pk)
    touch_keys([*cities.values_list("key", flat=True), *keys_of_works(query)])


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
    touch_keys(City.objects.filter(pk=instance.city_id).values_list("key", flat=True))


@receiver(m2m_changed)
def relation_changed(sender, instance, action, **kwargs) -> None:
    if action in ("post_add", "post_remove", "post_clear"):
        if isinstance(instance, WorkPage):
            touch_keys([instance.translation_key])
        elif isinstance(instance, Partnership | Programme):
            touch_keys([instance.key])
