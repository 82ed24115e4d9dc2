"""How accounts come to be, and how the portal writes to who has one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by coordinators in the admin; nobody signs up alone.

    Messages are in the language that their reader has chosen for the account, else in that of the
    page on which they were asked for, and bear the name of the portal.
    """

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a message."""
        site = SimpleNamespace(name=settings.SITE_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        with translation.override(_chosen(context.get("user")) or translation.get_language()):
            super().send_mail(template_prefix, email, {**context, "current_site": site})

    def format_email_subject(self, subject: str) -> str:
        """The subject after the name of the portal."""
        return f"[{settings.SITE_NAME}] {subject}"


def _chosen(user: Any) -> str:
    """The language that somebody chose for the account ('' where nobody did)."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.preferred_language if profile else ""
