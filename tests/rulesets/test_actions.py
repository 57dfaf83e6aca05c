"""Drafting, changing, signing, publishing a year: who may, what is kept, what is left when it is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.journal.models import Audience, Line, Verb
from program.people.models import Organization, Role, User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.rulesets import actions, rules
from program.rulesets.models import AuthorityKind, CalendarYear, Key, Parameter, RuleSet, SpecialDay, State
from program.rulesets.rules import Day, Rule
from program.rulesets.steps import freeze
from tests import factories

OFFICE = AuthorityKind.OFFICE
SEVEN_DAYS = {Key.PUBLIC_NOTICE_DAYS: Rule(Decimal(7), OFFICE, "专项办第3次办公会")}


def verbs() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


# ---------------------------------------------------------------- draft
def test_a_clerk_drafts_with_every_default_and_its_authority(draft: RuleSet, clerk: User) -> None:
    assert draft.state == State.DRAFT
    assert draft.drafted_by == clerk
    assert rules.ruled(draft) == rules.defaults()
    assert rules.ruled(draft).keys() == set(Key)
    line = Line.objects.get()
    assert (line.verb, line.actor, line.subject, line.audience) == (
        Verb.DRAFT_RULES,
        clerk,
        str(draft),
        Audience.OFFICE,
    )


def test_a_clone_begins_with_the_numbers_of_its_base(draft: RuleSet, second_clerk: User) -> None:
    actions.change(draft, SEVEN_DAYS, by=second_clerk)
    clone = actions.draft(code="2026.2", title="规则", by=second_clerk, base=draft)
    assert clone.cloned_from == draft
    assert rules.ruled(clone) == rules.ruled(draft)
    assert rules.value(clone, Key.PUBLIC_NOTICE_DAYS) == 7


@pytest.mark.parametrize(
    "who", ["director", "auditor", "supervisor", "expert", "applicant", "recommender", "admin", "security"]
)
def test_nobody_but_a_clerk_drafts(who: str, request: pytest.FixtureRequest) -> None:
    person: User = request.getfixturevalue(who)
    with pytest.raises(NotYours):
        actions.draft(code="2026.1", title="规则", by=person)
    assert not RuleSet.objects.exists()
    assert not Line.objects.exists()


def test_a_version_number_is_taken_once(draft: RuleSet, second_clerk: User) -> None:
    with pytest.raises(Refused, match="There is a rule set of this version already") as refused:
        actions.draft(code="2026.1", title="规则", by=second_clerk)
    assert refused.value.field == "code"
    assert RuleSet.objects.get() == draft
    assert verbs() == [Verb.DRAFT_RULES]


# ---------------------------------------------------------------- change
def test_any_clerk_changes_a_draft_and_only_what_changed_is_told(draft: RuleSet, second_clerk: User) -> None:
    before = rules.ruled(draft)
    changed = actions.change(draft, before | SEVEN_DAYS, by=second_clerk, seen=1)
    assert changed.revision == 2
    assert rules.ruled(draft) == before | SEVEN_DAYS
    line = Line.objects.latest("pk")
    assert (line.verb, line.version, line.facts) == (
        Verb.CHANGE_RULES,
        2,
        {"changes": ["public_notice_days: 10 → 7"]},
    )


def test_saving_without_a_change_leaves_no_line(draft: RuleSet, clerk: User) -> None:
    actions.change(draft, rules.ruled(draft), by=clerk, seen=1)
    draft.refresh_from_db()
    assert draft.revision == 1
    assert verbs() == [Verb.DRAFT_RULES]


def test_a_second_tab_does_not_overwrite_the_first(draft: RuleSet, clerk: User, second_clerk: User) -> None:
    actions.change(draft, SEVEN_DAYS, by=clerk, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.change(
            draft, {Key.PUBLIC_NOTICE_DAYS: Rule(Decimal(5), OFFICE, "x")}, by=second_clerk, seen=1
        )
    assert rules.ruled(draft)[Key.PUBLIC_NOTICE_DAYS] == SEVEN_DAYS[Key.PUBLIC_NOTICE_DAYS]


@pytest.mark.parametrize(
    ("key", "number", "authority", "sentence"),
    [
        (Key.PUBLIC_NOTICE_DAYS, "0", "x", "A whole number from 1 to 120 is needed."),
        (Key.PUBLIC_NOTICE_DAYS, "121", "x", "A whole number from 1 to 120 is needed."),
        (Key.PUBLIC_NOTICE_DAYS, "7.5", "x", "A whole number from 1 to 120 is needed."),
        (Key.PROVINCE_CONFLICT, "2", "x", "A whole number from 0 to 1 is needed."),
        (Key.PUBLIC_NOTICE_DAYS, "7", " ", "Name what this number rests on."),
        (Key.REVIEW_QUORUM, "6", "x", "The smallest panel could never reach this quorum."),
        (
            Key.OBJECTION_ACCEPTANCE_DAYS,
            "21",
            "x",
            "An objection would have to be settled before it is taken up.",
        ),
    ],
)
def test_a_number_out_of_its_limits_changes_nothing(
    draft: RuleSet, clerk: User, key: Key, number: str, authority: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change(draft, SEVEN_DAYS | {key: Rule(Decimal(number), OFFICE, authority)}, by=clerk)
    assert (str(refused.value), refused.value.field) == (sentence, key)
    assert rules.ruled(draft) == rules.defaults()
    assert verbs() == [Verb.DRAFT_RULES]


@pytest.mark.parametrize("who", ["director", "auditor", "expert", "applicant"])
def test_nobody_but_a_clerk_changes(draft: RuleSet, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        actions.change(draft, SEVEN_DAYS, by=request.getfixturevalue(who))
    assert rules.ruled(draft) == rules.defaults()


def test_a_signed_set_is_not_changed_by_the_verb(signed: RuleSet, clerk: User) -> None:
    with pytest.raises(Refused, match="Clone it to change a number"):
        actions.change(signed, SEVEN_DAYS, by=clerk)
    assert rules.ruled(signed) == rules.defaults()


# ---------------------------------------------------------------- the database holds what the verbs promise
def test_a_signed_number_is_frozen_by_the_database(signed: RuleSet) -> None:
    for attempt in (
        lambda: signed.parameters.update(value=1),
        lambda: signed.parameters.filter(key=Key.PUBLIC_NOTICE_DAYS).update(authority="另有规定"),
        lambda: signed.parameters.filter(key=Key.PUBLIC_NOTICE_DAYS).delete(),
        lambda: RuleSet.objects.filter(pk=signed.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert rules.ruled(signed) == rules.defaults()


def test_a_drafted_number_is_not(draft: RuleSet) -> None:
    assert draft.parameters.update(value=1) == len(Key)
    assert Parameter.objects.filter(rule_set=draft).delete()[0] == len(Key)


def test_a_set_in_use_is_frozen_whole(signed: RuleSet) -> None:
    with transaction.atomic():
        freeze(signed)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=signed.pk).update(title="另一个名称")
    with transaction.atomic():
        freeze(signed)  # the second call that uses it
    signed.refresh_from_db()
    assert signed.state == State.IN_USE


def test_only_a_signed_set_is_used(draft: RuleSet) -> None:
    with pytest.raises(Refused, match="must be signed"), transaction.atomic():
        freeze(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=draft.pk).update(frozen_at=clock.now())


@pytest.mark.parametrize("alone", ["signed_by", "signed_at"])
def test_who_signed_and_when_belong_together(draft: RuleSet, director: User, alone: str) -> None:
    values: dict[str, Any] = {"signed_by": director, "signed_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=draft.pk).update(**{alone: values[alone]})


# ---------------------------------------------------------------- sign
def test_a_director_signs(draft: RuleSet, director: User) -> None:
    moment = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with clock.at(moment):
        actions.sign(draft, by=director, seen=1)
    draft.refresh_from_db()
    assert (draft.state, draft.signed_by, draft.signed_at) == (State.SIGNED, director, moment)
    assert verbs() == [Verb.DRAFT_RULES, Verb.SIGN_RULES]


def test_the_drafter_does_not_sign(draft: RuleSet, clerk: User, office: Organization) -> None:
    factories.grant(clerk, office, Role.DIRECTOR)
    with pytest.raises(NotYours, match="does not sign it"):
        actions.sign(draft, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=draft.pk).update(signed_by=clerk, signed_at=clock.now())
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_whoever_changed_a_number_does_not_sign_either(
    draft: RuleSet, second_clerk: User, office: Organization
) -> None:
    factories.grant(second_clerk, office, Role.DIRECTOR)
    actions.change(draft, SEVEN_DAYS, by=second_clerk)
    with pytest.raises(NotYours, match="does not sign it"):
        actions.sign(draft, by=second_clerk)


@pytest.mark.parametrize("who", ["second_clerk", "auditor", "expert", "applicant", "recommender"])
def test_nobody_but_a_director_signs(draft: RuleSet, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        actions.sign(draft, by=request.getfixturevalue(who))
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_number_changed_after_reading_is_not_signed(draft: RuleSet, clerk: User, director: User) -> None:
    actions.change(draft, SEVEN_DAYS, by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(draft, by=director, seen=1)
    actions.sign(draft, by=director, seen=2)


def test_a_set_is_signed_once(signed: RuleSet, office: Organization) -> None:
    second = factories.member(office, Role.DIRECTOR, "second_director")
    with pytest.raises(Refused, match="is signed"):
        actions.sign(signed, by=second)
    assert verbs().count(Verb.SIGN_RULES) == 1


# ---------------------------------------------------------------- publish a year
NEW_YEAR = Day(date(2027, 1, 1), False, "元旦")
NATIONAL_DAY = Day(date(2027, 10, 1), False, "国庆节")
MAKEUP = Day(date(2027, 10, 9), True, "国庆节调休上班")
NOTICE = "国办发明电〔2026〕1号"


def test_a_clerk_publishes_a_year(clerk: User, years: None) -> None:
    assert rules.Calendar().after(date(2027, 9, 30), 1) == rules.Limit(
        clock.end_of(date(2027, 10, 1)), provisional=True
    )
    entry = actions.publish_year(2027, NOTICE, [NATIONAL_DAY, NEW_YEAR, MAKEUP], by=clerk)
    assert (entry.published_by, entry.document) == (clerk, NOTICE)
    assert [tuple(day) for day in entry.days.values_list("date", "is_working", "name")] == [
        NEW_YEAR,
        NATIONAL_DAY,
        MAKEUP,
    ]
    assert rules.Calendar().after(date(2027, 9, 30), 1) == rules.Limit(
        clock.end_of(date(2027, 10, 4)), provisional=False
    )
    line = Line.objects.get(verb=Verb.PUBLISH_CALENDAR)
    assert (line.actor, line.subject) == (clerk, "2027年工作日历")
    assert line.facts == {"document": NOTICE, "holidays": 2, "working_weekend_days": 1}


def test_a_year_is_published_once(clerk: User, years: None) -> None:
    with pytest.raises(Refused, match="published already"):
        actions.publish_year(2026, NOTICE, [Day(date(2026, 3, 2), False, "元旦")], by=clerk)
    assert not SpecialDay.objects.filter(date=date(2026, 3, 2)).exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (Day(date(2028, 1, 3), False, "元旦"), "2028-01-03 does not belong to 2027."),
        (Day(date(2026, 12, 24), False, "元旦"), "2026-12-24 does not belong to 2027."),
        (
            Day(date(2027, 1, 2), False, "元旦"),
            "2027-01-02 is a weekend and rests anyway: list holidays on weekdays only.",
        ),
        (
            Day(date(2027, 1, 4), True, "元旦"),
            "2027-01-04 is a weekday and works anyway: list working Saturdays and Sundays only.",
        ),
        (NEW_YEAR, "2027-01-01 is listed twice."),
        (Day(date(2027, 1, 5), False, " "), "Name the holiday that 2027-01-05 belongs to."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_left(clerk: User, day: Day, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.publish_year(2027, NOTICE, [NEW_YEAR, day], by=clerk)
    assert str(refused.value) == sentence
    assert not CalendarYear.objects.exists()
    assert not SpecialDay.objects.exists()
    assert not Line.objects.exists()


def test_a_year_without_holidays_is_refused(clerk: User) -> None:
    for days in ([], [MAKEUP]):
        with pytest.raises(Invalid, match="A year has holidays"):
            actions.publish_year(2027, NOTICE, days, by=clerk)


def test_a_notice_reaches_back_into_december_but_not_over_what_is_there(clerk: User, years: None) -> None:
    saturday = Day(date(2026, 12, 26), True, "元旦调休上班")
    entry = actions.publish_year(2027, NOTICE, [saturday, NEW_YEAR], by=clerk)
    assert SpecialDay.objects.get(date=saturday.date).year == entry
    CalendarYear.objects.filter(year=2019).delete()
    with pytest.raises(Invalid, match="2018-12-31 is in the calendar already"):
        actions.publish_year(2019, NOTICE, [Day(date(2018, 12, 31), False, "元旦")], by=clerk)


@pytest.mark.parametrize("who", ["director", "auditor", "applicant"])
def test_nobody_but_a_clerk_publishes(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        actions.publish_year(2027, NOTICE, [NEW_YEAR], by=request.getfixturevalue(who))
    assert not CalendarYear.objects.exists()
