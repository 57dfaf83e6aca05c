"""Rows of a file as records: every cell is read by the form in which one would have typed it, and says what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from demonstrations.served import rules
from demonstrations.served.forms import RecordForm
from demonstrations.served.models import Metric, OutputKind, Provider, Service, Source
from program import clock
from program.files.workbook import FORMULA
from program.indicators.models import PriceBase
from program.people.models import Organization
from program.zones.models import Zone

MOST_ROWS = 500
METRICS: tuple[tuple[str, Metric, str], ...] = tuple(
    (f"{metric.value}_{end}", metric, end) for metric in Metric for end in ("base", "result")
)
COLUMNS: tuple[tuple[str, str | LazyText], ...] = (
    ("credit_code", gettext_lazy("Credit code of the enterprise")),
    ("name", gettext_lazy("Enterprise")),
    ("provider_code", gettext_lazy("Credit code of the provider")),
    ("service", gettext_lazy("Kind of service")),
    ("description", gettext_lazy("Account of the service")),
    ("baseline_year", gettext_lazy("Baseline year")),
    ("result_year", gettext_lazy("Result year")),
    ("output_kind", gettext_lazy("Kind of output")),
    ("price_base", gettext_lazy("Price base")),
    ("output_base", gettext_lazy("Output of the baseline year")),
    ("output_result", gettext_lazy("Output of the result year")),
)
"""In the order of the template; two columns of each metric follow."""
ENDS = {"base": gettext_lazy("baseline year"), "result": gettext_lazy("result year")}
WIDTH = len(COLUMNS) + len(METRICS)


def labels() -> list[str]:
    return [str(label) for _name, label in COLUMNS] + [
        f"{metric.named} {ENDS[end]}" for _name, metric, end in METRICS
    ]


NAMES = (*(name for name, _label in COLUMNS), *(name for name, _metric, _end in METRICS))


@dataclass(frozen=True)
class Cell:
    """As it stands in the file, and what is wrong with it."""

    name: str
    label: str
    text: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """`values`: what the verb takes; none where a cell is wrong."""

    number: int
    cells: tuple[Cell, ...]
    values: dict[str, Any] | None

    @property
    def line(self) -> str:
        """As text that is read again when the rows are confirmed."""
        return "\t".join(cell.text for cell in self.cells)

    @property
    def wrong(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.faults]


def rows_of(zone: Zone, provider: Provider | None, given: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
    """Every row with its cells; the head of the template is none. Three queries, however many rows there are."""
    heads = {str(COLUMNS[0][1]), "credit_code"}
    rows = [(number, dict(zip(NAMES, [*cells, *[""] * WIDTH], strict=False))) for number, cells in given]
    rows = [(number, cells) for number, cells in rows if cells["credit_code"] not in heads]
    reader = Reader(cells for _number, cells in rows)
    read = [(number, cells, *reader.read(cells, by_provider=provider is not None)) for number, cells in rows]
    values = [each for *_row, each in read if each is not None]
    enterprises = {each["enterprise"].pk for each in values}
    known = rules.standing_records(zone, enterprises)
    there = rules.affiliated(zone, enterprises, [each["result_year"] for each in values])
    found, names = [], labels()
    for number, cells, faults, each in read:
        if each is not None:
            faults = place_faults(zone, each, known, there)
            known[key_of(each)] = known.get(key_of(each), "")
        found.append(Row(number, shown(cells, faults, names), None if faults else each))
    return found


def key_of(values: Mapping[str, Any]) -> tuple[int, str, int, int]:
    return values["enterprise"].pk, values["service"], values["baseline_year"], values["result_year"]


def place_faults(
    zone: Zone, values: Mapping[str, Any], known: Mapping[Any, str], there: set[tuple[int, int]]
) -> dict[str, list[str]]:
    """What only the zone's other rows tell."""
    enterprise, year, key = values["enterprise"].pk, values["result_year"], key_of(values)
    if (enterprise, year) not in there:
        return {"credit_code": [rules.not_affiliated(zone, year)]}
    if key in known:
        twin = (
            rules.twin_sentence(known[key])
            if known[key]
            else _("This record was given in an earlier row already.")
        )
        return {"service": [twin]}
    return {}


def shown(
    cells: Mapping[str, str], faults: Mapping[str, Sequence[str]], names: Sequence[str]
) -> tuple[Cell, ...]:
    return tuple(
        Cell(name, label, cells.get(name, "").replace(FORMULA, "=…"), tuple(faults.get(name, ())))
        for name, label in zip(NAMES, names, strict=True)
    )


class Reader:
    """What a file may say for a service, an output and a source, in the language of the page; organisations are read once."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        codes = {row.get(name, "").strip() for row in rows for name in ("credit_code", "provider_code")}
        self.organizations = Organization.objects.in_bulk(list(codes - {""}), field_name="credit_code")
        self.services = {said: each.value for each in Service for said in (each.value, str(each.label))}
        self.outputs = {said: each.value for each in OutputKind for said in (each.value, str(each.label))}
        self.bases = {
            said: str(each.value) for each in PriceBase for said in (str(each.value), str(each.label))
        }
        self.declared = {"declared", "申报"}
        self.year = clock.today().year  # PostgreSQL is asked for the day: once, not for each row

    def read(
        self, cells: dict[str, str], *, by_provider: bool
    ) -> tuple[dict[str, list[str]], dict[str, Any] | None]:
        """What is wrong by column, and the values if nothing is."""
        given = {name: text.strip() for name, text in cells.items()}
        faults: dict[str, list[str]] = {
            name: [_("There is a formula in this cell. Paste its value instead.")]
            for name, text in given.items()
            if FORMULA in text
        }
        typed = self.typed(given)
        metrics = [each for each in Metric if each == Metric.ENERGY or typed[f"{each.value}_source"]]
        form = RecordForm(
            typed, by_provider=by_provider, find=self.organizations.get, metrics=metrics, year=self.year
        )
        for name, errors in form.errors.items():
            column = name.replace("_source", "_base")
            faults.setdefault(column if column in NAMES else "credit_code", []).extend(map(str, errors))
        return faults, None if faults else form.values()

    def typed(self, given: dict[str, str]) -> dict[str, str]:
        """The cells as the form's fields: a pair of figures is entered, “declared” is taken from the declarations."""
        typed = dict(given)
        typed["service"] = self.services.get(given["service"], given["service"])
        typed["output_kind"] = (
            self.outputs.get(given["output_kind"], given["output_kind"]) or OutputKind.VALUE_ADDED
        )
        typed["price_base"] = self.bases.get(given["price_base"], given["price_base"]) or str(
            PriceBase.OF_2019
        )
        for name in ("output", *Metric.values):
            pair = {given[f"{name}_base"], given[f"{name}_result"]} - {""}
            if pair and pair <= self.declared:
                typed |= {f"{name}_source": Source.DECLARED, f"{name}_base": "", f"{name}_result": ""}
            else:
                typed[f"{name}_source"] = Source.ENTERED if pair else ""
        typed["output_source"] = typed["output_source"] or Source.DECLARED
        return typed
