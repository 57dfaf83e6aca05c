"""Part of each sweep: renamings whose day has come."""

from program import clock
from program.alterations import actions, rules
from program.background.steps import one_by_one


def take_effect() -> None:
    """One at a time, in the order of their days; usually there is none."""
    one_by_one(rules.to_take_effect(clock.today()), actions.act)
