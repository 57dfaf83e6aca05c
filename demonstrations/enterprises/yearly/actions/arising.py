"""What the clock does to forms: they arise, are withdrawn, get their days counted anew; two missing in a row are told."""

from typing import Any

from django.db import transaction

from demonstrations.enterprises.yearly import rules, steps
from demonstrations.enterprises.yearly.models import State, YearlyFigures, YearlyForm
from program import clock
from program.decisions.models import Designation
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.people.models import Organization
from program.process.steps import next_number
from program.rulesets.models import RuleSet
from program.rulesets.rules import Calendar, Limit
from program.zones.models import Zone


@transaction.atomic(durable=True)
def arise(year: int, rule_set: RuleSet | None, calendar: Calendar) -> int:
    """Let the forms of a year arise for every enterprise that owes one and has none yet, as long as their day has not passed.

    All or none of them: killed half-way, the next sweep makes them. Nobody is told of a form after its day.
    """
    limit = rules.due_of(rule_set, year, calendar)
    firms = rules.newcomers(year).values("organization")
    list(
        Organization.objects.select_for_update().filter(pk__in=firms).order_by("pk")
    )  # a second sweep waits here
    rows = rules.newcomers(year).select_related("organization", "application__zone").order_by("since", "pk")
    new = {each.organization_id: each for each in rows}  # the latest of an enterprise
    if not new or limit.moment < clock.now():
        return 0
    zones = rules.zones_of(new.values(), year)
    withdrawn = YearlyForm.objects.select_for_update(of=("self",)).filter(organization__in=new, year=year)
    again = {
        each.organization_id: owed_again(each, new[each.organization_id])
        for each in withdrawn.select_related("organization")
    }
    made = [
        made_of(each, year, zones[firm], rule_set, calendar)
        for firm, each in new.items()
        if firm not in again
    ]
    YearlyFigures.objects.bulk_create(
        YearlyFigures(form=form) for form in YearlyForm.objects.bulk_create(made)
    )
    journal.record(
        Verb.ARISE_FORMS, by=None, subject=f"{year}", year=year, count=len(new), due=limit.fact, audience=Audience.OFFICE
    )  # fmt: skip
    for form in (*made, *again.values()):
        steps.tell_enterprise(form, Text.FORM_OWED, due=Limit(form.due, form.due_provisional).fact)
    return len(new)


def owed_again(form: YearlyForm, held: Designation) -> YearlyForm:
    """It was withdrawn with the certificate before; the enterprise has been certified again before the day."""
    form.state, form.designation = State.OWED, held
    form.revision += 1
    form.save(update_fields=["state", "designation", "revision"])
    return form


def made_of(
    held: Designation, year: int, zone: Zone, rule_set: RuleSet | None, calendar: Calendar
) -> YearlyForm:
    due, check = rules.due_of(rule_set, year, calendar), rules.check_due_of(rule_set, year, calendar)
    series = f"NB-{year}"
    return YearlyForm(
        number=f"{series}-{next_number(series):04d}", organization=held.organization, designation=held, zone=zone,
        year=year, due=due.moment, due_provisional=due.provisional, check_due=check.moment,
        check_provisional=check.provisional, rule_set=rule_set, authority=rules.authority_of(rule_set),
        arisen_at=clock.now(),
    )  # fmt: skip


@transaction.atomic(durable=True)
def withdraw(form: YearlyForm) -> None:
    """The enterprise holds the certificate no more before the day: it owes nothing."""
    form = steps.lock(form)
    if rules.to_withdraw(clock.now()).filter(pk=form.pk).exists():
        form.state = State.WITHDRAWN
        form.again_due = None
        form.revision += 1
        form.save(update_fields=["state", "again_due", "revision"])
        journal.record(Verb.WITHDRAW_FORM, by=None, subject=form, reason=NOT_HELD)


NOT_HELD = "企业已不再持有有效证书。"
"""The office's word, in Chinese whoever reads it."""


@transaction.atomic(durable=True)
def recount(form: YearlyForm, calendar: Calendar) -> None:
    """Count provisional days anew; each is certain when the calendar of its year is published."""
    form = steps.lock(form)
    fixed: dict[str, Any] = {}
    if form.due_provisional:
        again = form.again_due is not None
        limit = (
            steps.again_due_of(form, calendar) if again else rules.due_of(form.rule_set, form.year, calendar)
        )
        if not limit.provisional:
            form.due_provisional, fixed["due"] = False, limit.day
            if again:
                form.again_due = limit.moment
            else:
                form.due = limit.moment
    if form.check_provisional:
        check = rules.check_limit(form, calendar)
        if not check.provisional:
            form.check_due, form.check_provisional = check.moment, False
            fixed["check"] = check.day
    if fixed:
        form.save(update_fields=["due", "again_due", "due_provisional", "check_due", "check_provisional"])
        journal.record(Verb.RECOUNT, by=None, subject=form, **fixed)


@transaction.atomic(durable=True)
def tell_missing(form: YearlyForm) -> bool:
    """Two years in a row: the clerks are told, once. What follows from it, if anything, somebody decides."""
    form = steps.lock(form)
    if not rules.missing_twice(clock.now()).filter(pk=form.pk, missing_told_at=None).exists():
        return False
    form.missing_told_at = clock.now()
    form.save(update_fields=["missing_told_at"])
    years = rules.years_missing(form)
    journal.record(Verb.TELL_MISSING, by=None, subject=form, audience=Audience.OFFICE, years=years)
    steps.tell_clerks(form, Text.FORMS_MISSING, years=years)
    return True
