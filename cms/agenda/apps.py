from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Events and calls."""

    name = "cms.agenda"
    label = "agenda"
    verbose_name = _("Agenda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.core import sections
        from cms.network import relations

        from . import search  # noqa: F401
        from .presentation import coming

        relations.register("organisations", "eventpage__bodies__organisation")
        relations.register("people", "eventpage__outputs__person")
        relations.register("countries", "eventpage__attendance__country")
        for place in ("city", "country", "region", "organisation", "programme", "concept"):
            sections.register(place, coming(place))
