"""A tree for each of the first four languages: home page and library, editions of one another."""

import uuid

from django.conf import settings
from django.db import migrations

from cms.library import trees

TREES = {
    "fr": {
        "title": "Medina",
        "introduction": "Ce que d’autres villes ont fait, ce qui a marché et ce qui n’a pas marché, dans quatre langues.",
        "library": "Bibliothèque",
        "slug": "bibliotheque",
    },
    "en": {
        "title": "Medina",
        "introduction": "What other cities did, what worked and what did not, across four languages.",
        "library": "Library",
        "slug": "library",
    },
    "es": {
        "title": "Medina",
        "introduction": "Lo que hicieron otras ciudades, lo que funcionó y lo que no, en cuatro idiomas.",
        "library": "Biblioteca",
        "slug": "biblioteca",
    },
    "ar": {
        "title": "مدينة",
        "introduction": "ما فعلته مدن أخرى، وما نجح منه وما لم ينجح، بأربع لغات.",
        "library": "المكتبة",
        "slug": "المكتبة",
    },
}


def create(apps, schema_editor):
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")

    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    # The welcome page that Wagtail itself creates.
    Page.objects.filter(depth=2, path__startswith=root.path).delete()
    root.numchild = 0
    root.save()

    keys = (uuid.uuid4(), uuid.uuid4())
    homes = {code: trees.plant(apps, code, keys=keys, **tree) for code, tree in TREES.items()}
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name=settings.SITE_NAME,
        root_page_id=homes.get(settings.LANGUAGE_CODE, homes["en"]).pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_initial"),
        ("core", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
