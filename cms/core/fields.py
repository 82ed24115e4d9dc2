"""Model fields that Django does not have."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceSetFormField(forms.TypedMultipleChoiceField):
    """Checkboxes whose value is text, codes separated by commas."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return value.split(",") if isinstance(value, str) and value else value

    def clean(self, value):
        return ",".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial) or [], data)


class ChoiceSetField(models.CharField):
    """Several codes of a closed list, kept as text separated by commas."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        self.options = kwargs.pop("choices", ())
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return ChoiceSetFormField(
            choices=self.options,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        known = {code for code, _label in self.options}
        for code in filter(None, value.split(",")):
            if code not in known:
                raise ValidationError(_("“%(code)s” is not in the list.") % {"code": code})

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)

        def labels(instance) -> list[str]:
            chosen = set(getattr(instance, name).split(","))
            return [label for code, label in self.options if code in chosen]

        setattr(cls, f"{name}_labels", property(labels))


def amount_field(label):
    """An amount of money, not negative; what it is of is said by a `currency_field`."""
    return models.DecimalField(
        label,
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


def currency_field():
    """The code of a currency (ISO 4217)."""
    return models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Write three capital letters, such as EUR."))],
        help_text=_("ISO 4217 code, such as EUR or MAD."),
    )
