"""Questions that are put together once for all who have the same roles (program/prepared.py)."""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from program.people.models import Membership, Role, User
from program.people.rules.standing import LONG_AGO, Standing
from program.prepared import ME, Prepared


class Asker(Standing):
    """Whoever asks: the roles are known when the question is put together, the person and the organisations when it is asked."""

    def __init__(self, roles: Collection[str]) -> None:
        super().__init__(User(pk=ME, created_at=LONG_AGO))
        self.roles = dict.fromkeys(roles, frozenset())

    def organizations(self, *roles: Role) -> QuerySet[Membership, Any]:  # type: ignore[override]  # both are keys
        """Those in which the person has one of the roles, as a question: whether there are any, `has` says."""
        held = Membership.objects.current().filter(user=ME)
        return (held.filter(role__in=roles) if roles else held).values("organization")


class PreparedForRoles:
    """One prepared question for each set of roles that somebody has; there are a dozen. `columns`: names of those it answers."""

    def __init__(
        self, columns: Sequence[str], put: Callable[[Asker], QuerySet[Any, tuple[Any, ...]]]
    ) -> None:
        self.put = put
        self.row: Any = namedtuple("Row", columns)  # type: ignore[misc]  # named by whoever asks
        self.known: dict[frozenset[str], Prepared] = {}

    def ask(self, held: Standing, moment: datetime) -> Iterator[Any]:
        """Rows with the columns' names."""
        roles = frozenset(held.roles)
        if roles not in self.known:
            self.known[roles] = Prepared(partial(self.put, Asker(roles)))
        return (self.row(*found) for found in self.known[roles].ask(held.user.pk, moment))
