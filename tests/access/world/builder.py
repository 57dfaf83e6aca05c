"""The story from its beginning to its last day, with what the office has on its desk."""

from datetime import date

from django.db import transaction

from program import clock
from program.applications.models import Checked, FormalityCheck, Handover
from program.applications.tasks import make_form
from program.applications.views.listing import CASES
from program.background.models import Promise
from program.decisions.models import (
    WithdrawalRequest,
)
from program.desk.feed import token_of
from program.exports import actions as exports
from program.exports.models import Export, Form
from program.exports.tasks import make as make_export
from program.files.checks import document_libraries
from program.indicators import actions as declaring
from program.indicators import actions as indicators
from program.indicators import rules as rules_of_figures
from program.indicators.models import Declaration, FactorSet, IndicatorSet
from program.indicators.steps import load_indicators
from program.management.demo.acts import later, on
from program.monitoring.steps import load_schemes
from program.notify.models import Letter
from program.papers import actions as papers
from program.papers.models import PaperKind
from program.papers.rules import DEFAULT_WORDS
from program.papers.tasks import make_paper
from program.people import actions as people
from program.people.models import Role
from program.people.rules import factors_of
from program.portal import actions as portal
from program.process.models import StageName, Trouble
from program.progress import actions as progress
from program.progress.models import GoalSet
from program.progress.rules import FIELDS
from program.progress.steps import load_goals
from program.progress.tasks import count
from program.registers import actions as entries
from program.rulesets import actions as rulesets
from program.rulesets.steps import load_calendar
from program.search import actions as search
from program.switches import actions as switches
from program.switches.models import Name, Switch
from program.zones import actions as zones
from tests import factories
from tests.access.world.people import JOINED, PEOPLE, PLANTED, TODAY, World
from tests.access.world.supervised import Supervised
from tests.ledger import casework as ledger
from tests.people import app
from tests.portal import casework as news
from tests.registers import casework as registers


