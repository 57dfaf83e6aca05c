"""The lists of zones and recommending bodies."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from program.people.provinces import Province
from program.zones.models import RecommendingBody, Zone


class ZoneTable(tables.Table):
    """Zones as the office reads them."""

    code = tables.Column(verbose_name=_("Code"))
    name = tables.Column(verbose_name=_("Zone"), accessor="name", order_by="name_zh", linkify=True)
    province = tables.Column(verbose_name=_("Province"))
    city = tables.Column(verbose_name=_("City"))
    recommending_body = tables.Column(verbose_name=_("Recommending body"), order_by="recommending_body__code")
    approved_year = tables.Column(
        verbose_name=_("Approved in"), attrs={"th": {"class": "num"}, "td": {"class": "num"}}
    )
    certainty = tables.Column(verbose_name=_("Certainty"))
    managed_now = tables.Column(verbose_name=_("Managing body"), orderable=False, empty_values=())

    class Meta:
        model = Zone
        fields = (
            "code",
            "name",
            "province",
            "city",
            "recommending_body",
            "approved_year",
            "certainty",
            "managed_now",
        )
        empty_text = _("No zone fits. Take a filter away.")

    def render_managed_now(self, record: Zone) -> str | SafeString:
        if record.merged_into is not None:
            return format_html(
                '<span class="muted">{}</span>', _("merged into %(zone)s") % {"zone": record.merged_into}
            )
        managed = record.managed_now  # type: ignore[attr-defined]
        return (
            str(managed[0].organization)
            if managed
            else format_html('<span class="muted">{}</span>', _("not yet joined"))
        )


class BodyTable(tables.Table):
    """Recommending bodies, with how far they have come."""

    code = tables.Column(verbose_name=_("Code"))
    name = tables.Column(verbose_name=_("Recommending body"), accessor="pk", order_by="name_zh")
    province = tables.Column(verbose_name=_("Province"))
    zone_count = tables.Column(
        verbose_name=_("Zones"), attrs={"th": {"class": "num"}, "td": {"class": "num"}}
    )
    organization = tables.Column(verbose_name=_("Name of the organisation"), orderable=False, empty_values=())
    move = tables.TemplateColumn(
        template_name="program/zones/_body_move.html", verbose_name=_("Invitation"), orderable=False
    )

    class Meta:
        model = RecommendingBody
        fields = ("code", "name", "province", "zone_count", "organization", "move")
        empty_text = _("No recommending body is within your reach.")

    def __init__(self, *args: Any, may_invite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_invite = may_invite

    def render_name(self, record: RecommendingBody) -> str:
        return str(record)

    def render_province(self, record: RecommendingBody) -> str:
        return str(Province(record.province).label)

    def render_organization(self, record: RecommendingBody) -> str | SafeString:
        return str(record.organization or "") or format_html(
            '<span class="muted">{}</span>', _("not yet joined")
        )
