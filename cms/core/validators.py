"""What a value must look like, where more than one model asks for it."""

from django.core.validators import MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

not_negative = MinValueValidator(0)
currency_code = RegexValidator(r"^[A-Z]{3}\Z", _("Write three capital letters, such as EUR."))
