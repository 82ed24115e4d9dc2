"""How a name sounds, so that it is the same name in Arabic and in Latin letters.

A word becomes the row of its consonants in a few classes that survive the way
from one script to the other: Chefchaouen and شفشاون both give XFXN. Vowels and
letters that come and go are left out, and so are doubles. Letters that may be
read in two ways give two rows. Many words share a row, so whoever uses one
must ask for a little likeness of meaning as well.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from .analysis import is_arabic

#: Shorter rows say nothing.
SHORTEST = 3
_MOST_ROWS = 16
#: Longer runs of letters are no names.
_LONGEST = 30

_ARABIC = {
    letter: sound
    for sound, letters in {
        "B": "بپ",
        "D": "دض",
        "F": "فڤ",
        "J": "ج",
        "K": "خغقكگ",
        "L": "ل",
        "M": "م",
        "N": "ن",
        "R": "ر",
        "S": "ثذزسصظ",
        "T": "تط",
        "X": "شچ",
    }.items()
    for letter in letters
}
_LATIN: dict[str, tuple[str, ...]] = {
    **{
        letter: (sound,)
        for sound, letters in {
            "B": "bp",
            "D": "d",
            "F": "fv",
            "K": "kq",
            "L": "l",
            "M": "m",
            "N": "n",
            "R": "r",
            "S": "sz",
            "T": "t",
        }.items()
        for letter in letters
    },
    "c": ("K", "S"),
    "g": ("K", "J"),
    "j": ("J", ""),
    "x": ("KS",),
    "ch": ("X", "K"),
    "ck": ("K",),
    "dj": ("J",),
    "gh": ("K",),
    "gn": ("N", "KN"),
    "kh": ("K",),
    "ll": ("L", ""),
    "ph": ("F",),
    "qu": ("K",),
    "sh": ("X",),
    "th": ("S", "T"),
    "sch": ("X",),
    "tch": ("X",),
}
#: Endings that a stemmer may have taken from the one form and not from the other.
_LOOSE = "NS"


@lru_cache(maxsize=100_000)
def sounds(word: str) -> frozenset[str]:
    """The rows of consonants of a folded word; none for numbers and short words."""
    if not word.isalpha() or len(word) > _LONGEST:
        return frozenset()
    read = _arabic(word) if is_arabic(word) else _latin(word)
    rows = {"".join(sound for sound, _same in groupby(row)) for row in read}
    rows |= {row[:-1] for row in rows if len(row) > SHORTEST and row[-1] in _LOOSE}
    return frozenset(row for row in rows if len(row) >= SHORTEST)


def _arabic(word: str) -> list[str]:
    """Its only reading, and that without the article."""
    words = {word, word.removeprefix("ال")}
    return ["".join(_ARABIC.get(letter, "") for letter in each) for each in words]


def _latin(word: str) -> list[str]:
    """Every reading, the longest combinations of letters first."""
    rows = [""]
    at = 0
    while at < len(word):
        size = next((n for n in (3, 2) if word[at : at + n] in _LATIN), 1)
        readings = _LATIN.get(word[at : at + size], ("",))
        rows = [row + reading for row in rows for reading in readings][:_MOST_ROWS]
        at += size
    return rows
