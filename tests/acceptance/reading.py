"""Reading the running portal over HTTP, as a visitor or with an account."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import requests
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from tests.running import Portal

LANGUAGES = ("fr", "en", "es", "ar")


@dataclass
class Reader:
    """A browser without a window: cookies are kept, answers are given whatever their status."""

    portal: Portal
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **options: Any) -> requests.Response:
        """The answer at a path of the portal or at a whole address."""
        address = path if path.startswith("http") else self.portal.url + path
        return self.session.get(address, timeout=60, **options)

    def post(self, path: str, data: dict[str, Any], **options: Any) -> requests.Response:
        """Sends a form, with the token that protects it (fetched by `get` before)."""
        data = {"csrfmiddlewaretoken": self.session.cookies.get("csrftoken", ""), **data}
        return self.session.post(self.portal.url + path, data=data, timeout=60, **options)

    def search(self, text: str = "", lang: str = "en", **query: Any) -> dict[str, Any]:
        """The answer of the search interface, which must be 200."""
        answer = self.get("/api/v1/search", params={"q": text, "lang": lang, **query})
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
        return answer.json()

    def log_in(self, name: str, password: str) -> Reader:
        """Logs in through the login page."""
        self.get("/account/login/")
        answer = self.post("/account/login/", {"login": name, "password": password})
        assert "sessionid" in self.session.cookies, answer.text[:2000]
        return self


def said(message: str, lang: str) -> str:
    """A message of the portal as it stands in the HTML of a language.

    Fails where the catalogue has no translation: the reader would get English.
    """
    with translation.override(lang):
        text = gettext(message)
    assert lang == "en" or text != message, f"not translated into {lang}: {message}"
    return escape(text)


def visible_text(page: str) -> str:
    """The words of a page of HTML, without its tags."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
