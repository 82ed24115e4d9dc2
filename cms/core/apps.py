from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Concepts, files, blocks, permanent addresses and the home page."""

    name = "cms.core"
    label = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from search import sources

        from . import labels, signals  # noqa: F401
        from .site import take_address
        from .source import WorkSource

        labels.translate()
        sources.register(WorkSource())
        post_migrate.connect(take_address, sender=self)
