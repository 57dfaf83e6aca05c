"""Verbs on rule sets and the calendar."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.figures import plain
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Invalid, SomebodyWasFaster
from program.rulesets import rules
from program.rulesets.models import CalendarYear, Key, Parameter, RuleSet, SpecialDay
from program.rulesets.rules import Day, Rule


@transaction.atomic(durable=True)
def draft(*, code: str, title: str, by: User, base: RuleSet | None = None) -> RuleSet:
    """A new version, with the numbers of `base` and its authorities, or with the defaults."""
    require_role(by, Role.CLERK)
    rule_set = RuleSet(code=code, title=title, cloned_from=base, drafted_by=by, drafted_at=clock.now())
    try:
        with transaction.atomic():
            rule_set.save()
    except IntegrityError as error:  # two clerks took the same number
        raise SomebodyWasFaster(_("There is a rule set of this version already."), field="code") from error
    said = rules.defaults() | (rules.ruled(base) if base is not None else {})
    Parameter.objects.bulk_create(
        Parameter(rule_set=rule_set, key=key, **rule._asdict()) for key, rule in said.items()
    )
    journal.record(
        Verb.DRAFT_RULES,
        by=by,
        subject=rule_set,
        audience=Audience.OFFICE,
        cloned_from=base.code if base else None,
    )
    return rule_set


@transaction.atomic(durable=True)
def change(rule_set: RuleSet, values: Mapping[Key, Rule], *, by: User, seen: int | None = None) -> RuleSet:
    """Change the numbers of a draft or what they rest on; `seen` is the revision that was on the page."""
    rule_set = _draft(rule_set, seen, Role.CLERK, by)
    before = rules.ruled(rule_set)
    changed = {key: rule for key, rule in values.items() if rule != before.get(key)}
    for key, sentence in rules.findings(before | changed).items():
        raise Invalid(sentence, field=key)
    if not changed:
        return rule_set
    rows = {row.key: row for row in rule_set.parameters.filter(key__in=changed)}
    for key, rule in changed.items():
        rows[key].value, rows[key].authority_kind, rows[key].authority = rule
    Parameter.objects.bulk_update(rows.values(), ["value", "authority_kind", "authority"])
    rule_set.revision += 1
    rule_set.save(update_fields=["revision"])
    told = [f"{key}: {plain(before[key].value)} → {plain(rule.value)}" for key, rule in changed.items()]
    journal.record(
        Verb.CHANGE_RULES,
        by=by,
        subject=rule_set,
        version=rule_set.revision,
        audience=Audience.OFFICE,
        changes=told,
    )
    return rule_set


@transaction.atomic(durable=True)
def sign(rule_set: RuleSet, *, by: User, seen: int | None = None) -> RuleSet:
    """Put a draft into force; whoever had a hand in it does not sign. `seen` is the revision that was on the page."""
    rule_set = _draft(rule_set, seen, Role.DIRECTOR, by)
    rules.require_no_hand_in(rule_set, by)
    for key, sentence in rules.findings(rules.ruled(rule_set)).items():
        raise Invalid(f"{key.label}: {sentence}")
    rule_set.signed_by, rule_set.signed_at = by, clock.now()
    rule_set.save(update_fields=["signed_by", "signed_at"])
    journal.record(
        Verb.SIGN_RULES, by=by, subject=rule_set, version=rule_set.revision, audience=Audience.OFFICE
    )
    return rule_set


@transaction.atomic(durable=True)
def publish_year(year: int, document: str, days: Iterable[Day], *, by: User) -> CalendarYear:
    """Enter the holidays of a year as the State Council published them: its dates are no longer provisional."""
    require_role(by, Role.CLERK)
    listed = sorted(days)
    if found := rules.year_findings(year, listed):
        raise Invalid(" ".join(found), field="days")
    try:
        with transaction.atomic():
            published = CalendarYear.objects.create(
                year=year, document=document, published_by=by, published_at=clock.now()
            )
    except IntegrityError as error:
        raise SomebodyWasFaster(_("The calendar of this year is published already."), field="year") from error
    known = SpecialDay.objects.filter(date__in=[day.date for day in listed]).first()
    if known is not None:  # a December day that the neighbouring year's notice has named
        raise Invalid(_("%(date)s is in the calendar already.") % {"date": known.date}, field="days")
    try:
        with transaction.atomic():
            SpecialDay.objects.bulk_create(SpecialDay(year=published, **day._asdict()) for day in listed)
    except IntegrityError as error:  # the neighbouring year was published at this moment
        raise SomebodyWasFaster(_("One of these days is in the calendar already."), field="days") from error
    journal.record(
        Verb.PUBLISH_CALENDAR,
        by=by,
        subject=f"{year}年工作日历",
        audience=Audience.OFFICE,
        document=document,
        holidays=sum(not day.is_working for day in listed),
        working_weekend_days=sum(day.is_working for day in listed),
    )
    return published


def _draft(rule_set: RuleSet, seen: int | None, role: Role, by: User) -> RuleSet:
    """The locked row of a draft that nobody has signed, or changed since it was `seen`, for somebody of the role."""
    rule_set = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    require_role(by, role)
    rules.require_draft(rule_set)
    if seen is not None and seen != rule_set.revision:
        sentence = _(
            "This draft was changed since you opened the page. Reload it to see the numbers as they are."
        )
        raise SomebodyWasFaster(sentence)
    return rule_set
