"""Outside the demo whoever holds a role of the office and has no second factor reaches nothing but the way to one."""

import pytest
from django.conf import LazySettings

from tests.access.addresses import address, data, undone
from tests.access.expected import LINES, ROLES, Line
from tests.access.world import World

OFFICE = ("clerk", "director", "supervisor", "auditor", "admin", "security")
OPEN = {
    "people:second_factor",
    "people:add_app",
    "people:add_passkey",
    "people:sign_out",
    "portal:language",
}
"""The way to a second factor, out, and the language in which one reads of it."""
LED = "/second-factor/"


@pytest.fixture(autouse=True)
def _outside_the_demo(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def led(world: World, role: str, line: Line) -> list[bool]:
    """Whether a GET and a POST were led to the second factor."""
    answers = []
    for posted in (None, data(world, line)):
        with undone():
            response = world.ask(role, address(world, line), posted)
        answers.append(response.status_code == 302 and response.headers["Location"] == LED)
    return answers


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_the_office_without_one(world: World, line: Line) -> None:
    expected = [False, False] if line.name in OPEN else [True, True]
    assert {role: led(world, role, line) for role in OFFICE} == dict.fromkeys(OFFICE, expected)


def test_the_open_addresses_are_in_the_table() -> None:
    assert {line.name for line in LINES} > OPEN


def test_nobody_else_is_led(world: World) -> None:
    """Those outside the office, experts and the public: as if nothing were required."""
    line = next(line for line in LINES if line.name == "portal:home")
    for role in set(ROLES.values()) - set(OFFICE):
        assert led(world, role, line) == [False, False], role


def test_the_page_offers_no_way_that_leads_nowhere(world: World) -> None:
    page = world.text("clerk", LED)
    assert "Your role in the office needs a second factor." in page
    assert 'href="/desk/"' not in page
    assert 'href="/profile/"' not in page
