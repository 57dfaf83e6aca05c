"""Background work of site visits."""

from program.background.steps import one_by_one
from program.visits import actions
from program.visits.models import Lot


def carry_out_sample(sample_id: int) -> None:
    """Let those go on who were not drawn, each in a transaction of its own; killed half-way and run again, it ends the same."""
    lots = Lot.objects.filter(sample=sample_id, is_drawn=False).select_related(
        "application", "sample__drawn_by"
    )
    one_by_one(lots.order_by("pk"), actions.pass_over)
