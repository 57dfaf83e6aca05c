"""Verbs on claims to sites: made by a zone, answered by the other, or settled by the office."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.claims import rules, steps
from program.claims.models import Answer, ClaimKind, ClaimState, Outcome, Settlement, SiteClaim
from program.files.models import File
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import people_with, require_role
from program.process.steps import next_number
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster, TooEarly, TooLate
from program.registers.actions import Given
from program.registers.steps import require_sound
from program.rulesets.rules import Calendar
from program.zones.actions import require_reviewer
from program.zones.models import Site, Zone, managing_organization


@dataclass(frozen=True)
class Claimed:
    """What a zone says: which site, since when it should stand there, and why."""

    credit_code: str
    site: str
    kind: ClaimKind
    since_year: int
    reason: str
    evidence: "UploadedFile[bytes] | None"


@transaction.atomic(durable=True)
def claim(zone: Zone, given: Claimed, *, by: User) -> SiteClaim:
    """Claim a site that stands in another zone's statistics; that zone answers within the days of the rules."""
    require_reviewer(zone, by)
    site = site_of(given)
    held = rules.where_it_stands(site)
    holder = held.zone if held is not None else zone
    steps.lock_zones(zone, holder)
    require_reviewer(zone, by)
    held = rules.where_it_stands(site)
    if held is None or held.zone_id == zone.pk:
        raise SomebodyWasFaster(
            _("No other zone has this site in its statistics: list it, or look at your list."), field="site"
        )
    if held.zone_id != holder.pk:
        raise SomebodyWasFaster
    if not given.reason.strip():
        raise Invalid(_("Say why."), field="reason")
    if rules.settled_before(zone, site, given.since_year):
        raise Refused(_("The office has settled this already: the site stays."))
    if given.since_year > clock.today().year + 1:
        raise Invalid(_("A claim reaches as far as the next year."), field="since_year")
    days = rules.answer_days()
    limit = Calendar().after(clock.today(), days)
    series = f"GS-{clock.today().year}"
    made = SiteClaim(
        site=site, claimant=zone, holder=holder, kind=given.kind, since_year=given.since_year, reason=given.reason.strip(),
        evidence=stored_evidence(given.evidence, by, managing_organization(zone)), made_by=by, made_at=clock.now(),
        answer_days=days, answer_by=limit.moment, answer_provisional=limit.provisional,
        number=f"{series}-{next_number(series):04d}",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise SomebodyWasFaster(_("A claim to this site is open already."), field="site") from error
    journal.record(
        Verb.CLAIM_SITE, by=by, subject=made, on_behalf=zone.name_zh, audience=Audience.OFFICE, site=site.name_zh,
        since=made.since_year, due=limit.fact, reason=made.reason,
    )  # fmt: skip
    steps.tell_holder(made, Text.CLAIM_MADE, zone=zone.name_zh, due=limit.fact)
    steps.tell_firm(made, Text.CLAIM_CONCERNS_YOU, zone=zone.name_zh)
    return made


def site_of(given: Claimed) -> Site:
    """By what the zone itself has typed: no key of a page leads from site to site."""
    found = Site.objects.filter(organization__credit_code=given.credit_code, name_zh=given.site)
    site = found.select_related("organization").first()
    if site is None:
        raise Invalid(
            _("No zone has such a site of this enterprise in its statistics: list it."), field="site"
        )
    return site


def stored_evidence(evidence: "UploadedFile[bytes] | None", by: User, body: Organization | None) -> File:
    if evidence is None:
        raise Incomplete(_("The evidence is missing."), field="evidence")
    return store(evidence, by=by, organization=body)


@transaction.atomic(durable=True)
def withdraw(claim: SiteClaim, *, by: User) -> SiteClaim:
    """The claimant gives its claim up while it is open; a settlement that was being drafted goes with it."""
    claim = steps.lock(claim)
    require_reviewer(claim.claimant, by)
    Settlement.objects.filter(claim=claim).delete()
    steps.close(claim, Outcome.WITHDRAWN, by=by)
    journal.record(
        Verb.WITHDRAW_CLAIM, by=by, subject=claim, on_behalf=claim.claimant.name_zh, audience=Audience.OFFICE
    )
    steps.tell_holder(claim, Text.CLAIM_WITHDRAWN)
    steps.tell_firm(claim, Text.CLAIM_WITHDRAWN)
    return claim


# ---------------------------------------------------------------- the other zone
def to_answer(claim: SiteClaim, by: User) -> SiteClaim:
    """The locked claim, for whoever answers for the zone in which the site stands; once and in time."""
    claim = steps.lock(claim)
    require_reviewer(claim.holder, by)
    if claim.answer:
        raise SomebodyWasFaster(_("This claim has been answered already."))
    if claim.lapsed(clock.now()):
        raise TooLate(_("The limit for the answer has passed; the office settles the claim."))
    return claim


def answered(claim: SiteClaim, answer: Answer, *, by: User) -> None:
    claim.answer, claim.answered_by, claim.answered_at = answer, by, clock.now()


def require_seen(claim: SiteClaim, year: int | None, effects: str) -> None:
    """The effects are still those that the page showed (their fingerprint)."""
    if effects != rules.fingerprint(claim, year):
        raise SomebodyWasFaster(_("The effects have changed since you opened the page. Read them again."))


@transaction.atomic(durable=True)
def agree(claim: SiteClaim, *, effects: str, by: User) -> SiteClaim:
    """The site moves as it was claimed; past years and what was declared for them stay."""
    claim = to_answer(claim, by)
    require_seen(claim, claim.since_year, effects)
    steps.move(claim, claim.since_year)
    answered(claim, Answer.AGREED, by=by)
    claim.save(update_fields=["answer", "answered_by", "answered_at"])
    steps.close(claim, Outcome.MOVES, by=by, year=claim.since_year)
    journal.record(
        Verb.AGREE_CLAIM, by=by, subject=claim, on_behalf=claim.holder.name_zh, audience=Audience.OFFICE,
        site=claim.site.name_zh, since=claim.since_year,
    )  # fmt: skip
    tell_result(claim, Text.CLAIM_AGREED)
    return claim


@transaction.atomic(durable=True)
def contest(claim: SiteClaim, *, reason: str, evidence: "UploadedFile[bytes] | None", by: User) -> SiteClaim:
    """The zone keeps to it that the site is its own; the office settles."""
    claim = to_answer(claim, by)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    claim.answer_evidence = stored_evidence(evidence, by, managing_organization(claim.holder))
    claim.answer_reason = reason.strip()
    answered(claim, Answer.CONTESTED, by=by)
    claim.save(update_fields=["answer", "answer_reason", "answer_evidence", "answered_by", "answered_at"])
    journal.record(
        Verb.CONTEST_CLAIM, by=by, subject=claim, on_behalf=claim.holder.name_zh, audience=Audience.OFFICE,
        reason=claim.answer_reason,
    )  # fmt: skip
    steps.tell_claimant(claim, Text.CLAIM_CONTESTED)
    steps.tell_firm(claim, Text.CLAIM_CONTESTED)
    return claim


@transaction.atomic(durable=True)
def state_view(claim: SiteClaim, *, text: str, by: User) -> SiteClaim:
    """The enterprise says what it thinks of it, once, while the claim is open."""
    claim = steps.lock(claim)
    require_role(by, *APPLICANT_ROLES, organization=claim.site.organization)
    if claim.view:
        raise SomebodyWasFaster(_("Your enterprise has stated its view already."))
    if not text.strip():
        raise Invalid(_("Say what your enterprise thinks of it."), field="text")
    claim.view, claim.viewed_by, claim.viewed_at = text.strip(), by, clock.now()
    claim.save(update_fields=["view", "viewed_by", "viewed_at"])
    journal.record(
        Verb.VIEW_CLAIM,
        by=by,
        subject=claim,
        on_behalf=claim.site.organization.name_zh,
        audience=Audience.OFFICE,
    )
    return claim


# ---------------------------------------------------------------- the office
@transaction.atomic(durable=True)
def draft_settlement(
    claim: SiteClaim, given: Given, *, reason: str, from_year: int | None, by: User
) -> Settlement:
    """Prepare the settlement of what was contested or left unanswered. `from_year`: where it moves; none: it stays."""
    claim = steps.lock(claim)
    require_role(by, Role.CLERK)
    if steps.settlement_of(claim) is not None:
        raise SomebodyWasFaster(_("A settlement of this claim is drafted already."))
    if claim.state_at(clock.now()) == ClaimState.WAITING:
        raise TooEarly(_("The other zone has not answered yet, and may still do so."))
    made = Settlement(
        claim=claim, moves=from_year is not None, from_year=from_year, reason=reason.strip(), drafted_by=by,
        drafted_at=clock.now(), **given.stored(by).columns,
    )  # fmt: skip
    require_sound(made)
    if from_year is not None:
        steps.require_possible(claim, from_year, field="from_year")
    made.save()
    journal.record(
        Verb.DRAFT_SETTLEMENT, by=by, subject=claim, audience=Audience.OFFICE, issuer=made.authority,
        document=made.document_number, since=from_year,
    )  # fmt: skip
    tell(
        people_with(Role.DIRECTOR),
        Text.SETTLEMENT_TO_SIGN,
        path=claim.get_absolute_url(),
        number=claim.number,
    )
    return made


def drafted(claim: SiteClaim) -> tuple[SiteClaim, Settlement]:
    """The locked claim with its draft."""
    claim = steps.lock(claim)
    made = steps.settlement_of(claim)
    if made is None:
        raise SomebodyWasFaster
    return claim, made


@transaction.atomic(durable=True)
def discard_settlement(claim: SiteClaim, *, by: User) -> None:
    """Throw the draft away; the claim waits to be settled anew."""
    claim, made = drafted(claim)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    journal.record(
        Verb.DISCARD_SETTLEMENT, by=by, subject=claim, audience=Audience.OFFICE, document=made.document_number
    )
    made.delete()


@transaction.atomic(durable=True)
def sign_settlement(claim: SiteClaim, *, effects: str, by: User) -> SiteClaim:
    """Sign what somebody else drafted, with the effects that the page showed (their fingerprint) and no others."""
    claim, made = drafted(claim)
    require_role(by, Role.DIRECTOR)
    if made.drafted_by_id == by.pk:
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    require_seen(claim, made.from_year, effects)
    if made.from_year is not None:
        steps.move(claim, made.from_year)
    made.signed_by, made.signed_at = by, clock.now()
    made.save(update_fields=["signed_by", "signed_at"])
    steps.close(claim, Outcome.MOVES if made.moves else Outcome.STAYS, by=by, year=made.from_year)
    journal.record(
        Verb.SIGN_SETTLEMENT, by=by, subject=claim, audience=Audience.OFFICE, issuer=made.authority,
        document=made.document_number, since=made.from_year,
    )  # fmt: skip
    tell_result(claim, Text.CLAIM_SETTLED if made.moves else Text.CLAIM_REJECTED)
    return claim


def tell_result(claim: SiteClaim, text: Text) -> None:
    """Both zones and the enterprise. Nobody is told a zone's name who did not know it."""
    facts = {} if claim.moved_from is None else {"year": claim.moved_from, "zone": claim.claimant.name_zh}
    for told in (steps.tell_holder, steps.tell_claimant, steps.tell_firm):
        told(claim, text, **facts)


# ---------------------------------------------------------------- the clock
@transaction.atomic(durable=True)
def recount(claim: SiteClaim, calendar: Calendar) -> bool:
    """Count a provisional day (暂定) anew; it is certain once the calendar of its year is published."""
    found = rules.to_recount().select_for_update(of=("self",)).filter(pk=claim.pk).first()
    if found is None:
        return False
    limit = rules.answer_limit(found, calendar)
    if limit.provisional:
        return False
    found.answer_by, found.answer_provisional = limit.moment, False
    found.save(update_fields=["answer_by", "answer_provisional"])
    journal.record(Verb.RECOUNT, by=None, subject=found, audience=Audience.OFFICE, due=limit.day)
    return True
