"""Maps are drawn from places: what is near is shown near, and names hide nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cms.core import maps


@dataclass(frozen=True)
class Place:
    name: str
    latitude: float | None
    longitude: float | None


MALAGA = Place("Málaga", 36.72, -4.42)
CHEFCHAOUEN = Place("Chefchaouen", 35.17, -5.27)
SEVILLE = Place("Seville", 37.39, -5.99)
SUVA = Place("Suva", -18.14, 178.44)
NOWHERE = Place("Nowhere", None, None)


def frame(drawn: maps.Map) -> tuple[float, float, float, float]:
    left, top, width, height = map(float, drawn.view_box.split())
    return left, top, left + width, top + height


def test_there_is_no_map_of_places_without_coordinates():
    assert maps.draw([NOWHERE]) is None
    assert maps.draw([]) is None


@pytest.mark.parametrize("places", [[MALAGA], [MALAGA, CHEFCHAOUEN], [MALAGA, SUVA, NOWHERE]])
@pytest.mark.parametrize("ratio", [1.6, 2.2])
def test_every_place_with_coordinates_lies_within_the_map(places, ratio):
    drawn = maps.draw(places, ratio=ratio)
    left, top, right, bottom = frame(drawn)
    assert len(drawn.dots) == len([p for p in places if p.latitude is not None])
    for dot in drawn.dots:
        assert left < float(dot.x) < right
        assert top < float(dot.y) < bottom
    assert left >= maps.WORLD[0] and right <= maps.WORLD[2]
    assert top >= maps.WORLD[1] and bottom <= maps.WORLD[3]


def test_north_is_above_and_east_is_after():
    drawn = maps.draw([MALAGA, CHEFCHAOUEN])
    malaga, chefchaouen = drawn.dots
    assert float(malaga.y) < float(chefchaouen.y)
    assert float(malaga.x) > float(chefchaouen.x)


def test_names_of_neighbours_do_not_overlap():
    drawn = maps.draw([SEVILLE, MALAGA, CHEFCHAOUEN])
    size = float(drawn.name_size)
    boxes = []
    for dot in drawn.dots:
        if dot.name_x:
            half = len(dot.place.name) * size * 0.3
            x, y = float(dot.name_x), float(dot.name_y)
            boxes.append((x - half, y - size * 0.8, x + half, y + size * 0.2))
    assert len(boxes) >= 2
    for position, box in enumerate(boxes):
        for other in boxes[position + 1 :]:
            apart_across = box[2] < other[0] or other[2] < box[0]
            assert apart_across or box[3] < other[1] or other[3] < box[1]


def test_a_map_of_many_places_has_no_names():
    places = [Place(f"City {n}", 30 + n, n) for n in range(8)]
    assert not any(dot.name_x for dot in maps.draw(places).dots)


def test_a_transfer_is_drawn_from_giver_to_receiver():
    drawn = maps.draw([MALAGA, CHEFCHAOUEN], links=[(MALAGA, CHEFCHAOUEN)])
    (line,) = drawn.lines
    start = " ".join((drawn.dots[0].x, drawn.dots[0].y))
    end = " ".join((drawn.dots[1].x, drawn.dots[1].y))
    assert line.path.startswith(f"M{start}Q")
    assert line.path.endswith(end)


def test_a_transfer_within_one_place_draws_no_line():
    assert maps.draw([MALAGA], links=[(MALAGA, MALAGA)]).lines == ()


def test_numbers_are_written_with_a_point_in_every_language(settings):
    from django.utils import translation

    with translation.override("fr"):
        drawn = maps.draw([MALAGA])
    assert "," not in drawn.view_box
    assert "." in drawn.view_box
