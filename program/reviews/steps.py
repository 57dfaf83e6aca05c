"""What happens to reviews inside a verb's transaction."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, Version
from program.applications.steps import tell_clerks
from program.background.models import Promise
from program.background.steps import promise
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import Proceeding, StageName
from program.process.steps import Turn, take, wait_for
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.reviews import rules
from program.reviews.models import (
    Assignment,
    Bundle,
    ConflictKind,
    Declaration,
    Expert,
    PanelCase,
    PanelMember,
    ReviewConclusion,
    Round,
)
from program.rulesets.models import Key
from program.rulesets.rules import value

MAKE_BUNDLE = "program.reviews.tasks.make_bundle"


def lock_case(proceeding_id: int) -> None:
    """The one lock of a case, also of one that is closed: a conflict may come to light at any time."""
    assert connection.in_atomic_block, "a case is locked inside a verb's transaction"
    Proceeding.objects.select_for_update().get(pk=proceeding_id)


def hold(assignment: Assignment) -> Assignment:
    """Lock the case and re-read the assignment with everything that a verb asks of it."""
    lock_case(assignment.proceeding_id)
    rows = Assignment.objects.select_related(
        "application__zone__recommending_body", "application__applicant", "application__call__rule_set", "application__clerk",
        "case", "member__panel__round__call", "expert__user", "version",
    )  # fmt: skip
    return rows.get(pk=assignment.pk)


def hold_own(assignment: Assignment, *, by: User) -> Assignment:
    """Lock a case for the expert whom it is assigned to."""
    held = hold(assignment)
    require_role(by, Role.EXPERT)
    if held.expert.user_id != by.pk:
        raise NotYours
    if held.voided_at:
        raise SomebodyWasFaster(_("This case is no longer assigned to you."))
    return held


def assign(pairs: Iterable[tuple[PanelMember, PanelCase]], *, by: User) -> list[Assignment]:
    """Assignments in bulk, each to the version that is the latest now; their bundles promised, their experts told."""
    wanted = list(pairs)
    versions = latest_versions([case.application for _member, case in wanted])
    moment = clock.now()
    made = [
        Assignment(
            member=member,
            case=case,
            expert=member.expert,
            application=case.application,
            proceeding_id=case.proceeding_id,
            version=versions[case.application_id],
            assigned_by=by,
            assigned_at=moment,
            open_since=moment,
        )
        for member, case in wanted
    ]
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(made)
    except IntegrityError as error:
        raise SomebodyWasFaster(_("This case is assigned to this expert already.")) from error
    for case in {assignment.application_id: assignment.application for assignment in made}.values():
        follow(case)
    promise_bundles(versions.values())
    tell_experts(made)
    return made


def follow(application: Application) -> None:
    """Within the review it is the experts who are waited for while sheets are due, then the clerk again."""
    if application.stage == StageName.EXPERT_REVIEW:
        wait_for(application, Role.EXPERT if rules.awaited().filter(application=application) else Role.CLERK)


def latest_versions(applications: Iterable[Application]) -> dict[int, Version]:
    """Application id → its latest version."""
    return {
        version.application_id: version
        for version in Version.objects.filter(application__in=set(applications)).order_by("number")
    }


def promise_bundles(versions: Iterable[Version]) -> None:
    """One PDF a version, promised once."""
    wanted = {version.pk for version in versions}
    made = set(Bundle.objects.filter(version__in=wanted).values_list("version_id", flat=True))
    open_promises = Promise.objects.open().filter(name=MAKE_BUNDLE).values_list("arguments", flat=True)
    for pk in sorted(wanted - made - {arguments[0] for arguments in open_promises}):
        promise(MAKE_BUNDLE, pk)


def tell_experts(assignments: Iterable[Assignment]) -> None:
    """One message to each expert, however many files."""
    by_expert: dict[Expert, list[Assignment]] = {}
    for assignment in assignments:
        by_expert.setdefault(assignment.expert, []).append(assignment)
    for expert, given in by_expert.items():
        round_ = given[0].member.panel.round
        facts = {
            "count": len(given),
            "call": round_.call.title,
            "due": clock.beijing_date(round_.due).isoformat(),
        }
        tell([expert.user], Text.ASSIGNED_REVIEW, path=reverse("reviews:mine"), **facts)


def set_aside(
    assignment: Assignment,
    *,
    by: User,
    reason: str,
    conflict: ConflictKind = ConflictKind.NONE,
    words: str = "",
) -> None:
    """Void an assignment. Its sheet, if there is one, stays as it is and no longer counts; the office looks for a replacement."""
    counted = assignment.sheets.filter(withdrawal=None).exclude(submitted_at=None).exists()
    assignment.voided_by, assignment.voided_at, assignment.void_reason = by, clock.now(), reason
    assignment.conflict = conflict
    fields = ["voided_by", "voided_at", "void_reason", "conflict"]
    if words:
        assignment.declaration, assignment.declared_at, assignment.reason = (
            Declaration.CONFLICT,
            assignment.voided_at,
            words,
        )
        fields += ["declaration", "declared_at", "reason"]
    assignment.save(update_fields=fields)
    journal.record(
        Verb.DECLARE_CONFLICT if words else Verb.VOID_ASSIGNMENT, by=by, subject=assignment.application,
        application=assignment.application, version=assignment.version.number, audience=Audience.OFFICE,
        expert=assignment.expert, reason=words or reason, sheet_set_aside=True if counted else None,
    )  # fmt: skip
    follow(assignment.application)
    if assignment.application.stage in rules.READING_STAGES:
        tell_clerks(assignment.application, Text.REPLACEMENT_NEEDED, path=assignment.case.get_absolute_url())


def require_no_known_conflict(assignment: Assignment) -> None:
    """What the pool knows today may be more than it knew when the panel was drawn."""
    kind = rules.conflict(assignment.expert, assignment.application, clock.today())
    if kind:
        raise Refused(
            _(
                "The expert pool shows a conflict of interest with this case (%(kind)s). "
                "Declare it, or have your entry corrected."
            )
            % {"kind": kind.label}
        )


def conclude(held: Turn, case: PanelCase, *, opinion: str, by: User) -> ReviewConclusion:
    """Write the result of a case locked at its review and let it go on."""
    application = held.application
    sheets = rules.counted(held.proceeding)
    quorum = value(application.rule_set, Key.REVIEW_QUORUM)
    score = rules.final_score(
        [sheet.total for sheet in sheets if sheet.total is not None],
        trim_from=value(application.rule_set, Key.TRIM_FROM),
    )
    if len(sheets) < quorum or score is None:
        raise Refused(below_quorum([(application, len(sheets))], quorum))
    if case.closed_at is None:
        case.closed_by, case.closed_at = by, clock.now()
    case.opinion, case.obstacle = opinion.strip() or case.opinion or rules.proposed_opinion(sheets, score), ""
    case.save(update_fields=["closed_by", "closed_at", "opinion", "obstacle"])
    made = ReviewConclusion.objects.create(
        proceeding=held.proceeding, task=held.task, by=by, at=clock.now(), version=application.latest_version(),
        counted=len(sheets), quorum=quorum, score=score, opinion=case.opinion,
    )  # fmt: skip
    take(held)
    journal.record(
        Verb.CONCLUDE_REVIEW, by=by, subject=application, application=application, version=made.version.number,
        audience=Audience.OFFICE, count=len(sheets),
    )  # fmt: skip
    return made


def below_quorum(short: Iterable[tuple[Application, int]], quorum: int) -> str:
    """Which cases lack sheets, and what would mend it."""
    cases = _(", ").join(f"{application} ({count}/{quorum})" for application, count in short)
    return _("Too few submitted score sheets: %(cases)s. Wait for them, or assign further experts.") % {
        "cases": cases
    }


def journal_per_case(
    verb: Verb, counts: Mapping[Application, int], *, by: User, panel: str, round_: Round
) -> None:
    """A line a case, so that each case's own record is complete."""
    for application, count in counts.items():
        journal.record(
            verb, by=by, subject=application, application=application, audience=Audience.OFFICE,
            count=count, panel=panel, due=clock.beijing_date(round_.due).isoformat(),
        )  # fmt: skip
