"""Part of each sweep: limits of answers that were provisional."""

from program.background.steps import one_by_one
from program.claims import actions, rules
from program.rulesets.rules import Calendar


def recount_claims() -> None:
    """One at a time, and only while the calendar of a year is not published yet."""
    one_by_one(rules.to_recount(), lambda each: actions.recount(each, Calendar()))
