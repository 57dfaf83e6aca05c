"""Every address of the program, and how it is asked for in the world."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from program.zones.models import RecommendingBody, Zone
from tests.access.expected import Line
from tests.access.world import World


def all_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The names of all addresses with their namespaces; an address without a name appears as its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            within = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from all_names(entry, within)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"


def thing(world: World, name: str) -> Any:
    """What stands in an address: a literal, a code, a key."""
    if name.startswith("="):
        return name[1:]
    found: Any = world[name]
    if isinstance(found, Zone | RecommendingBody):
        return found.code
    return found.pk if isinstance(found, Model) else found


def address(world: World, line: Line) -> str:
    things = [thing(world, name) for name in line.things]
    if line.name in {"applications:start", "applications:start_firm"}:
        things = [world[name].pk for name in line.things]
    return reverse(line.name, args=things)


def data(world: World, line: Line) -> dict[str, Any]:
    return {key: thing(world, value) if value in world.things else value for key, value in line.data}


def fields_of(page: str) -> set[str]:
    """The names of the fields on a page."""
    return set(re.findall(r'<(?:input|select|textarea)[^>]*?\sname="([^"]+)"', page))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back; verbs may open their durable transaction in it."""
    around: Any = transaction.atomic()
    around._from_testcase = True
    with around:
        yield
        transaction.set_rollback(True)