class Builder(Supervised):
    """Tells the story of the world; the acts are the demonstration's."""

    def build(self) -> World:
        with transaction.atomic():
            load_calendar()
            load_indicators()
            load_goals()
            load_schemes()
        with on(JOINED):
            self.gather()
            for zone in (*self.own, *self.foreign):
                factories.declared(zone, range(2019, 2026))
        self.clerk, self.director = self.cast.user("clerk"), self.cast.user("director")
        self.world.users = {role: self.cast.user(name) for role, name in PEOPLE.items()}
        rules = self.rules()
        told = self.call("P", "往期", rules, date(2026, 2, 24), apply=7, recommend=10, places=(4, 0))
        self.published(told)
        middle = self.call("M", "中期", rules, later(TODAY, -75), apply=7, recommend=10, places=(4, 1))
        self.in_decision(middle)
        begun = later(TODAY, -45)
        self.beginning(self.call("E", "本期", rules, begun, apply=60, recommend=80, places=(6, 2)), begun)
        with on(later(TODAY, -1)):
            self.drafted_papers()
            self.invitations_and_drafts()
            self.declarations()
            self.certifying()
            self.yearly()
            self.registers()
            self.ledger()
            self.served()
            self.duties()
            self.reports()
            self.measures()
            self.alterations()
            self.claims()
            self.monitoring()
            self.news()
        self.world.sign_in()
        self.world.letters = [(row.address, f"{row.subject}\n{row.body}") for row in Letter.objects.all()]
        return self.world

    def drafted_papers(self) -> None:
        """Meeting papers with their prints; a correction notice, a body's letter, an archive, all still being printed."""
        paper = papers.draft_paper(PaperKind.MEETING, self.world["batch"], by=self.clerk)
        if not document_libraries():
            make_paper(paper.pk)
            make_form(self.world["recommended"].latest_version().pk)
        papers.draft_paper(
            PaperKind.CORRECTION, FormalityCheck.objects.get(verdict=Checked.CORRECTION), by=self.clerk
        )
        papers.draft_recommendation_letter(
            self.world["open_call"], self.bodies[0], ranks={self.world["recommended"].pk: 8}, by=self.cast.user("province")
        )  # fmt: skip
        letterhead = papers.draft_letterhead(
            heading="示例中心", red=True, signature="示例中心", issuer="示例中心", copy_to="", words=DEFAULT_WORDS, by=self.clerk
        )  # fmt: skip
        self.keep(
            paper=paper,
            archive=papers.archive_case(self.world["checked"], by=self.clerk),
            letterhead=letterhead,
        )

    def invitations_and_drafts(self) -> None:
        """Open invitations of A and of the office, drafts of rules, of a call and of a rubric."""
        organization = self.own[0].managements.get().organization
        invitation, token = people.invite(
            organization,
            email="newcomer@example.org",
            name="示例新人",
            role=Role.CONTACT,
            by=self.cast.user("park"),
        )
        _waiting, office_token = people.invite(
            self.cast.office(),
            email="staff@example.org",
            name="示例新人",
            role=Role.SUPERVISOR,
            by=self.cast.user("admin"),
        )
        app.set_up(self.world.users["inspector"])
        empty = factories.zone(self.bodies[0], code="SLZ90", name_zh="示例空区高新技术产业开发区")
        joining, join_token = zones.invite_managing_body(
            empty, email="empty@example.org", name="示例", by=self.clerk
        )
        rules = rulesets.draft(code="2027.1", title="示例草案", by=self.clerk)
        supplied, factors = IndicatorSet.objects.get(code="office_default.1"), FactorSet.objects.get()
        indicators.draft_set(
            code="office_default.2", base=supplied, title_zh="示例草案", title_en="", by=self.clerk
        )
        indicators.draft_factors(
            code="factors.2", base=factors, title_zh="示例草案", title_en="", by=self.clerk
        )
        rubric = factories.rubric(self.clerk)
        call = factories.call(
            self.clerk, self.director, code="D", rule_set=self.world["open_call"].rule_set, rubric=rubric,
            title_zh="示例未开放批次", opened_at=None, opened_by=None,
        )  # fmt: skip
        on_notice = self.world["on_notice"]
        WithdrawalRequest.objects.create(
            application=on_notice,
            proceeding=on_notice.proceedings.get(),
            reason="示例",
            letter=self.world["checked"].latest_version().sealed_pages.get().file,
            asked_by=self.world.users["manager"],
        )
        self.keep(
            handover=Handover.objects.create(
                giver=self.clerk, taker=self.cast.user("clerk2"), reason="示例", by=self.director
            ),
            feed=token_of(self.world.users["manager"]),
            invitation=invitation,
            token=token,
            waiting_role=people.accept(office_token, newcomer=self.cast.newcomer("staff", "示例新人")),
            factor=factors_of(self.cast.user("inspector")).get(),
            joining=joining,
            join_token=join_token,
            empty_zone=empty,
            draft_rules=rules,
            draft_call=call,
            draft_set="office_default.2",
            draft_goals=self.goals(),
            export=self.taken_out(),
            switch=self.switched(),
            view=search.save_view(name="示例", address="/applications/?province=32", by=self.clerk),
            draft_factors="factors.2",
            rubric=rubric,
            own_zone=self.own[5],
            body=self.bodies[0],
            membership=organization.memberships.get(user__username="park_member"),
            fresh_zone=self.own[3],
            receipt=self.world["objection"].receipt,
            page=self.world["checked"].latest_version().sealed_pages.get(),
            letter_number=self.world["designation"].letter_number,
            middle_call=self.world["publication"].call,
            page_file=self.world["checked"].latest_version().sealed_pages.get().file,
            message=self.world.users["manager"].inbox.latest("pk"),
            trouble=Trouble.objects.create(
                proceeding=self.world["draft"].proceedings.get(),
                stage=StageName.DRAFT,
                error="示例",
                traceback="示例",
            ),
            promise=Promise.objects.create(name="program.notify.tasks.gone", given_up_at=clock.now()),
        )

    def goals(self) -> str:
        """A draft of the next period's targets; and the board as it is counted now."""
        base = GoalSet.objects.get()
        values = {name: getattr(base, name) for name in FIELDS}
        progress.draft(
            values | {"title_zh": "示例草案", "first_year": 2026, "last_year": 2030},
            code="programme_2026.1",
            base=base,
            by=self.clerk,
        )
        count()
        return "programme_2026.1"

    def declarations(self) -> None:
        """An enterprise's declaration to be checked; of the zones themselves one being filled in, one handed in, two in force."""
        park, member = self.cast.user("park"), self.cast.user("park_member")
        listing = zones.Listing(factories.credit_code(prefix="91"), "示例企业", "示例厂区", "39", 2024)
        site = zones.list_site(self.own[5], listing, by=park)
        firm = factories.member(site.organization, Role.MANAGER, "enterprise", name="示例企业管理员")
        self.world.users["enterprise"] = firm
        known = rules_of_figures.catalogue(rules_of_figures.current_factors(), of_zone=True)
        cells = [rules_of_figures.read_cell(known, "item:fresh_water", "1234")]
        begun = [
            (self.own[5], site, 2025, firm), (self.own[5], None, 2026, member), (self.own[6], None, 2026, park),
            (self.own[5], site, 2026, firm),
        ]  # fmt: skip
        made = [
            declaring.enter(declaring.begin(zone, of, year, by=by), cells, revision=0, by=by)
            for zone, of, year, by in begun
        ]
        evidence = declaring.attach_evidence(
            made[1], "industrial_value_added", factories.pdf("figures"), by=member
        )
        in_force = [Declaration.objects.get(zone=zone, site=None, year=2025) for zone in self.own[5:7]]
        self.keep(
            site=site,
            site_declaration=declaring.submit(made[0], by=firm),
            firm_declaration=made[3],
            firm_evidence=declaring.attach_evidence(
                made[3], "industrial_value_added", factories.pdf("ledger"), by=firm
            ),
            own_declaration=made[1],
            evidence=evidence,
            sent_declaration=declaring.submit(made[2], by=park),
            passed_declaration=in_force[0],
            asked_declaration=declaring.ask_reopening(in_force[1], reason="示例", by=park),
        )

    def registers(self) -> None:
        """Of A: a project that nobody else sees yet, one under review, decisions in force whose lifting waits, drafts, a check.

        The restriction has not begun yet: it stops none of A's cases.
        """
        park, organization = self.cast.user("park"), self.own[5].managements.get(until=None).organization
        code = organization.credit_code
        sent = registers.under_review(self.own[5], park, title=PLANTED["pool project"])
        held = registers.drafted(self.clerk, code, "甲1号", **registers.term(30, 900))
        entry = registers.listed(self.clerk, code)
        for each in (held, entry):
            entries.sign(each, by=self.director)
            entries.draft_lifting(
                each, registers.given("甲9号"), reason=PLANTED["lifting reason"], by=self.clerk
            )
        self.keep(
            draft_project=registers.entered(self.own[5], park, title=PLANTED["draft project"]),
            sent_project=sent,
            held_restriction=held,
            draft_restriction=registers.drafted(self.cast.user("clerk2"), number="甲2号", reason=PLANTED["restriction"]),
            held_entry=entry,
            draft_entry=registers.listed(self.cast.user("clerk2"), title=PLANTED["restricted draft"]),
            credit_check=registers.checked(self.clerk, code, PLANTED["credit words"]),
        )  # fmt: skip

    def ledger(self) -> None:
        """Of A: a draft with its evidence, an entry to be checked, one that counts; of the office its own."""
        park, zone = self.cast.user("park"), self.own[5]
        draft = ledger.entered(zone, park, title=PLANTED["ledger draft"])
        self.keep(
            ledger_draft=draft,
            ledger_file=ledger.attached(draft, park),
            ledger_sent=ledger.submitted(zone, park, title=PLANTED["ledger entry"]),
            ledger_taken=ledger.accepted(zone, park, self.clerk, title="示例论坛"),
            ledger_own=ledger.submitted(
                None, self.cast.user("clerk2"), title=PLANTED["ledger of the office"]
            ),
        )

    def taken_out(self) -> Export:
        """A list that was too long to wait for, made for the clerk alone."""
        asked = exports.take_out(CASES, Form.XLSX, question="", rows=10_000, by=self.clerk)
        assert asked is not None
        make_export(asked.pk)
        asked.refresh_from_db()
        return asked

    def switched(self) -> Switch:
        """On and off again: everything is as usual."""
        admin = self.cast.user("admin")
        made = switches.turn_on(Name.PRINTING_PAUSED, reason=PLANTED["switch"], by=admin)
        return switches.turn_off(made, reason="示例理由。", by=admin)

    def news(self) -> None:
        """Of A: news in each state, the released one with a picture."""
        park, zone = self.cast.user("park"), self.own[5]
        returned = news.submitted(zone, park, title=PLANTED["news returned"])
        portal.send_back(returned, reason=PLANTED["return of news"], by=self.clerk)
        gone = news.released(zone, park, self.clerk, title=PLANTED["news withdrawn"])
        portal.withdraw(gone, reason="示例", by=self.clerk)
        told = portal.submit(portal.enter(zone, news.pictured(), by=park), by=park)
        self.keep(
            news_draft=news.entered(zone, park, text=PLANTED["news draft"]),
            news_sent=news.submitted(zone, park, title=PLANTED["news sent"]),
            news_released=portal.release(told, by=self.clerk),
            news_number=told.number,
        )
