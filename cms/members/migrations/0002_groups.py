"""What editors and moderators may do with the network's records and the thesaurus.

Editors write records; moderators also publish partnerships, edit the thesaurus
and delete what is not in use, and look after the search index. Only administrators delete concepts or manage accounts.
"""

from django.db import migrations

RECORDS = ("region", "country", "city", "organisation", "person", "programme", "partnership")

EDITORS = [("network", name, action) for name in RECORDS for action in ("add", "change", "view")]
MODERATORS = [
    *EDITORS,
    *(("network", name, "delete") for name in RECORDS),
    ("network", "partnership", "publish"),
    *(("core", "concept", action) for action in ("add", "change", "view")),
    *(("core", "conceptscheme", action) for action in ("add", "change", "view")),
    *(("search", "outbox", action) for action in ("change", "view")),
    ("search", "loggedsearch", "view"),
    *(("network", "writingrequest", action) for action in ("add", "change", "view")),
]


def grant(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    ContentType = apps.get_model("contenttypes.ContentType")

    def permission(app: str, model: str, action: str):
        kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        found, _ = Permission.objects.get_or_create(
            content_type=kind,
            codename=f"{action}_{model}",
            defaults={"name": f"Can {action} {model}"},
        )
        return found

    for name, granted in (("Editors", EDITORS), ("Moderators", MODERATORS)):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(permission(*each) for each in granted))


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("core", "0002_initial"),
        ("network", "0001_initial"),
        ("library", "0003_language_trees"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("search", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
