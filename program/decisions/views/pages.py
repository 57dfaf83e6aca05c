"""What the office's pages of decisions show: computed here, so that views ask once and templates only print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, Checked, FormalityCheck
from program.background.models import Promise
from program.calls.rules import long_day
from program.decisions import rules
from program.decisions.forms import RevisionForm
from program.decisions.models import Attended, Batch, BatchItem, BatchState, OfficialDocument, Proposal
from program.journal.models import Line
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import standing
from program.reviews.models import RankingLine, RankingRun
from program.reviews.rules import current
from program.rulesets.models import Follows, Key
from program.rulesets.rules import limit, value
from program.visits.models import VisitConclusion
from program.visits.rules import Verified, after_visits


def office_only(request: SignedIn) -> None:
    """Nobody else learns that there is such a page."""
    if not standing(request.user).reads_everything:
        raise Http404


# ---------------------------------------------------------------- what waits
@dataclass(frozen=True)
class Card:
    """What of a call waits for the office's next step, and what a click needs for it."""

    waiting: rules.Waiting
    run: RankingRun | None
    run_stands: bool
    returned: list[Application]
    reserve: BatchItem | None  # who moves up next


def cards() -> list[Card]:
    """One for each call with something to decide; the same number of queries however many calls and batches."""
    waiting = rules.waiting_calls()
    calls = [each.call for each in waiting]
    latest = RankingRun.objects.in_bulk([each.latest_run for each in waiting if each.latest_run])
    standing_runs = current(latest.values())
    returned = list(rules.awaiting_reconsideration(calls).select_related("zone", "applicant"))
    reserves = rules.next_reserves(calls)
    return [
        Card(
            each,
            run=latest.get(each.latest_run or 0),
            run_stands=each.latest_run in standing_runs,
            returned=[case for case in returned if case.call_id == each.call],
            reserve=reserves.get(each.call),
        )
        for each in waiting
    ]


# ---------------------------------------------------------------- a batch
@dataclass(frozen=True)
class Row:
    """A line of the batch: the item, how its score came about, what the visit found, and where the quota cuts."""

    item: BatchItem
    ranked: RankingLine | None
    visit: VisitConclusion | None
    departs: bool
    cut: bool
    banded: rules.Banded | None = None  # of a re-examination
    passed_over: str = ""  # why the next one moved up

    @property
    def lowest(self) -> Any:
        return self.ranked.raw_scores[-1] if self.ranked and self.ranked.raw_scores else None

    @property
    def highest(self) -> Any:
        return self.ranked.raw_scores[0] if self.ranked and self.ranked.raw_scores else None


def rows(sheet: rules.Sheet) -> tuple[list[Row], list[Row]]:
    """The ranked list, and those listed apart: whoever fails a condition."""
    batch, items = sheet.batch, sheet.items
    ranked = (
        {line.application_id: line for line in batch.ranking_run.lines.all()} if batch.ranking_run else {}
    )
    concluded = VisitConclusion.objects.filter(proceeding__in=[item.proceeding_id for item in items])
    visits = {row.proceeding_id: row for row in concluded}
    order = rules.in_order(items)
    last = sheet.last_listed(order)
    unranked = [item for item in items if item.conditions_met and item.rank is None]

    def row(item: BatchItem) -> Row:
        found, visit = ranked.get(item.application_id), visits.get(item.proceeding_id)
        departs, passed_over = sheet.needs_reason(item), sheet.passed_over(item)
        return Row(item, found, visit, departs, item is last, sheet.banded(item), passed_over)

    return [row(item) for item in [*order, *unranked]], [
        row(item) for item in items if not item.conditions_met
    ]


@dataclass(frozen=True)
class Progress:
    """How far long work is."""

    done: int
    total: int
    finished: bool
    failed: str


def failure(task: str, pk: int) -> str:
    """What the background said of a promise that is not kept yet."""
    kept = Promise.objects.filter(name=f"program.decisions.tasks.{task}", arguments=[pk], kept_at=None)
    said = kept.exclude(error="").values_list("error", flat=True).first()
    return _("It stopped and is tried again by itself: %(error)s") % {"error": said} if said else ""


