"""Parts of each sweep: obligations arise and follow what was declared, alerts rise. Each may be killed anywhere and run again."""

from collections import defaultdict
from functools import partial

from program import clock
from program.background.steps import one_by_one
from program.rulesets.rules import Calendar, newest
from program.supervision import actions, rules
from program.supervision.models import Duty, Obligation


def keep_duties() -> None:
    """The duties of the year that is over arise until their day; then what changed of those that stand."""
    calendar, rule_set, moment = Calendar(), newest(), clock.now()
    year = clock.beijing_date(moment).year - 1
    for duty in Duty:
        ahead = rules.due_of(rule_set, duty, year, calendar).moment >= moment
        if ahead and rules.newcomers(duty, rules.scope_of(rule_set, duty), year).exists():
            actions.arise(duty, year, rule_set, calendar)
    one_by_one(rules.to_withdraw(moment).order_by("pk"), actions.withdraw)
    one_by_one(rules.to_recount(), partial(actions.recount, calendar=calendar))


def follow_figures() -> None:
    """Those obligations that are met by what sites and zones declare."""
    open_ones: dict[tuple[str, int], list[Obligation]] = defaultdict(list)
    for each in rules.by_figures_open():
        open_ones[each.duty, each.year].append(each)
    changed = []
    for (duty, year), rows in open_ones.items():
        found = rules.declared(duty, year, [row.zone_id for row in rows])
        changed += [(row, found[row.zone_id]) for row in rows if found[row.zone_id].differs(row)]
    one_by_one(changed, lambda pair: actions.follow(*pair))


def keep_alerts() -> None:
    """Whatever is late has its alert, as grave as its days."""
    rule_set = newest()
    late = Obligation.objects.in_bulk(list(rules.to_raise(clock.now(), rule_set)))
    one_by_one(late.values(), partial(actions.warn, rule_set=rule_set))
