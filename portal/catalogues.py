"""Compiles the message catalogues in Python: no gettext tools are needed to run the portal.

`python -m portal.catalogues` compiles every `*/LC_MESSAGES/django.po` in the folders of the
portal that is newer than its compiled form.
"""

from __future__ import annotations

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
#: What the portal says, and what the catalogues of Wagtail lack.
FOLDERS = (ROOT / "locale", ROOT / "portal" / "wagtail_messages")


def compile_all() -> list[Path]:
    """Compiles catalogues that changed; returns those it compiled."""
    compiled = []
    sources = [path for folder in FOLDERS for path in folder.glob("*/LC_MESSAGES/*.po")]
    for source in sorted(sources):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            temporary = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(temporary))
            temporary.replace(target)
            compiled.append(target)
    return compiled


if __name__ == "__main__":
    for path in compile_all():
        print(path.relative_to(ROOT))
