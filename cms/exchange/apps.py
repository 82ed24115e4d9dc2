from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """What the portal gives to other programs: descriptions, harvesting, feeds, exports, API."""

    name = "cms.exchange"
    label = "exchange"
    verbose_name = _("Data exchange")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.core import sections
        from search import openapi

        from . import api_description, signals, withdrawal  # noqa: F401

        sections.register("withdrawn", withdrawal.section)
        openapi.contribute(api_description.paths)
