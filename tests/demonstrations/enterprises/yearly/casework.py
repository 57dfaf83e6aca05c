"""What people do with yearly forms, each thing by its verb."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from demonstrations.enterprises.yearly import actions
from demonstrations.enterprises.yearly.models import CHANGES, AcceptedForm, State, YearlyFigures, YearlyForm
from demonstrations.enterprises.yearly.tasks import keep_forms
from program import clock
from program.applications.models.columns import YesNo
from program.calls.models import Call
from program.decisions.models import Designation
from program.people.models import Organization, User
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.parks.test_acceptance import designated

YEAR = 2025
WHY = "研发人员数与统计年报不一致，请核对。"


def certified(
    call: Call, zone: Zone, clerk: User, firm: Organization, since: date = date(2024, 6, 20), **columns: Any
) -> Designation:
    """A certificate of that day, for three years."""
    held = designated(factories.case(call, zone, clerk, firm), clerk)
    term = {"since": since, "until": since.replace(year=since.year + 3)} | columns
    Designation.objects.filter(pk=held.pk).update(**term)
    return Designation.objects.get(pk=held.pk)


def on(day: date, hour: int = 10) -> Any:
    return clock.at(datetime.combine(day, time(hour), tzinfo=clock.BEIJING))


def sweep(day: date) -> None:
    with on(day):
        keep_forms()


def arisen(firm: Organization, year: int = YEAR) -> YearlyForm:
    """The form of a year, as the sweep of the next January makes it."""
    sweep(date(year + 1, 1, 5))
    return YearlyForm.objects.get(organization=firm, year=year)


def made(firm: Organization, held: Designation, zone: Zone, year: int) -> YearlyForm:
    """A form of a year, due at the end of the next March, without the clock that lets it arise."""
    form: YearlyForm = YearlyForm.objects.create(
        number=f"NB-{year}-{firm.pk:04d}", organization=firm, designation=held, zone=zone, year=year,
        due=clock.end_of(date(year + 1, 3, 31)), check_due=clock.end_of(date(year + 1, 4, 30)), authority="专项办规则",
    )  # fmt: skip
    YearlyFigures.objects.create(form=form)
    return form


def values(**changed: Any) -> dict[str, Any]:
    """A year without anything odd."""
    figures: dict[str, Any] = {
        "output": Decimal(32000), "revenue": Decimal(30000), "green_revenue": Decimal(12000), "rd_spend": Decimal(1800),
        "employees": 260, "rd_staff": 45, "energy": Decimal("1250.5"), "co2": Decimal("3120.4"), "water": Decimal(18000),
        "patents": 4, "standards": 1, "clients": 9, "clients_energy": Decimal(5200), "clients_co2": Decimal(13100),
        "explanation": "", "remarks": "",
    }  # fmt: skip
    answers = dict.fromkeys(CHANGES, YesNo.NO) | {f"{name}_note": "" for name in CHANGES}
    return figures | answers | changed


def filled(form: YearlyForm, by: User, **changed: Any) -> YearlyForm:
    form = seen(form)
    return actions.fill(form, values(**changed), by=by, seen=form.revision)


def submitted(form: YearlyForm, by: User, **changed: Any) -> YearlyForm:
    form = filled(form, by, **changed)
    return actions.submit(form, by=by, seen=form.revision)


def passed(form: YearlyForm, by: User, reviewer: User, **changed: Any) -> YearlyForm:
    form = submitted(form, by, **changed)
    return actions.pass_on(form, by=reviewer, seen=form.revision)


def accepted(form: YearlyForm, by: User, reviewer: User, clerk: User, **changed: Any) -> AcceptedForm:
    form = passed(form, by, reviewer, **changed)
    return actions.accept(form, by=clerk, seen=form.revision)


def seen(form: YearlyForm) -> YearlyForm:
    """As somebody has it who opens the page now."""
    return YearlyForm.objects.get(pk=form.pk)


def stands(form: YearlyForm) -> State:
    return State(seen(form).state)


def figures(form: YearlyForm) -> YearlyFigures:
    return YearlyFigures.objects.get(form=form)
