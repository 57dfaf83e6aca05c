"""Questions about a batch: what keeps it from being signed, what it says, who may do what with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.rules import canonical
from program.calls.models import QuotaBy
from program.decisions.models import (
    Attended,
    Batch,
    BatchItem,
    BatchKind,
    BatchState,
    Proposal,
)
from program.decisions.rules.bands import Banded, banded, said_of
from program.decisions.rules.eligibility import stopped, without_ground
from program.decisions.rules.line import Expected, needs_reason
from program.decisions.rules.places import held_of_each, quota_left
from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.people.rules import standing
from program.process.models import StageName
from program.reviews.rules import is_current

LONGEST_LINE = 1000
"""Of what is to be rectified: a line is an item of the rectification, and holds no more."""


def too_long(required: Iterable[str]) -> bool:
    return any(len(line) > LONGEST_LINE for line in required)


class Sheet:
    """A batch as it is read: its items, what the rank order says of each, who sat in the meeting. Four queries at most."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    @cached_property
    def items(self) -> list[BatchItem]:
        rows = self.batch.items.select_related("application__zone", "application__applicant", "proceeding")
        return list(rows)

    @cached_property
    def attendance(self) -> list[tuple[str, str, str, str]]:
        return list(self.batch.attendance.values_list("name", "capacity", "attended", "reason"))

    @cached_property
    def expected(self) -> dict[int, Expected]:
        return said_of(self.batch, self.items)

    @property
    def rectified(self) -> list[BatchItem]:
        """Of a re-examination: who keeps the name with rectification."""
        return [item for item in self.items if item.rectify]

    @property
    def renews(self) -> bool:
        return tracks.get(self.batch.call.track).renews

    def banded(self, item: BatchItem) -> Banded | None:
        """Of a re-examination: the band of the case, and what follows."""
        return banded(item.score, self.batch.call.rule_set) if self.renews else None

    @cached_property
    def stopped(self) -> dict[int, str]:
        """Case id → why it may not be chosen: restrictions that are in force today."""
        return stopped((item.application for item in self.items), clock.today())

    @cached_property
    def ranking_stands(self) -> bool:
        """Whether the ranking would come out the same now; a batch without one rests on an earlier batch."""
        return self.batch.ranking_run is None or is_current(self.batch.ranking_run)

    def proposed(self, proposal: Proposal) -> list[BatchItem]:
        return [item for item in self.items if item.proposal == proposal]

    def needs_reason(self, item: BatchItem) -> bool:
        return needs_reason(item, self.expected[item.application_id], self.batch.kind)

    def last_listed(self, order: Sequence[BatchItem]) -> BatchItem | None:
        """After whom the quota cuts the rank order; none where everybody is listed, or nobody, or bands decide."""
        listed = [item for item in order if self.expected[item.application_id].slot.proposal == Proposal.LIST]
        return listed[-1] if listed and listed[-1] is not order[-1] and not self.renews else None

    def passed_over(self, item: BatchItem) -> str:
        """Why the next one moved up instead; nothing where the item was not passed over."""
        if not self.expected[item.application_id].passed_over or item.proposal == Proposal.LIST:
            return ""
        call = self.batch.call
        words = (
            _("field full: %(group)s, %(held)s of %(most)s")
            if call.quota_by == QuotaBy.FIELD
            else _("province full: %(group)s, %(held)s of %(most)s")
        )
        most = call.each_quota
        return words % {"group": call.group_label(item.quota_group), "held": most, "most": most}

    def attending(self, attended: Attended) -> int:
        return sum(row[2] == attended for row in self.attendance)


def findings(sheet: Sheet) -> list[str]:
    """What keeps the batch from being put up for signature or signed, as sentences."""
    return [*meeting_findings(sheet), *item_findings(sheet), *case_findings(sheet)]


def meeting_findings(sheet: Sheet) -> list[str]:
    batch, found = sheet.batch, []
    if not (batch.meeting_name and batch.meeting_date and batch.minutes_number):
        found.append(_("Enter the meeting: its name, date and minutes number."))
    elif batch.meeting_date > clock.today():
        found.append(_("The meeting bears a date in the future."))
    if not sheet.attending(Attended.PRESENT):
        found.append(_("Enter who was present at the meeting."))
    return found


def item_findings(sheet: Sheet) -> list[str]:
    """Numbers within the quota, a reason where one is needed."""
    batch, found = sheet.batch, []
    listed = len(sheet.proposed(Proposal.LIST))
    if listed > batch.quota:
        found.append(_("More cases are to be listed than the quota of %(quota)s.") % {"quota": batch.quota})
    elif not sheet.renews and batch.kind == BatchKind.FIRST and listed > (left := quota_left(batch.call)):
        found.append(
            _(
                "Another batch of this call has been signed meanwhile; %(left)s places are left. "
                "Discard this batch and draft it anew."
            )
            % {"left": left}
        )
    found += each_findings(sheet)
    if len(sheet.proposed(Proposal.RESERVE)) > batch.reserves:
        found.append(_("More reserves are named than the %(count)s allowed.") % {"count": batch.reserves})
    silent = [item for item in sheet.items if sheet.needs_reason(item) and not item.departure_reason]
    if silent:
        found.append(_("A reason is missing: %(zones)s.") % {"zones": named(silent)})
    if unsaid := [item for item in sheet.rectified if not item.required]:
        found.append(_("Say what is to be rectified: %(zones)s.") % {"zones": named(unsaid)})
    if long := [item for item in sheet.rectified if too_long(item.required)]:
        words = _("A line of what is to be rectified is longer than %(most)s characters: %(zones)s.")
        found.append(words % {"most": LONGEST_LINE, "zones": named(long)})
    return found


