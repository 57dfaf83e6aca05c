"""Who owes a form of a year, until when; how it arises once, is withdrawn, and how two that are missing come to the clerk."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from demonstrations.enterprises.yearly import actions, rules
from demonstrations.enterprises.yearly.models import State, YearlyForm
from program import clock
from program.decisions.models import Designation, Standing
from program.journal.models import Line, Verb
from program.measures.models import Ground, Lead
from program.notify.models import Text
from program.people.models import Organization, User
from program.people.rules import standing
from program.refusals import NotYours, Refused, SomebodyWasFaster
from program.rulesets import rules as ruled_by
from program.rulesets.models import CalendarYear, Key, SpecialDay
from program.rulesets.rules import Calendar
from program.zones.models import Affiliation, Zone
from tests import factories
from tests.conftest import SignIn
from tests.demonstrations.enterprises.yearly import casework
from tests.demonstrations.enterprises.yearly.casework import on, seen, stands, sweep

pytestmark = pytest.mark.django_db


def years(firm: Organization) -> list[int]:
    return sorted(YearlyForm.objects.owed().filter(organization=firm).values_list("year", flat=True))


def test_a_form_is_owed_for_each_year_of_the_certificate(held: Designation, firm: Organization) -> None:
    """From the year of the document to that in which the term ends, each in the year after."""
    for year in range(2023, 2027):
        sweep(date(year + 1, 1, 5))
    assert years(firm) == [2024, 2025, 2026]
    sweep(date(2028, 1, 5))  # the term ended in June 2027, and nobody has said yet that it is over
    assert years(firm) == [2024, 2025, 2026, 2027]


@pytest.mark.parametrize("standing", [Standing.REVOKED, Standing.EXPIRED])
def test_whoever_holds_no_certificate_owes_nothing(
    held: Designation, firm: Organization, standing: Standing
) -> None:
    Designation.objects.update(standing=standing)
    sweep(date(2026, 1, 5))
    assert years(firm) == []


def test_a_suspended_certificate_stands(held: Designation, firm: Organization) -> None:
    Designation.objects.update(standing=Standing.SUSPENDED)
    sweep(date(2026, 1, 5))
    assert years(firm) == [2025]


def test_of_a_certificate_that_another_has_followed_one_form_is_owed(
    held: Designation, zone: Zone, clerk: User, director: User, firm: Organization
) -> None:
    Designation.objects.filter(pk=held.pk).update(standing=Standing.SUCCEEDED, until=date(2025, 6, 20))
    other = factories.call(
        clerk, director, track="leading_enterprise", title_zh="示例第二批", recommendation_quota=5
    )
    new = casework.certified(other, zone, clerk, firm, since=date(2025, 6, 21))
    sweep(date(2026, 1, 5))
    assert YearlyForm.objects.get().designation == new


def test_it_arises_once_and_tells_the_enterprise(form: YearlyForm, manager: User) -> None:
    sweep(date(2026, 1, 6))
    assert YearlyForm.objects.count() == 1
    assert manager.inbox.filter(text=Text.FORM_OWED).count() == 1
    line = Line.objects.get(verb=Verb.ARISE_FORMS)
    assert (line.actor, line.facts["count"], line.facts["due"]) == (None, 1, "2026-03-31")
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyForm.objects.create(
            number="NB-2", organization=form.organization, designation=form.designation, zone=form.zone, year=form.year,
            due=form.due, check_due=form.check_due, authority="x",
        )  # fmt: skip


def test_nobody_is_told_of_a_form_after_its_day(held: Designation, firm: Organization) -> None:
    sweep(date(2026, 4, 1))
    assert years(firm) == []


def test_the_days_are_those_of_the_rules(form: YearlyForm, clerk: User, director: User) -> None:
    """31 March 2026 is a Tuesday, 30 April a Thursday; the rules of the day are kept with the form."""
    assert (form.due, form.check_due) == (clock.end_of(date(2026, 3, 31)), clock.end_of(date(2026, 4, 30)))
    assert not form.due_provisional
    rule_set = factories.rule_set(clerk, director, enterprise_form_due=301, enterprise_form_jump=5)
    assert rules.due_of(rule_set, 2025, Calendar()).day == date(2026, 3, 2)  # 1 March is a Sunday
    form.rule_set = rule_set
    assert rules.jump_of(form) == 5
    assert Key.ENTERPRISE_FORM_CHECK_DUE.value in rule_set.parameters.values_list("key", flat=True)


def test_a_zone_does_not_check_before_the_enterprise_hands_in() -> None:
    said = ruled_by.defaults()
    said[Key.ENTERPRISE_FORM_CHECK_DUE] = said[Key.ENTERPRISE_FORM_CHECK_DUE]._replace(value=Decimal(330))
    found = ruled_by.findings(said)
    assert "before they are due" in found[Key.ENTERPRISE_FORM_DUE]


def test_a_provisional_day_is_counted_anew_and_late_for_nobody(held: Designation, firm: Organization) -> None:
    CalendarYear.objects.filter(year=2026).delete()
    form = casework.arisen(firm)
    assert form.due_provisional
    assert form.check_provisional
    with on(date(2026, 6, 1)):
        assert not YearlyForm.objects.late(clock.now()).exists()
        assert not form.is_late(clock.now())
    CalendarYear.objects.create(year=2026, document="示例")
    sweep(date(2026, 3, 2))
    form = seen(form)
    assert (form.due_provisional, form.check_provisional) == (False, False)
    assert Line.objects.filter(verb=Verb.RECOUNT, subject=form.number).count() == 1


def test_the_zones_days_after_a_late_hand_in_are_counted_anew_too(
    held: Designation, firm: Organization, manager: User
) -> None:
    """Handed in on Monday 27 April; a day off becomes known after that, and the zone does not lose it."""
    CalendarYear.objects.filter(year=2026).delete()
    form = casework.arisen(firm)
    with on(date(2026, 4, 27)):
        form = casework.submitted(form, manager)
        provisional = form.check_due
        assert (form.check_provisional, provisional) == (True, clock.end_of(date(2026, 5, 4)))
    known = CalendarYear.objects.create(year=2026, document="示例")
    SpecialDay.objects.create(year=known, name="示例", date=date(2026, 4, 29), is_working=False)
    sweep(date(2026, 4, 28))
    form = seen(form)
    assert (form.check_provisional, form.check_due) == (False, provisional + timedelta(days=1))


def test_a_day_that_is_not_certain_has_not_passed(held: Designation, firm: Organization) -> None:
    """The certificate ended: neither late nor missing, the form is withdrawn."""
    CalendarYear.objects.filter(year=2026).delete()
    form = casework.arisen(firm)
    Designation.objects.update(standing=Standing.REVOKED)
    sweep(date(2026, 6, 1))
    assert stands(form) == State.WITHDRAWN


def test_the_zone_is_the_one_in_whose_statistics_it_stood(
    held: Designation, firm: Organization, other_zone: Zone
) -> None:
    """It moved before the year; the zone that recommended it checks no more."""
    Affiliation.objects.filter(site__organization=firm).update(until_year=2024)
    site = firm.sites.get()
    Affiliation.objects.create(site=site, zone=other_zone, since_year=2025)
    assert casework.arisen(firm).zone == other_zone


def test_it_is_withdrawn_with_the_certificate_and_owed_again_with_it(form: YearlyForm, manager: User) -> None:
    Designation.objects.update(standing=Standing.REVOKED)
    sweep(date(2026, 3, 3))
    assert stands(form) == State.WITHDRAWN
    assert Line.objects.get(verb=Verb.WITHDRAW_FORM).subject == form.number
    Designation.objects.update(standing=Standing.CERTIFIED)
    sweep(date(2026, 3, 4))
    assert stands(form) == State.OWED
    assert YearlyForm.objects.count() == 1
    assert manager.inbox.filter(text=Text.FORM_OWED).count() == 2


def test_owed_again_it_is_of_the_new_certificate(
    form: YearlyForm, held: Designation, firm: Organization, zone: Zone, clerk: User, director: User
) -> None:
    Designation.objects.update(standing=Standing.REVOKED)
    sweep(date(2026, 3, 3))
    other = factories.call(
        clerk, director, track="leading_enterprise", title_zh="示例第二批", recommendation_quota=5
    )
    new = casework.certified(other, zone, clerk, firm, since=date(2025, 6, 21))
    sweep(date(2026, 3, 4))
    form = seen(form)
    assert (form.state, form.designation, form.zone) == (State.OWED, new, zone)


def test_who_is_not_expected_any_more_is_counted_as_late_nowhere(
    form: YearlyForm, clerk: User, signed_in: SignIn
) -> None:
    """The certificate ended after the day: what is missing stays missing, and no desk and no list asks for it."""

    def asked() -> tuple[bool, bool]:
        late = signed_in(clerk).get(reverse("yearly:index"), {"late": "yes"}).content.decode()
        return form.number in late, "overdue with the enterprise" in str(
            list(rules.waiting(standing(clerk), clock.now()))
        )

    with on(date(2026, 4, 2)):
        assert asked() == (True, True)
    Designation.objects.update(standing=Standing.REVOKED)
    with on(date(2026, 4, 2)):
        assert asked() == (False, False)
    assert stands(form) == State.OWED


def test_what_was_handed_in_is_not_withdrawn(form: YearlyForm, manager: User) -> None:
    casework.submitted(form, manager)
    Designation.objects.update(standing=Standing.REVOKED)
    sweep(date(2026, 3, 3))
    assert stands(form) == State.SUBMITTED


# ---------------------------------------------------------------- two years in a row
@pytest.fixture
def twice(held: Designation, firm: Organization, manager: User) -> YearlyForm:
    """Neither 2024 nor 2025 was handed in; it is April 2026."""
    casework.arisen(firm, 2024)
    form = casework.arisen(firm, 2025)
    sweep(date(2026, 4, 1))
    return seen(form)


def test_two_missing_in_a_row_are_told_once_and_nothing_follows(
    twice: YearlyForm, held: Designation, clerk: User
) -> None:
    sweep(date(2026, 4, 2))
    assert clerk.inbox.filter(text=Text.FORMS_MISSING).count() == 1
    assert clerk.inbox.get(text=Text.FORMS_MISSING).facts["years"] == "2024、2025"
    assert Designation.objects.get(pk=held.pk).standing == Standing.CERTIFIED
    assert not Lead.objects.exists()


def test_one_missing_alone_is_told_nobody(
    held: Designation, firm: Organization, manager: User, clerk: User
) -> None:
    casework.submitted(casework.arisen(firm, 2024), manager)
    casework.arisen(firm, 2025)
    sweep(date(2026, 4, 1))
    assert not clerk.inbox.filter(text=Text.FORMS_MISSING).exists()


def test_the_clerk_makes_a_lead_of_it_once(
    twice: YearlyForm, clerk: User, supervisor: User, manager: User
) -> None:
    with on(date(2026, 4, 2)):
        lead = actions.take_up(twice, by=clerk)
        assert (lead.ground, lead.credit_code, lead.happened_on) == (
            Ground.LATE, twice.organization.credit_code, date(2026, 3, 31),
        )  # fmt: skip
        assert "2024、2025" in lead.text
        with pytest.raises(SomebodyWasFaster):
            actions.take_up(twice, by=clerk)
        for stranger in (supervisor, manager):
            with pytest.raises(NotYours):
                actions.take_up(twice, by=stranger)
    assert Lead.objects.count() == 1
    assert supervisor.inbox.filter(text=Text.LEAD_TO_VERIFY).count() == 1


def test_what_was_handed_in_meanwhile_is_no_lead(twice: YearlyForm, clerk: User, manager: User) -> None:
    with on(date(2026, 4, 2)):
        casework.submitted(twice, manager)
        with pytest.raises(Refused):
            actions.take_up(twice, by=clerk)
    assert not Lead.objects.exists()
