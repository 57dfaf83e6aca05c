"""Parts of each sweep: what is asked of designations that have ended, and days that were provisional."""

from program.background.steps import one_by_one
from program.measures import actions, rules
from program.rulesets.rules import Calendar


def cancel_rectifications() -> None:
    """One at a time; usually there is none."""
    one_by_one(rules.rectifications_to_cancel().order_by("pk"), actions.cancel)


def recount_rectifications() -> None:
    """…and only while the calendar of a year is not published yet."""
    one_by_one(rules.rectifications_to_recount(), lambda each: actions.recount(each, Calendar()))
