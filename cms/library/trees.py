"""The tree of a language: home page and library, for use in migrations."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page


def plant(
    apps: Any, code: str, *, title: str, introduction: str, library: str, slug: str, keys: tuple
) -> Any:
    """Makes locale, home page and library of a language, published; returns the home page.

    `apps` is the registry a migration is given, `keys` the translation keys of home page and
    library, which all languages share. Nothing is made where the language has a tree.
    """
    models = {name: apps.get_model(name) for name in ("core.HomePage", "library.LibraryPage")}
    locale, _made = apps.get_model("wagtailcore.Locale").objects.get_or_create(language_code=code)
    home = models["core.HomePage"].objects.filter(locale=locale, depth=2).first()
    if home is not None:
        return home
    pages = apps.get_model("wagtailcore.Page").objects
    root = pages.get(depth=1)
    last = pages.filter(depth=2).order_by("path").last()
    step = Page._str2int(last.path[len(root.path) :]) + 1 if last else 1
    path = Page._get_path(root.path, 2, step)
    home = _page(
        apps,
        models["core.HomePage"],
        path=path,
        depth=2,
        numchild=1,
        title=title,
        slug=f"home-{code}",
        url_path=f"/home-{code}/",
        introduction=introduction,
        locale=locale,
        translation_key=keys[0],
    )
    _page(
        apps,
        models["library.LibraryPage"],
        path=Page._get_path(path, 3, 1),
        depth=3,
        numchild=0,
        title=library,
        slug=slug,
        url_path=f"/home-{code}/{slug}/",
        locale=locale,
        translation_key=keys[1],
    )
    root.numchild += 1
    root.save()
    return home


def shared_keys(apps: Any) -> tuple:
    """The translation keys that the trees already there share: of home page and library."""
    home = apps.get_model("core.HomePage").objects.filter(depth=2).order_by("path").first()
    library = apps.get_model("library.LibraryPage").objects.filter(depth=3).order_by("path").first()
    return home.translation_key, library.translation_key


def _page(apps: Any, model: Any, **values: Any) -> Any:
    """A live page, of the content type that Wagtail looks up by."""
    content_type, _made = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=model._meta.app_label, model=model._meta.model_name
    )
    now = timezone.now()
    return model.objects.create(
        content_type=content_type,
        draft_title=values["title"],
        live=True,
        first_published_at=now,
        last_published_at=now,
        **values,
    )
