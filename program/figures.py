"""The one strict reader of figures, for forms, spreadsheets and the API: what it lets through means one number only."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DIGITS = 15
"""Significant digits: what a figure keeps through every database, spreadsheet and JSON reader."""
_FIGURE = re.compile(r"-?(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<fraction>[0-9]+))?")
_LONGEST = 60  # characters; far beyond any figure that could be accepted


def parse_decimal(
    text: str, *, places: int, minimum: Decimal | int | None = 0, maximum: Decimal | int | None = None
) -> Decimal:
    """The number that `text` writes in plain half-width digits, with at most `places` decimals, within inclusive limits.

    Blanks around it and well-formed thousands commas (1,234.5) are taken; everything Python would also read – 1_000, 1e3, +5,
    NaN, １２ – is refused with a sentence. A minus sign is taken only where the minimum is negative, and never before zero.
    """
    text = text.strip()
    match = _FIGURE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise _not_a_figure(text, places)
    fraction = match["fraction"] or ""
    if len(fraction) > places:
        raise _too_many_places(places)
    if len((match["whole"].replace(",", "") + fraction).lstrip("0")) > DIGITS:
        raise _too_long()
    figure = Decimal(text.replace(",", ""))
    if text.startswith("-") and (not figure or (minimum is not None and minimum >= 0)):
        raise ValidationError(_("Write the figure without a minus sign."), code="sign")
    if minimum is not None and figure < minimum:
        raise ValidationError(_("Not less than %(limit)s."), code="minimum", params={"limit": minimum})
    if maximum is not None and figure > maximum:
        raise ValidationError(_("Not more than %(limit)s."), code="maximum", params={"limit": maximum})
    return figure


def plain(figure: Decimal) -> str:
    """A figure as one would type it: no exponent, no zeros behind the last decimal that counts."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _not_a_figure(text: str, places: int) -> ValidationError:
    digits = text.removeprefix("-").replace(".", "", 1)
    if len(text) > _LONGEST and digits.isascii() and digits.isdigit():
        return _too_long()
    if any(character.isdigit() and not character.isascii() for character in text):
        return ValidationError(_("Write the digits in half width, for example 12."), code="width")
    sentence = (
        _("Write a whole number, for example 12, without unit, blanks, plus sign or exponent.")
        if places == 0
        else _("Write a plain figure, for example 1234.5, without unit, blanks, plus sign or exponent.")
    )
    return ValidationError(sentence, code="figure")


def _too_long() -> ValidationError:
    return ValidationError(
        _("At most %(count)d significant digits."), code="digits", params={"count": DIGITS}
    )


def _too_many_places(places: int) -> ValidationError:
    if places == 0:
        return ValidationError(_("Write a whole number."), code="whole")
    return ValidationError(_("At most %(count)d decimal places."), code="places", params={"count": places})


class FigureField(forms.DecimalField):
    """A form's field for a figure: read by `parse_decimal`, typed as text so that what was wrong stays to be seen."""

    widget = forms.TextInput

    def __init__(
        self, *, min_value: Decimal | int | None = 0, max_value: Decimal | int | None = None, **options: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)
        self.limits = min_value, max_value

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        if value is None or isinstance(value, Decimal):
            return value
        if not (text := str(value).strip()):
            return None
        places = self.decimal_places if self.decimal_places is not None else DIGITS
        minimum, maximum = self.limits
        return parse_decimal(text, places=places, minimum=minimum, maximum=maximum)

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric" if self.decimal_places == 0 else "decimal", "autocomplete": "off"}


class WholeField(FigureField):
    """A figure without decimals, as an `int`: a year, a rank, a count. Read as strictly as any other."""

    def __init__(self, **options: Any) -> None:
        super().__init__(decimal_places=0, **options)

    def clean(self, value: Any) -> Any:
        figure = super().clean(value)
        return None if figure is None else int(figure)
