from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SampleConfig(AppConfig):
    """The sample library: source files and the command that loads them."""

    name = "cms.sample"
    label = "sample"
    verbose_name = _("Sample library")
