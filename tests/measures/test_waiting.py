"""What waits for whom, step by step; and nobody else's desk says anything."""

import pytest

from program.desk.work import waiting_for
from program.measures import actions
from program.measures.models import Measure
from program.people.models import User
from program.people.rules import fresh_standing
from program.zones.models import Zone
from tests.measures import measuring

pytestmark = pytest.mark.django_db


def notes(*people: User) -> list[list[str]]:
    """What each desk says, of this package alone."""
    words = ("lead", "measure", "rectif", "appeal", "reversal")
    found = []
    for person in people:
        person._standing = fresh_standing(person)  # type: ignore[attr-defined]
        said = [item.note for item in waiting_for(person)]
        found.append([note for note in said if any(word in note for word in words)])
    return found


def test_each_step_waits_for_its_holder_alone(
    zone: Zone, applicant: User, supervisor: User, director: User, second_director: User, stranger: User
) -> None:
    cast = (applicant, supervisor, director, second_director, stranger)
    nothing: list[list[str]] = [[]] * len(cast)
    lead = actions.record(measuring.said(zone), by=supervisor)
    assert notes(*cast) == [[], [f"{lead} · lead to verify"], [], [], []]
    actions.verify(lead, verdict="属实。", by=supervisor, accident=measuring.accident())
    measure = measuring.drafted(lead, supervisor)
    assert notes(*cast) == nothing
    actions.announce(measure, by=supervisor)
    assert notes(*cast) == [[f"{measure}: announced measure, may be answered"], [], [], [], []]
    actions.defend(measure, text="申辩。", by=applicant)
    decide = f"{measure} · measure to decide on: the organisation has been heard"
    assert notes(*cast) == [[], [decide], [], [], []]
    actions.decide(measure, measuring.given(), reason="不成立。", by=supervisor)
    sign = f"{measure} · measure to sign"
    assert notes(*cast) == [[], [], [sign], [sign], []]
    actions.sign(measure, by=director)
    assert notes(*cast) == [[f"{measure}: to be rectified"], [], [], [], []]
    shown = measuring.rectified(measure, applicant)
    assert notes(*cast) == [[], [f"{measure} · rectification to check"], [], [], []]
    actions.check(shown, measuring.findings(shown), remark="通过。", by=supervisor)
    assert notes(*cast) == nothing
    actions.appeal(Measure.objects.get(), text="不服。", by=applicant)
    answer = f"{measure} · appeal to answer"
    assert notes(*cast) == [[], [answer], [], [answer], []]
    actions.draft_reversal(measure, measuring.given("9"), reason="成立。", by=supervisor)
    reverse = f"{measure} · reversal of a measure to sign"
    assert notes(*cast) == [[], [], [reverse], [reverse], []]
