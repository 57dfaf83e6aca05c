"""期满: a term ends by itself, and whoever holds it is reminded before."""

from django.db import transaction

from program import clock
from program.decisions import rules, steps
from program.decisions.models import Designation, Standing
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role
from program.people.rules import people_with


@transaction.atomic(durable=True)
def expire(designation: Designation) -> bool:
    """Let a designation end with its term; done once. Whoever has begun to take it further meanwhile keeps it."""
    # Its holder first, as whoever begins an application locks it: none is begun between our question and the answer.
    holder = designation.subject
    type(holder)._default_manager.select_for_update(of=("self",)).get(pk=holder.pk)
    rows = rules.over(clock.today()).filter(pk=designation.pk).select_for_update(of=("self",))
    held = rows.select_related("application", "document", "zone", "organization").first()
    if held is None:
        return False
    steps.turn(held, Standing.EXPIRED, authority=held.document.issuer, number=held.document.number, by=None)
    tell(
        people_with(Role.MANAGER, held.organization), Text.TERM_OVER, path=held.get_absolute_url(),
        letter=held.letter_number, until=held.until,
    )  # fmt: skip
    return True


@transaction.atomic(durable=True)
def remind_of_term(designation: Designation) -> bool:
    """Say when the term ends, while it runs."""
    held = rules.to_remind(clock.today()).filter(pk=designation.pk).select_related("organization").first()
    if held is None:
        return False
    text = Text.BUILDING_ENDS if held.standing == Standing.BUILDING else Text.TERM_ENDS
    tell(
        people_with(Role.MANAGER, held.organization), text, path=held.get_absolute_url(),
        letter=held.letter_number, until=held.until,
    )  # fmt: skip
    return True
