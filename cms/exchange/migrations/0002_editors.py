"""Editors and moderators say why a work was withdrawn."""

from django.db import migrations


def grant(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    ContentType = apps.get_model("contenttypes.ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="exchange", model="trace")
    for name in ("Editors", "Moderators"):
        group, _ = Group.objects.get_or_create(name=name)
        for action in ("change", "view"):
            permission, _ = Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{action}_trace",
                defaults={"name": f"Can {action} withdrawn work"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_initial"),
        ("members", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