def carrying(batch: Batch) -> Progress:
    total, left = batch.items.count(), batch.items.filter(carried_at=None).count()
    return Progress(total - left, total, batch.carried_out_at is not None, failure("carry_out", batch.pk))


def publishing(document: OfficialDocument) -> Progress:
    total, left = document.items.count(), document.items.filter(proceeding__closed_at=None).count()
    return Progress(total - left, total, not left, failure("publish_document", document.pk))


@dataclass(frozen=True)
class MeasuredCase:
    """The indicators of one case, declared and verified."""

    item: BatchItem
    indicators: list[Verified]


def measured_cases(items: Sequence[BatchItem]) -> list[MeasuredCase]:
    """The cases of a batch whose declared figures were measured, in the order of the batch."""
    found = after_visits([item.proceeding_id for item in items])
    return [MeasuredCase(item, found[item.application_id]) for item in items if item.application_id in found]


def batch_page(batch: Batch, user: Any) -> dict[str, Any]:
    """Everything the page of a batch shows."""
    sheet = rules.Sheet(batch)
    waits = batch.state in {BatchState.DRAFT, BatchState.PREPARED}
    gaps = rules.findings(sheet) if waits else []
    listed, apart = rows(sheet)
    accepted = FormalityCheck.objects.filter(
        version__application__call=batch.call_id, verdict=Checked.ACCEPTED
    )
    return {
        "batch": batch,
        "sheet": sheet,
        "rows": listed,
        "measured": measured_cases(sheet.items),
        "apart": apart,
        "gaps": gaps,
        "moves": rules.moves(batch, user, complete=not gaps),
        "submitted": batch.call.applications.filter(first_submitted_at__isnull=False).count(),
        "accepted": accepted.values("proceeding").distinct().count(),
        "met": sum(item.conditions_met for item in sheet.items),
        "cut": any(row.cut for row in listed),
        "departs": any(row.departs for row in listed),
        "present": [row for row in sheet.attendance if row[2] == Attended.PRESENT],
        "aside": [row for row in sheet.attendance if row[2] == Attended.STEPPED_ASIDE],
        "effects": effects(sheet) if waits else [],
        "prepare_effects": [
            _("Directors are asked to sign; until one does or returns it nothing can be changed.")
        ],
        "discard_effects": [
            _("Proposals, reasons and the meeting are thrown away; the cases can stand in another batch.")
        ],
        "revision_form": RevisionForm(initial={"revision": batch.revision}, auto_id=False),
        "progress": None if waits else carrying(batch),
        "notice": getattr(batch, "notice", None),
        "lines": Line.objects.filter(subject=batch.subject).select_related("actor").order_by("-pk"),
        "proposals": proposals(sheet),
        "bands": rules.ladder(batch.call.rule_set) if sheet.renews else [],
    }


def proposals(sheet: rules.Sheet) -> list[tuple[Any, int]]:
    """How many of each; of a re-examination by what follows."""
    if sheet.renews:
        return [(each.label, sum(item.follows == each for item in sheet.items)) for each in Follows]
    return [(kind.label, len(sheet.proposed(kind))) for kind in Proposal]


def effects(sheet: rules.Sheet) -> list[str]:
    """What a signature does, before it is given."""
    rule_set, chosen = sheet.batch.call.rule_set, len(sheet.proposed(Proposal.LIST))
    ends = limit(rule_set, Key.PUBLIC_NOTICE_DAYS, clock.today())
    facts = {"count": chosen, "days": value(rule_set, Key.PUBLIC_NOTICE_DAYS), "until": long_day(ends.day)}
    found = []
    if chosen:
        found.append(
            _("%(count)s zones stand on public notice for %(days)s working days, until %(until)s.") % facts
        )
    if len(sheet.items) > chosen:
        found.append(
            _(
                "%(count)s others are told only after the list is published; until then they read “deliberation”."
            )
            % {"count": len(sheet.items) - chosen}
        )
    return [*found, _("Nothing of the batch can be changed any more.")]


def is_clerk(user: Any) -> bool:
    return standing(user).has(Role.CLERK)


def is_director(user: Any) -> bool:
    return standing(user).has(Role.DIRECTOR)
