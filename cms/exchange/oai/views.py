"""The address at which harvesters ask, by GET or POST."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from search import rate

from ..items import full
from . import protocol, records
from .protocol import PREFIX, ProtocolError, written
from .records import OAI, OAI_DC, XSI

IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """All six verbs. Errors of the protocol are answered with 200, as it says; who asks too
    often gets 503 with Retry-After, which harvesters wait for."""
    seconds = rate.wait(request)
    if seconds:
        busy = HttpResponse("Too many requests", status=503, content_type="text/plain")
        busy["Retry-After"] = str(seconds)
        return busy
    with translation.override("en"):
        root = _answer(request)
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _answer(request: HttpRequest) -> etree._Element:
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    _child(root, "responseDate", written(timezone.now()))
    asked_of = _child(root, "request", full(request.path))
    data = request.POST if request.method == "POST" else request.GET
    try:
        asked = protocol.arguments(data)
        for name, value in asked.items():
            asked_of.set(name, records.text(value))
        WRITERS[asked["verb"]](asked, root)
    except ProtocolError as error:
        if error.code in ("badVerb", "badArgument"):
            asked_of.attrib.clear()
        _child(root, "error", error.message).set("code", error.code)
    return root


def _child(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    found = etree.SubElement(parent, f"{{{OAI}}}{name}")
    found.text = text or None
    return found


def _identify(asked: dict[str, str], root: etree._Element) -> None:
    found = _child(root, "Identify")
    _child(found, "repositoryName", settings.SITE_NAME)
    _child(found, "baseURL", full("/oai"))
    _child(found, "protocolVersion", "2.0")
    _child(found, "adminEmail", _admin_email())
    _child(found, "earliestDatestamp", written(records.earliest() or timezone.now()))
    _child(found, "deletedRecord", "persistent")
    _child(found, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if records.has_registered_form():
        described = etree.SubElement(
            _child(found, "description"),
            f"{{{IDENTIFIER}}}oai-identifier",
            nsmap={None: IDENTIFIER},
        )
        described.set(f"{{{XSI}}}schemaLocation", f"{IDENTIFIER} {IDENTIFIER}.xsd")
        for name, text in (
            ("scheme", "oai"),
            ("repositoryIdentifier", records.namespace()),
            ("delimiter", ":"),
            ("sampleIdentifier", records.identifier(1)),
        ):
            etree.SubElement(described, f"{{{IDENTIFIER}}}{name}").text = text


def _admin_email() -> str:
    """Where mail of the portal comes from, with a domain as the protocol's schema demands."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address if "." in address.rpartition("@")[2] else f"{address}.invalid"


def _formats(asked: dict[str, str], root: etree._Element) -> None:
    if "identifier" in asked:
        _record(asked["identifier"])
    found = _child(_child(root, "ListMetadataFormats"), "metadataFormat")
    _child(found, "metadataPrefix", PREFIX)
    _child(found, "schema", f"{OAI_DC[:-1]}.xsd")
    _child(found, "metadataNamespace", OAI_DC)


def _sets(asked: dict[str, str], root: etree._Element) -> None:
    if "resumptionToken" in asked:
        raise ProtocolError("badResumptionToken", "Sets are given all at once.")
    found = _child(root, "ListSets")
    for spec, name in records.sets():
        each = _child(found, "set")
        _child(each, "setSpec", spec)
        _child(each, "setName", records.text(name))


def _list(asked: dict[str, str], root: etree._Element) -> None:
    verb = asked["verb"]
    chosen = protocol.selection(asked)
    page = records.page(chosen)
    if not page.records:
        raise ProtocolError("noRecordsMatch", "Nothing matches these arguments.")
    found = _child(root, verb)
    for record in page.records:
        if verb == "ListIdentifiers":
            records.header(record, found)
        else:
            _write(record, found)
    if page.next is None and chosen.after is None:
        return
    # The last answer of several ends with an empty token.
    token = _child(found, "resumptionToken", protocol.token(verb, page.next) if page.next else "")
    token.set("completeListSize", str(page.total))
    token.set("cursor", str(chosen.given))


def _get(asked: dict[str, str], root: etree._Element) -> None:
    protocol.check_prefix(asked["metadataPrefix"])
    _write(_record(asked["identifier"]), _child(root, "GetRecord"))


def _record(identifier: str) -> records.Harvested:
    number = records.number(identifier)
    record = records.one(number) if number else None
    if record is None:
        raise ProtocolError("idDoesNotExist", "There is no such record.")
    return record


def _write(record: records.Harvested, parent: etree._Element) -> None:
    found = _child(parent, "record")
    records.header(record, found)
    if record.item is not None:
        records.metadata(record.item, found)


WRITERS: dict[str, Callable[[dict[str, str], etree._Element], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _get,
}
