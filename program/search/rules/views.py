"""Which addresses can be kept as a view, and whose they are."""

from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from program.people.models import User
from program.search.models import SavedView

LISTS = {
    "search:search", "applications:list", "supervision:matrix", "supervision:alerts", "ledger:list", "registers:projects",
    "registers:restrictions", "measures:leads", "measures:measures", "decisions:batches", "desk:journal",
}  # fmt: skip
"""Pages that an address narrows down."""
MOST_VIEWS, LONGEST = 30, 500


def is_a_list(address: str) -> bool:
    """A path of our own that leads to a list; nothing that leads away, and nothing that a browser would run."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if (
        parts.scheme
        or parts.netloc
        or not address.startswith("/")
        or address.startswith("//")
        or len(address) > LONGEST
    ):
        return False
    try:
        return resolve(parts.path).view_name in LISTS
    except Resolver404:
        return False


def own_views(user: User) -> Any:
    return SavedView.objects.filter(owner=user)
