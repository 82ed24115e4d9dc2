"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password
from wagtail.images.views.serve import ServeView

from cms.core import viewer
from cms.core import views as core
from cms.core.thesaurus import skos
from cms.core.thesaurus import views as thesaurus
from cms.exchange import sitemaps
from cms.exchange.oai.views import oai
from cms.network import translating
from search import views as search

from . import health

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

#: The suffix of an address that gives SKOS: codes may hold points too.
_FORMAT = rf"(?:\.(?P<suffix>{'|'.join(skos.FORMATS)}))?"

urlpatterns = [
    # Browsers ask for it where a page names no sign: for files, feeds and data.
    path("favicon.ico", lambda request: redirect(static("img/favicon.svg"))),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    # Wagtail's own login and password pages know no second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(
        "admin/password_reset/",
        RedirectView.as_view(pattern_name="account_reset_password"),
    ),
    # In place of views of wagtail-localize that ask for no right to publish.
    path("admin/localize/update/<int:translation_source_id>/", translating.update),
    path("admin/localize/page/<int:page_id>/convert_to_alias/", translating.keep_words),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("files/<int:file_id>/", core.file, name="file"),
    path(
        "files/password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    # The last part, the name of the picture, is for the eye.
    re_path(
        r"^images/([^/]+)/(\d+)/([^/]+)/[^/]*$",
        ServeView.as_view(),
        name="wagtailimages_serve",
    ),
    path("media/images/<path:path>", core.rendition),
    path("media/original_images/<path:path>", core.original_picture),
    path("covers/<int:file_id>.png", core.cover, name="cover"),
    path("api/v1/", include("search.api_urls")),
    re_path(rf"^thesaurus/(?P<scheme>[\w-]+){_FORMAT}$", thesaurus.scheme_data, name="scheme_data"),
    re_path(
        rf"^thesaurus/(?P<scheme>[\w-]+)/(?P<code>[\w.-]+?){_FORMAT}$",
        thesaurus.concept_data,
        name="concept_data",
    ),
    path("api/v1/", include("cms.exchange.api_urls")),
    path("oai", oai, name="oai"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.file, name="sitemap-file"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

urlpatterns += i18n_patterns(
    path("", include("cms.exchange.urls")),
    path("search/", include("search.urls")),
    path("files/<int:file_id>/view/", viewer.view, name="file_view"),
    path("w/<int:work_id>/", core.work, name="work"),
    path("w/<int:work_id>/related/", search.related_works, name="related"),
    path("themes/", thesaurus.concept_list, name="concepts"),
    path("themes/<slug:slug>/", thesaurus.concept, name="concept"),
    path("thesaurus/<slug:code>/", thesaurus.concept_scheme, name="concept_scheme"),
    path("", include("cms.network.urls")),
    path("", include("cms.agenda.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
