"""Verbs on runs: begun by a clerk, computed in the background, signed by a director who did not begin them; then frozen."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.background.steps import promise
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.monitoring import rules, steps
from program.monitoring.models import MonitoringLine, MonitoringRun, Scheme
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import READING_ROLES, Role, User
from program.people.rules import people_with, require_role
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.rulesets.rules import newest
from program.switches.rules import require_exports
from program.zones.models import managing_organization

COMPUTE, TELL = "program.monitoring.tasks.compute", "program.monitoring.tasks.tell_zones"


@transaction.atomic(durable=True)
def draft_run(scheme: Scheme, year: int, *, by: User, reason: str = "") -> MonitoringRun:
    """Begin the evaluation of a year; the next of a year says why. It is computed in the background."""
    scheme = steps.lock_scheme(scheme)
    require_role(by, Role.CLERK)
    if year >= clock.today().year:
        raise Invalid(_("Only a year that is over is evaluated."), field="year")
    earlier = MonitoringRun.objects.filter(year=year).first()
    if earlier is not None and not reason.strip():
        raise Incomplete(_("Say why the year is evaluated anew."), field="reason")
    steps.use(scheme)
    try:
        with transaction.atomic():
            made: MonitoringRun = MonitoringRun.objects.create(
                scheme=scheme, rule_set=newest(), year=year, number=earlier.number + 1 if earlier else 1,
                reason=reason.strip() if earlier else "", drafted_by=by, drafted_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise SomebodyWasFaster(_("An evaluation of this year waits for its signature already.")) from error
    promise(COMPUTE, made.pk)
    journal.record(
        Verb.DRAFT_RUN,
        by=by,
        subject=made,
        audience=Audience.OFFICE,
        scheme=scheme.code,
        reason=made.reason or None,
    )
    return made


@transaction.atomic(durable=True)
def compute_run(run: MonitoringRun) -> None:
    """The background: computed once; one that was discarded, or is computed already, is left alone."""
    try:
        run = steps.lock_run(run)
    except SomebodyWasFaster:
        return
    if run.computed_at is not None:
        return
    count = steps.compute(run)
    journal.record(
        Verb.COMPUTE_RUN, by=None, subject=run, audience=Audience.OFFICE, count=count, sha256=run.sha256
    )
    directors = people_with(Role.DIRECTOR).exclude(pk=run.drafted_by_id)
    tell(directors, Text.RUN_TO_SIGN, path=run.get_absolute_url(), year=run.year, number=run.number)


@transaction.atomic(durable=True)
def discard_run(run: MonitoringRun, *, by: User) -> None:
    """Throw an unsigned run away; the year can be evaluated anew."""
    run = steps.lock_run(run)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    journal.record(Verb.DISCARD_RUN, by=by, subject=run, audience=Audience.OFFICE, sha256=run.sha256 or None)
    run.lines.all().delete()
    run.delete()


@transaction.atomic(durable=True)
def sign_run(run: MonitoringRun, *, by: User, sha256: str | None = None) -> MonitoringRun:
    """Sign what the page showed (`sha256`): the result is frozen, zones are told. Deductions that changed since are refused."""
    run = steps.lock_run(run)
    require_role(by, Role.DIRECTOR)
    if run.drafted_by_id == by.pk:
        raise NotYours(_("Whoever began an evaluation does not sign it."))
    if run.computed_at is None:
        raise Incomplete(_("It is still being computed."))
    if sha256 is not None and sha256 != run.sha256:
        raise SomebodyWasFaster
    if rules.since(run):
        raise Refused(
            _("Deductions have changed since it was computed. Discard it and evaluate the year anew.")
        )
    run.signed_by, run.signed_at = by, clock.now()
    run.save(update_fields=["signed_by", "signed_at"])
    promise(TELL, run.pk)
    journal.record(Verb.SIGN_RUN, by=by, subject=run, audience=Audience.OFFICE, sha256=run.sha256)
    return run


@transaction.atomic(durable=True)
def tell_zone(line: MonitoringLine) -> None:
    """The managers of one zone, once a run."""
    body = managing_organization(line.zone)
    managers = people_with(Role.MANAGER, body).exclude(inbox__path=line.get_absolute_url()) if body else []
    tell(managers, Text.RUN_SIGNED, path=line.get_absolute_url(), zone=line.zone.name_zh, year=line.run.year)


@transaction.atomic(durable=True)
def export_run(run: MonitoringRun, *, by: User) -> None:
    """Note that the whole result leaves the program."""
    require_role(by, *READING_ROLES)
    require_exports()
    journal.record(Verb.EXPORT, by=by, subject=run, audience=Audience.OFFICE, rows=run.lines.count())
