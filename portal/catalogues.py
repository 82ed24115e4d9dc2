"""Compiles the message catalogues in Python: no gettext tools are needed to run the portal.

`python -m portal.catalogues` compiles every `locale/*/LC_MESSAGES/django.po` that
is newer than its compiled form.
"""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compiles catalogues that changed; returns those it compiled."""
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            temporary = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(temporary))
            temporary.replace(target)
            compiled.append(target)
    return compiled


if __name__ == "__main__":
    for path in compile_all():
        print(path.relative_to(LOCALE.parent))
