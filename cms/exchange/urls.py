"""Addresses of feeds and exports in the site, in each language."""

from django.urls import path, register_converter

from . import exports, feeds
from .formats import FORMATS


class FormatConverter:
    """The ending of a format's files."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "export_format")

app_name = "exchange"
urlpatterns = [
    path("search/feed.atom", feeds.atom, name="atom"),
    path("search/feed.rss", feeds.rss, name="rss"),
    path("search/export/", exports.results, name="results"),
    path("search/export.<export_format:name>", exports.results_as, name="results-as"),
    path("w/<int:work_id>/export.<export_format:name>", exports.work, name="work"),
]
