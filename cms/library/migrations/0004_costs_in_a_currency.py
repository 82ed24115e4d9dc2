"""An amount is not negative, and its currency is a code."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0003_language_trees"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cost",
            name="amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=16,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="amount",
            ),
        ),
        migrations.AlterField(
            model_name="cost",
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
