"""Asking sites elsewhere: over real connections, and never of what is not public."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.library import reachability, tasks
from cms.library.models import LinkCheck
from cms.library.reachability import Network
from portal.celery import app
from tests.factories import LinkFactory, UserFactory

Problem = LinkCheck.Problem


class Site(BaseHTTPRequestHandler):
    """A site with a page for each way of answering; it remembers who asked for what."""

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        self.server.hosts.append(self.headers["Host"])
        steps = self.path.strip("/").split("/", 1)
        if steps[0] == "to":
            self.send_response(302)
            self.send_header("Location", steps[1].replace("~", "://"))
        elif steps[0] == "around":
            self.send_response(301)
            self.send_header("Location", "/around")
        elif steps[0] == "headless" and self.command == "HEAD":
            self.send_response(405)
        elif steps[0] == "dumb" and self.command == "HEAD":
            self.close_connection = True
            return
        elif steps[0] == "slow":
            time.sleep(1.5)
            return
        else:
            self.send_response(int(steps[0]) if steps[0].isdigit() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *args) -> None:
        pass


def serve(address: str):
    server = ThreadingHTTPServer((address, 0), Site)
    server.asked, server.hosts = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def site():
    server = serve("127.0.0.1")
    yield server
    server.shutdown()


@dataclass(frozen=True)
class Nearby(Network):
    """The way out as it is, with one address of this machine let through."""

    let_through: str = "127.0.0.1"

    def resolve(self, host, port):
        if host == "site.example":
            return [ipaddress.ip_address("127.0.0.1")]
        if host == "two-faced.example":
            return [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("10.0.0.7")]
        return super().resolve(host, port)

    def allows(self, address):
        return str(address) == self.let_through or super().allows(address)


def ask(site, path: str, host: str = "127.0.0.1"):
    return Nearby(user_agent="Medina test").check(f"http://{host}:{site.server_port}{path}")


def test_a_site_that_answers_is_reached_by_its_head_alone(site):
    assert ask(site, "/page?q=1") == reachability.Answer(200, "")
    assert site.asked == [("HEAD", "/page?q=1", "Medina test")]


def test_the_name_of_the_site_is_asked_for_not_its_number(site):
    assert not ask(site, "/", host="site.example").problem
    assert site.hosts == [f"site.example:{site.server_port}"]


@pytest.mark.parametrize("path", ["/headless", "/dumb"])
def test_a_site_that_does_not_answer_the_head_is_asked_for_the_page(site, path):
    assert ask(site, path) == reachability.Answer(200, "")
    assert [method for method, _path, _agent in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_an_error_is_a_failure_with_its_status(site, status):
    assert ask(site, f"/{status}") == reachability.Answer(status, Problem.STATUS)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_site_that_turns_machines_away_is_there(site, status):
    assert ask(site, f"/{status}") == reachability.Answer(status, "")


def test_redirections_are_followed_to_their_end(site):
    end = f"http~127.0.0.1:{site.server_port}/404"
    assert ask(site, f"/to/{end}") == reachability.Answer(404, Problem.STATUS)
    assert ask(site, "/to//page").problem == ""
    assert ask(site, "/around").problem == Problem.REDIRECTS
    assert len(site.asked) < 20


def test_a_site_that_does_not_answer_in_time_is_given_up(site, monkeypatch):
    monkeypatch.setattr(reachability, "READ_SECONDS", 0.2)
    before = time.monotonic()
    assert ask(site, "/slow").problem == Problem.NO_ANSWER
    assert time.monotonic() - before < 1.4


def test_a_closed_port_is_a_failure():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert Nearby().check(f"http://127.0.0.1:{port}/").problem == Problem.REFUSED


def test_a_certificate_that_is_not_valid_is_told_apart(site):
    address = f"https://127.0.0.1:{site.server_port}/"
    assert Nearby().check(address).problem in (Problem.INSECURE, Problem.REFUSED)


def test_nothing_on_this_machine_is_asked_by_the_portal_itself(site):
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "127.1"):
        answer = Network().check(f"http://{host}:{site.server_port}/")
        assert answer.problem in (Problem.FORBIDDEN, Problem.UNKNOWN_HOST), host
    assert site.asked == []


def test_a_redirection_does_not_lead_to_another_private_address(site):
    inner = serve("127.0.0.2")
    try:
        answer = ask(site, f"/to/http~127.0.0.2:{inner.server_port}/secret")
        assert answer.problem == Problem.FORBIDDEN
        assert inner.asked == []
    finally:
        inner.shutdown()


def test_a_name_one_of_whose_addresses_is_private_is_not_asked(site):
    assert ask(site, "/", host="two-faced.example").problem == Problem.FORBIDDEN
    assert site.asked == []


def test_a_name_that_does_not_exist_is_told_apart():
    assert Network().check("http://nowhere.invalid/").problem == Problem.UNKNOWN_HOST


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "http:///x", "http://[x"],
)
def test_only_web_addresses_are_asked(address):
    assert Network().check(address).problem == Problem.FORBIDDEN


@pytest.mark.parametrize(
    "address, public",
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::169.254.169.254", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert reachability.is_public(ipaddress.ip_address(address)) is public


@pytest.fixture
def nearby(monkeypatch):
    monkeypatch.setattr(reachability, "Network", Nearby)
    cache.clear()


@pytest.mark.django_db
def test_the_worker_checks_published_links_and_forgets_those_that_are_gone(site, nearby):
    base = f"http://127.0.0.1:{site.server_port}"
    page = LinkFactory(address=f"{base}/page")
    LinkFactory(address=f"{base}/404")
    LinkFactory(address=f"{base}/draft", publish=False)
    LinkFactory()
    LinkCheck.objects.create(address="https://gone.example.org/")
    tasks.check_links()
    found = dict(LinkCheck.objects.values_list("address", "problem"))
    assert found == {f"{base}/page": "", f"{base}/404": Problem.STATUS}
    assert LinkCheck.objects.get(address=page.address).last_reached

    asked = len(site.asked)
    tasks.check_links()
    assert len(site.asked) == asked, "an address is asked once a day"


@pytest.mark.django_db
def test_a_run_asks_no_more_than_its_batch(site, nearby, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    for number in range(3):
        LinkFactory(address=f"http://127.0.0.1:{site.server_port}/{200 + number}")
    tasks.check_links()
    assert LinkCheck.objects.exclude(last_checked=None).count() == 2
    tasks.check_links()
    assert LinkCheck.objects.exclude(last_checked=None).count() == 3


@pytest.mark.django_db
def test_nothing_is_held_against_sites_while_the_portal_is_cut_off(nearby):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for number in range(reachability.ENOUGH_TO_TELL):
        LinkFactory(address=f"http://127.0.0.1:{port}/{number}")
    tasks.check_links()
    assert not LinkCheck.objects.exclude(failures=0).exists()


@pytest.mark.django_db
def test_checks_can_be_turned_off(site, nearby, settings):
    settings.LINK_CHECKS = False
    LinkFactory(address=f"http://127.0.0.1:{site.server_port}/page")
    tasks.check_links()
    assert site.asked == []


@pytest.mark.django_db
def test_editors_see_the_list_and_have_an_address_checked_at_once(client, site, nearby):
    page = LinkFactory(title="A site", address=f"http://127.0.0.1:{site.server_port}/404")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    listing = client.get(reverse("link_report")).content.decode()
    assert page.address in listing
    assert "A site" in listing
    assert "Not checked yet" in listing
    row = LinkCheck.objects.get()
    assert client.get(reverse("link_check_now")).status_code == 405
    client.post(reverse("link_check_now"), {"check": row.pk})
    listing = client.get(reverse("link_report")).content.decode()
    assert "The site answers with an error" in listing
    assert "(404)" in listing
    client.post(reverse("link_check_now"), {"check": "all"})
    assert len(site.asked) == 2, "a check that is not known asks nothing"
    client.post(reverse("link_check_now"))
    assert len(site.asked) == 4


@pytest.mark.django_db
def test_editors_are_told_where_no_worker_can_be_reached(client, monkeypatch):
    LinkFactory(address="https://example.org/page")
    reachability.list_addresses()
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(app, "_away_until", time.monotonic() + 60)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    listing = client.post(reverse("link_check_now"), follow=True).content.decode()
    assert "The worker cannot be reached at the moment." in listing


@pytest.mark.django_db
def test_readers_may_neither_see_the_list_nor_have_anything_checked(client, site, nearby):
    LinkFactory(address=f"http://127.0.0.1:{site.server_port}/page")
    reachability.list_addresses()
    client.force_login(UserFactory())
    assert client.get(reverse("link_report")).status_code in (302, 403)
    assert client.post(reverse("link_check_now")).status_code in (302, 403)
    assert site.asked == []
