"""How accounts come to be."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by coordinators in the admin; nobody signs up alone."""

    def is_open_for_signup(self, request) -> bool:
        return False
