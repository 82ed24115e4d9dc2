"""The form in which editors write a work."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


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
