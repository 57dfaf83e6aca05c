"""Certified enterprises and what they report; served ones; sites that two zones claim."""

from demonstrations.enterprises.models import Technology
from demonstrations.served import actions as serving
from demonstrations.served.models import Side, Turn
from program import clock
from program.alterations import actions as alterations
from program.calls.models import Call
from program.decisions.models import (
    Designation,
)
from program.management.demo.acts import later
from program.people.models import Organization, OrganizationKind, Role
from program.process.models import StageName
from program.rulesets.models import RuleSet
from tests import factories
from tests.access.world.cases import Cases
from tests.access.world.people import PLANTED, TODAY
from tests.alterations import firms as changing
from tests.demonstrations.enterprises.yearly import casework as yearly
from tests.demonstrations.served import casework as served
from tests.measures import measuring
from tests.zones import claiming


class Enterprises(Cases):
    """Certified enterprises and what they report; served ones; sites that two zones claim."""

    def certifying(self) -> None:
        """A call for enterprises; A's enterprise has handed in and waits for its zone."""
        firm = self.world["site"].organization
        call = self.call(
            "Q", "企业", RuleSet.objects.earliest("pk"), later(TODAY, -6), apply=30, recommend=40, places=(2, 0),
            track="leading_enterprise", indicator_set=None, indicator_year=None,
        )  # fmt: skip
        case = self.start(call, self.own[5], firm)
        self.submit(case, seal=False)
        self.keep(firm=firm, firm_call=call, firm_case=case, certified_code=self.certified(call).credit_code)

    def certified(self, call: Call) -> Organization:
        """Another enterprise of A's zone, certified without the verbs: of its application nobody outside reads the summary."""
        firm = factories.firm(self.own[5])
        case = factories.case(call, self.own[5], self.cast.manager(self.own[5]), firm)
        Technology.objects.filter(application=case).update(
            name="示例余热回收", summary=PLANTED["certified application"]
        )
        factories.move(case, StageName.FORMALITY_CHECK, by=case.started_by)
        measuring.listed(case, self.clerk)
        call.official_documents.filter(signed_at=None).update(signed_by=self.director, signed_at=clock.now())
        return firm

    def yearly(self) -> None:
        """Of A's enterprise: a form being filled in, one with its zone, one with the office, one accepted. Another missed two."""
        firm, by = self.world["firm"], self.world.users["enterprise"]
        zone, clerk = self.own[5], self.clerk
        held = Designation.objects.get(organization__credit_code=self.world["certified_code"])
        reviewer = factories.member(zone.managements.get(until=None).organization, Role.ZONE_REVIEWER)
        draft, sent, passed, told = (yearly.made(firm, held, zone, year) for year in range(2022, 2026))
        yearly.accepted(told, by, reviewer, clerk)
        words = {"remarks": PLANTED["yearly form"]}
        _before, missing = (yearly.made(held.organization, held, zone, year) for year in (2024, 2025))
        self.keep(
            yearly_draft=yearly.filled(draft, by, remarks=PLANTED["yearly draft"]),
            yearly_sent=yearly.submitted(sent, by, **words),
            yearly_passed=yearly.passed(passed, by, reviewer, **words),
            yearly_accepted=told,
            yearly_missing=missing,
        )

    def served(self) -> None:
        """Of A: a draft and a record to be checked about the enterprise, one that counts, is drawn and to be struck out.

        A provider that waits and one that offers; of the enterprise a need that waits and one that is matched.
        """
        park, zone, clerk = self.cast.user("park"), self.own[5], self.clerk
        firm, by = self.world["site"].organization, self.world.users["enterprise"]
        reviewer = factories.member(zone.managements.get(until=None).organization, Role.ZONE_REVIEWER)
        years = {"baseline_year": 2024, "result_year": 2025}
        draft = served.opened(zone, park, firm, description=PLANTED["served draft"], **years)
        counted = served.counted(zone, park, reviewer)
        sample = serving.draw(by=clerk)
        inspection = serving.inspect(
            sample.inspections.get(), verdict="false", finding=PLANTED["inspection"], by=clerk
        )
        institutes = [factories.organization(OrganizationKind.INSTITUTE) for _ in range(2)]
        people = [factories.member(each, Role.MANAGER) for each in institutes]
        served.provider(institutes[0], people[0], clerk)
        offer = served.posted(institutes[0], Side.OFFER, people[0], clerk)
        need = served.posted(firm, Side.NEED, by, clerk, contact_phone=PLANTED["need contact"])
        self.keep(
            served_draft=draft,
            served_file=draft.files.get(),
            served_sent=served.submitted(
                zone, park, firm, service="air", description=PLANTED["served record"], **years
            ),
            served_counted=counted,
            served_sample=sample,
            served_inspection=inspection,
            served_decision=serving.propose(
                counted, turn=Turn.STRIKE, reason=PLANTED["strike reason"], by=clerk
            ),
            served_provider=served.provider(
                institutes[1], people[1], None, introduction=PLANTED["provider waiting"]
            ),
            served_need=served.posted(firm, Side.NEED, by, None, text=PLANTED["need waiting"]),
            served_open_need=need,
            served_offer=offer,
            served_match=serving.note_interest(need, offer, text="", by=by),
        )

    def changes(self) -> None:
        """The enterprise has begun a report; another of A's zone has handed one in; on a third's the decision waits."""
        draft = changing.opened(
            self.world["firm"], self.world.users["enterprise"], explanation=PLANTED["draft change"]
        )
        sent, decided = (
            changing.reported(firm, factories.member(firm, Role.MANAGER), name_zh=name, explanation=PLANTED["sent change"])
            for name in ("示例更名一有限公司", "示例更名二有限公司")
            for firm in (self.certified(self.world["firm_call"]),)
        )  # fmt: skip
        alterations.draft_change(decided, None, holds=None, reason=PLANTED["unsigned outcome"], by=self.clerk)
        self.keep(draft_change=draft, sent_change=sent, drafted_change=decided)

    def claims(self) -> None:
        """B claims two sites of A's enterprise: one claim waits for A, the settlement of the other for its signature."""
        park, park2, firm = self.cast.user("park"), self.cast.user("park2"), self.world["firm"]
        made = []
        for name in ("示例二厂", "示例三厂"):
            claiming.listed(self.own[5], park, code=firm.credit_code, site=name)
            made.append(
                claiming.claimed(
                    self.foreign[0], park2, credit_code=firm.credit_code, site=name, reason=PLANTED["claim"]
                )
            )
        contested = claiming.contested(made[1], park, PLANTED["contested claim"])
        claiming.drafted(contested, self.clerk, reason=PLANTED["unsigned settlement"])
        self.keep(claim=made[0], contested_claim=contested, firm_code=firm.credit_code)
