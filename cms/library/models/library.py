"""The library: the page under which the works of a language stand."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.access import readable, reader_of
from cms.network.models import WorkPage


class LibraryPage(Page):
    """Lists the works of its language, newest first, by kind where asked.

    It takes every kind of work, of later apps too: each names it as its parent.
    """

    template = "library/library_page.html"
    parent_page_types = ["core.HomePage"]
    page_size = 20

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def get_context(self, request, *args, **kwargs):
        from cms.core.works import kinds
        from cms.network.presentation import shown_by_keys

        context = super().get_context(request, *args, **kwargs)
        wanted = request.GET.get("kind", "")
        models = {kind.name: kind for kind in kinds() if issubclass(kind.model, WorkPage)}
        reader = reader_of(request)
        works = readable(WorkPage.objects.child_of(self).live(), reader.audience)
        works = works.order_by("-date", "title")
        if wanted in models:
            works = works.type(models[wanted].model)
        paginator = Paginator(works, self.page_size)
        page = paginator.get_page(request.GET.get("page"))
        page.object_list = shown_by_keys(
            [work.translation_key for work in page.object_list], reader
        )
        context.update(
            works=page,
            kinds=list(models.values()),
            kind=wanted if wanted in models else "",
            introduction=_("What cities wrote, in this language."),
        )
        return context
