"""Forms locked, written, frozen, told about, inside a transaction that somebody else opened. The form's row is the one lock."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from demonstrations.enterprises.yearly import rules
from demonstrations.enterprises.yearly.models import (
    COLUMNS,
    AcceptedForm,
    Remark,
    State,
    YearlyFigures,
    YearlyForm,
)
from program import clock
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import APPLICANT_ROLES, Role, User
from program.people.rules import people_with
from program.refusals import SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import Calendar, Limit, value
from program.zones.models import REVIEWING_ROLES, managing_organization


def lock(form: YearlyForm) -> YearlyForm:
    """The form, locked and read again with everything that is frozen of it."""
    assert connection.in_atomic_block
    rows = YearlyForm.objects.select_for_update(of=("self",)).select_related(
        "organization", "zone", "designation", "rule_set", "evidence", "submitted_by", "passed_by"
    )
    locked: YearlyForm = rows.get(pk=form.pk)
    return locked


def require_state(form: YearlyForm, *states: State, seen: int | None = None) -> None:
    """Whoever comes later than another, or with a page that is not the latest, is told so."""
    if form.state not in states or (seen is not None and seen != form.revision):
        raise SomebodyWasFaster


def write(form: YearlyForm, values: Mapping[str, Any]) -> None:
    """The columns that are named, each as its field has read it."""
    row = YearlyFigures.objects.get(form=form)
    for name, said in values.items():
        setattr(row, name, said)
    row.save(update_fields=[*values])


def freeze(form: YearlyForm, *, by: User) -> AcceptedForm:
    """The (locked) form as it was handed in, for good."""
    assert form.submitted_by is not None and form.submitted_at is not None  # noqa: PT018  # by constraint
    assert form.passed_by is not None and form.passed_at is not None  # noqa: PT018
    text = rules.content(form, YearlyFigures.objects.get(form=form))
    return AcceptedForm.objects.create(
        form=form, version=form.version, content=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
        evidence=form.evidence, submitted_by=form.submitted_by, submitted_at=form.submitted_at, passed_by=form.passed_by,
        passed_at=form.passed_at, accepted_by=by, accepted_at=form.accepted_at or clock.now(),
    )  # fmt: skip


def go_back(form: YearlyForm, remarks: Iterable[tuple[str, str]], *, by: User) -> int:
    """To the enterprise, with what is to be changed; answers how many remarks there are."""
    rows = [
        Remark(form=form, item=item, text=text, version=form.version, made_by=by, made_at=clock.now())
        for item, text in remarks
    ]
    Remark.objects.bulk_create(rows)
    form.state = State.RETURNED
    form.revision += 1
    form.save(update_fields=["state", "revision", "again_due", "due_provisional"])
    return len(rows)


def close_remarks(form: YearlyForm) -> None:
    form.remarks.filter(is_open=True).update(is_open=False)


def tell_enterprise(form: YearlyForm, text: Text, **facts: object) -> None:
    people = [person for role in APPLICANT_ROLES for person in people_with(role, form.organization)]
    tell_about(form, people, text, **facts)


def tell_zone(form: YearlyForm, text: Text, **facts: object) -> None:
    body = managing_organization(form.zone)
    people = [person for role in REVIEWING_ROLES for person in people_with(role, body)] if body else []
    tell_about(form, people, text, **facts)


def tell_clerks(form: YearlyForm, text: Text, **facts: object) -> None:
    tell_about(form, people_with(Role.CLERK), text, **facts)


def tell_about(form: YearlyForm, people: Iterable[User], text: Text, **facts: object) -> None:
    named = {"organization": form.organization.name_zh, "year": form.year}
    tell(people, text, path=form.get_absolute_url(), **(named | facts))


# ---------------------------------------------------------------- days
def again_due_of(form: YearlyForm, calendar: Calendar, back: date | None = None) -> Limit:
    """Until when what goes back (today, or went back on that day) is due again; never before it was due anyway."""
    day = back or clock.beijing_date(form.remarks.latest("pk").made_at)
    again = calendar.after(day, value(form.rule_set, Key.CORRECTION_DAYS))
    return again.later(
        rules.due_of(form.rule_set, form.year, calendar)
    )  # the stored one may have been provisional


def due_again(form: YearlyForm) -> Limit:
    limit = again_due_of(form, Calendar(), clock.today())
    form.again_due, form.due_provisional = limit.moment, limit.provisional
    return limit


def let_check(form: YearlyForm) -> None:
    """The zone's day, of what has just been handed in."""
    limit = rules.check_limit(form, Calendar())
    form.check_due, form.check_provisional = limit.moment, limit.provisional


# ---------------------------------------------------------------- a correction that is given up
def restore(form: YearlyForm, last: AcceptedForm) -> None:
    """The (locked) form is the accepted version again: its figures, its file, its number."""
    said = last.data["figures"]
    columns: Any = YearlyFigures._meta
    write(form, {name: columns.get_field(name).to_python(said[name]) for name in COLUMNS})
    form.state, form.version, form.evidence = State.ACCEPTED, last.version, last.evidence
    for done in ("submitted", "passed", "accepted"):
        setattr(form, f"{done}_by", getattr(last, f"{done}_by"))
        setattr(form, f"{done}_at", getattr(last, f"{done}_at"))
    form.again_due, form.due_provisional = None, False
    form.revision += 1
    form.save()
    close_remarks(form)
