"""By clicking: a zone of the real list is invited, applies, and is listed by a document whose letter anyone can verify."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from demonstrations.parks import demo
from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Batch, Designation, OfficialDocument, PublicNotice
from program.notify.models import Letter
from program.people.models import Organization, Role, User
from program.process.actions import run_due
from program.process.models import StageName
from program.reviews.actions import add_expert
from program.reviews.actions.pool import Profile
from program.reviews.models import Assignment, Panel, PanelMember, Round
from program.visits.models import Visit
from program.zones.models import Zone
from tests import factories
from tests.conftest import Keep
from tests.journeys.conftest import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="by clicking once; CI has eight minutes for each database"
    ),
]

ZONE = "HTZ1302"  # of the real list; nothing of this run is kept
PASSWORD = "a-long-journey-2026"


class Journey:
    """The stages of the journey, in the order in which they are taken."""

    def __init__(
        self, open_for: Callable[..., Person], keep: Keep, papers: Path, office: dict[str, User]
    ) -> None:
        self.open_for, self.keep, self.papers, self.office = open_for, keep, papers, office
        self.clerk, self.director = open_for(office["clerk"]), open_for(office["director"])

    def paper(self, name: str) -> str:
        """A scan to upload."""
        path = self.papers / f"{name}.pdf"
        path.write_bytes(factories.pdf(name).read())
        return str(path)

    def work(self) -> None:
        """What the worker does meanwhile."""
        assert self.keep() == []

    @property
    def case(self) -> Application:
        return Application.objects.select_related("call", "zone").get()

    # the office prepares

    def open_a_call(self, rules: int, rubric: int) -> Call:
        today, clerk = clock.today(), self.clerk
        clerk.go("/office/calls/")
        clerk.follow(reverse("calls:new"))
        days = {"opens_at": 0, "apply_until": 20, "recommend_until": 30, "paper_until": 30}
        given: dict[str, Any] = {
            name: (today + timedelta(days=count)).isoformat() for name, count in days.items()
        }
        clerk.fill(
            code="J-1", track="park", title_zh="示范园区申报", title_en="Call for parks", summary_zh="遴选示范园区。",
            rule_set=rules, rubric=rubric, quota="12", reserves="3", contact_name="综合处", contact_phone="010-00000000",
            contact_email="office@example.org", contact_address="示例路1号", supervision_phone="010-00000001",
            **given,
        )  # fmt: skip
        clerk.page.click("[data-row-add]")
        asked: dict[str, Any] = {"documents-0-title_zh": "绿色发展规划文本", "documents-0-required": True}
        clerk.fill(**asked)
        clerk.send()
        call = Call.objects.get()
        self.director.go(reverse("calls:detail", args=[call.pk]))
        self.director.confirm(reverse("calls:open", args=[call.pk]))
        return call

    def invite(self, address: str) -> str:
        """The office invites; answers the link that the letter carries."""
        self.clerk.go(address)
        self.clerk.fill(email="guest@example.org", name="受邀人")
        self.clerk.send("main form:has([name=email])")
        link = re.search(r"https?://\S+/invitations/\S+", Letter.objects.latest("pk").body)
        assert link is not None
        return link.group(0)

    def join(self, link: str, username: str, organization: str, prefix: str) -> Person:
        """Somebody follows the link: the organisation joins, its first person gets an account."""
        guest = self.open_for()
        guest.go(link)
        if "organization" not in guest.page.url:
            guest.page.click("a[href$='/organization/']")
        guest.fill(
            credit_code=factories.credit_code(prefix=prefix), name_zh=organization, address="示例路2号", username=username,
            name=f"{organization}用户", phone="010-00000000", password=PASSWORD, again=PASSWORD,
        )  # fmt: skip
        guest.send()
        if "/sign-in/" in guest.page.url:
            guest.fill(username=username, password=PASSWORD)
            guest.send()
        return guest

    # the zone applies

    def apply(self, park: Person, call: Call) -> None:
        park.go("/")
        park.follow(call.get_absolute_url())
        park.send("main form:has(button)")
        for code, given in demo.answers(0).items():
            park.go(reverse("applications:part", args=[self.case.pk, code]))
            for table in {name.split("-")[0] for name in given if name.endswith("TOTAL_FORMS")}:
                self.add_rows(park, table, int(given[f"{table}-TOTAL_FORMS"]))
            fields: dict[str, Any] = {
                name: True if text == "on" else text for name, text in given.items() if "_FORMS" not in name
            }
            park.fill(**fields)
            park.send("main form[data-autosave]")
        park.go(reverse("applications:attachments", args=[self.case.pk]))
        park.fill(document=call.documents.get().pk, file=self.paper("规划文本"), title="规划文本")
        park.send("main form:has([name=file])")

    def add_rows(self, park: Person, table: str, wanted: int) -> None:
        rows = park.page.locator(f"[data-rows='{table}'] [data-rows-body] [data-row]")
        while rows.count() < wanted:
            park.page.click(f"[data-rows='{table}'] [data-row-add]")

    def submit(self, park: Person) -> None:
        park.go(self.case.get_absolute_url())
        park.follow(reverse("applications:answers", args=[self.case.pk]))
        park.confirm(reverse("applications:submit", args=[self.case.pk]))
        self.work()
        park.go(reverse("applications:seal", args=[self.case.pk]))
        park.fill(code=self.case.latest_version().code, file=self.paper("盖章页"))
        park.send("main form:has([name=code])")

    def recommend(self, province: Person) -> None:
        province.go("/desk/")
        province.follow(self.case.get_absolute_url())
        province.follow(reverse("applications:recommend", args=[self.case.pk]))
        day = clock.today().isoformat()
        province.fill(
            letter_number="冀科函〔2026〕1号",
            letter_date=day,
            rank="1",
            opinion="同意推荐。",
            letter=self.paper("推荐函"),
        )
        province.send("main form:has([name=rank])")

    def check(self) -> None:
        page = self.case.latest_version().sealed_pages.get()
        self.clerk.go(reverse("applications:page", args=[page.pk]))
        self.clerk.confirm(reverse("applications:confirm_page", args=[page.pk]))
        self.clerk.go(reverse("applications:check", args=[self.case.pk]))
        self.clerk.confirm(reverse("applications:accept", args=[self.case.pk]))

    # review and visit

    def review(self) -> None:
        clerk = self.clerk
        clerk.go(reverse("reviews:new_round"))
        clerk.fill(call=self.case.call_id, due=(clock.today() + timedelta(days=20)).isoformat())
        clerk.send("main form:has([name=due])")
        round_ = Round.objects.get()
        clerk.go(reverse("reviews:draw", args=[round_.pk]))
        clerk.fill(name="评审组")
        for box in clerk.page.locator("main input[name=experts], main input[name=applications]").all():
            box.check()
        clerk.send("main form:has([name=experts])")
        self.work()
        for assignment in Assignment.objects.select_related("expert__user"):
            self.score(assignment)
        panel = Panel.objects.get()
        clerk.go(reverse("reviews:close", args=[panel.pk]))
        clerk.send("main form:has(textarea)")
        self.work()
        clerk.go(round_.get_absolute_url())
        clerk.confirm(reverse("reviews:rank", args=[round_.pk]))

    def score(self, assignment: Assignment) -> None:
        """One expert: confidentiality, no conflict, the sheet."""
        expert = self.open_for(assignment.expert.user)
        expert.go("/reviews/")
        seat = PanelMember.objects.get(expert=assignment.expert)
        sheet = reverse("reviews:sheet", args=[assignment.pk])
        expert.go(sheet)
        for step in (("confidentiality", seat.pk), ("declare", assignment.pk)):
            address = reverse(f"reviews:{step[0]}", args=[step[1]])
            if expert.page.locator(f"form[action='{address}']").count():
                expert.confirm(address, agreed=True)
                expert.go(sheet)
        marks = {f"score_{criterion.pk}": "85" for criterion in self.case.call.rubric.criteria.all()}
        expert.fill("form[data-autosave]", **marks, advice="recommend", opinion="目标明确，数据可核查。")
        expert.page.click("form[data-autosave] details.confirm summary")
        expert.send("form[data-autosave] details.confirm")
        expert.page.context.close()

    def visit(self, inspectors: list[User]) -> None:
        clerk = self.clerk
        clerk.go(reverse("visits:plan", args=[self.case.pk]))
        clerk.fill(day=clock.today().isoformat())
        for user in inspectors:
            clerk.page.locator(f"main input[name=team][value='{user.pk}']").check()
        clerk.fill(lead=inspectors[0].pk)
        clerk.send()
        visit = Visit.objects.get()
        lead = self.open_for(inspectors[0])
        lead.go("/visits/")
        lead.follow(visit.get_absolute_url())
        for field in lead.page.locator("[data-rows-body] select[name$=agreement]").all():
            field.select_option("agrees")
        lead.fill(summary="申报数据与台账一致。")
        lead.send("main form:has([name=summary])")
        for user in inspectors:
            person = lead if user == inspectors[0] else self.open_for(user)
            person.go(visit.get_absolute_url())
            person.confirm(reverse("visits:sign", args=[visit.pk]))
        lead.go(visit.get_absolute_url())
        lead.confirm(
            reverse("visits:hand_in", args=[visit.pk]), scan=self.paper("核查记录"), visited_name="主任"
        )
        lead.confirm(reverse("visits:conclude", args=[visit.pk]), result="confirmed")

    # decision

    def decide(self) -> None:
        clerk = self.clerk
        clerk.go("/batches/")
        clerk.send(f"main form[action='{reverse('decisions:batch_draft')}']")
        batch = Batch.objects.get()
        clerk.go(reverse("decisions:batch_meeting", args=[batch.pk]))
        clerk.fill(
            name="专项办第1次办公会", day=clock.today().isoformat(), minutes_number="会议纪要〔2026〕1号"
        )
        self.add_rows(clerk, "seats", 1)
        clerk.fill(**{"seats-0-name": "主任", "seats-0-attended": "present"})
        clerk.send("main form:has([name=minutes_number])")
        clerk.go(batch.get_absolute_url())
        clerk.confirm(reverse("decisions:batch_prepare", args=[batch.pk]))
        self.director.go("/desk/")
        self.director.follow(batch.get_absolute_url())
        self.director.confirm(reverse("decisions:batch_sign", args=[batch.pk]))
        self.work()

    def let_the_notice_run(self, public: Person) -> None:
        notice = PublicNotice.objects.get()
        public.go("/")
        public.follow(reverse("decisions:notice", args=[notice.pk]))
        assert Zone.objects.get(code=ZONE).name_zh in public.text
        with clock.at(notice.ends + timedelta(seconds=1)):
            notice_is_provisional = notice.provisional
            fired = run_due()
        assert fired == ((0, 0) if notice_is_provisional else (1, 0))

    def publish(self) -> None:
        clerk, call = self.clerk, self.case.call
        clerk.go("/documents/")
        clerk.follow(reverse("decisions:document_enter", args=[call.pk]))
        clerk.fill(
            number="国科火字〔2026〕1号",
            day=clock.today().isoformat(),
            title="关于公布名单的通知",
            scan=self.paper("公布文件"),
        )
        clerk.send("main form:has([name=number])")
        document = OfficialDocument.objects.get()
        self.director.go(document.get_absolute_url())
        self.director.confirm(reverse("decisions:document_sign", args=[document.pk]))
        self.work()


@pytest.fixture
def staff(office: Organization, clerk: User, director: User) -> dict[str, Any]:
    """The office with five experts from other provinces and three inspectors."""
    call_command("load_reference", verbosity=0)
    for number, province in enumerate(("43", "50", "51", "53", "21"), 1):
        profile = Profile(
            specialities="节能",
            province=province,
            employer_name=f"研究院{number}",
            employer_code=factories.credit_code(),
        )
        add_expert(factories.user(f"expert{number}", language="zh-hans"), profile, by=clerk)
    inspectors = [factories.member(office, Role.INSPECTOR, f"inspector{number}") for number in (1, 2, 3)]
    rules, rubric = factories.rule_set(clerk, director), factories.rubric(clerk)
    return {
        "clerk": clerk,
        "director": director,
        "inspectors": inspectors,
        "rules": rules.pk,
        "rubric": rubric.pk,
    }


def test_from_the_invitation_to_the_verified_letter(
    person: Callable[..., Person], keep_promises: Keep, tmp_path: Path, staff: dict[str, Any]
) -> None:
    journey = Journey(person, keep_promises, tmp_path, staff)
    call = journey.open_a_call(staff["rules"], staff["rubric"])
    zone = Zone.objects.select_related("recommending_body").get(code=ZONE)
    park = journey.join(
        journey.invite(reverse("zones:invite", args=[ZONE])), "park", "保定高新区管委会", "12"
    )
    body = reverse("zones:invite_body", args=[zone.recommending_body.code])
    province = journey.join(journey.invite(body), "province", "河北省科技主管部门", "11")
    journey.apply(park, call)
    journey.submit(park)
    journey.recommend(province)
    journey.check()
    assert journey.case.stage == StageName.EXPERT_REVIEW
    journey.review()
    journey.visit(staff["inspectors"])
    journey.decide()
    assert journey.case.stage == StageName.PUBLIC_NOTICE
    public = person()
    journey.let_the_notice_run(public)
    journey.publish()
    designation = Designation.objects.get()
    public.go("/designations/")
    public.follow(reverse("decisions:verify", args=[designation.letter_number]))
    assert zone.name_zh in public.text
    assert designation.letter.file.sha256 in public.text.replace(" ", "").replace("\n", "")
    park.go(journey.case.get_absolute_url())
    assert designation.letter_number in park.text
