"""The addresses of the portal, and those of the baseline before them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from portal.urls import *  # its handlers of errors too

from .search import api, page

urlpatterns = [
    path("wagtail-api/", api.urls),
    *i18n_patterns(path("wagtail-search/", page, name="wagtail-search")),
    *urlpatterns,
]
