"""What happens to a report inside somebody else's transaction: locked, filled with what is known, published."""

from django.db import connection

from program import clock
from program.background.steps import promise
from program.process.steps import next_number
from program.refusals import SomebodyWasFaster
from program.reports import rules
from program.reports.models import CHAPTERS, PIECES, Piece, Report, ReportTask, Section
from program.supervision import steps as duties

SERIES = "BG"


def lock(report: Report) -> Report:
    """The obligation's row first, as every verb on it does; then the report, read again, while it is written."""
    obligation = duties.lock(report.obligation)
    rows = Report.objects.select_for_update(of=("self",)).filter(pk=report.pk, handed_in=None)
    locked: Report | None = rows.first()
    if locked is None:
        raise SomebodyWasFaster
    locked.obligation = obligation
    return locked


def lock_section(report: Report, piece: Piece) -> Section | None:
    """A chapter of the (locked) report, read again; none where its kind of report has no such chapter."""
    found: Section | None = Section.objects.select_for_update().filter(report=report, piece=piece).first()
    return found


# ---------------------------------------------------------------- what it begins with
def fill(report: Report) -> Report:
    """Chapters and tasks of the version before; of a first version those of last year's report, marked as such."""
    assert connection.in_atomic_block
    before = rules.version_before(report)
    earlier = before or rules.last_year(report.obligation)
    from_year = None if before is not None or earlier is None else earlier.obligation.year
    said = rules.texts(earlier)
    pieces = PIECES[report.obligation.duty]
    chapters = [piece for piece in pieces if piece in CHAPTERS]
    Section.objects.bulk_create(
        Section(
            report=report, piece=piece, text=(known := said.get(piece, {})).get("text", ""),
            trade_secret=known.get("secret", False), from_year=from_year if known.get("text") else None,
        )
        for piece in chapters
    )  # fmt: skip
    if Piece.TASKS in pieces:
        fill_tasks(report, earlier, from_year)
    return report


def fill_tasks(report: Report, earlier: Report | None, from_year: int | None) -> None:
    """The tasks of the plan, each with what was last reported of it."""
    plan, results = rules.plan_of(report.obligation.zone), rules.task_results(earlier)
    made = []
    for place, task in enumerate(plan.tasks if plan else (), 1):
        state, result, money = results.get(task.title, ("", "", None))
        made.append(
            ReportTask(
                report=report, position=place, title=task.title, target=task.target, year=task.year, owner=task.owner,
                planned=task.money, state=state, result=result, money=money,
            )
        )  # fmt: skip
    ReportTask.objects.bulk_create(made)
    Section.objects.create(
        report=report, piece=Piece.TASKS, from_year=from_year if results and made else None
    )


# ---------------------------------------------------------------- published
def publish(report: Report) -> Report:
    """Give the accepted report its number: the next of the year, or that of the version which it corrects with its place."""
    assert connection.in_atomic_block
    moment = clock.now()
    standing = (
        Report.objects.published().filter(obligation=report.obligation_id).order_by("published_at", "pk")
    )
    first: Report | None = standing.first()
    if first is not None:
        report.number = f"{first.number}-{standing.count() + 1}"
    else:
        year = clock.beijing_date(moment).year
        report.number = f"{SERIES}-{year}-{next_number(f'{SERIES}-{year}'):04d}"
    report.published_at = moment
    report.save(update_fields=["number", "published_at"])
    promise("program.reports.tasks.make_publication", report.pk)
    return report
