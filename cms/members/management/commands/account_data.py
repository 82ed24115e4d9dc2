"""`manage.py account_data`: what the portal holds of a person with an account."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from cms.members import personal_data
from cms.members.models import User


class Command(BaseCommand):
    help = "Writes what the portal holds of an account as JSON, or erases it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="its name, or its e-mail address")
        parser.add_argument("--erase", action="store_true", help="delete it; works stay")
        parser.add_argument("--no-input", action="store_true", help="erase without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._account(options["account"])
        if not options["erase"]:
            data = personal_data.held(user)
            text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            self.stdout.write(text)
            return
        name = user.get_username()
        if not options["no_input"]:
            answer = input(f"This cannot be undone. Type {name} to erase the account: ")
            if answer != name:
                raise CommandError("nothing was erased")
        try:
            deleted = personal_data.erase(user)
        except personal_data.LastAdministrator as error:
            raise CommandError(
                f"{error} is the last account that may do everything: make another one first, "
                "with createsuperuser; nothing was erased"
            ) from error
        told = ", ".join(f"{number} {label}" for label, number in sorted(deleted.items()) if number)
        self.stdout.write(f"{name} is erased ({told}); works and files stay")

    def _account(self, asked: str) -> User:
        found = list(User.objects.filter(Q(username=asked) | Q(email__iexact=asked))[:2])
        if not found:
            raise CommandError(f"there is no account of that name or e-mail address: {asked}")
        if len(found) > 1:
            raise CommandError(f"several accounts have the e-mail address {asked}: give the name")
        return found[0]
