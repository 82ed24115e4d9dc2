"""Who works with others and neither gives, receives nor passes on is a partner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_places_on_the_earth"),
    ]

    operations = [
        migrations.AlterField(
            model_name="partner",
            name="role",
            field=models.CharField(
                choices=[
                    ("provider", "Provider"),
                    ("recipient", "Recipient"),
                    ("passes_on", "Passes on"),
                    ("partner", "Partner"),
                    ("observer", "Observer"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
    ]
