"""Long lists in the background. Each may be killed anywhere and run again: nothing is kept before it is whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, QueryDict
from django.utils import translation

from program import clock
from program.background.steps import one_by_one, still_at_it
from program.exports import actions
from program.exports.models import Export, Form
from program.files.spreadsheet import write_table
from program.files.steps import being_written
from program.people.models import Role
from program.people.rules import fresh_standing
from program.refusals import Refused
from program.switches.models import Name
from program.switches.rules import held_by

ALIVE = 200
"""After so many rows the lease begins anew."""


@held_by(Name.EXPORTS_OFF)
def make(pk: int) -> None:
    """What the person may see now, not what could be seen when it was asked for."""
    export = Export.objects.select_related("asked_by").filter(pk=pk).first()
    if export is None or export.made_at is not None:
        return
    person, source = export.asked_by, export.source
    with translation.override(person.language):
        try:
            if not fresh_standing(person).has(Role(export.role)):
                raise Http404
            taken = source.read(person, QueryDict(export.question))
        except (Http404, BadRequest, PermissionDenied, Refused):
            actions.give_nothing(export)
            return
        with being_written() as target:
            rows = Counted(taken.rows)
            write_table(target, export.form, str(source.label), taken.heads, rows)
            name = f"{taken.name}.{Form(export.form).value}"
            actions.keep_export(export, target, name=name, rows=rows.count)


class Counted:
    """Rows on their way, counted; the work says now and then that it goes on."""

    def __init__(self, rows: Iterable[Iterable[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Iterable[Any]]:
        for row in self.rows:
            self.count += 1
            if self.count % ALIVE == 0:
                still_at_it()
            yield row


def forget_exports() -> None:
    """Part of each sweep: lists that were kept long enough."""
    one_by_one(Export.objects.filter(until__lte=clock.now()).order_by("pk"), actions.forget)
