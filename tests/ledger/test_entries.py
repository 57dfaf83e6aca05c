"""An entry of the ledger: entered, shown to be true, submitted, checked, corrected, struck out."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from program import clock
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.ledger import actions, rules
from program.ledger.models import Clause, Kind, LedgerEntry, State
from program.notify.models import Text
from program.people.models import Organization, Role, User
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.ledger import casework

pytestmark = pytest.mark.django_db


def verbs(entry: LedgerEntry) -> list[str]:
    return list(Line.objects.filter(subject=entry.number).order_by("pk").values_list("verb", flat=True))


def fresh(entry: LedgerEntry) -> LedgerEntry:
    found: LedgerEntry = LedgerEntry.objects.get(pk=entry.pk)
    return found


# ---------------------------------------------------------------- its life
def test_from_the_draft_to_the_ledger(zone: Zone, applicant: User, contact: User, clerk: User) -> None:
    """A contact drafts, the manager submits, the office returns it and takes it in the second time."""
    entry = actions.enter(zone, casework.policy(), by=contact)
    assert entry.number == f"TZ-{clock.today().year}-0001"
    with pytest.raises(NotYours):
        actions.submit(entry, by=contact)
    with pytest.raises(Incomplete) as missing:
        actions.submit(entry, by=applicant)
    assert missing.value.field == "file"
    first = casework.attached(entry, contact)
    actions.submit(entry, by=applicant, seen=1)
    assert not clerk.inbox.exists(), "what comes by the hundred stands on the desk as one line"
    actions.send_back(entry, reason="请附印发件。", by=clerk, seen=1)
    told = applicant.inbox.get()
    assert (told.text, told.path) == (Text.WORK_RETURNED, entry.get_absolute_url())
    actions.change(entry, casework.policy(description="印发并解读。"), by=contact, seen=1)
    actions.take_off(first, by=contact)
    casework.attached(entry, contact, "second")
    actions.submit(entry, by=applicant, seen=2)
    accepted = actions.accept(entry, by=clerk, seen=2)
    assert (accepted.state, accepted.return_reason, accepted.unit) == (State.ACCEPTED, "", "")
    assert verbs(entry) == [
        Verb.ENTER_WORK, Verb.SUBMIT_WORK, Verb.RETURN_WORK, Verb.CHANGE_WORK, Verb.SUBMIT_WORK, Verb.ACCEPT_WORK,
    ]  # fmt: skip
    kept = [(row.file.name, row.taken_off) for row in rules.files_of(entry)]
    assert kept == [("second.pdf", False), ("evidence.pdf", True)], "the office had read the first one"


def test_the_office_enters_its_own_work_and_another_clerk_checks_it(
    clerk: User, second_clerk: User, director: User, applicant: User
) -> None:
    entry = casework.entered(None, clerk)
    actions.change(entry, casework.values(description="两天。"), by=second_clerk)
    actions.submit(entry, by=clerk)
    for person in (clerk, second_clerk, director, applicant):
        with pytest.raises(NotYours):
            actions.accept(entry, by=person)
    third = factories.member(clerk.memberships.get().organization, Role.CLERK)
    assert [list(rules.to_check(person)) for person in (clerk, second_clerk, third)] == [[], [], [entry]]
    assert actions.accept(entry, by=third).state == State.ACCEPTED
    actions.strike_out(entry, reason="重复登记。", by=third)
    assert [row.text for row in clerk.inbox.all()] == [Text.WORK_STRUCK_OUT]


def test_struck_out_is_not_erased(zone: Zone, applicant: User, clerk: User) -> None:
    entry = casework.accepted(zone, applicant, clerk)
    with pytest.raises(Invalid, match="Say why"):
        actions.strike_out(entry, reason=" ", by=clerk)
    struck = actions.strike_out(entry, reason="未举办。", by=clerk, seen=1)
    assert (struck.state, struck.strike_reason, struck.struck_by) == (State.STRUCK_OUT, "未举办。", clerk)
    assert applicant.inbox.get().facts["reason"] == "未举办。"
    with pytest.raises(SomebodyWasFaster):
        actions.correct(entry, by=applicant)
    assert casework.entered(zone, applicant).state == State.DRAFT, "the same work may be entered anew"


def test_a_correction_stands_beside_the_old_one(zone: Zone, applicant: User, clerk: User) -> None:
    """Until it has passed the check the old one counts."""
    entry = actions.enter(zone, casework.policy(), by=applicant)
    casework.attached(entry, applicant)
    actions.accept(actions.submit(entry, by=applicant), by=clerk)
    fix = actions.correct(entry, by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.correct(entry, by=applicant)
    actions.withdraw(fix, by=applicant)
    fix = actions.correct(entry, by=applicant)
    assert [row.file.name for row in rules.files_of(fix)] == ["evidence.pdf"]
    actions.change(fix, casework.policy(description="更正。"), by=applicant)
    actions.submit(fix, by=applicant)
    assert list(LedgerEntry.objects.accepted(entry.year)) == [entry]
    actions.accept(fix, by=clerk)
    assert (fresh(entry).state, list(LedgerEntry.objects.accepted(entry.year))) == (State.CORRECTED, [fix])


def test_what_was_struck_out_is_corrected_no_more(zone: Zone, applicant: User, clerk: User) -> None:
    entry = casework.accepted(zone, applicant, clerk)
    fix = actions.submit(actions.correct(entry, by=applicant), by=applicant)
    actions.strike_out(entry, reason="未举办。", by=clerk)
    with pytest.raises(SomebodyWasFaster, match=entry.number):
        actions.accept(fix, by=clerk)
    assert fresh(fix).state == State.SUBMITTED


# ---------------------------------------------------------------- whose
def test_each_step_belongs_to_somebody(
    zone: Zone, applicant: User, contact: User, stranger: User, clerk: User, director: User, supervisor: User
) -> None:
    draft, sent = casework.entered(zone, applicant), casework.submitted(zone, applicant, title="另一论坛")
    taken = casework.accepted(zone, applicant, clerk, title="第三论坛")
    tried: tuple[Callable[[User], object], ...] = (
        lambda by: casework.entered(zone, by, title="外人"),
        lambda by: actions.change(draft, casework.values(), by=by),
        lambda by: actions.submit(draft, by=by),
        lambda by: actions.withdraw(draft, by=by),
        lambda by: casework.attached(draft, by),
        lambda by: actions.accept(sent, by=by),
        lambda by: actions.send_back(sent, reason="x", by=by),
        lambda by: actions.strike_out(taken, reason="x", by=by),
        lambda by: actions.correct(taken, by=by),
        lambda by: casework.entered(None, by, title="专项办"),
    )
    refused = {
        applicant: (5, 6, 7, 9), contact: (2, 5, 6, 7, 9), clerk: (0, 1, 2, 3, 4, 8), stranger: range(10),
        director: range(10), supervisor: range(10),
    }  # fmt: skip
    for person, places in refused.items():
        for place in places:
            with pytest.raises(NotYours):
                tried[place](person)


def test_who_sees_an_entry_and_its_evidence(
    zone: Zone, applicant: User, contact: User, stranger: User, expert: User, recommender: User, clerk: User,
    director: User, supervisor: User, auditor: User,
) -> None:  # fmt: skip
    """A zone its own, the office's readers all; what the office did, the office."""
    entry, own = casework.entered(zone, applicant), casework.entered(None, clerk)
    file = casework.attached(entry, contact).file

    def seen_by(*people: User) -> list[set[LedgerEntry]]:
        return [set(LedgerEntry.objects.visible_to(User.objects.get(pk=user.pk))) for user in people]

    assert seen_by(applicant, contact) == [{entry}] * 2
    assert seen_by(clerk, director, supervisor, auditor) == [{entry, own}] * 4
    assert seen_by(stranger, expert, recommender) == [set()] * 3
    assert [can_view_file(user, file) for user in (applicant, clerk, supervisor, stranger, expert)] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_zone_without_a_body(zone: Zone, managing_body: Organization, applicant: User, clerk: User) -> None:
    sent = casework.submitted(zone, applicant)
    zone.managements.update(until=clock.now())
    with pytest.raises(NotYours):
        casework.entered(zone, applicant, title="其后")
    actions.send_back(sent, reason="请补充。", by=clerk)
    assert not applicant.inbox.exists()


