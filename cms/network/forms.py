"""The form in which editors write a work."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class WorkPageForm(WagtailAdminPageForm):
    """Facts are edited on the source edition only; elsewhere they are shown, but locked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        page = self.instance
        if not page.pk or page.is_source():
            return
        for name in page.shared_fields:
            if name in self.fields:
                self._lock(self.fields[name])
            formset = self.formsets.get(name)
            if formset is not None:
                formset.can_delete = formset.can_order = False
                formset.max_num = formset.total_form_count()
                for form in formset.forms:
                    for field in form.fields.values():
                        self._lock(field)
        for relation, names in page.shared_columns().items():
            for form in self.formsets[relation].forms if relation in self.formsets else ():
                for name in names:
                    if name in form.fields:
                        self._lock(form.fields[name])

    @staticmethod
    def _lock(field) -> None:
        field.disabled = True
        field.required = False
        field.help_text = _("A fact of the work: change it in the source edition.")
