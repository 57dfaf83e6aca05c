"""The lists of the registers."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from program.registers.models import (
    CreditCheck,
    Finding,
    PoolProject,
    PoolState,
    RestrictedProject,
    Restriction,
    Stands,
)
from program.registers.rules import written

PLAIN = "{% load platform %}{{ value|plain }}"
FIGURES = {"th": {"class": "num"}, "td": {"class": "num"}}
NOWRAP = {"td": {"class": "nowrap"}}
POOL_COLOURS = {
    PoolState.PUT_FORWARD: "wait", PoolState.RETURNED: "wait", PoolState.ADMITTED: "ok", PoolState.REFUSED: "bad",
}  # fmt: skip
COLOURS = {Stands.DRAFT: "wait", Stands.TO_COME: "info", Stands.IN_FORCE: "bad", Stands.LIFTED: "ok"}


def tag(kind: str, text: object) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', kind, text)


def pool_tag(state: str) -> SafeString:
    known = PoolState(state)
    return tag(POOL_COLOURS.get(known, ""), known.label)


def standing_tag(standing: Stands) -> SafeString:
    return tag(COLOURS.get(standing, ""), standing.label)


def finding_tag(finding: str) -> SafeString:
    known = Finding(finding)
    return tag("bad" if known == Finding.ADVERSE else "ok", known.label)


class PoolTable(tables.Table):
    """Projects within reach; money in 10⁴ yuan."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    title = tables.Column(verbose_name=_("Project"))
    owner = tables.Column(verbose_name=_("Owner"), order_by="owner__name_zh")
    zone = tables.Column(verbose_name=_("Zone"), order_by="zone__name_zh")
    field = tables.Column(verbose_name=_("Field"))
    investment = tables.TemplateColumn(PLAIN, verbose_name=_("Investment (10,000 yuan)"), attrs=FIGURES)
    financing = tables.TemplateColumn(PLAIN, verbose_name=_("Financing sought (10,000 yuan)"), attrs=FIGURES)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = PoolProject
        fields = ("number", "title", "owner", "zone", "field", "investment", "financing", "state")
        empty_text = _(
            "No project fits. Zones enter projects; what they put forward is reviewed by the office."
        )

    def render_state(self, record: PoolProject) -> SafeString:
        return pool_tag(record.state)


class EntryTable(tables.Table):
    """What both registers of decided entries show."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    owner = tables.Column(verbose_name=_("Organisation concerned"))
    credit_code = tables.Column(verbose_name=_("Credit code"))
    since = tables.Column(verbose_name=_("From"), attrs=NOWRAP)
    until = tables.Column(verbose_name=_("Until"), attrs=NOWRAP)
    document_number = tables.Column(verbose_name=_("Document"))
    standing = tables.Column(verbose_name=_("State"), orderable=False, empty_values=())

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def render_since(self, value: date) -> str:
        return written(value)

    def render_until(self, value: date) -> str:
        return written(value)

    def render_standing(self, record: Any) -> SafeString:
        return standing_tag(record.standing_on(self.today))


class RestrictionTable(EntryTable):
    class Meta:
        model = Restriction
        fields = ("number", "owner", "credit_code", "since", "until", "document_number", "standing")
        empty_text = _("No restriction fits. Restrictions come from signed decisions only.")


class RestrictedProjectTable(EntryTable):
    title = tables.Column(verbose_name=_("Project"))

    class Meta:
        model = RestrictedProject
        fields = ("number", "title", "owner", "credit_code", "since", "until", "document_number", "standing")
        sequence = fields
        empty_text = _("No restricted project fits. A clerk enters them on a document, a director signs.")


class CheckTable(tables.Table):
    """Credit checks, the newest first."""

    day = tables.Column(verbose_name=_("Looked up on"), linkify=True, attrs=NOWRAP)
    owner = tables.Column(verbose_name=_("Organisation concerned"))
    credit_code = tables.Column(verbose_name=_("Credit code"))
    where = tables.Column(verbose_name=_("Source"), order_by="source")
    finding = tables.Column(verbose_name=_("Result of the check"))
    checked_by = tables.Column(verbose_name=_("Entered by"), order_by="checked_by__name")

    class Meta:
        model = CreditCheck
        fields = ("day", "owner", "credit_code", "where", "finding", "checked_by")
        empty_text = _("No credit check fits. A clerk looks an organisation up and keeps what stands there.")

    def render_day(self, value: date) -> str:
        return written(value)

    def render_finding(self, record: CreditCheck) -> SafeString:
        return finding_tag(record.finding)
