from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Projects, goal profiles of cities and local action plans."""

    name = "cms.programmes"
    label = "programmes"
    verbose_name = _("Projects and plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.core import sections
        from cms.network import relations

        from . import search  # noqa: F401
        from .presentation import projects_of_work

        relations.register("organisations", "projectpage__bodies__organisation")
        relations.register("organisations", "goalprofilepage__adopted_by")
        relations.register("organisations", "actionplanpage__adopted_by")
        relations.register("organisations", "actionplanpage__actions__organisation")
        relations.register("cities", "projectpage__office_city")
        sections.register("work", projects_of_work)
