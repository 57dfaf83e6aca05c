"""The second half of a park's life by clicking: building, named, re-examined, renewed with rectification, rectified."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Batch, Designation, OfficialDocument, Standing
from program.measures.models import Rectification
from program.people.models import User
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.decisions import casework
from tests.demonstrations.parks.test_acceptance import designated

pytestmark = pytest.mark.django_db


class Office:
    """Clerk and director at their pages, and the zone's manager at its own."""

    def __init__(self, clerk: User, director: User, manager: User, signed_in: SignIn) -> None:
        self.clerk, self.director = clerk, director
        self.desk, self.chief, self.park = (signed_in(each) for each in (clerk, director, manager))

    def call(self, track: str) -> Call:
        return factories.call(self.clerk, self.director, track=track, recommendation_quota=None)

    def begin(self, call: Call, zone: Zone) -> Application:
        """The button on the page of the call."""
        button = reverse("applications:start", args=[call.pk, zone.pk])
        assert button in self.park.get(reverse("portal:call", args=[call.pk])).content.decode()
        go(self.park, button)
        return Application.objects.get(call=call, zone=zone)

    def decide(self, case: Application, score: str, **changes: Any) -> Batch:
        """From the ranking to the end of the notice; `changes` to the case's line."""
        case = casework.at_deliberation(case)
        run = casework.ranking(case.call, [case], self.clerk, scores=[score])
        go(self.desk, reverse("decisions:batch_draft"), run=run.pk)
        batch = Batch.objects.get(call=case.call)
        if changes:
            line = {f"item-{batch.items.get().pk}-{name}": value for name, value in changes.items()}
            go(
                self.desk,
                reverse("decisions:batch_change", args=[batch.pk]),
                revision=self.revision(batch),
                **line,
            )
        go(
            self.desk, reverse("decisions:batch_meeting", args=[batch.pk]), revision=self.revision(batch), name="办公会",
            day="2026-03-01", minutes_number="1号", **{
                "seats-TOTAL_FORMS": 1, "seats-INITIAL_FORMS": 0, "seats-0-name": "某主任", "seats-0-attended": "present",
            },
        )  # fmt: skip
        go(self.desk, reverse("decisions:batch_prepare", args=[batch.pk]), revision=self.revision(batch))
        go(self.chief, reverse("decisions:batch_sign", args=[batch.pk]), revision=self.revision(batch))
        casework.keep_all("carry_out")
        batch.refresh_from_db()
        casework.after_notice(batch.notice)
        return batch

    def revision(self, batch: Batch) -> int:
        return Batch.objects.get(pk=batch.pk).revision

    def publish(self, call: Call, number: str) -> None:
        """The document is entered by one and signed by the other."""
        go(
            self.desk, reverse("decisions:document_enter", args=[call.pk]), issuer="示例部门", number=number,
            day=clock.today().isoformat(), title="通知", statement="公示无异议。", scan=factories.pdf(number),
        )  # fmt: skip
        document = OfficialDocument.objects.get(number=number)
        go(self.chief, reverse("decisions:document_sign", args=[document.pk]))
        casework.keep_all("publish_document")


def go(browser: Client, address: str, **data: Any) -> None:
    """A form that leads on; what it says where it does not."""
    answer = browser.post(address, data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_from_building_to_the_closed_rectification(
    case: Application, zone: Zone, applicant: User, clerk: User, director: User, supervisor: User,
    signed_in: SignIn, client: Client,
) -> None:  # fmt: skip
    building, office = designated(case, clerk), Office(clerk, director, applicant, signed_in)
    # accepted and named
    accepting = office.call("acceptance")
    office.decide(office.begin(accepting, zone), "82.00")
    office.publish(accepting, "示例文〔2026〕命名1号")
    named = Designation.objects.get(succeeds=building)
    assert "named" in client.get(named.get_absolute_url()).content.decode()
    # its term comes to its end
    until = clock.today() + timedelta(days=100)
    Designation.objects.filter(pk=named.pk).update(since=until - timedelta(days=1095), until=until)
    examining = office.call("reexamination")
    batch = office.decide(
        office.begin(examining, zone),
        "66.50",
        conditions_met="on",
        follows=2,
        requirements="修复管网\n按期报送",
    )
    shown = office.chief.get(batch.get_absolute_url()).content.decode()
    assert "basically qualified" in shown
    assert "renewed with rectification" in shown
    office.publish(examining, "示例文〔2026〕复核1号")
    renewed = Designation.objects.get(succeeds=named)
    assert (renewed.standing, renewed.since) == (Standing.NAMED, until + timedelta(days=1))
    pages = [client.get(each.get_absolute_url()).content.decode() for each in (named, renewed)]
    assert renewed.letter_number in pages[0]
    assert named.letter_number in pages[1]
    assert "basically qualified" not in "".join(pages)  # the band is not public
    # rectified
    opened = Rectification.objects.get(designation=renewed)
    written: dict[str, Any] = {"revision": opened.revision}
    for item in opened.items.all():
        written |= {
            f"plan-{item.pk}": "年内", f"done-{item.pk}": "已完成", f"file-{item.pk}": factories.pdf(f"shown-{item.pk}"),
        }  # fmt: skip
    go(office.park, reverse("measures:rectification_write", args=[opened.pk]), **written)
    opened.refresh_from_db()
    go(office.park, reverse("measures:rectification_hand_in", args=[opened.pk]), revision=opened.revision)
    checked = {f"passed-{item.pk}": "yes" for item in opened.items.all()}
    check = reverse("measures:rectification_check", args=[opened.pk])
    go(signed_in(supervisor), check, remark="已整改到位。", **checked)
    assert "check passed" in office.park.get(opened.get_absolute_url()).content.decode()
