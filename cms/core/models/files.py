"""Files: PDF and DOCX, each in one language, with their text page by page."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from ..choices import LANGUAGES, FileKind, Licence


class File(AbstractDocument):
    """An uploaded file. Its address `/files/<id>/` is permanent: a new version keeps it.

    Who may read it is decided by its collection's privacy settings.
    """

    class Text(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        EMPTY = "empty", _("holds no text (scanned pages?)")
        BROKEN = "broken", _("cannot be read")

    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES)
    kind = models.CharField(_("kind"), max_length=20, choices=FileKind, default=FileKind.FULL_TEXT)
    licence = models.CharField(_("licence"), max_length=40, choices=Licence, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    cover = models.ImageField(upload_to="covers/", null=True, blank=True, editable=False)
    text_state = models.CharField(
        _("text"), max_length=10, choices=Text, default=Text.WAITING, editable=False
    )
    text_problem = models.CharField(max_length=300, blank=True, editable=False)

    admin_form_fields = ("title", "file", "language", "kind", "licence", "collection", "tags")

    class Meta(WagtailDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    @property
    def url(self) -> str:
        return reverse("file", args=[self.pk])

    @property
    def offered_url(self) -> str:
        """Where readers are led: to the file under its licence, without one to its text."""
        return self.url if self.licence else reverse("file_view", args=[self.pk])

    @property
    def cover_url(self) -> str:
        """Address of the picture of the first page ('' where there is none)."""
        return reverse("cover", args=[self.pk]) if self.cover else ""

    @property
    def extension(self) -> str:
        return self.file_extension.lower()

    def clean(self) -> None:
        """A file that the form refused is not here: it has its reason already."""
        if self.file:
            super().clean()


class FilePage(models.Model):
    """The text of one page of a file (a DOCX has one, numbered 0)."""

    file = models.ForeignKey(File, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        verbose_name = _("page of a file")
        verbose_name_plural = _("pages of files")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_page_once")]

    def __str__(self) -> str:
        return f"{self.file_id}#{self.number}"
