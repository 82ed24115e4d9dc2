"""Withdrawn works in the admin: the reason that readers are told."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.core.choices import LANGUAGE_CODES

from .models import Trace


class NeitherAddedNorDeleted(ModelPermissionPolicy):
    """Traces come and go with works: of them people change the reason alone."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Trace, NeitherAddedNorDeleted(Trace))


class WithdrawnIndexView(IndexView):
    """Lists withdrawn works only: those that can be read have nothing to explain."""

    def get_base_queryset(self):
        return super().get_base_queryset().filter(withdrawn__isnull=False)


class WithdrawnViewSet(ModelViewSet):
    """Works that were withdrawn, the latest first."""

    model = Trace
    index_view_class = WithdrawnIndexView
    icon = "bin"
    menu_label = _("Withdrawn works")
    menu_order = 215
    add_to_admin_menu = True
    add_to_reference_index = False
    list_display = ["__str__", "withdrawn"]
    list_filter: list[str] = []
    ordering = "-withdrawn"
    copy_view_enabled = False
    panels = [FieldPanel(f"reason_{code}") for code in LANGUAGE_CODES]


@hooks.register("register_admin_viewset")
def withdrawn_works():
    return WithdrawnViewSet("withdrawn")
