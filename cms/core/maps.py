"""Small maps drawn as SVG from places: where points, names and lines go.

The projection is the one of the outlines under `portal/static/vendor/world`
(see `scripts/vendor`): equidistant cylindrical, true at 36° north, with
x = longitude × 0.8 and y = −latitude. Numbers are given as text, because a
template would write them with the reader's decimal sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SCALE = 0.8
#: what maps show at most, in map units: left, top, right, bottom
WORLD = (-144.0, -75.0, 144.0, 56.0)
#: wider maps than this use the simpler outlines
DETAIL_WIDTH = 70.0
#: height of names, in hundredths of the width of the map
NAME_SIZE = 4


def _text(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a map: its point and the middle of its name, '' where that has no room."""

    place: Any
    x: str
    y: str
    name_x: str
    name_y: str


@dataclass(frozen=True, slots=True)
class Line:
    """A link between two places: a curve, and an arrowhead half way along it."""

    path: str
    arrow: str


@dataclass(frozen=True, slots=True)
class Map:
    """Everything the template `core/includes/map.html` needs."""

    view_box: str
    left: str
    top: str
    width: str
    height: str
    radius: str
    name_size: str
    name_edge: str
    detailed: bool
    graticule: str
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The point of the map where a place lies."""
    return float(longitude) * SCALE, -float(latitude)


def _frame(
    points: Sequence[tuple[float, float]], ratio: float, least: float
) -> tuple[float, float, float]:
    """Left, top and width of the smallest box of that ratio around the points, with a margin."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * ratio, least * 0.6) / 0.6
    width = min(width, WORLD[2] - WORLD[0], (WORLD[3] - WORLD[1]) * ratio)
    height = width / ratio
    left = (min(xs) + max(xs) - width) / 2
    top = (min(ys) + max(ys) - height) / 2
    left = min(max(left, WORLD[0]), WORLD[2] - width)
    top = min(max(top, WORLD[1]), WORLD[3] - height)
    return left, top, width


def _graticule(left: float, top: float, width: float, height: float) -> str:
    """Meridians and parallels at a round number of degrees."""
    step = next(step for step in (2, 5, 10, 20, 30) if step == 30 or width / SCALE / step <= 7)
    meridians = range(math.ceil(left / SCALE / step), math.floor((left + width) / SCALE / step) + 1)
    parallels = range(math.ceil(top / step), math.floor((top + height) / step) + 1)
    return "".join(
        [f"M{_text(n * step * SCALE)} {_text(top)}v{_text(height)}" for n in meridians]
        + [f"M{_text(left)} {_text(n * step)}h{_text(width)}" for n in parallels]
    )


Box = tuple[float, float, float, float]


def _apart(a: Box, b: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) do not touch."""
    return a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def _place_names(
    found: Sequence[tuple[Any, tuple[float, float]]], frame: Box
) -> list[tuple[float, float] | None]:
    """Where names stand, above or below their dots, so that none hides a name or a dot."""
    left, _, right, _ = frame
    unit = (right - left) / 100
    size = unit * NAME_SIZE
    taken: list[Box] = [(x - unit, y - unit, x + unit, y + unit) for _, (x, y) in found]
    points: list[tuple[float, float] | None] = []
    for place, (x, y) in found:
        half = len(str(place.name)) * size * 0.3
        middle = min(max(x, left + half + unit), right - half - unit)
        below, above = y + unit * 6, y - unit * 3
        northernmost = len(found) > 1 and y == min(y for _, (_, y) in found)
        chosen = None
        for baseline in (above, below) if northernmost else (below, above):
            box = (middle - half, baseline - size * 0.8, middle + half, baseline + size * 0.2)
            if all(_apart(box, other) for other in taken):
                taken.append(box)
                chosen = (middle, baseline)
                break
        points.append(chosen)
    return points


def _line(start: tuple[float, float], end: tuple[float, float], size: float) -> Line:
    """A curve bent to one side by a fifth of its length, with an arrowhead of that size."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = math.hypot(dx, dy)
    if not length:
        return Line("", "")
    bend_x, bend_y = (x1 + x2) / 2 + dy * 0.2, (y1 + y2) / 2 - dx * 0.2
    middle_x, middle_y = (x1 + 2 * bend_x + x2) / 4, (y1 + 2 * bend_y + y2) / 4
    ux, uy = dx / length * size, dy / length * size
    corners = (
        (middle_x + ux, middle_y + uy),
        (middle_x - ux * 0.6 - uy * 0.8, middle_y - uy * 0.6 + ux * 0.8),
        (middle_x - ux * 0.6 + uy * 0.8, middle_y - uy * 0.6 - ux * 0.8),
    )
    return Line(
        path=f"M{_text(x1)} {_text(y1)}Q{_text(bend_x)} {_text(bend_y)} {_text(x2)} {_text(y2)}",
        arrow=" ".join(f"{_text(x)},{_text(y)}" for x, y in corners),
    )


def draw(
    places: Iterable[Any],
    *,
    links: Iterable[tuple[Any, Any]] = (),
    ratio: float = 1.6,
    least: float = 18.0,
    names_up_to: int = 4,
) -> Map | None:
    """A map of the places that have coordinates, or None where none has.

    A place is anything with `latitude`, `longitude` and `name`. `links` are
    pairs of the same objects. `least` is the smallest width, in map units. Names are
    drawn where there are no more places than `names_up_to`.
    """
    found = [
        (place, project(place.latitude, place.longitude))
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    if not found:
        return None
    left, top, width = _frame([point for _, point in found], ratio, least)
    height = width / ratio
    unit = width / 100
    named = len(found) <= names_up_to
    names = _place_names(found, (left, top, left + width, top + height)) if named else []
    dots = []
    for position, (place, (x, y)) in enumerate(found):
        name = names[position] if named else None
        name_x, name_y = (_text(name[0]), _text(name[1])) if name else ("", "")
        dots.append(Dot(place, _text(x), _text(y), name_x, name_y))
    points = {id(place): point for place, point in found}
    lines = [
        _line(points[id(start)], points[id(end)], unit * 1.6)
        for start, end in links
        if id(start) in points and id(end) in points
    ]
    return Map(
        view_box=" ".join(_text(number) for number in (left, top, width, height)),
        left=_text(left),
        top=_text(top),
        width=_text(width),
        height=_text(height),
        radius=_text(unit * (1.4 if named else 0.7)),
        name_size=_text(unit * NAME_SIZE),
        name_edge=_text(unit * 1.2),
        detailed=width < DETAIL_WIDTH,
        graticule=_graticule(left, top, width, height),
        dots=tuple(dots),
        lines=tuple(line for line in lines if line.path),
    )
