"""The demonstration: two years of forms of the six enterprises that were certified in 2024, one in every state."""

from datetime import date
from decimal import Decimal
from typing import Any

from demonstrations.enterprises.yearly import actions
from demonstrations.enterprises.yearly.models import CHANGES, TITLE, YearlyForm
from demonstrations.enterprises.yearly.tasks import keep_forms
from program.applications.models.columns import YesNo
from program.decisions.models import Designation
from program.management.demo.acts import later, manager_of, on
from program.management.demo.cast import Cast
from program.management.demo.scans import paper
from program.people.models import Organization, Role, User
from program.people.rules import people_with
from program.rulesets.models import RuleSet
from program.rulesets.rules import Calendar
from program.zones.models import managing_organization

FIRST, SECOND = 2024, 2025
"""The years told of."""
CERTIFIED = 2024
REMARK = "研发人员数与企业统计年报不一致，请核对。"


def tell(cast: Cast, today: date) -> None:
    Forms(cast, today).tell()


class Forms:
    """Told in order: the first year is over, the second in its midst."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.today, self.clerk = today, cast.user("clerk")
        held = Designation.objects.filter(track=TITLE, zone=None, since__year=CERTIFIED)
        self.firms = [each.organization for each in held.order_by("organization__credit_code")]

    def tell(self) -> None:
        self.arise()
        for number, firm in enumerate(self.firms[:5]):
            self.accepted(firm, FIRST, date(2025, 3, 10 + number), number)
        corrected, waiting, passed, returned = self.firms[:4]
        self.correct(corrected)
        self.accepted(corrected, SECOND, date(2026, 3, 16), 0)
        self.send_back_and_again(waiting)
        self.passed(passed, SECOND, later(self.today, -4), 2)
        self.returned(returned)
        with on(self.today, 1):
            keep_forms()  # the fifth is late, the sixth for the second time: the clerk is told

    def arise(self) -> None:
        """By the rules of the day."""
        for year, rules in ((FIRST, "2023.1"), (SECOND, "2023.1")):
            with on(date(year + 1, 1, 5)):
                actions.arise(year, RuleSet.objects.get(code=rules), Calendar())

    def form(self, firm: Organization, year: int) -> YearlyForm:
        found: YearlyForm = YearlyForm.objects.select_related("zone").get(organization=firm, year=year)
        return found

    def reviewer(self, form: YearlyForm) -> User:
        return people_with(Role.ZONE_REVIEWER, managing_organization(form.zone)).get()

    # what one does after the other

    def submitted(self, firm: Organization, year: int, day: date, number: int, **changed: Any) -> YearlyForm:
        form, manager = self.form(firm, year), manager_of(firm)
        with on(day, 9, number):
            proof = paper(f"{firm.name_zh[:6]}年度审计报告{year}")
            form = actions.fill(
                form, values(number, year) | changed, by=manager, seen=form.revision, upload=proof
            )
            return actions.submit(form, by=manager, seen=form.revision)

    def passed(self, firm: Organization, year: int, day: date, number: int, **changed: Any) -> YearlyForm:
        form = self.submitted(firm, year, day, number, **changed)
        with on(later(day, 2), 10, number):
            return actions.pass_on(form, by=self.reviewer(form), seen=form.revision)

    def accepted(self, firm: Organization, year: int, day: date, number: int, **changed: Any) -> None:
        form = self.passed(firm, year, day, number, **changed)
        with on(later(day, 7), 10, number):
            actions.accept(form, by=self.clerk, seen=form.revision)

    def correct(self, firm: Organization) -> None:
        """A second version of the first year beside the accepted one."""
        form, day = self.form(firm, FIRST), date(2025, 6, 9)
        with on(day):
            actions.correct(
                form, reason="年度审计后营业收入有调整。", by=manager_of(firm), seen=form.revision
            )
        self.accepted(firm, FIRST, later(day, 1), 0, revenue=Decimal("61850.00"))

    def send_back_and_again(self, firm: Organization) -> None:
        """Returned by the zone, changed, and before it once more."""
        form = self.submitted(firm, SECOND, date(2026, 3, 30), 1, rd_staff=30)
        with on(date(2026, 4, 8)):
            actions.send_back(form, reason=REMARK, by=self.reviewer(form), seen=form.revision)
        self.submitted(firm, SECOND, later(self.today, -3), 1)

    def returned(self, firm: Organization) -> None:
        """By the office, item by item."""
        form = self.passed(firm, SECOND, later(self.today, -9), 3)
        with on(later(self.today, -5)):
            remarks = {"rd_staff": REMARK, "clients_energy": "请补充客户节能量的测算依据。"}
            actions.return_items(form, remarks, by=self.clerk, seen=form.revision)


def values(number: int, year: int) -> dict[str, Any]:
    """What enterprise `number` tells of a year: invented, plausible, a little more each year."""
    grown = Decimal(100 + 7 * (year - FIRST)) / 100
    figures = {
        "output": 64_300 + 2_450 * number, "revenue": 61_200 + 2_380 * number, "green_revenue": 38_400 + 1_510 * number,
        "rd_spend": 3_900 + 140 * number, "energy": 2_150 + 95 * number, "co2": 5_480 + 230 * number,
        "water": 41_800 + 1_900 * number, "clients_energy": 12_600 + 720 * number, "clients_co2": 31_900 + 1_800 * number,
    }  # fmt: skip
    counts = {
        "employees": 318 + 14 * number, "rd_staff": 62 + 3 * number, "patents": 3 + number % 3, "standards": number % 2,
        "clients": 14 + 2 * number,
    }  # fmt: skip
    answers = dict.fromkeys(CHANGES, YesNo.NO) | {f"{name}_note": "" for name in CHANGES}
    said = {name: (grown * figure).quantize(Decimal("0.01")) for name, figure in figures.items()}
    return {**said, **counts, **answers, "explanation": "", "remarks": ""}
