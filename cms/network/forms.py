"""The forms in which editors write a work and a partnership, and copy a work."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from .choices import PartnerRole


class WorkPageForm(WagtailAdminPageForm):
    """Facts are edited on the source edition only; elsewhere they are shown, but locked.

    Peer checks are edited by those who may publish the work.
    """

    why_locked = _("A fact of the work: change it in the source edition.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page = self.instance
        if "peer_checks" in self.formsets and not self._may_publish():
            self._lock_rows(self.formsets["peer_checks"], _("For those who may publish the work."))
        if not page.pk or page.is_source():
            return
        for name in page.shared_fields:
            if name in self.fields:
                self._lock(self.fields[name])
            if name in self.formsets:
                self._lock_rows(self.formsets[name], self.why_locked)
        for relation, names in page.shared_columns().items():
            for form in self.formsets[relation].forms if relation in self.formsets else ():
                for name in names:
                    if name in form.fields:
                        self._lock(form.fields[name])

    def _may_publish(self) -> bool:
        """Whether who edits may publish; a form made for nobody in particular locks nothing."""
        if self.for_user is None:
            return True
        if self.instance.pk:
            return self.instance.permissions_for_user(self.for_user).can_publish()
        above = self.parent_page
        return above is None or above.permissions_for_user(self.for_user).can_publish_subpage()

    def _lock_rows(self, formset, why) -> None:
        # The fields by which rows are deleted and ordered are locked like the others: the
        # panel expects them to be there.
        formset.max_num = formset.total_form_count()
        for form in formset.forms:
            for field in form.fields.values():
                self._lock(field, why)

    def _lock(self, field, why=None) -> None:
        field.disabled = True
        field.required = False
        field.help_text = why or self.why_locked


class WorkCopyForm(CopyForm):
    """Copies a work to begin another with. A work stands once: nothing mirrors it elsewhere, and
    an edition stands in the tree of its language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        above = found.get("new_parent_page")
        if above and above.locale_id != self.page.locale_id:
            self.add_error(
                "new_parent_page",
                _("It is written in another language than that page: translate it instead."),
            )
        return found


class PartnershipForm(WagtailAdminModelForm):
    """Refuses a city or body that stands twice in a role, or both gives and receives."""

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        partners = self.formsets.get("partners")
        if partners and partners.is_valid():
            self._refuse_repetition(partners)
        return found

    def _refuse_repetition(self, partners: Any) -> None:
        roles: dict[Any, set[str]] = defaultdict(set)
        for form in partners.forms:
            row = form.cleaned_data
            # A country stands for unnamed delegations: there may be several of one country.
            party = row.get("city") or row.get("organisation")
            if not party or row.get("DELETE"):
                continue
            known, role = roles[party], row.get("role")
            if role in known:
                form.add_error("role", _("This partner has this role already."))
            elif {PartnerRole.PROVIDER, PartnerRole.RECIPIENT} <= {role, *known}:
                form.add_error("role", _("A partner does not both give and receive."))
            known.add(role)
