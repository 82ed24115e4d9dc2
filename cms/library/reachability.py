"""Asking whether a site elsewhere can be reached, without being led astray.

Addresses are written by editors and redirections by strangers: a request goes only to
http and https, and only to a host all of whose addresses are on the public internet.
The connection is made to the very address that was looked at, so that a name which
changes its address in between leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import urllib3
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import LinkCheck, LinkPage

logger = logging.getLogger(__name__)
Problem = LinkCheck.Problem
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: seconds for a connection, for an answer, and for one address with all its redirections
CONNECT_SECONDS, READ_SECONDS, MOST_SECONDS = 5.0, 10.0, 30.0
MOST_REDIRECTS = 5
#: The site is there, but answers a machine otherwise than a reader.
STILL_THERE = {401, 403, 429}
#: so many addresses without any answer say that the fault is here
ENOUGH_TO_TELL = 3
#: hours after which an address is checked again
DUE_HOURS = 23


class Unreachable(Exception):
    """Why an address cannot be asked."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found: the status of the last answer if there was one, the problem if any."""

    status: int | None = None
    problem: str = ""


def is_public(address: Address) -> bool:
    """Whether an address, and any IPv4 address it stands for, is on the public internet."""
    inner = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner += filter(None, [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())])
        if address in ipaddress.ip_network("64:ff9b::/96"):  # NAT64 (RFC 6052)
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(each.is_global and not each.is_multicast for each in inner)


@dataclass(frozen=True)
class Network:
    """The way out: how names become addresses, and which of these may be asked."""

    user_agent: str = field(
        default_factory=lambda: f"{settings.SITE_NAME} link check (+{settings.SITE_URL})"
    )

    def resolve(self, host: str, port: int) -> list[Address]:
        """Every address of a host. Raises OSError where it has none."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [ipaddress.ip_address(entry[4][0].split("%")[0]) for entry in found]  # type: ignore[union-attr]

    def allows(self, address: Address) -> bool:
        return is_public(address)

    def check(self, address: str) -> Answer:
        """Asks for an address: the head first, and the page where the head is not answered."""
        deadline = time.monotonic() + MOST_SECONDS
        try:
            answer = self._follow("HEAD", address, deadline)
            if not answer.problem:
                return answer
        except Unreachable as why:
            if why.problem not in (Problem.REFUSED, Problem.NO_ANSWER):
                return Answer(problem=why.problem)
        try:
            return self._follow("GET", address, deadline)
        except Unreachable as why:
            return Answer(problem=why.problem)

    def _follow(self, method: str, address: str, deadline: float) -> Answer:
        """The answer at the end of the redirections."""
        for _step in range(MOST_REDIRECTS + 1):
            status, location = self._ask(method, address, deadline)
            if status in (301, 302, 303, 307, 308) and location:
                address = urljoin(address, location)
                continue
            reached = status < 400 or status in STILL_THERE
            return Answer(status, "" if reached else Problem.STATUS)
        raise Unreachable(Problem.REDIRECTS)

    def _ask(self, method: str, address: str, deadline: float) -> tuple[int, str]:
        """Status and redirection of one request, whose body is not read."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable(Problem.NO_ANSWER)
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Unreachable(Problem.FORBIDDEN) from None
        if parts.scheme not in ("http", "https") or not host:
            raise Unreachable(Problem.FORBIDDEN)
        port = port or (443 if parts.scheme == "https" else 80)
        pool = self._pool(parts.scheme, host, port, left)
        target = urllib3.util.parse_url(address).request_uri
        headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": self.user_agent}
        try:
            with pool:
                response = pool.urlopen(
                    method,
                    target,
                    headers=headers,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
                response.close()
                return response.status, response.headers.get("Location", "")
        except urllib3.exceptions.SSLError as error:
            raise Unreachable(Problem.INSECURE) from error
        except urllib3.exceptions.NewConnectionError as error:
            # For urllib3 this too is a timeout, which it is not.
            raise Unreachable(Problem.REFUSED) from error
        except urllib3.exceptions.TimeoutError as error:
            raise Unreachable(Problem.NO_ANSWER) from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unreachable(Problem.REFUSED) from error

    def _pool(self, scheme: str, host: str, port: int, left: float) -> urllib3.HTTPConnectionPool:
        """Connections to the first address of the host, all of which must be allowed."""
        try:
            addresses = self.resolve(host, port)
        except (OSError, UnicodeError):
            raise Unreachable(Problem.UNKNOWN_HOST) from None
        if not addresses or not all(self.allows(address) for address in addresses):
            raise Unreachable(Problem.FORBIDDEN)
        timeout = urllib3.Timeout(
            connect=min(CONNECT_SECONDS, left), read=min(READ_SECONDS, left), total=left
        )
        numeric = str(addresses[0])
        if scheme == "https":
            return urllib3.HTTPSConnectionPool(
                numeric,
                port,
                timeout=timeout,
                server_hostname=host,
                assert_hostname=host,
                ssl_context=ssl.create_default_context(),
            )
        return urllib3.HTTPConnectionPool(numeric, port, timeout=timeout)


def check(rows: Iterable[LinkCheck], network: Network | None = None) -> None:
    """Checks the addresses of rows and writes down what was found.

    Where several are asked and none answers at all, it is rather the portal that is cut off:
    that is logged, and held against none of them.
    """
    network = network or Network()
    answers = [(row, network.check(row.address)) for row in rows]
    if len(answers) >= ENOUGH_TO_TELL and not any(answer.status for _row, answer in answers):
        logger.warning("None of %d links answers: is this machine offline?", len(answers))
        return
    for row, answer in answers:
        row.note(answer.status, answer.problem, timezone.now())


def list_addresses() -> None:
    """Makes a row for each address that a published link names, and drops the others."""
    named = set(LinkPage.objects.live().exclude(address="").values_list("address", flat=True))
    with transaction.atomic():
        LinkCheck.objects.exclude(address__in=named).delete()
        known = set(LinkCheck.objects.values_list("address", flat=True))
        LinkCheck.objects.bulk_create(
            [LinkCheck(address=address) for address in sorted(named - known)],
            ignore_conflicts=True,
        )
