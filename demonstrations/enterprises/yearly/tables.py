"""Yearly forms as a list, and as rows of a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from demonstrations.enterprises.yearly.models import State, YearlyForm
from program import clock
from program.clock import beijing_date
from program.registers.rules import written

NOWRAP = {"td": {"class": "nowrap"}}
COLOURS = {
    State.SUBMITTED: "wait", State.PASSED: "wait", State.RETURNED: "wait", State.ACCEPTED: "ok", State.CORRECTING: "info",
}  # fmt: skip


def state_tag(form: YearlyForm, moment: datetime) -> SafeString:
    """Where it stands; overdue in red."""
    if form.is_late(moment):
        words = _("%(state)s, overdue") % {"state": form.get_state_display()}
        return format_html('<span class="tag bad">{}</span>', words)
    colour = COLOURS.get(State(form.state), "")
    return format_html('<span class="tag {}">{}</span>', colour, form.get_state_display())


def day_of(due: datetime, provisional: bool) -> str:
    said = written(beijing_date(due))
    return str(_("%(day)s (provisional)")) % {"day": said} if provisional else said


class FormTable(tables.Table):
    """Within reach."""

    number = tables.Column(verbose_name=gettext_lazy("Number"), linkify=True, attrs=NOWRAP)
    organization = tables.Column(verbose_name=gettext_lazy("Enterprise"), order_by="organization__name_zh")
    zone = tables.Column(verbose_name=gettext_lazy("Zone"), order_by="zone__name_zh")
    year = tables.Column(verbose_name=gettext_lazy("Year"), attrs=NOWRAP)
    due = tables.Column(verbose_name=gettext_lazy("Due"), attrs=NOWRAP)
    submitted_at = tables.Column(verbose_name=gettext_lazy("Handed in"), attrs=NOWRAP)
    state = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = YearlyForm
        fields = ("number", "organization", "zone", "year", "due", "submitted_at", "state")
        empty_text = gettext_lazy(
            "No yearly form fits. Certified enterprises owe one for each year of their certificate, in the year after."
        )

    def __init__(self, *args: Any, moment: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.moment = moment

    def render_year(self, value: int) -> str:
        return str(value)

    def render_due(self, record: Any) -> str:
        return day_of(record.expected, record.due_provisional)

    def render_submitted_at(self, record: Any) -> str:
        late = _(" (late)") if record.was_late else ""
        return f"{written(beijing_date(record.first_submitted_at))}{late}"

    def render_state(self, record: Any) -> SafeString:
        return state_tag(record, self.moment)


# ---------------------------------------------------------------- as a file
def heads() -> list[str]:
    return [
        _("Number"), _("Year"), _("Enterprise"), _("Credit code"), _("Zone code"), _("Zone"), _("State"), _("Overdue"),
        _("Due"), _("Handed in"), _("Late"), _("Passed on by the zone"), pgettext("yearly form", "Accepted"), _("Version"),
    ]  # fmt: skip


def rows(forms: Any, moment: datetime) -> Iterator[list[Any]]:
    yes, no = _("yes"), _("no")
    for form in forms:
        yield [
            form.number, form.year, form.organization.name, form.organization.credit_code, form.zone.code, form.zone.name,
            form.get_state_display(), yes if form.is_late(moment) else no, day_of(form.expected, form.due_provisional),
            stamp(form.first_submitted_at), yes if form.was_late else no, stamp(form.passed_at), stamp(form.accepted_at),
            form.version,
        ]  # fmt: skip


def stamp(value: datetime | None) -> str:
    """By the clock on the wall in Beijing."""
    return f"{value.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if value else ""
