"""The block that shows a text written once and translated once."""

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock


class ReusableTextBlock(SnippetChooserBlock):
    """A reusable text, in the language of the edition around it or the best other."""

    def __init__(self, **kwargs):
        super().__init__("core.ReusableText", **kwargs)

    @cached_property
    def widget(self):
        # Here, since blocks are read before the models that the chooser is about.
        from ..choosers import RecordChooser

        return RecordChooser(self.target_model, icon=self.meta.icon)

    def get_searchable_content(self, value) -> list[str]:
        """Title and text in the active language only: those of another are not of this edition."""
        if value is None:
            return []
        code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        columns = (getattr(value, f"{name}_{code}") for name in ("title", "text"))
        return [words for words in columns if words]

    def get_preview_value(self):
        """The first text there is."""
        return self.model_class.objects.first()

    class Meta:
        icon = "copy"
        label = _("Reusable text")
        template = "core/blocks/reusable_text.html"
        description = _("A standing text that is written and translated in one place.")
