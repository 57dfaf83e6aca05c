"""Verbs on a measure before it is signed: drafted, announced, answered, decided on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.decisions.rules import LONGEST_LINE, too_long
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.measures import rules, steps
from program.measures.models import Decision, Defence, Lead, LeadState, Measure, MeasureState
from program.notify.models import Text
from program.people.models import Organization, Role, User
from program.people.rules import fresh_standing, require_role
from program.process.steps import next_number
from program.refusals import Invalid, NotYours, SomebodyWasFaster, TooEarly, TooLate
from program.registers.actions import Given
from program.registers.steps import require_sound
from program.rulesets.models import Key, MeasureKind
from program.rulesets.rules import Calendar
from program.zones.models import Zone, managing_organization


@dataclass(frozen=True)
class Against:
    """Whom a measure is against: a zone (its managing body), or an organisation by its code."""

    credit_code: str
    owner: str
    zone: Zone | None = None


@dataclass(frozen=True)
class Terms:
    """What a measure consists of. Points to one decimal; years and tiers whole; days through their end."""

    kind: MeasureKind
    facts: str
    restriction_years: int | None = None
    points: Decimal | None = None
    tiers: int | None = None
    evaluated_year: int | None = None
    rectify_by: date | None = None
    requirements: str = ""
    departure: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {
            name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()
        } | {"kind": self.kind}


def against_zone(zone: Zone) -> Against:
    """Its managing body of today."""
    body = managing_organization(zone)
    if body is None:
        raise Invalid(
            _("This zone has no managing body on the platform; name the organisation."), field="against"
        )
    return Against(body.credit_code, body.name_zh, zone)


@transaction.atomic(durable=True)
def draft(lead: Lead, against: Against, terms: Terms, *, by: User) -> Measure:
    """Propose a measure on a verified lead."""
    lead = steps.lock_lead(lead, LeadState.VERIFIED)
    require_role(by, *rules.RECORDERS)
    said, series = rules.rules_in_force(), f"CL-{clock.today().year}"
    require_fit(lead, terms, said, against_zone=against.zone is not None)
    made: Measure = steps.stored(
        Measure(
            **terms.columns, number=f"{series}-{next_number(series):04d}", lead=lead, zone=against.zone,
            organization=answering_for(against.credit_code),
            credit_code=against.credit_code, owner=against.owner, rule_set=said.rule_set,
            drafted_by=by, drafted_at=clock.now(),
        ),
        _("There is a measure against this organisation on this lead already."), "against",
    )  # fmt: skip
    journal.record(
        Verb.DRAFT_MEASURE, by=by, subject=made, audience=Audience.OFFICE, measure=made.kind, lead=lead.number
    )
    return made


def answering_for(credit_code: str) -> Organization | None:
    """The organisation of that code, or the one of which it is part by now."""
    known = Organization.objects.filter(credit_code=credit_code).select_related("goes_on_as").first()
    return known and (known.goes_on_as or known)


def require_fit(lead: Lead, terms: Terms, said: rules.Rules, *, against_zone: bool) -> None:
    """Each sentence at its field."""
    found: list[tuple[str | None, Any]] = []
    whole = (terms.points is None, terms.tiers is None, terms.evaluated_year is None)
    if any(whole) and not all(whole):
        found.append(("points", _("Points, tiers and the year of the evaluation belong together.")))
    wanted = rules.proposed(lead, said, clock.today(), against_zone=against_zone)
    if terms.points is not None and wanted.points is None:
        found.append(
            (
                "points",
                _(
                    "Points are deducted from a zone after an accident of grade I or II, and for nothing else."
                ),
            )
        )
    if terms.kind in rules.RECTIFYING and terms.rectify_by is None:
        found.append(
            (
                "rectify_by",
                _("This measure ends with its rectification: say what is to be rectified, and by when."),
            )
        )
    if (terms.rectify_by is None) != (not terms.requirements.strip()):
        found.append(("requirements", _("What is to be rectified, and by when, belong together.")))
    if too_long(terms.requirements.splitlines()):
        words = _("Write at most %(most)s characters in a line.")
        found.append(("requirements", words % {"most": LONGEST_LINE}))
    if terms.rectify_by is not None and terms.rectify_by <= clock.today():
        found.append(("rectify_by", _("The day is over.")))
    if not terms.facts.strip():
        found.append(("facts", _("State the facts.")))
    if not found and not terms.departure.strip() and (departing := rules.departures(terms.columns, wanted)):
        found.append(("departure", " ".join([*departing, _("Say why the measure departs from the rules.")])))
    if found:
        raise Invalid(findings=found)


@transaction.atomic(durable=True)
def change(measure: Measure, terms: Terms, *, by: User, seen: int | None = None) -> Measure:
    """Change a draft; what was announced may only become lighter: nobody is worse off for having answered."""
    measure = steps.lock_measure(measure, MeasureState.DRAFT, MeasureState.ANNOUNCED, seen=seen)
    require_role(by, *rules.RECORDERS)
    require_fit(measure.lead, terms, rules.rules_in_force(), against_zone=measure.zone_id is not None)
    if measure.state == MeasureState.ANNOUNCED and (worse := rules.heavier(terms.columns, measure)):
        raise Invalid(findings=[(name, _("What was announced may only become lighter.")) for name in worse])
    for name, value in terms.columns.items():
        setattr(measure, name, value)
    measure.revision += 1
    measure.save()
    journal.record(
        Verb.CHANGE_MEASURE,
        by=by,
        subject=measure,
        version=measure.revision,
        audience=Audience.OFFICE,
        measure=measure.kind,
    )
    return measure


@transaction.atomic(durable=True)
def drop(measure: Measure, *, reason: str, by: User) -> Measure:
    """Give a measure up before it is signed; whoever had been told of it is told."""
    measure = steps.lock_measure(measure, MeasureState.DRAFT, MeasureState.ANNOUNCED)
    require_role(by, *rules.RECORDERS)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    told = measure.announced_at is not None
    measure.state, measure.dropped_because = MeasureState.DROPPED, reason.strip()
    measure.dropped_by, measure.dropped_at = by, clock.now()
    measure.save()
    journal.record(
        Verb.DROP_MEASURE, by=by, subject=measure, audience=Audience.OFFICE, reason=measure.dropped_because
    )
    if told:
        steps.tell_owner(measure, Text.MEASURE_DROPPED, reason=measure.dropped_because)
    return measure


@transaction.atomic(durable=True)
def announce(measure: Measure, *, by: User, seen: int | None = None) -> Measure:
    """告知: tell the organisation what is intended and why; it may answer within the days of the rules."""
    measure = steps.lock_measure(measure, MeasureState.DRAFT, seen=seen)
    require_role(by, *rules.RECORDERS)
    if MeasureKind(measure.kind) in rules.LIGHT:
        raise Invalid(_("A reminder or a talk is signed without being announced."))
    limit = Calendar().after(clock.today(), rules.rules_in_force().days(Key.DEFENCE_DAYS))
    measure.state, measure.announced_by, measure.announced_at = MeasureState.ANNOUNCED, by, clock.now()
    measure.answer_by, measure.answer_provisional = limit.moment, limit.provisional
    measure.save()
    journal.record(Verb.ANNOUNCE_MEASURE, by=by, subject=measure, audience=Audience.OFFICE, due=limit.fact)
    steps.tell_owner(measure, Text.MEASURE_ANNOUNCED, measure=measure.get_kind_display(), due=limit.fact)
    return measure


@transaction.atomic(durable=True)
def defend(measure: Measure, *, text: str, by: User, file: "UploadedFile[bytes] | None" = None) -> Defence:
    """陈述申辩, once and in time."""
    measure = steps.lock_measure(measure, MeasureState.ANNOUNCED)
    if not rules.may_answer(measure, fresh_standing(by)):
        raise NotYours
    limit = rules.answer_limit(measure)
    if clock.now() > limit.moment and not limit.provisional:
        raise TooLate
    if not text.strip():
        raise Invalid(_("Say what you answer."), field="text")
    kept = store(file, by=by, organization=measure.answering) if file else None
    made: Defence = steps.stored(
        Defence(measure=measure, text=text.strip(), file=kept, made_by=by, made_at=clock.now()),
        _("This measure has been answered already."),
    )
    journal.record(
        Verb.DEFEND, by=by, subject=measure, on_behalf=rules.acting_for(measure), audience=Audience.OFFICE
    )
    steps.tell_office(Role.SUPERVISOR, measure, Text.MEASURE_ANSWERED, owner=measure.owner)
    return made


@transaction.atomic(durable=True)
def decide(measure: Measure, given: Given, *, reason: str, by: User, seen: int | None = None) -> Measure:
    """Enter the decision, once the organisation has been heard; a director who had no hand in it signs."""
    measure = steps.lock_measure(measure, MeasureState.DRAFT, MeasureState.ANNOUNCED, seen=seen)
    require_role(by, *rules.RECORDERS)
    if measure.state == MeasureState.DRAFT and MeasureKind(measure.kind) not in rules.LIGHT:
        raise SomebodyWasFaster(_("Announce the measure first: whoever is to be measured is heard."))
    if not rules.heard(measure, clock.now()):
        raise TooEarly(_("The organisation has not answered yet, and may still do so."))
    made = Decision(
        measure=measure,
        **given.stored(by).columns,
        reason=reason.strip(),
        drafted_by=by,
        drafted_at=clock.now(),
    )
    require_sound(made)
    made.save()
    measure.state = MeasureState.TO_SIGN
    measure.save()
    journal.record(
        Verb.ENTER_DECISION,
        by=by,
        subject=measure,
        audience=Audience.OFFICE,
        issuer=made.authority,
        document=made.document_number,
    )
    steps.tell_office(Role.DIRECTOR, measure, Text.MEASURE_TO_SIGN)
    return measure


@transaction.atomic(durable=True)
def discard_decision(measure: Measure, *, by: User) -> Measure:
    """Throw the unsigned decision away; the measure can be changed and decided on again."""
    measure = steps.lock_measure(measure, MeasureState.TO_SIGN)
    require_role(by, *rules.RECORDERS, Role.DIRECTOR)
    document = measure.decision.document_number
    measure.decision.delete()
    measure.state = MeasureState.ANNOUNCED if measure.announced_at else MeasureState.DRAFT
    measure.save()
    journal.record(Verb.DISCARD_DECISION, by=by, subject=measure, audience=Audience.OFFICE, document=document)
    return measure
