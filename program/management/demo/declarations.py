"""What the 示例 zones and a few enterprises declare: seven years brought along, then one year by the verbs."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import program
from program.indicators import actions
from program.indicators.models import Declaration, Use
from program.indicators.rules import Cell, Rule, energy_place, item_place
from program.management.demo.acts import on
from program.management.demo.cast import Cast, credit_code
from program.management.demo.duties import Duties
from program.management.demo.scans import paper
from program.people import actions as people
from program.people.models import Role, User
from program.zones import actions as zones
from program.zones.actions import Listing
from program.zones.models import Site, Zone

FIGURES = Path(program.__file__).parent / "assets" / "data" / "demo_energy.csv"
COLUMNS = {
    "raw_coal_t": ("raw_coal", "t"),
    "natural_gas_10k_m3": ("natural_gas", "10^4 m3"),
    "diesel_t": ("diesel", "t"),
    "electricity_10k_kwh": ("electricity", "10^4 kWh"),
    "heat_gj": ("heat", "GJ"),
}
BESIDE = {
    "serious_incidents": "0", "pm25_days_below_50": "292", "zone_area": "78.5", "forest_area": "22.3", "green_area": "31.2",
    "cod_generated": "2860", "cod_discharged": "412", "nh3n_generated": "214", "nh3n_discharged": "28", "wastewater": "900000",
}  # fmt: skip
"""What a zone declares beside energy and value added, every year the same."""


@dataclass(frozen=True)
class Firm:
    """An enterprise of the first zone and what it declared for 2024: raw figures in base units."""

    username: str
    name: str
    industry: str
    electricity: str
    gas: str
    diesel: str
    value_added: str


FIRMS = (
    Firm("enterprise", "示例甲精密制造有限公司", "34", "5210.6", "128.4", "0.1184", "86210"),
    Firm("enterprise2", "示例甲生物医药有限公司", "27", "2874.2", "96.7", "42.6", "64350"),
    Firm("enterprise3", "示例甲电子材料有限公司", "39", "9120.3", "210.5", "18.2", "152400"),
    Firm("", "示例甲新能源装备有限公司", "38", "3311.8", "71.2", "25.4", "58790"),
    Firm("", "示例甲环保科技有限公司", "35", "864.5", "12.1", "6.3", "21480"),
)
"""The first typed last year's diesel in thousands of tonnes; that is the slip which it explains this year."""


def declare(cast: Cast) -> None:
    """Everything in order, before the first call opens."""
    zones_there = cast.zones()
    years: dict[str, list[actions.Row]] = {}
    for each in zone_rows(zones_there):
        years.setdefault(each.year, []).append(each)
    for year, rows in sorted(years.items()):
        with on(min(date(max(int(year), 2022) + 1, 4, 20), IMPORTED)):
            actions.import_figures(rows)
    Duties(cast).tell_earlier()
    Firms(cast, zones_there[0]).join()
    with on(IMPORTED):
        actions.import_figures(list(firm_rows()))
    Firms(cast, zones_there[0]).declare_2025()


IMPORTED = date(2026, 2, 20)
"""When the last figures were taken over: before the first call opens."""


