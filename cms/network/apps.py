from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Places, bodies, people, programmes, partnerships and what all works share."""

    name = "cms.network"
    label = "network"
    verbose_name = _("Network")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.core import sections

        from . import home, publishing, search, signals, ticks  # noqa: F401

        ticks.use()
        sections.register("home", home.home)
        sections.register("concept", home.concept)
