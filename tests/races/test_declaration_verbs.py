"""Every verb on declarations, sets and the enterprises of a zone that two can reach."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count

import pytest
from django.db import transaction

from program.indicators import actions, rules
from program.indicators.models import DataItem, Declaration, IndicatorSet, State
from program.indicators.rules import Cell
from program.indicators.steps import load_indicators
from program.journal.models import Line, Verb
from program.people.models import Organization, OrganizationKind, Role, User
from program.zones import actions as zones
from program.zones.actions import Listing
from program.zones.models import Site, Zone
from tests import factories
from tests.indicators.conftest import GOOD, YEAR, cells
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS
from tests.races.situations import Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "与台账不一致。"
NUMBERS = count(1)


@dataclass
class Firm:
    """An enterprise of a zone of its own: eight who declare, eight who check."""

    on: Office

    @cached_property
    def zone(self) -> Zone:
        with transaction.atomic():
            load_indicators()
        return factories.zone(self.on.body, factories.organization())

    @cached_property
    def checkers(self) -> list[User]:
        body = self.zone.managements.get().organization
        return [factories.member(body, Role.ZONE_REVIEWER) for _ in range(THREADS)]

    @cached_property
    def organization(self) -> Organization:
        return factories.organization(
            OrganizationKind.ENTERPRISE, credit_code=factories.credit_code(prefix="91")
        )

    @cached_property
    def managers(self) -> list[User]:
        return [factories.member(self.organization, Role.MANAGER) for _ in range(THREADS)]

    @cached_property
    def site(self) -> Site:
        return zones.list_site(self.zone, self.listing(), by=self.checkers[0])

    def listing(self) -> Listing:
        return Listing(self.organization.credit_code, self.organization.name_zh, "主厂区", "39", 2020)

    def begun(self) -> Declaration:
        return actions.begin(self.zone, self.site, YEAR, by=self.managers[0])

    def written(self) -> Declaration:
        return actions.enter(self.begun(), cells(GOOD), revision=0, by=self.managers[0])

    def sent(self) -> Declaration:
        return actions.submit(self.written(), by=self.managers[0])

    def accepted(self) -> Declaration:
        return actions.accept(self.sent(), by=self.checkers[0])

    def asked(self) -> Declaration:
        return actions.ask_reopening(self.accepted(), reason=WHY, by=self.managers[0])


def lines(held: Declaration, *verbs: Verb) -> int:
    return Line.objects.filter(subject=str(held), verb__in=verbs).count()


# ---------------------------------------------------------------- whoever declares
@race
def begin(on: Office) -> Race:
    firm = Firm(on)
    moves = [partial(actions.begin, firm.zone, firm.site, YEAR, by=by) for by in firm.managers]
    return Race(moves, firm.site.declarations.count)


@race
def enter(on: Office) -> Race:
    firm = Firm(on)
    held = firm.begun()
    moves = by_all(actions.enter, held, firm.managers, cells=cells(GOOD), revision=0)
    return Race(moves, lambda: Declaration.objects.get(pk=held.pk).revision)


@race
def submit(on: Office) -> Race:
    firm = Firm(on)
    held = firm.written()
    return Race(by_all(actions.submit, held, firm.managers), lambda: lines(held, Verb.SUBMIT_DECLARATION))


@race
def entered_against_submitted(on: Office) -> Race:
    """What is handed in is what was saved: whoever saves later is refused, whoever saved before is in it."""
    firm = Firm(on)
    held = firm.written()
    save = by_all(actions.enter, held, firm.managers, cells=[Cell("item:employees", None)], revision=1)
    send = by_all(actions.submit, held, firm.managers)

    def frozen() -> int:
        found = Declaration.objects.get(pk=held.pk)
        items = {row["item"] for row in found.data["items"]}
        return int(items == set(found.items.values_list("item", flat=True)))

    return Race(half(save, send), frozen, [Counter(done=1, faster=7), Counter(done=2, faster=6)])


@race
def recalled_against_accepted(on: Office) -> Race:
    firm = Firm(on)
    held = firm.sent()
    moves = half(by_all(actions.recall, held, firm.managers), by_all(actions.accept, held, firm.checkers))
    return Race(moves, lambda: lines(held, Verb.RECALL_DECLARATION, Verb.ACCEPT_DECLARATION))


@race
def ask_reopening(on: Office) -> Race:
    firm = Firm(on)
    held = firm.accepted()
    return Race(
        by_all(actions.ask_reopening, held, firm.managers, reason=WHY),
        lambda: lines(held, Verb.ASK_REOPENING),
    )


# ---------------------------------------------------------------- whoever checks
@race
def accepted_against_returned(on: Office) -> Race:
    firm = Firm(on)
    held = firm.sent()
    back = by_all(actions.return_, held, firm.checkers, remarks=[("", WHY)])
    moves = half(by_all(actions.accept, held, firm.checkers), back)
    return Race(moves, lambda: lines(held, Verb.ACCEPT_DECLARATION, Verb.RETURN_DECLARATION))


@race
def reopened_against_declined(on: Office) -> Race:
    firm = Firm(on)
    held = firm.asked()
    no = by_all(actions.decline_reopening, held, firm.checkers, reason=WHY)
    moves = half(by_all(actions.reopen, held, firm.checkers), no)
    return Race(moves, lambda: lines(held, Verb.REOPEN_DECLARATION, Verb.DECLINE_REOPENING))


@race
def reopen(on: Office) -> Race:
    firm = Firm(on)
    held = firm.asked()
    moves = by_all(actions.reopen, held, firm.checkers)
    return Race(moves, lambda: firm.site.declarations.filter(version=2, is_newest=True).count())


@race
def list_site(on: Office) -> Race:
    firm = Firm(on)
    moves = [partial(zones.list_site, firm.zone, firm.listing(), by=by) for by in firm.checkers]
    return Race(moves, firm.organization.sites.count)


@race
def end_affiliation(on: Office) -> Race:
    firm = Firm(on)
    site = firm.site
    moves = [partial(zones.end_affiliation, site, firm.zone, until_year=2026, by=by) for by in firm.checkers]
    return Race(moves, site.affiliations.exclude(until_year=None).count)


@race
def invite_enterprise(on: Office) -> Race:
    firm = Firm(on)
    site = firm.site
    moves = [
        partial(zones.invite_enterprise, site, firm.zone, email="new@example.org", name="示例", by=by)
        for by in firm.checkers
    ]
    return Race(moves, firm.organization.invitations.count)


@race
def attach_evidence(on: Office) -> Race:
    """The same file, on no page yet: whoever comes second is told so at the field."""
    firm = Firm(on)
    declaration = firm.begun()
    moves = [
        partial(actions.attach_evidence, declaration, "employees", factories.pdf("proof"), by=by)
        for by in firm.managers
    ]
    return Race(moves, declaration.evidence.count)


# ---------------------------------------------------------------- the operator, and the office
@race
def add_item(on: Office) -> Race:
    code = f"item_{next(NUMBERS)}"
    values = {"code": code, "name_zh": "示例", "name_en": "", "unit": "t", "kind": "stock", "level": "both"}
    moves = [partial(actions.add_item, values, by=by) for by in on.clerks]
    return Race(moves, DataItem.objects.filter(code=code).count)


@race
def imported_twice(on: Office) -> Race:
    """The same file at once: one writes it, the others find nothing new in it."""
    firm = Firm(on)
    row = actions.Row("", 2, firm.zone.code, str(YEAR), "item:employees", "12", "")
    found = Declaration.objects.filter(zone=firm.zone, state=State.ACCEPTED)
    return Race([partial(actions.import_figures, [row])] * THREADS, found.count, [EVERYBODY])


@race
def sign_set(on: Office) -> Race:
    firm = Firm(on)
    assert firm.zone.pk  # with the platform's own sets
    base = IndicatorSet.objects.get(code="office_default.1")
    code = f"office_default.{next(NUMBERS) + 1}"
    drafted = actions.draft_set(code=code, title_zh="示例", title_en="", base=base, by=on.clerk)
    moves = by_all(actions.sign, drafted, on.directors)
    return Race(moves, Line.objects.filter(verb=Verb.SIGN_INDICATORS, subject=code).count)


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
    assert rules.current_factors().frozen_at is not None
