"""The desk of the search index: what is in it, what waits, what failed, what is not found.

For those with the permission to see changes on their way into the index; trying failed
ones again takes the permission to change them, and reading a file again that to change
the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from search import limits, outbox, status

from . import extraction, works
from .models import File, Work

SEE, TRY_AGAIN = "search.view_outbox", "search.change_outbox"
#: Rows of a table shown at a time.
ROWS = 20
#: Digits of a number that a database counts to, at the least.
DIGITS = 18


@dataclass(frozen=True, slots=True)
class Titled:
    """A work as an editor knows it: its title with the language of that, its kind and where
    it is edited ('' where it is not)."""

    title: str
    lang: str
    kind: str
    edit_url: str


def titled(ids: Iterable[str], lang: str) -> dict[str, Titled]:
    """Works by identifier, drafts and private ones too; those whose content is gone are left
    out. One query for all pages and one for each kind of record."""
    found: dict[str, Titled] = {}
    pages: dict[Any, tuple[str, str]] = {}
    for kind, group in works.by_kind(ids).items():
        numbers = {work.key: str(work.pk) for work in group}
        if issubclass(kind.model, Page):
            pages.update({key: (number, kind.label) for key, number in numbers.items()})
            continue
        viewset = getattr(kind.model, "snippet_viewset", None)
        for row in kind.model.objects.filter(**{f"{kind.key_column}__in": numbers}):
            url = reverse(viewset.get_url_name("edit"), args=[quote(row.pk)]) if viewset else ""
            found[numbers[getattr(row, kind.key_column)]] = Titled(str(row), "", kind.label, url)
    editions: dict[Any, dict[str, Page]] = defaultdict(dict)
    for page in Page.objects.filter(translation_key__in=pages).select_related("locale"):
        editions[page.translation_key][page.locale.language_code] = page
    for key, by_language in editions.items():
        best = works.best_language(by_language, lang)
        url = reverse("wagtailadmin_pages:edit", args=[by_language[best].pk])
        number, label = pages[key]
        found[number] = Titled(by_language[best].title, best, label, url)
    return found


@method_decorator(permission_required(SEE), name="dispatch")
class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the state of the search index, in tables of which each has its own pages."""

    template_name = "core/admin/desk.html"
    page_title = gettext_lazy("Search index")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here from the home of the admin."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers, and a page of each table."""
        parked = self._part(status.parked(), "parked")
        cut = self._part(status.cut_short(), "works")
        files = self._part(troubled(self.request), "files")
        names = titled(
            [*(row.work for row in parked), *(row["work"] for row in cut)], get_language()
        )
        return super().get_context_data(
            status=status.status(),
            states=STATES,
            parked=parked,
            parked_rows=[(row, names.get(row.work)) for row in parked],
            works=cut,
            work_rows=[(row["most"], names.get(row["work"]), row["work"]) for row in cut],
            files=files,
            file_rows=[(file, extraction.problem_of(file)) for file in files],
            files_waiting=File.objects.filter(text_state=File.Text.WAITING).count(),
            may_try_again=self.request.user.has_perm(TRY_AGAIN),
            **kwargs,
        )

    def _part(self, rows: Any, name: str) -> Part:
        return Paginator(rows, ROWS).get_page(self.request.GET.get(name))


#: How the state of the engine is said.
STATES = {
    status.OK: gettext_lazy("answers"),
    status.DOWN: gettext_lazy(
        "does not answer: readers get a search in the database, changes wait"
    ),
    status.NEEDS_REBUILD: gettext_lazy(
        "has no index made by this release: readers get a search in the database until an "
        "administrator runs search_rebuild"
    ),
}


def troubled(request: HttpRequest) -> Any:
    """Files with a problem that the user may change."""
    mine = _files().instances_user_has_permission_for(request.user, "change")
    return extraction.troubled().filter(pk__in=mine.order_by().values("pk"))


def _files() -> Any:
    return policy_registry.get_by_type(File)


@require_POST
@permission_required(TRY_AGAIN)
def try_again(request: HttpRequest) -> HttpResponse:
    """Gives one failed change another chance, or all of them where none is named."""
    key = request.POST.get("row")
    if key is not None and not (key.isdecimal() and len(key) <= DIGITS):
        count = 0
    else:
        count = outbox.retry_parked(int(key) if key else None)
    if count:
        said = ngettext("%d change will be tried again.", "%d changes will be tried again.", count)
        messages.success(request, said % count)
    else:
        messages.warning(request, _("This change is no longer parked."))
    return redirect("search_desk")


@require_POST
@permission_required(SEE)
def read_again(request: HttpRequest, file_id: int) -> HttpResponse:
    """Has the text of a file read anew."""
    file = get_object_or_404(File, pk=file_id)
    if not _files().user_has_permission_for_instance(request.user, "change", file):
        raise PermissionDenied
    extraction.read_again(file)
    messages.success(request, _("“%(title)s” is being read again.") % {"title": file.title})
    return redirect("search_desk")


def tell_what_is_left_out(request: HttpRequest, key: Any) -> None:
    """Tells an editor who opens a work if search leaves some of it out."""
    work = Work.objects.filter(key=key).first() if request.method == "GET" else None
    count = status.left_out(str(work.pk)) if work else 0
    if count:
        said = ngettext(
            "This work is longer than search reads: %(count)s passage of about %(words)d words is "
            "not found. Search reads %(file)s passages of a file and %(work)s of a work, in all "
            "its languages. Cut long files into several, or the work into several works.",
            "This work is longer than search reads: %(count)s passages of about %(words)d words "
            "are not found. Search reads %(file)s passages of a file and %(work)s of a work, in "
            "all its languages. Cut long files into several, or the work into several works.",
            count,
        )
        numbers = {"count": count, "file": limits.MOST_IN_A_FILE, "work": limits.MOST_IN_A_WORK}
        shown = {name: number_format(n, force_grouping=True) for name, n in numbers.items()}
        messages.warning(request, said % {**shown, "words": limits.SIZE})
