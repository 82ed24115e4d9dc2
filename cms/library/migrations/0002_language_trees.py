"""A tree for each language: home page and library, as editions of one another."""

import uuid

from django.conf import settings
from django.db import migrations
from django.utils import timezone

TITLES = {
    "fr": ("Medina", "Bibliothèque", "bibliotheque"),
    "en": ("Medina", "Library", "library"),
    "es": ("Medina", "Biblioteca", "biblioteca"),
    "ar": ("مدينة", "المكتبة", "المكتبة"),
}
INTRODUCTIONS = {
    "fr": "Ce que d’autres villes ont fait, ce qui a marché et ce qui n’a pas marché, dans quatre langues.",
    "en": "What other cities did, what worked and what did not, across four languages.",
    "es": "Lo que hicieron otras ciudades, lo que funcionó y lo que no, en cuatro idiomas.",
    "ar": "ما فعلته مدن أخرى، وما نجح منه وما لم ينجح، بأربع لغات.",
}


def create(apps, schema_editor):
    Locale = apps.get_model("wagtailcore.Locale")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    ContentType = apps.get_model("contenttypes.ContentType")
    HomePage = apps.get_model("core.HomePage")
    LibraryPage = apps.get_model("library.LibraryPage")

    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    # The welcome page that Wagtail itself creates.
    Page.objects.filter(depth=2, path__startswith=root.path).delete()

    home_type, _ = ContentType.objects.get_or_create(app_label="core", model="homepage")
    library_type, _ = ContentType.objects.get_or_create(app_label="library", model="librarypage")
    home_key, library_key, now = uuid.uuid4(), uuid.uuid4(), timezone.now()
    published = {
        "live": True,
        "first_published_at": now,
        "last_published_at": now,
        "latest_revision_created_at": None,
    }
    homes = {}
    for position, (code, _name) in enumerate(settings.LANGUAGES, start=1):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        title, library_title, library_slug = TITLES.get(code, TITLES["en"])
        home = HomePage.objects.create(
            path=f"{root.path}{position:04d}",
            depth=2,
            numchild=1,
            title=title,
            draft_title=title,
            slug=f"home-{code}",
            url_path=f"/home-{code}/",
            introduction=INTRODUCTIONS.get(code, ""),
            content_type=home_type,
            locale=locale,
            translation_key=home_key,
            **published,
        )
        LibraryPage.objects.create(
            path=f"{home.path}0001",
            depth=3,
            numchild=0,
            title=library_title,
            draft_title=library_title,
            slug=library_slug,
            url_path=f"/home-{code}/{library_slug}/",
            content_type=library_type,
            locale=locale,
            translation_key=library_key,
            **published,
        )
        homes[code] = home
    root.numchild = len(homes)
    root.save()
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name=settings.SITE_NAME,
        root_page_id=homes[settings.LANGUAGE_CODE].pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
        ("core", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