# ---------------------------------------------------------------- too late, twice, rubbish
def test_twice_too_late_and_stale(zone: Zone, applicant: User, clerk: User) -> None:
    entry = casework.entered(zone, applicant)
    actions.change(entry, casework.values(description="改。"), by=applicant, seen=1)
    stale: tuple[Callable[[], object], ...] = (
        lambda: actions.change(entry, casework.values(), by=applicant, seen=1),
        lambda: actions.submit(entry, by=applicant, seen=1),
        lambda: actions.withdraw(entry, by=applicant, seen=1),
        lambda: actions.accept(entry, by=clerk),
        lambda: actions.strike_out(entry, reason="x", by=clerk),
    )
    for verb in stale:
        with pytest.raises(SomebodyWasFaster):
            verb()
    file = casework.attached(entry, applicant)
    actions.submit(entry, by=applicant, seen=2)
    late: tuple[Callable[[], object], ...] = (
        lambda: actions.submit(entry, by=applicant),
        lambda: actions.withdraw(entry, by=applicant),
        lambda: casework.attached(entry, applicant, "later"),
        lambda: actions.take_off(file, by=applicant),
        lambda: actions.accept(entry, by=clerk, seen=1),
        lambda: actions.send_back(entry, reason="x", by=clerk, seen=1),
    )
    for verb in late:
        with pytest.raises(SomebodyWasFaster):
            verb()


