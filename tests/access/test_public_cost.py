"""What everybody reads costs little, the first time as well: the world has something of everything."""

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.addresses import address
from tests.access.expected import LINES, Line
from tests.access.world import World

PUBLIC = [line for line in LINES if line.answer("GET", "P") == "ok"]
COLD = 8


@pytest.mark.parametrize("line", PUBLIC, ids=lambda line: " ".join([line.name, *line.things]))
def test_a_public_page_drawn_anew_asks_at_most_eight_questions(
    world: World, line: Line, settings: LazySettings
) -> None:
    """The one by which pages are kept among them; the clock is not counted."""
    where = address(world, line)
    world.ask("public", where)  # what a process asks once
    settings.PUBLIC_PAGES_KEPT = 60
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as context:
        assert world.ask("public", where).status_code == 200
    caches["pages"].clear()
    asked = [query["sql"] for query in context if "clock_timestamp" not in (query["sql"] or "")]
    assert len(asked) <= COLD, "\n".join(asked)
