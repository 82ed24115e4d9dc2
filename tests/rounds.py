"""How many rounds a long check runs: few by default, all of them by `make test-long`."""

import os


def rounds(few: int, many: int) -> int:
    """`few`, or `many` where MEDINA_LONG is set."""
    return many if os.environ.get("MEDINA_LONG") else few