def test_ten_files_and_none_twice(zone: Zone, applicant: User) -> None:
    entry = casework.entered(zone, applicant)
    first = casework.attached(entry, applicant)
    with pytest.raises(Invalid, match="attached already"):
        casework.attached(entry, applicant)
    actions.take_off(first, by=applicant)
    assert not entry.files.exists(), "nobody had read it"
    for number in range(rules.MOST_FILES):
        casework.attached(entry, applicant, f"file{number}")
    with pytest.raises(Invalid, match="at most 10"):
        casework.attached(entry, applicant, "one more")


DAYS = timedelta(days=2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"figure": None}, "figure"),
        ({"figure": Decimal("1.5")}, "figure"),
        ({"figure": Decimal(0)}, "figure"),
        ({"kind": Kind.POLICY}, "figure"),
        ({"kind": Kind.LAND, "figure": Decimal("-0.5")}, "figure"),
        ({"kind": "no kind"}, "kind"),
        ({"clause": "5.9.9"}, "clause"),
        ({"since": "tomorrow"}, "since"),
        ({"until": -DAYS}, "until"),
        ({"year": 2021}, "year"),
        ({"title": "  "}, "title"),
        ({"owner_person": ""}, "owner_person"),
    ],
)
def test_rubbish(zone: Zone, applicant: User, changes: dict[str, Any], field: str) -> None:
    days = {"tomorrow": clock.today() + DAYS, -DAYS: casework.DAY - DAYS}
    changes = {name: days.get(value, value) for name, value in changes.items()}
    with pytest.raises(Refused) as refusal:
        casework.entered(zone, applicant, **changes)
    assert refusal.value.field == field
    assert not LedgerEntry.objects.exists()


def test_the_same_work_once(zone: Zone, other_zone: Zone, applicant: User, stranger: User) -> None:
    entry = casework.entered(zone, applicant, title="同名")
    with pytest.raises(Invalid, match=entry.number) as refusal:
        casework.entered(zone, applicant, title=" 同名 ")
    assert refusal.value.field == "title"
    casework.entered(other_zone, stranger, title="同名")
    second = casework.entered(zone, applicant)
    with pytest.raises(Invalid, match=entry.number):
        actions.change(second, casework.values(title="同名"), by=applicant)
    actions.withdraw(entry, by=applicant)
    actions.change(second, casework.values(title="同名"), by=applicant)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.ACCEPTED}, {"state": State.STRUCK_OUT}, {"state": State.RETURNED}, {"state": "none"},
        {"strike_reason": "x"}, {"submitted_at": None}, {"submitted_by": None}, {"clause": "5.9.9"}, {"kind": "x"},
        {"figure": None}, {"figure": 0}, {"unit": "x"}, {"unit": ""}, {"year": 2020}, {"until": "2000-01-01"},
    ],
)  # fmt: skip
def test_the_database_keeps_what_an_entry_is(zone: Zone, applicant: User, wrong: dict[str, Any]) -> None:
    entry = casework.submitted(zone, applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(**wrong)


# ---------------------------------------------------------------- the words
def test_every_clause_and_every_kind_is_spoken_of() -> None:
    assert list(rules.CLAUSES) == list(Clause)
    assert list(rules.KINDS) == list(Kind)
    named = {kind for asked in rules.CLAUSES.values() for kind in asked.kinds}
    assert named == set(Kind) - {Kind.OTHER}, "a kind that the circular does not name anywhere"


def test_how_a_clause_is_written() -> None:
    with translation.override("zh-hans"):
        assert [Clause.ENERGY.mark, Clause.PUBLICITY.mark] == ["五（一）2", "六5"]
    with translation.override("en"):
        assert Clause.ENERGY.mark == "5.1.2"
