"""The form in which editors write a concept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class ConceptForm(WagtailAdminModelForm):
    """Refuses a concept that is broader than itself, over any number of others, or related to
    itself."""

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.instance.pk:
            if self.instance.pk in self._and_all_above(found.get("broader", ())):
                reason = _("A concept is not broader than itself, directly or through others.")
                self.add_error("broader", reason)
            if self.instance in found.get("related", ()):
                self.add_error("related", _("A concept is not related to itself."))
        return found

    def _and_all_above(self, concepts: Any) -> set[int]:
        """Keys of concepts and of all that are broader than they are."""
        found: set[int] = set()
        level = {concept.pk for concept in concepts}
        while level:
            found |= level
            broader = type(self.instance).objects.filter(narrower__in=level)
            level = set(broader.values_list("pk", flat=True)) - found
        return found
