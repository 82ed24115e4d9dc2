"""Moderators write reusable texts: what changes there changes at once in published works."""

from django.db import migrations


def grant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")

    kind, _ = ContentType.objects.get_or_create(app_label="core", model="reusabletext")
    permissions = [
        Permission.objects.get_or_create(
            content_type=kind,
            codename=f"{action}_reusabletext",
            defaults={"name": f"Can {action} reusable text"},
        )[0]
        for action in ("add", "change", "view")
    ]
    for group in Group.objects.filter(name="Moderators"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_moderation_of_partnerships"),
        ("core", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
