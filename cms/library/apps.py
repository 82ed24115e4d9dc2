from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Works written as pages: what cities did, and what helps others to do it."""

    name = "cms.library"
    label = "library"
    verbose_name = _("Library")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.core import sections as places
        from cms.network import relations

        from . import search, sections, signals  # noqa: F401

        places.register("work", sections.work)
        places.register("concept", sections.concept)
        relations.register("themes", "definitionpage__concept")
        relations.register("organisations", "toolpage__maker")
        relations.register("organisations", "trainingpage__provider")
        relations.register("people", "recordingpage__speakers")
        relations.register("people", "recordingpage__questions__answered_by")
        relations.register("cities", "recordingpage__questions__city")
        relations.register("organisations", "linkpage__organisation")
        relations.register("organisations", "workshopreportpage__hosts")
        relations.register("people", "workshopreportpage__outputs__person")
        relations.register("cities", "workshopreportpage__venue_city")
        relations.register("organisations", "newspage__press_contacts__organisation")
        relations.register("people", "newspage__press_contacts__person")
        relations.register("cities", "newspage__dateline")
