"""A site visit: planned by the office, recorded and signed by the team, concluded by its lead."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.applications.models import Application
from program.files.rules import can_view_file
from program.journal.models import Audience, Line, Verb
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster, TooEarly
from program.visits import actions
from program.visits.models import Agreement, Check, Seen, TeamMember, Visit
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 1)


def lines(visit: Visit, **first: Any) -> list[dict[str, Any]]:
    """Every line of the checklist agrees, but for what the first one says; one line of the team's own."""
    known: list[dict[str, Any]] = [
        {
            "id": check.pk,
            "subject": "",
            "declared": "",
            "found": "",
            "agreement": Agreement.AGREES,
            "note": "",
        }
        for check in visit.checks.all()
    ]
    own: dict[str, Any] = {
        "id": None,
        "subject": "污水处理站",
        "declared": "已建成",
        "found": "",
        "agreement": Agreement.AGREES,
        "note": "",
    }
    told = [*known, own]
    told[0] |= first
    return told


def write(visit: Visit, by: User, **changes: Any) -> Visit:
    given: dict[str, Any] = {"lines": lines(visit), "summary": "示例", "conditions": "", "revision": 0}
    return actions.write_record(visit, **(given | changes), by=by)


def test_from_the_plan_to_deliberation(visit: Visit, team: list[User], at_visit: Application) -> None:
    write(visit, team[1])
    for member in team:
        actions.sign(visit, by=member)
    actions.hand_in_record(visit, factories.pdf(), visited_name="示例", visited_title="主任", by=team[0])
    actions.conclude(visit, result=Seen.CONFIRMED, by=team[0])
    at_visit.refresh_from_db()
    assert at_visit.stage == StageName.DELIBERATION
    assert Line.objects.get(verb=Verb.CONCLUDE_VISIT).audience == Audience.OFFICE


def test_a_team_has_three_members_and_its_lead_among_them(
    at_visit: Application, team: list[User], clerk: User
) -> None:
    with pytest.raises(Incomplete):
        actions.plan(at_visit, day=DAY, team=team[:2], lead=team[0], by=clerk)
    with pytest.raises(Invalid):
        actions.plan(at_visit, day=DAY, team=team, lead=clerk, by=clerk)
    assert not Visit.objects.exists()


def test_only_inspectors_go_and_nobody_who_belongs_to_the_visited(
    at_visit: Application, team: list[User], clerk: User, contact: User
) -> None:
    with pytest.raises(NotYours):
        actions.plan(at_visit, day=DAY, team=[*team, contact], lead=team[0], by=clerk)
    factories.grant(team[1], at_visit.applicant, Role.CONTACT)
    with pytest.raises(Invalid) as refusal:
        actions.plan(at_visit, day=DAY, team=team, lead=team[0], by=clerk)
    assert refusal.value.field == "team"


