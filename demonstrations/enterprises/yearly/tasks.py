"""A part of each sweep: forms arise until their day, then what changed of those that stand. It may be killed anywhere."""

from functools import partial

from demonstrations.enterprises.yearly import actions, rules
from program import clock
from program.background.steps import one_by_one
from program.rulesets.rules import Calendar, newest


def keep_forms() -> None:
    """The forms of the year that is over."""
    calendar, rule_set, moment = Calendar(), newest(), clock.now()
    year = clock.beijing_date(moment).year - 1
    if rules.due_of(rule_set, year, calendar).moment >= moment and rules.newcomers(year).exists():
        actions.arise(year, rule_set, calendar)
    one_by_one(rules.to_withdraw(moment), actions.withdraw)
    one_by_one(rules.to_recount(), partial(actions.recount, calendar=calendar))
    untold = rules.missing_twice(moment).filter(missing_told_at=None).order_by("pk")
    one_by_one(untold, actions.tell_missing)
