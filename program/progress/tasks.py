"""The board in the background: counted when something changed, then printed. Each may be killed anywhere and run again."""

from program import clock
from program.files.documents import render_pdf
from program.progress import actions, rules
from program.progress.models import Board
from program.switches.models import Name
from program.switches.rules import held_by


def keep_board() -> None:
    """Part of each sweep: count again where what was counted has changed."""
    if rules.is_due(Board.objects.first(), rules.counted_from(), clock.now()):
        count()


def count() -> Board:
    """Counted outside the transaction: seven years of all zones are added up, and nobody who saves something waits for it."""
    counted_from = rules.counted_from()  # first: what changes while we count is counted again
    return actions.keep_count(rules.count(clock.now()), counted_from=counted_from)


@held_by(Name.PRINTING_PAUSED)
def print_board(pk: int, sha256: str) -> None:
    """The board as PDF; one that was counted anew meanwhile has its own promise."""
    board = Board.objects.filter(pk=pk, sha256=sha256).first()
    if board is not None and board.pdf_id is None:
        facts = {"page": rules.page(board.data, board.day.year), "board": board}
        pdf = render_pdf("program/progress/paper.html", facts, title="绿色发展“十百千”示范工程进展")
        actions.keep_print(board, pdf)
