"""A calculation as one reads it, line by line: from the data that is frozen, and from nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from demonstrations.served.models import Flag, Metric, OutputKind, Source
from program.figures import plain
from program.indicators.models import PriceBase, Use
from program.rulesets.models import SavingBasis

Data = Mapping[str, Any]
PLACES, PER_OUTPUT, PER_CENT = Decimal("0.0001"), Decimal("0.00000001"), Decimal("0.01")


@dataclass(frozen=True)
class Shown:
    """A metric of a calculation as the page shows it."""

    metric: Metric
    source: Source
    base: str
    result: str
    saved: str
    rate: str
    intensity_rate: str
    lines: list[str]
    flags: list[Flag]
    counts: bool


def rounded(text: str | None, places: Decimal = PLACES) -> str:
    """For people; a figure that is not there is a dash."""
    return "–" if text is None else plain(Decimal(text).quantize(places, ROUND_HALF_UP))


def per_cent(text: str | None, threshold: Decimal) -> str:
    """Two decimals, or as many as it takes to show on which side of the threshold it lies."""
    if text is None:
        return "–"
    exact, places = Decimal(text), PER_CENT
    while exact != threshold and places > PER_OUTPUT:
        shown = exact.quantize(places, ROUND_HALF_UP)
        if (shown < threshold) == (exact < threshold) and (shown == threshold) == (exact == threshold):
            break
        places /= 10
    return f"{plain(exact.quantize(places, ROUND_HALF_UP))}%"


def shown(data: Data, carriers: Mapping[str, str]) -> list[Shown]:
    """Every metric of a calculation. `carriers`: code → name."""
    threshold = Decimal(data["threshold"])
    return [
        Shown(
            Metric(row["metric"]), Source(row["source"]), rounded(row["base"]), rounded(row["result"]), rounded(row["saved"]),
            per_cent(row["rate"], threshold), per_cent(row["intensity_rate"], threshold), list(lines(data, row, carriers)),
            [Flag(each) for each in row["flags"]], row["counts"],
        )
        for row in data["metrics"]
    ]  # fmt: skip


def lines(data: Data, row: Data, carriers: Mapping[str, str]) -> Iterator[str]:
    """Step by step: the sums of both years, what was saved, the rate, the same per unit of output, the verdict."""
    unit, output, threshold = row["unit"], data["output"], Decimal(data["threshold"])
    for year, parts in zip(data["years"], row["parts"], strict=True):
        yield from (part_line(part, unit, carriers) for part in parts)
        if len(parts) > 1:
            total = row["base"] if year == data["years"][0] else row["result"]
            yield f"{year}：Σ = {rounded(total)} {unit}"
    if row["saved"] is None:
        return
    base, result = rounded(row["base"]), rounded(row["result"])
    yield f"{base} − {result} = {rounded(row['saved'])} {unit}"
    yield f"({base} − {result}) ÷ {base} × 100% = {per_cent(row['rate'], threshold)}"
    if row["by_year"] and None not in row["by_year"]:
        before, after = (rounded(each) for each in row["by_year"])
        words = _("By each year's own grid factor, for comparison only: %(before)s → %(after)s %(unit)s")
        yield words % {"before": before, "after": after, "unit": unit}
    if row["intensity"] and output:
        before, after = (rounded(each, PER_OUTPUT) for each in row["intensity"])
        yield f"{base} ÷ {rounded(output['base'])} = {before}"
        yield f"{result} ÷ {rounded(output['result'])} = {after}"
        yield f"({before} − {after}) ÷ {before} × 100% = {per_cent(row['intensity_rate'], threshold)}"
    judged = row["rate"] if data["basis"] == SavingBasis.ABSOLUTE else row["intensity_rate"]
    if judged is not None:
        sign = "≥" if Decimal(judged) >= threshold else "<"
        yield f"{per_cent(judged, threshold)} {sign} {plain(threshold)}%"


def part_line(part: Data, unit: str, carriers: Mapping[str, str]) -> str:
    where = f"{part['year']} {part['site']}"
    if part["version"] > 1:
        where += f" ({_('version %(number)d') % {'number': part['version']}})"
    if "carrier" not in part:
        return f"{where}：{rounded(part['value'])} {unit}"
    carrier = carriers.get(part["carrier"], part["carrier"])
    use = "" if part["use"] == Use.PRODUCTION else f" ({Use(part['use']).label})"
    return f"{where}：{carrier}{use} {part['quantity']} × {part['factor']} = {rounded(part['value'])} {unit}"


def output_words(data: Data) -> str:
    """What a saving is held against."""
    output = data["output"]
    if output is None:
        return str(_("The output of both years on one price base is missing."))
    words = _("%(kind)s, %(prices)s: %(base)s → %(result)s (10,000 yuan)")
    return words % {
        "kind": OutputKind(output["kind"]).label, "prices": PriceBase(output["price_base"]).label,
        "base": rounded(output["base"]), "result": rounded(output["result"]),
    }  # fmt: skip
