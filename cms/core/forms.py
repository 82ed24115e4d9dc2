"""The form in which editors upload files."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from . import extraction

logger = logging.getLogger(__name__)


class FileForm(BaseDocumentForm):
    """Refuses, with a reason, what is not a readable PDF or DOCX; says where a file is not
    found, or not whole."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["licence"].help_text = _(
            "Without a licence readers can read the text in the portal, but not download the file."
        )
        if problem := extraction.problem_of(self.instance):
            self.fields["file"].help_text = format_html("<strong>{}</strong>", problem)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload or "file" not in self.changed_data:
            return upload
        if upload.size > settings.FILE_MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(size)s.")
                % {"size": filesizeformat(settings.FILE_MAX_BYTES)}
            )
        try:
            extraction.check(upload, upload.name)
        except extraction.Unreadable as problem:
            logger.info("upload %r refused: %s", upload.name, problem.reason)
            raise ValidationError(str(problem)) from problem
        finally:
            upload.seek(0)
        return upload
