"""Display only: moments, figures, tags, addresses, the facts of a journal line; Chinese and English."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BaseFormSet,
    CheckboxInput,
    CheckboxSelectMultiple,
    DateInput,
    RadioSelect,
    Textarea,
)
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from program import clock
from program.rulesets.rules import Limit, Spec
from program.templatetags.kept import FACTS, SUBJECTS, coded

register = template.Library()
NOTHING = "–"
DUE_SOON_DAYS = 3


def _english() -> bool:
    return (get_language() or "").startswith("en")


# ---------------------------------------------------------------- moments


@register.filter
def when(moment: datetime | None) -> str:
    """2026年11月22日 16:20, in Beijing whatever the reader's clock says."""
    if moment is None:
        return NOTHING
    there = moment.astimezone(clock.BEIJING)
    return (
        f"{day(there.date())}, {there:%H:%M} (Beijing)"
        if _english()
        else f"{day(there.date())} {there:%H:%M}"
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年11月22日; a moment is shown as its day in Beijing."""
    if value is None:
        return NOTHING
    shown = clock.beijing_date(value) if isinstance(value, datetime) else value
    return dateformat.format(shown, "j F Y") if _english() else f"{shown.year}年{shown.month}月{shown.day}日"


@register.filter
def month(value: date) -> str:
    """2026年11月."""
    return dateformat.format(value, "F Y") if _english() else f"{value.year}年{value.month}月"


@register.filter
def limit(value: Limit) -> str:
    """The day of a limit, marked where it is provisional (暂定)."""
    return _("%(day)s (provisional)") % {"day": day(value.moment)} if value.provisional else day(value.moment)


@register.simple_tag(takes_context=True)
def due_tag(
    context: Context, due: datetime | None, provisional: bool = False, now: datetime | None = None
) -> SafeString | str:
    """How long is left, as a tag: calendar days by Beijing dates. A provisional date (暂定) is never overdue.

    Without `now` the page's one moment is taken, so that a list does not ask the clock for every row.
    """
    if due is None:
        return ""
    site = context.get("site")
    moment = now or (site.now if site is not None else clock.now())
    left = (clock.beijing_date(due) - clock.beijing_date(moment)).days
    kind, text = _left(left, late=due < moment)
    if provisional:
        kind, text = "info", _("provisional") if left < 0 else _("%(left)s (provisional)") % {"left": text}
    return format_html('<span class="tag {}" title="{}">{}</span>', kind, when(due), text)


def _left(days: int, *, late: bool) -> tuple[str, str]:
    if late:
        return "bad", _("overdue") if days == 0 else _("%(days)s d overdue") % {"days": -days}
    if days == 0:
        return "wait", _("due today")
    return "wait" if days <= DUE_SOON_DAYS else "", _("%(days)s d left") % {"days": days}


# ---------------------------------------------------------------- figures


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """1,234.50: decimals as stored, or rounded half up to `places`; the unit stands in the head."""
    if value is None or value == "":
        return NOTHING
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if places is not None:
        figure = figure.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
    return f"{figure:,f}"


@register.filter
def plain(value: Any) -> str:
    """1,234.5: all decimals that count and no more; a text as it is."""
    if value is None or value == "":
        return NOTHING
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def money(value: Any) -> str:
    """Money with two decimals; its unit stands in the head."""
    return number(value, 2)


@register.filter
def ruled(rule: Any, spec: Spec) -> str:
    """What a rule or a parameter says, without its unit: 30, yes, 30 June."""
    return spec.said(rule.value)


# ---------------------------------------------------------------- words


@register.simple_tag
def tag(kind: str, text: object) -> SafeString:
    """A short state in words; kind (ok, wait, bad, info or nothing) only colours it."""
    return format_html('<span class="tag {}">{}</span>', kind, text)


@register.filter
def in_words(subject: str) -> str:
    """The subject of a journal line: the codes of duties and alerts in it as words."""
    return " ".join(str(SUBJECTS.get(part, part)) for part in subject.split(" "))


@register.filter
def facts(kept: Mapping[str, Any] | None) -> str:
    """The facts of a journal line in one line: 推荐函：示例科函〔2026〕12号；排序：2."""
    known = ((label, coded(key, kept[key])) for key, label in FACTS.items() if kept and key in kept)
    colon, semicolon = (": ", "; ") if _english() else ("：", "；")
    return semicolon.join(
        f"{label}{colon}{_fact(value)}" for label, value in known if value not in ("", None, [])
    )


ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return (", " if _english() else "、").join(_fact(part) for part in value)
    if isinstance(value, str) and ISO_MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        return when(moment if moment.tzinfo else moment.replace(tzinfo=clock.BEIJING))
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return str(value)


# ---------------------------------------------------------------- addresses and pages


@register.simple_tag(takes_context=True)
def query(context: Context, *pairs: Any, **changes: Any) -> str:
    """The address's query with some parameters replaced, the others kept; None takes one away.

    `{% query page=3 %}`, or with names held in variables `{% query field 3 %}`.
    """
    asked = context["request"].GET.copy()
    for key, value in {**dict(zip(pairs[::2], pairs[1::2], strict=True)), **changes}.items():
        asked.pop(key, None)
        if value is not None:
            asked.setlist(key, value if isinstance(value, list | tuple) else [value])
    return f"?{asked.urlencode()}"


@register.filter
def page_numbers(page: "Page[Any]") -> Iterator[int | None]:
    """The numbers worth offering; None where some are left out."""
    for offered in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        yield offered if isinstance(offered, int) else None


# ---------------------------------------------------------------- how a form is laid out


@register.filter
def breadth(field: BoundField) -> str:
    """How much room a field of a row takes: long (a text of its own lines), short (a figure, a date), tick, or as it comes."""
    widget = field.field.widget
    if isinstance(widget, Textarea):
        return "long"
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "short" if isinstance(widget, DateInput) or widget.attrs.get("inputmode") else ""


# ---------------------------------------------------------------- what is wrong with a form


@dataclass(frozen=True)
class Fault:
    """One line of the error summary."""

    href: str
    text: str


@register.simple_tag
def faults(*subjects: Any) -> list[Fault]:
    """Everything that is wrong in forms and formsets (or lists of them), in the order of the page."""
    return [fault for subject in subjects for fault in _faults_of(subject)]


def _faults_of(subject: Any) -> Iterator[Fault]:
    if isinstance(subject, BaseForm):
        yield from (Fault("", str(error)) for error in subject.non_field_errors())
        yield from (fault for field in subject for fault in _faults_of_field(field))
    elif isinstance(subject, BaseFormSet):
        if subject.is_bound:
            yield from (Fault("", str(error)) for error in subject.non_form_errors())
            yield from _faults_in_rows(subject.forms)
    elif isinstance(subject, list | tuple):
        yield from (fault for part in subject for fault in _faults_of(part))


def _faults_in_rows(forms: "Iterable[BaseForm]") -> Iterator[Fault]:
    for position, form in enumerate(forms, start=1):
        for fault in _faults_of(form):
            yield Fault(fault.href, _("Row %(row)s, %(fault)s") % {"row": position, "fault": fault.text})


def _faults_of_field(field: BoundField) -> Iterator[Fault]:
    first_of_many = isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)
    target = f"{field.auto_id}_0" if first_of_many else field.id_for_label or field.auto_id
    colon = ": " if _english() else "："
    for error in field.errors:
        yield Fault(
            "" if field.is_hidden else f"#{target}",
            str(error) if field.is_hidden else f"{field.label}{colon}{error}",
        )