def zone_rows(zones_there: list[Zone]) -> Iterator[actions.Row]:
    """Each zone one of the four invented series, a little larger or smaller than the last that took it."""
    with FIGURES.open(encoding="utf-8-sig", newline="") as file:
        series: dict[str, list[dict[str, str]]] = {}
        for line in csv.DictReader(file):
            series.setdefault(line["park_code"], []).append(line)
    kinds = list(series.values())
    for number, zone in enumerate(zones_there):
        size = 1 - Decimal(number // len(kinds)) / 20
        for line in kinds[number % len(kinds)]:
            yield from zone_year(zone, line, size)


def zone_year(zone: Zone, line: dict[str, str], size: Decimal) -> Iterator[actions.Row]:
    for column, (carrier, unit) in COLUMNS.items():
        yield row(
            zone.code, line["year"], energy_place(carrier, Use.PRODUCTION), scaled(line[column], size), unit
        )
    added = scaled(line["industrial_value_added_yi_yuan_2019_prices"], size)
    yield row(zone.code, line["year"], item_place("industrial_value_added"), added, "亿元")
    for item, value in BESIDE.items():
        yield row(zone.code, line["year"], item_place(item), value, "")


def firm_rows() -> Iterator[actions.Row]:
    for number, firm in enumerate(FIRMS):
        for carrier, quantity, unit in (
            ("electricity", firm.electricity, "10^4 kWh"),
            ("natural_gas", firm.gas, "10^4 m3"),
            ("diesel", firm.diesel, "t"),
        ):
            yield row(code_of(number), "2024", energy_place(carrier, Use.PRODUCTION), quantity, unit)
        yield row(code_of(number), "2024", item_place("industrial_value_added"), firm.value_added, "万元")


def row(code: str, year: str, place: str, value: str, unit: str) -> actions.Row:
    return actions.Row("demo", 0, code, year, place, value, unit)


def scaled(text: str, size: Decimal) -> str:
    return str((Decimal(text) * size).quantize(Decimal("0.01")))


def code_of(number: int) -> str:
    return credit_code(400 + number, "91")


@dataclass(frozen=True)
class Firms:
    """The enterprises of one zone, and its reviewer."""

    cast: Cast
    zone: Zone

    def join(self) -> None:
        """The zone gets a reviewer, lists five enterprises, and three of them take up its invitation."""
        body = self.zone.managements.get(until=None).organization
        with on(date(2026, 1, 20)):
            self.cast.enter(body, "zone", "示例甲高新区审核员", Role.ZONE_REVIEWER, by="park")
            for number, firm in enumerate(FIRMS):
                listing = Listing(code_of(number), firm.name, "主厂区", firm.industry, 2022)
                site = zones.list_site(self.zone, listing, by=self.reviewer)
                if firm.username:
                    self.invite(site, firm)

    def invite(self, site: Site, firm: Firm) -> None:
        _invitation, token = zones.invite_enterprise(
            site, self.zone, email=f"{firm.username}@example.org", name=f"{firm.name}填报人", by=self.reviewer
        )
        people.accept(token, newcomer=self.cast.newcomer(firm.username, f"{firm.name[:4]}填报人"))

    @property
    def reviewer(self) -> User:
        return self.cast.user("zone")

    def declare_2025(self) -> None:
        """One explains a slip and waits, one is returned, one is accepted, one has begun, one has not."""
        with on(date(2026, 3, 10)):
            slip = self.write(
                0, {"electricity": "5433.1", "natural_gas": "131.9", "diesel": "118.9"}, "90120"
            )
            actions.explain(
                slip, Rule.SLIP, energy_place("diesel", Use.PRODUCTION),
                "2024年柴油误以千吨为单位填报（0.1184），实为118.4吨，已申请更正；本年数据与台账一致。",
                by=self.cast.user("enterprise"),
            )  # fmt: skip
            ledger, by = paper("2025年工业增加值核算表"), self.cast.user("enterprise")
            actions.attach_evidence(slip, "industrial_value_added", ledger, by=by)
            actions.submit(slip, by=self.cast.user("enterprise"))
            returned = self.write(
                1, {"electricity": "2931.7", "natural_gas": "97.3", "diesel": "41.8"}, "66120"
            )
            actions.submit(returned, by=self.cast.user("enterprise2"))
            accepted = self.write(
                2, {"electricity": "9342.8", "natural_gas": "208.1", "diesel": "17.9"}, "158300"
            )
            actions.submit(accepted, by=self.cast.user("enterprise3"))
        with on(date(2026, 3, 18)):
            actions.return_(
                returned,
                [
                    (energy_place("natural_gas", Use.PRODUCTION), "与燃气公司结算单不一致，请核对12月用量。"),
                    (item_place("industrial_value_added"), "请说明是否为2019年价格。"),
                ],
                by=self.reviewer,
            )
            actions.accept(accepted, by=self.reviewer)

    def write(self, number: int, quantities: dict[str, str], value_added: str) -> Declaration:
        firm = FIRMS[number]
        user = self.cast.user(firm.username)
        site = Site.objects.get(organization__credit_code=code_of(number))
        made = actions.begin(self.zone, site, 2025, by=user)
        cells = [
            Cell(energy_place(carrier, Use.PRODUCTION), Decimal(text)) for carrier, text in quantities.items()
        ]
        cells.append(Cell(item_place("industrial_value_added"), Decimal(value_added)))
        return actions.enter(made, cells, revision=0, by=user)
