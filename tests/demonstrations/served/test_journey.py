"""A zone takes a file in, submits, checks; the office samples, one record is false and struck out: the board falls by one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demonstrations.served.models import Inspection, Sample, ServiceRecord, State, StrikeOut
from program.people.models import User
from program.progress import tasks
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.demonstrations.served import casework
from tests.demonstrations.served.test_import import as_csv, confirm, row

pytestmark = pytest.mark.django_db


def thousand() -> int:
    board = tasks.count().data
    return int(next(each["count"] for each in board["tiers"] if each["tier"] == "thousand"))


def together(browser: Client, name: str, **others: Any) -> None:
    """All records, ticked and confirmed."""
    records = list(ServiceRecord.objects.all())
    given = {"record": [each.pk for each in records], "confirm": "1", **others}
    given |= {f"revision-{each.pk}": str(each.revision) for each in records}
    assert browser.post(reverse(f"served:{name}"), given).status_code == 302


def test_from_the_file_to_the_board(
    zone: Zone, applicant: User, reviewer: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    factories.rule_set(clerk, director, served_sample=50)
    firms = [casework.enterprise(zone) for _ in range(4)]
    for number, firm in enumerate(firms):
        casework.declare_saving(firm, power=("1000", "900" if number == 3 else "800"))
    zone_browser, office, head = signed_in(applicant), signed_in(clerk), signed_in(director)
    looked = zone_browser.post(
        reverse("served:import"), {"file": as_csv(*(row(firm.credit_code) for firm in firms))}
    )
    confirm(zone_browser, looked)
    together(zone_browser, "submit_many")
    together(zone_browser, "accept_many")  # its own: none of them is taken in
    assert set(ServiceRecord.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    together(signed_in(reviewer), "accept_many")
    assert sorted(ServiceRecord.objects.values_list("state", flat=True)) == [
        State.ACCEPTED,
        *[State.COUNTED] * 3,
    ]
    assert thousand() == 3
    office.post(reverse("served:draw"))
    sample, drawn = Sample.objects.get(), list(Inspection.objects.all())
    assert (sample.size, office.get(sample.get_absolute_url()).context["same"]) == (2, True)
    for each, verdict in zip(drawn, ("false", "confirmed"), strict=True):
        given = {"verdict": verdict, "finding": "现场核对用电发票。"}
        assert office.post(reverse("served:inspect", args=[each.pk]), given).status_code == 302
    false = drawn[0].record
    office.post(
        reverse("served:strike", args=[false.pk]),
        {"strike-reason": "发票与申报不符，予以核减。", "strike-revision": "1"},
    )
    assert thousand() == 3  # nothing falls before the signature
    assert head.get(false.get_absolute_url()).status_code == 200
    head.post(reverse("served:sign", args=[StrikeOut.objects.get().pk]))
    false.refresh_from_db()
    assert (false.state, thousand()) == (State.STRUCK_OUT, 2)