def each_findings(sheet: Sheet) -> list[str]:
    """No more of one field or province than the call has published, whatever other batches have done meanwhile."""
    call, most = sheet.batch.call, sheet.batch.call.each_quota
    if most is None:
        return []
    listed = Counter(item.quota_group for item in sheet.proposed(Proposal.LIST) if item.quota_group)
    held = held_of_each([call.pk], besides=[item.application_id for item in sheet.items])[call.pk]
    above = sorted(group for group, count in listed.items() if held[group] + count > most)
    words = _("%(group)s: more cases would be listed than the %(most)s that the call allows each.")
    return [words % {"group": call.group_label(group), "most": most} for group in above]


def case_findings(sheet: Sheet) -> list[str]:
    """Cases that have moved since or may not be chosen, a ranking that no longer stands, zones that are designated already."""
    batch, found = sheet.batch, []
    moved = [item for item in sheet.items if item.application.stage != StageName.DELIBERATION]
    if moved:
        found.append(
            _("No longer at deliberation: %(zones)s. Discard this batch and draft it anew.")
            % {"zones": named(moved)}
        )
    found += [
        _("%(zone)s cannot be chosen: %(why)s")
        % {"zone": item.application.subject.name, "why": sheet.stopped[item.application_id]}
        for item in sheet.items
        if item.proposal != Proposal.NOT_LISTED and item.application_id in sheet.stopped
    ]
    if not sheet.ranking_stands:
        found.append(
            _(
                "The ranking is out of date: a score sheet has changed. Make a new one and draft the batch anew."
            )
        )
    chosen = sheet.proposed(Proposal.LIST)
    lost = without_ground(batch.call, [item.application for item in chosen])
    if lost:
        words = (
            _("Without the designation that this would take further: %(zones)s.")
            if tracks.get(batch.call.track).follows
            else _("Designated already: %(zones)s.")
        )
        found.append(words % {"zones": named([item for item in chosen if item.application_id in lost])})
    return found


def named(items: list[BatchItem]) -> str:
    return _(", ").join(item.application.subject.name for item in items)


def content(sheet: Sheet) -> tuple[str, str]:
    """What a signature signs, as canonical JSON text, and its sha256."""
    batch = sheet.batch
    return canonical(
        {
            "call": batch.call.code,
            "title": batch.title,
            "kind": batch.kind,
            "ranking": batch.ranking_run.inputs_sha256 if batch.ranking_run else "",
            "quota": batch.quota,
            "reserves": batch.reserves,
            "meeting": [
                batch.meeting_name,
                batch.meeting_date.isoformat() if batch.meeting_date else "",
                batch.minutes_number,
            ],
            "attendance": [list(row) for row in sheet.attendance],
            **said_of_each(sheet),
            "items": [
                written(item) for item in sorted(sheet.items, key=lambda item: item.application.number)
            ],
        }
    )


def said_of_each(sheet: Sheet) -> dict[str, object]:
    """The further quota as it stands in what is signed; without one what is signed reads as it did."""
    call = sheet.batch.call
    if not call.quota_by:
        return {}
    groups = {item.application.number: item.quota_group for item in sheet.items}
    held = sheet.batch.held_before
    return {"each": {"by": call.quota_by, "most": call.each_quota, "held": held, "groups": groups}}


def written(item: BatchItem) -> list[object]:
    """An item as it stands in what is signed; what was signed before anybody was asked for something reads as it did."""
    asked = [item.requirements] if item.rectify else []
    return [
        item.application.number,
        item.proceeding.number,
        item.rank,
        None if item.score is None else format(item.score, "f"),
        item.conditions_met,
        item.conditions_note,
        item.proposal,
        item.reserve_order,
        item.departure_reason,
        *asked,
    ]


def had_a_hand_in(batch: Batch, user: User) -> bool:
    """Drafted it, changed it, or put it up for signature."""
    changed = Line.objects.filter(
        verb__in=(Verb.CHANGE_BATCH, Verb.PREPARE_BATCH), subject=batch.subject, actor=user
    )
    return user.pk in {batch.drafted_by_id, batch.prepared_by_id} or changed.exists()


def batches_to_sign(user: User) -> QuerySet[Batch]:
    """Batches put up for signature in which this person had no hand; one query."""
    subject = Concat("title", Value(" #"), Cast("pk", CharField()))
    changed = Line.objects.filter(
        verb__in=(Verb.CHANGE_BATCH, Verb.PREPARE_BATCH), subject=OuterRef("named"), actor=user
    )
    waiting = Batch.objects.filter(prepared_at__isnull=False, signed_at=None).annotate(named=subject)
    return waiting.filter(~Exists(changed)).exclude(drafted_by=user).exclude(prepared_by=user)


@dataclass(frozen=True)
class Moves:
    """What a person may do with a batch now; pages show nothing else."""

    change: bool
    prepare: bool
    send_back: bool
    sign: bool
    discard: bool


def moves(batch: Batch, user: User, *, complete: bool) -> Moves:
    held, state = standing(user), batch.state
    writes = state == BatchState.DRAFT and held.has(Role.CLERK)
    signs = state == BatchState.PREPARED and held.has(Role.DIRECTOR)
    return Moves(
        change=writes,
        prepare=writes and complete,
        send_back=signs,
        sign=signs and complete and not had_a_hand_in(batch, user),
        discard=writes,
    )
