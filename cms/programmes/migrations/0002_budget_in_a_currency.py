"""An amount is not negative, and its currency is a code."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="projectpage",
            name="budget",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=16,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="budget",
            ),
        ),
        migrations.AlterField(
            model_name="projectpage",
            name="currency",
            field=models.CharField(
                blank=True,
                help_text="ISO 4217 code, such as EUR or MAD.",
                max_length=3,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Z]{3}\\Z", "Write three capital letters, such as EUR."
                    )
                ],
                verbose_name="currency",
            ),
        ),
    ]
