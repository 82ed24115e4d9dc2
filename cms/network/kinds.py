"""Kinds of two shapes: records (one row, four languages) and pages (one edition per language)."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation

from cms.core import access, addresses, dates
from cms.core.lists import joined
from cms.core.models import File, Work
from cms.core.works import Kind, best_language, kind
from search.documents import Text, WorkDocument
from search.language import preference
from search.sources import Shown

from .facets_of import FacetBuilder
from .models import City, PeerCheck, WorkPage
from .texts import plain, stream_texts

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def in_languages(record: Any, field: str) -> dict[str, str]:
    """The values of a translated column that are filled, by language."""
    values = {code: getattr(record, f"{field}_{code}") for code in LANGUAGES}
    return {code: value for code, value in values.items() if value}


def _texts_of(files: Iterable[File]) -> Iterator[Text]:
    """The text of files, page by page."""
    for file in files:
        for page in file.pages.all():
            if page.text:
                yield Text(file.language, page.text, str(file.pk), page.number or None)


@dataclass(frozen=True)
class RecordKind(Kind):
    """A kind whose works are single rows with a column per language."""

    title_field: str = "name"
    summary_field: str = ""

    def live(self) -> QuerySet:
        """Rows that readers may see."""
        return self.model.objects.all()

    def text_columns(self) -> list[str]:
        """Columns of a plain database search."""
        return [f"{self.title_field}_{code}" for code in LANGUAGES]

    def prepared(self) -> QuerySet:
        """`live()` with everything a search document needs, in a fixed number of queries."""
        return self.live()

    def names(self, record: Any) -> Iterable[str]:
        """Proper names and variants, in any script, of the record and of what it names."""
        yield from self.own_names(record)

    def own_names(self, record: Any) -> Iterable[str]:
        """What the record itself is called."""
        yield from in_languages(record, self.title_field).values()
        if hasattr(record, "acronym"):
            yield from in_languages(record, "acronym").values()
        yield from getattr(record, "spellings", ())

    def texts(self, record: Any) -> Iterable[Text]:
        """The running text of a record."""
        if hasattr(record, "description"):
            for code, value in in_languages(record, "description").items():
                yield Text(code, plain(value))

    def files(self, record: Any) -> Iterable[File]:
        """Files of a record, whose text is found too. `prepared()` loads their pages and
        collections."""
        return ()

    @abstractmethod
    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        """Facet values of a record; language and year apart."""

    def concepts(self, record: Any, build: FacetBuilder) -> Mapping[str, tuple[str, ...]]:
        """Labels of the themes and goals that a record is given, by language."""
        return {}

    def place(self, record: Any) -> str:
        """Where the record is, in the active language."""
        return ""

    def date(self, record: Any) -> str:
        """The date of the record, to the precision known."""
        return ""

    def documents(self, works: Sequence[Work], audience: str) -> list[WorkDocument]:
        by_key = {work.key: work for work in works}
        build = FacetBuilder()
        reader = access.Reader(audience)
        documents = []
        for record in self.prepared().filter(key__in=by_key):
            work = by_key[record.key]
            titles = in_languages(record, self.title_field)
            values = dict(self.facets(record, build))
            files = [file for file in self.files(record) if reader.may_read_file(file)]
            files.sort(key=lambda file: file.pk)
            values["language"] = {*titles, *(file.language for file in files)}
            date = self.date(record)
            if date:
                values["year"] = (date[:4],)
            documents.append(
                WorkDocument(
                    id=str(work.pk),
                    kind=self.name,
                    title=titles,
                    summary=in_languages(record, self.summary_field) if self.summary_field else {},
                    names=tuple(sorted(set(filter(None, self.names(record))))),
                    own_names=tuple(dict.fromkeys(filter(None, self.own_names(record)))),
                    concepts=self.concepts(record, build),
                    texts=(*self.texts(record), *_texts_of(files)),
                    facets={name: tuple(sorted(set(v))) for name, v in values.items()},
                    published=dates.parse(date)[0] if date else None,
                    added=getattr(record, "first_published_at", None) or work.created,
                )
            )
        return documents

    def listed(self) -> QuerySet:
        """`live()` with what a list shows."""
        return self.live()

    def show(self, works: Sequence[Work], reader: access.Reader, lang: str) -> Mapping[str, Shown]:
        ids = {work.key: str(work.pk) for work in works}
        shown = {}
        with translation.override(lang):
            for record in self.listed().filter(key__in=ids):
                titles = in_languages(record, self.title_field)
                title_lang = best_language(titles, lang)
                field = self.summary_field or (
                    "description" if hasattr(record, "description") else ""
                )
                summaries = in_languages(record, field) if field else {}
                summary_lang = best_language(summaries, lang)
                date = self.date(record)
                shown[ids[record.key]] = Shown(
                    id=ids[record.key],
                    kind=self.name,
                    kind_label=str(self.label),
                    title=titles.get(title_lang, ""),
                    title_lang=title_lang,
                    url=record.get_absolute_url(),
                    summary=plain(summaries.get(summary_lang, "")),
                    summary_lang=summary_lang,
                    place=self.place(record),
                    date_label=dates.display(date),
                    languages=tuple(titles),
                )
        return shown

    def respond(self, request: HttpRequest, work: Work, lang: str) -> HttpResponse:
        record = self.live().filter(key=work.key).first()
        if record is None:
            raise Http404
        return HttpResponseRedirect(record.get_absolute_url())


#: Columns of an edition that a list shows: the others are twice as many, and take time to read.
_LISTED = (
    *("title", "summary", "date", "translation_key", "path", "depth", "url_path"),
    *("locale", "locale__language_code"),
)


#: Places that a list names of a work.
_MOST_PLACES = 4


@dataclass(frozen=True)
class PageKind(Kind):
    """A kind whose works are families of pages, one edition per language."""

    by_edition: ClassVar[bool] = True
    key_column: ClassVar[str] = "translation_key"
    #: relations prefetched for a document, beyond those all works share
    relations: tuple[str, ...] = ()
    #: heading under which the page of a place or body lists its works; '' for those of the library
    section: Any = ""

    def live(self) -> QuerySet:
        return self.model.objects.live()

    def readable(self, audience: str) -> QuerySet:
        return access.readable(self.live(), audience)

    def text_columns(self) -> list[str]:
        return ["title", "summary"]

    def words(self, page: Any) -> Iterable[Text]:
        """The running text of an edition, part by part, each in the language it is written in."""
        for field, _label in page.word_fields:
            yield Text(page.language, plain(getattr(page, field)))
        shared = page.all_shared_fields()
        for field in page._meta.get_fields():
            if field.__class__.__name__ == "StreamField" and field.name != "sources":
                for language, words in stream_texts(getattr(page, field.name)):
                    foreign = language not in ("", page.language) and field.name not in shared
                    edition = page.language if foreign else ""
                    yield Text(language or page.language, plain(words), edition=edition)
        for relation, names in self.worded_rows(page):
            for row in relation:
                words = " ".join(filter(None, (getattr(row, name) for name in names)))
                yield Text(page.language, plain(words))

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        """Child rows that hold words, with the names of their columns."""
        return ()

    def further(self, page: Any) -> Iterable[Any]:
        """Places and bodies that the work names elsewhere than in what all works share."""
        return ()

    def editions(self, works: Sequence[Work]) -> QuerySet:
        return (
            self.live().filter(translation_key__in=[w.key for w in works]).select_related("locale")
        )

    def documents(self, works: Sequence[Work], audience: str) -> list[WorkDocument]:
        ids = {work.key: str(work.pk) for work in works}
        reader = access.Reader(audience)
        families = defaultdict(list)
        shared = (
            "themes",
            "goals__matches__target",
            "cities__country",
            "cities__part_of",
            "countries",
            "regions",
            "organisations",
            "people",
            "programmes",
            "partnerships",
            "work_files__file__collection",
            "work_files__file__pages",
            "peer_checks",
        )
        pages = self.editions(works).prefetch_related(*shared, *self.relations)
        for page in pages.order_by("pk"):
            if reader.may_read_page(page):
                families[page.translation_key].append(page)
        build = FacetBuilder()
        return [
            self._document(ids[key], editions, reader, build) for key, editions in families.items()
        ]

    def _document(
        self,
        work_id: str,
        editions: list[Any],
        reader: access.Reader,
        build: FacetBuilder,
    ) -> WorkDocument:
        first = editions[0]
        texts = []
        for page in editions:
            # A reusable text gives its words in the active language.
            with translation.override(page.language):
                texts += self.words(page)
        files = [row.file for row in first.work_files.all() if reader.may_read_file(row.file)]
        texts += _texts_of(files)
        languages = {page.locale.language_code for page in editions}
        languages |= {file.language for file in files}
        further = [record for record in self.further(first) if record is not None]
        facets = build.of_work(first, [row for row in further if isinstance(row, City)])
        facets["language"] = tuple(sorted(languages))
        return WorkDocument(
            id=work_id,
            kind=self.name,
            title={page.locale.language_code: page.title for page in editions},
            summary={page.locale.language_code: page.summary for page in editions if page.summary},
            names=(*build.names_of_work(first, further), *self._written_codes(first)),
            concepts=build.labels(first.themes.all(), first.goals.all()),
            texts=tuple(text for text in texts if text.text),
            facets=facets,
            published=dates.parse(first.date)[0] if first.date else None,
            added=min(filter(None, (page.first_published_at for page in editions)), default=None),
            sureness=self.sureness(first),
        )

    def sureness(self, page: Any) -> float:
        """How sure what a work tells is: wholly where peers have checked it."""
        return 1.0 if page.peer_checks.all() else 0.0

    def _written_codes(self, page: Any) -> Iterable[str]:
        """The codes of a work in lists that others keep: who knows one finds the work by it."""
        return sorted({code.code for code in self.codes(page)})

    @property
    def shelf(self) -> str:
        return "pages"

    def show(self, works: Sequence[Work], reader: access.Reader, lang: str) -> Mapping[str, Shown]:
        by_key = {work.key: work for work in works}
        checks = PeerCheck.objects.filter(page=OuterRef("pk"))
        pages = WorkPage.objects.live().filter(translation_key__in=by_key)
        pages = pages.annotate(peer_checked=Exists(checks)).only(*_LISTED)
        families = readable_editions(pages, reader)
        with translation.override(lang):
            # Places are facts, the same for every edition.
            first = {key: next(iter(editions.values())).pk for key, editions in families.items()}
            places = _places(list(first.values()), lang)
            shown = {}
            for key, editions in families.items():
                work, place = by_key[key], joined(places.get(first[key], ()))
                shown[str(work.pk)] = shown_work(work.pk, work.kind, editions, lang, place=place)
            return shown

    def respond(self, request: HttpRequest, work: Work, lang: str) -> HttpResponse:
        editions = {page.locale.language_code: page for page in self.editions([work])}
        reader = access.reader_of(request)
        allowed = {code: page for code, page in editions.items() if reader.may_read_page(page)}
        if lang in allowed:
            return HttpResponseRedirect(allowed[lang].get_url(request))
        best = best_language(allowed or editions, lang)
        if not best:
            raise Http404
        if best not in allowed and not request.user.is_authenticated:
            # Not to the page, whose address tells its title.
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if best not in allowed:
            # The page itself asks for the group or password that its privacy needs.
            return HttpResponseRedirect(editions[best].get_url(request))
        return allowed[best].serve(request)


def readable_editions(
    pages: QuerySet[WorkPage], reader: access.Reader
) -> dict[Any, dict[str, WorkPage]]:
    """Those of the pages that the reader may read, by the key of their work and by language,
    ready to tell their addresses."""
    readable = [page for page in pages.select_related("locale") if reader.may_read_page(page)]
    addresses.know_sites(readable)
    families: dict[Any, dict[str, WorkPage]] = defaultdict(dict)
    for page in readable:
        families[page.translation_key][page.locale.language_code] = page
    return families


def _places(pages: Sequence[int], lang: str) -> dict[int, list[str]]:
    """Names of the first cities of works, or of the first countries where a work has none, in
    the language or the best other, by the number of their page. The relations are read as they
    are, in one query each, countries only where they are needed: to make objects of them took
    half the time of a list."""
    found: dict[int, list[str]] = {}
    for relation, place in ((WorkPage.cities, "city"), (WorkPage.countries, "country")):
        without = [page for page in pages if page not in found]
        if not without:
            break
        names = [f"{place}__name_{code}" for code in preference(lang)]
        rows = relation.through.objects.filter(workpage__in=without).order_by("pk")
        of_relation: dict[int, list[str]] = defaultdict(list)
        for page, *named in rows.values_list("workpage", *names):
            if len(of_relation[page]) < _MOST_PLACES:
                of_relation[page].append(next(filter(None, named), ""))
        found.update(of_relation)
    return found


def shown_work(
    number: int, kind_name: str, editions: Mapping[str, WorkPage], lang: str, *, place: str = ""
) -> Shown:
    """A work written as pages, as a list shows it to a reader of `lang`, by the edition in
    `title_lang`; `place` is where it is, as the list says it.

    `editions` are those that the reader may read, by language, each with its `peer_checked`.
    """
    best = best_language(editions, lang)
    page = editions[best]
    return Shown(
        id=str(number),
        kind=kind_name,
        kind_label=str(kind(kind_name).label),
        title=page.title,
        title_lang=best,
        url=page.url if best == lang else reverse("work", args=[number]),
        summary=page.summary,
        summary_lang=best,
        place=place,
        date_label=page.date_label,
        languages=tuple(code for code in LANGUAGES if code in editions),
        by_edition=True,
        checked=page.peer_checked,
    )
