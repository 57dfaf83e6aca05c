"""Part of each sweep: what is asked of designations that have ended."""

from program.background.steps import one_by_one
from program.measures import actions, rules


def cancel_rectifications() -> None:
    """One at a time; usually there is none."""
    one_by_one(rules.rectifications_to_cancel().order_by("pk"), actions.cancel)
