"""Partnerships go through the moderation that works go through."""

from django.db import migrations


def moderate(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowContentType = apps.get_model("wagtailcore.WorkflowContentType")

    workflow = Workflow.objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        return
    kind, _ = ContentType.objects.get_or_create(app_label="network", model="partnership")
    WorkflowContentType.objects.get_or_create(
        content_type=kind, defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(moderate, migrations.RunPython.noop)]
