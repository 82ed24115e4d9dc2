"""How the network's records become search documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core import works
from cms.core.lists import joined
from cms.core.models import Concept, File
from search.documents import Text

from .choices import CityKind as CityType
from .facets_of import FacetBuilder
from .kinds import RecordKind, in_languages
from .models import City, Country, Organisation, Partner, Partnership, Person, Programme, Region
from .texts import plain


def in_live_partnerships() -> Prefetch:
    """The places of a party in partnerships that readers may see."""
    return Prefetch("partner_in", queryset=Partner.objects.filter(partnership__live=True))


@dataclass(frozen=True)
class CityKind(RecordKind):
    def prepared(self) -> QuerySet:
        return (
            self.live()
            .select_related("country", "part_of")
            .prefetch_related(in_live_partnerships(), "figures")
        )

    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        return {
            **build.of_places([record]),
            "role": {partner.role for partner in record.partner_in.all()},
        }

    def listed(self) -> QuerySet:
        return self.live().select_related("country")

    def place(self, record: Any) -> str:
        return str(record.country or "")

    def schema_properties(self, row: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if row.kind != CityType.MUNICIPALITY:
            found["@type"] = "AdministrativeArea"
        if row.wikidata:
            found["sameAs"] = f"http://www.wikidata.org/entity/{row.wikidata}"
        return found


@dataclass(frozen=True)
class OrganisationKind(RecordKind):
    def prepared(self) -> QuerySet:
        return (
            self.live()
            .select_related("city__part_of", "country")
            .prefetch_related(in_live_partnerships())
        )

    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        return {
            **build.of_places(
                [record.city] if record.city else [], [record.country] if record.country else []
            ),
            "role": {partner.role for partner in record.partner_in.all()},
        }

    def listed(self) -> QuerySet:
        return self.live().select_related("city", "country")

    def place(self, record: Any) -> str:
        return str(record.city or record.country or "")

    def schema_properties(self, row: Any) -> dict[str, Any]:
        return {"sameAs": row.website}


@dataclass(frozen=True)
class PersonKind(RecordKind):
    def prepared(self) -> QuerySet:
        return self.live().select_related("city__part_of", "organisation__city__part_of")

    def texts(self, record: Any) -> Iterable[Text]:
        for code, role in in_languages(record, "role").items():
            body = in_languages(record.organisation, "name") if record.organisation else {}
            yield Text(code, ", ".join(filter(None, [role, body.get(code, "")])))

    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        organisation = record.organisation
        city = record.city or (organisation.city if organisation else None)
        return dict(build.of_places([city] if city else []))

    def listed(self) -> QuerySet:
        return self.live().select_related("city", "organisation")

    def place(self, record: Any) -> str:
        return str(record.organisation or record.city or "")

    def schema_properties(self, row: Any) -> dict[str, Any]:
        return {"jobTitle": row.role}


@dataclass(frozen=True)
class ProgrammeKind(RecordKind):
    def prepared(self) -> QuerySet:
        return self.live().prefetch_related("cities__part_of", "countries", "organisations")

    def names(self, record: Any) -> Iterable[str]:
        yield from super().names(record)
        for organisation in record.organisations.all():
            yield from in_languages(organisation, "name").values()

    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        return dict(build.of_places(record.cities.all(), record.countries.all()))

    def date(self, record: Any) -> str:
        return record.start


@dataclass(frozen=True)
class PartnershipKind(RecordKind):
    def live(self) -> QuerySet:
        return self.model.objects.filter(live=True)

    def prepared(self) -> QuerySet:
        return self.live().prefetch_related(
            "themes",
            "goals__matches__target",
            "programmes",
            "partners__city__part_of",
            "partners__organisation",
            "partners__country",
            "transfers",
            "results",
            "testimonials",
            "files__pages",
            "files__collection",
        )

    def names(self, record: Any) -> Iterable[str]:
        for partner in record.partners.all():
            yield from in_languages(partner.party, "name").values()
            yield from getattr(partner.party, "spellings", ())
        for programme in record.programmes.all():
            yield from in_languages(programme, "name").values()
            yield from in_languages(programme, "acronym").values()

    def texts(self, record: Any) -> Iterable[Text]:
        yield from super().texts(record)
        for rows, field in (
            (record.transfers, "object"),
            (record.results, "statement"),
            (record.testimonials, "statement"),
        ):
            for row in rows.all():
                for code, value in in_languages(row, field).items():
                    yield Text(code, plain(value))

    def files(self, record: Any) -> Iterable[File]:
        return record.files.all()

    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        partners = list(record.partners.all())
        return {
            **build.of_places(
                [partner.city for partner in partners if partner.city],
                [partner.country for partner in partners if partner.country],
            ),
            "theme": build.themes(record.themes.all()),
            "goal": build.goals(record.goals.all()),
            "role": {partner.role for partner in partners},
        }

    def concepts(self, record: Any, build: FacetBuilder) -> Mapping[str, tuple[str, ...]]:
        return build.labels(record.themes.all(), record.goals.all())

    def date(self, record: Any) -> str:
        return record.period_start or record.date

    def listed(self) -> QuerySet:
        return self.live().prefetch_related(
            "partners__city", "partners__organisation", "partners__country"
        )

    def place(self, record: Any) -> str:
        return joined([partner.party for partner in record.partners.all()][:4])


works.register(
    PartnershipKind(
        "partnership",
        _("Partnership"),
        _("Partnerships"),
        Partnership,
        title_field="title",
        summary_field="summary",
        schema_type="Project",
    )
)


@dataclass(frozen=True)
class CountryKind(RecordKind):
    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        return dict(build.of_country(record.pk))

    def listed(self) -> QuerySet:
        return self.live().select_related("region")

    def place(self, record: Any) -> str:
        return str(record.region)


@dataclass(frozen=True)
class RegionKind(RecordKind):
    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        return {"region": build.regions(record.pk)}


@dataclass(frozen=True)
class ThemeKind(RecordKind):
    def facets(self, record: Any, build: FacetBuilder) -> dict[str, Iterable[str]]:
        return {"theme": [record.slug]}

    def schema_properties(self, row: Any) -> dict[str, Any]:
        return {
            "termCode": row.notation or row.code,
            "sameAs": row.uri,
            "inDefinedTermSet": row.scheme.uri,
        }


works.register(CityKind("city", _("City"), _("Cities"), City, schema_type="City"))
works.register(
    OrganisationKind(
        "organisation",
        _("Organisation"),
        _("Organisations"),
        Organisation,
        schema_type="Organization",
    )
)
works.register(PersonKind("person", _("Person"), _("People"), Person, schema_type="Person"))
works.register(
    ProgrammeKind("programme", _("Programme"), _("Programmes"), Programme, schema_type="Project")
)
works.register(CountryKind("country", _("Country"), _("Countries"), Country, schema_type="Country"))
# Found through the works that name them, which carry their labels.
works.register(
    RegionKind(
        "region",
        _("Region"),
        _("Regions"),
        Region,
        searchable=False,
        schema_type="AdministrativeArea",
    )
)
works.register(
    ThemeKind(
        "theme",
        _("Theme"),
        _("Themes"),
        Concept,
        searchable=False,
        title_field="label",
        schema_type="DefinedTerm",
    )
)