def test_a_visit_is_not_planned_for_a_day_that_is_over(
    at_visit: Application, team: list[User], clerk: User
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.plan(at_visit, day=date(2026, 11, 30), team=team, lead=team[0], by=clerk)
    assert refusal.value.field == "day"
    assert not Visit.objects.exists()


def test_before_its_day_nothing_is_signed_handed_in_or_concluded(
    at_visit: Application, team: list[User], clerk: User
) -> None:
    visit = actions.plan(at_visit, day=date(2026, 12, 2), team=team, lead=team[0], by=clerk)
    write(visit, team[0])
    with pytest.raises(TooEarly, match="The visit is on 2 December 2026"):
        actions.sign(visit, by=team[0])
    with pytest.raises(TooEarly):
        actions.hand_in_record(visit, factories.pdf(), visited_name="示例", visited_title="", by=team[0])
    with pytest.raises(TooEarly):
        actions.conclude(visit, result=Seen.CONFIRMED, by=team[0])
    visit.refresh_from_db()
    assert (visit.record, visit.team.exclude(signed_at=None).exists()) == (None, False)
    with clock.at(datetime(2026, 12, 2, 0, 0, tzinfo=clock.BEIJING)):
        actions.sign(visit, by=team[0])
    assert visit.team.exclude(signed_at=None).count() == 1


def test_planning_again_replaces_the_plan_until_the_record_is_begun(
    visit: Visit, at_visit: Application, team: list[User], clerk: User
) -> None:
    again = actions.plan(at_visit, day=date(2026, 12, 8), team=team, lead=team[1], by=clerk)
    assert list(Visit.objects.all()) == [again]
    write(again, team[0])
    with pytest.raises(Refused):
        actions.plan(at_visit, day=DAY, team=team, lead=team[0], by=clerk)


def test_two_members_writing_do_not_overwrite_each_other(visit: Visit, team: list[User]) -> None:
    write(visit, team[0])
    with pytest.raises(SomebodyWasFaster):
        write(visit, team[1], summary="other")
    visit.refresh_from_db()
    assert visit.summary == "示例"


def test_a_difference_says_what_was_found(visit: Visit, team: list[User]) -> None:
    with pytest.raises(Invalid):
        write(visit, team[0], lines=lines(visit, agreement=Agreement.DIFFERS))
    assert not visit.checks.exclude(agreement="").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(visit=visit, position=99, subject="x", agreement=Agreement.DIFFERS)


def test_a_record_with_gaps_is_not_signed(visit: Visit, team: list[User]) -> None:
    write(visit, team[0], summary="")
    with pytest.raises(Incomplete):
        actions.sign(visit, by=team[0])


def test_after_a_signature_nobody_writes_until_the_lead_takes_the_signatures_back(
    visit: Visit, team: list[User]
) -> None:
    write(visit, team[0])
    actions.sign(visit, by=team[1])
    with pytest.raises(Refused):
        write(visit, team[0], revision=1)
    with pytest.raises(NotYours):
        actions.take_signatures_back(visit, by=team[1])
    actions.take_signatures_back(visit, by=team[0])
    assert not TeamMember.objects.exclude(signed_at=None).exists()


def test_a_line_that_was_taken_away_makes_room_for_another(visit: Visit, team: list[User]) -> None:
    write(visit, team[0])
    own = visit.checks.get(column="")
    kept = [line for line in lines(visit) if line["id"] not in {None, own.pk}]
    new = lines(visit)[-1] | {"id": None, "subject": "能源管理平台", "declared": "在建"}
    write(visit, team[0], lines=[*kept, new], revision=1)
    assert visit.checks.get(column="").subject == "能源管理平台"
    changed = new | {"id": visit.checks.get(column="").pk, "declared": "已运行"}
    write(visit, team[0], lines=[*kept, changed], revision=2)
    assert visit.checks.get(column="").declared == "已运行"


def test_a_declared_line_stays_as_it_was_declared(visit: Visit, team: list[User]) -> None:
    given = visit.checks.first()
    assert given is not None
    write(visit, team[0], lines=[line | {"declared": "9999"} for line in lines(visit)][1:])
    given.refresh_from_db()
    assert given.declared != "9999"


def test_no_conclusion_without_all_signatures_and_the_record_of_the_visited(
    visit: Visit, team: list[User]
) -> None:
    write(visit, team[0])
    actions.sign(visit, by=team[0])
    with pytest.raises(Incomplete):
        actions.conclude(visit, result=Seen.CONFIRMED, by=team[0])
    for member in team[1:]:
        actions.sign(visit, by=member)
    with pytest.raises(Incomplete):
        actions.conclude(visit, result=Seen.CONFIRMED, by=team[0])
    visit.application.refresh_from_db()
    assert visit.application.stage == StageName.SITE_VISIT


def test_the_signed_record_is_seen_by_whoever_sees_the_visit(
    visit: Visit, team: list[User], clerk: User, applicant: User, expert: User, office: Organization
) -> None:
    write(visit, team[0])
    for member in team:
        actions.sign(visit, by=member)
    actions.hand_in_record(visit, factories.pdf(), visited_name="示例", visited_title="", by=team[0])
    visit.refresh_from_db()
    assert visit.record is not None
    other = factories.member(office, Role.INSPECTOR, "inspector9")
    seers = [who for who in (*team, clerk, applicant, expert, other) if can_view_file(who, visit.record)]
    assert seers == [*team, clerk]


def test_conditions_must_be_named(visit: Visit, team: list[User]) -> None:
    write(visit, team[0])
    for member in team:
        actions.sign(visit, by=member)
    actions.hand_in_record(visit, factories.pdf(), visited_name="示例", visited_title="", by=team[0])
    with pytest.raises(Incomplete):
        actions.conclude(visit, result=Seen.WITH_CONDITIONS, by=team[0])


def test_who_sees_a_visit(
    visit: Visit, team: list[User], clerk: User, auditor: User, applicant: User, recommender: User, expert: User,
    office: Organization, signed_in: SignIn,
) -> None:  # fmt: skip
    other = factories.member(office, Role.INSPECTOR, "inspector9")
    answers = {person.username: signed_in(person).get(visit.get_absolute_url()).status_code
               for person in (team[0], clerk, auditor, applicant, recommender, expert, other)}  # fmt: skip
    assert answers == {
        "inspector": 200, "clerk": 200, "auditor": 200, "applicant": 404, "recommender": 404, "expert": 404, "inspector9": 404,
    }  # fmt: skip


def test_the_record_is_written_on_its_page_and_bad_input_is_kept(
    visit: Visit, team: list[User], signed_in: SignIn
) -> None:
    browser = signed_in(team[0])
    rows = list(visit.checks.all())
    given: dict[str, Any] = {
        "lines-TOTAL_FORMS": len(rows) + 1,
        "lines-INITIAL_FORMS": len(rows),
        "summary": "示例情况",
        "revision": 0,
    }
    for number, check in enumerate(rows):
        given |= {f"lines-{number}-id": check.pk, f"lines-{number}-agreement": "agrees"}
    own = f"lines-{len(rows)}"
    given |= {f"{own}-subject": "污水", f"{own}-declared": "1", f"{own}-agreement": "differs"}
    answer = browser.post(visit.get_absolute_url(), given)
    assert answer.status_code == 422
    assert "Row 10, Found: Where something differs, say what was found." in answer.content.decode()
    assert "示例情况" in answer.content.decode()
    answer = browser.post(visit.get_absolute_url(), given | {f"{own}-found": "2"})
    assert answer.status_code == 302
    assert visit.checks.filter(subject="污水", found="2").exists()
