"""Units that people write and how they become one another: powers of ten only, so that nothing is rounded."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

UNITS: Mapping[str, tuple[str, Decimal]] = {
    # unit → what it measures, how many of the first of its kind it is
    "t": ("mass", Decimal(1)),
    "kg": ("mass", Decimal("0.001")),
    "10^4 t": ("mass", Decimal(10_000)),
    "tce": ("energy as coal", Decimal(1)),
    "10^4 tce": ("energy as coal", Decimal(10_000)),
    "m³": ("volume", Decimal(1)),
    "10^4 m3": ("volume", Decimal(10_000)),
    "10^4 kWh": ("power", Decimal(1)),
    "MWh": ("power", Decimal("0.1")),
    "kWh": ("power", Decimal("0.0001")),
    "GJ": ("heat", Decimal(1)),
    "MJ": ("heat", Decimal("0.001")),
    "TJ": ("heat", Decimal(1000)),
    "万元": ("money", Decimal(1)),
    "亿元": ("money", Decimal(10_000)),
    "元": ("money", Decimal("0.0001")),
    "km²": ("area", Decimal(1)),
    "公顷": ("area", Decimal("0.01")),
    "m²": ("area", Decimal("0.000001")),
    "人": ("people", Decimal(1)),
    "万人": ("people", Decimal(10_000)),
}
SPELLINGS: Mapping[str, str] = {
    "吨": "t", "千克": "kg", "万吨": "10^4 t", "吨标准煤": "tce", "万吨标准煤": "10^4 tce",
    "m3": "m³", "立方米": "m³", "万m³": "10^4 m3", "万m3": "10^4 m3", "万立方米": "10^4 m3",
    "10^4 m³": "10^4 m3", "万kWh": "10^4 kWh", "万千瓦时": "10^4 kWh", "兆瓦时": "MWh",
    "千瓦时": "kWh", "吉焦": "GJ", "兆焦": "MJ", "km2": "km²", "平方公里": "km²", "平方千米": "km²",
    "10⁴ t": "10^4 t", "10⁴ m³": "10^4 m3", "10⁴ kWh": "10^4 kWh", "10⁴ tce": "10^4 tce", "万tce": "10^4 tce",
    "ha": "公顷", "m2": "m²", "平方米": "m²",
}  # fmt: skip
"""Other ways to write them."""
STORED_PLACES, STORED_DIGITS = 4, 15
IN_CHINESE: Mapping[str, str] = {
    "tce": "吨标准煤", "10^4 tce": "万吨标准煤", "t": "吨", "kg": "千克", "10^4 t": "万吨", "10^4 m3": "万m³",
    "10^4 kWh": "万千瓦时",
}  # fmt: skip
IN_ENGLISH: Mapping[str, str] = {
    "万元": "10⁴ yuan", "亿元": "10⁸ yuan", "元": "yuan", "人": "people", "万人": "10⁴ people", "公顷": "ha", "家": "enterprises",
    "个": "", "件": "", "天": "days", "次/年": "a year", "10^4 m3": "10⁴ m³",
    "10^4 kWh": "10⁴ kWh", "10^4 t": "10⁴ t", "10^4 tce": "10⁴ tce",
}  # fmt: skip
"""How a page prints them, in the reader's language."""
PRINTED: Mapping[str, str] = {
    label: unit for words in (IN_CHINESE, IN_ENGLISH) for unit, label in words.items() if label
}
LARGEST = Decimal(10) ** (STORED_DIGITS - STORED_PLACES)
"""What has so many digits before the point, or more, is kept nowhere: one figure, a sum of months, what is derived."""


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def unit_label(unit: str) -> str:
    """A unit as the reader's language prints it; a quotient part by part."""
    words = IN_ENGLISH if in_english() else IN_CHINESE
    if unit in words:
        return words[unit]
    over, slash, under = unit.partition("/")
    return f"{words.get(over, over)}{slash}{words.get(under, under)}"


def known(text: str) -> str:
    """The unit that was written, in our spelling; as it is if we do not know it."""
    text = " ".join(text.split())
    return SPELLINGS.get(text, PRINTED.get(text, text))


def factor(unit: str, base: str) -> Decimal | None:
    """How many `base` one `unit` is; none where they do not measure the same."""
    if unit == base:
        return Decimal(1)
    if unit not in UNITS or base not in UNITS or UNITS[unit][0] != UNITS[base][0]:
        return None
    return UNITS[unit][1] / UNITS[base][1]


def converted(figure: Decimal, unit: str, base: str) -> Decimal:
    """`figure` of `unit` in `base`; refuses another kind of unit, and more decimals than are kept."""
    times = factor(known(unit), base)
    if times is None:
        raise ValidationError(
            _("The unit %(unit)s does not fit: this is declared in %(base)s."),
            code="unit",
            params={"unit": unit, "base": unit_label(base)},
        )
    exact = figure * times
    exponent = exact.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -STORED_PLACES:
        raise ValidationError(
            _("At most %(count)d decimal places in %(base)s."),
            code="places",
            params={"count": STORED_PLACES, "base": unit_label(base)},
        )
    if abs(exact) >= LARGEST:
        raise ValidationError(
            _("At most %(count)d digits before the decimal point in %(base)s: is the unit right?"),
            code="digits",
            params={"count": STORED_DIGITS - STORED_PLACES, "base": unit_label(base)},
        )
    return exact


def ratio_factor(unit: str, over: str, under: str) -> Decimal | None:
    """By what a figure in `over` divided by one in `under` becomes one in `unit` ("tce/万元"); none where it cannot."""
    above, slash, below = unit.partition("/")
    if not slash:
        return None
    up, down = factor(over, above), factor(under, below)
    return None if up is None or down is None else up / down
