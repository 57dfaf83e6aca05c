"""The list of claims to sites."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from program.claims.models import ClaimState, Outcome, SiteClaim
from program.registers.tables import NOWRAP, tag

STATES = {ClaimState.WAITING: "wait", ClaimState.TO_SETTLE: "wait", ClaimState.TO_SIGN: "info"}
OUTCOMES = {Outcome.MOVES: "ok", Outcome.STAYS: "ok"}


def claim_tag(claim: SiteClaim, moment: datetime) -> SafeString:
    """Where it stands; once it is closed, how it ended."""
    state = claim.state_at(moment)
    if state == ClaimState.CLOSED:
        ended = Outcome(claim.outcome)
        return tag(OUTCOMES.get(ended, ""), ended.label)
    return tag(STATES[state], state.label)


class ClaimTable(tables.Table):
    """The newest first. In which zone the site stands is left out: not everybody who reads of a claim may know it."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    firm = tables.Column(
        verbose_name=_("Enterprise"), accessor="site__organization", order_by="site__organization__name_zh"
    )
    site = tables.Column(verbose_name=_("Site"), order_by="site__name_zh")
    claimant = tables.Column(verbose_name=_("Claiming zone"), order_by="claimant__name_zh")
    kind = tables.Column(verbose_name=_("What is claimed"))
    since_year = tables.TemplateColumn("{{ value|stringformat:'d' }}", verbose_name=_("Since"))
    answer_by = tables.TemplateColumn(
        "{% load platform %}{{ value|day }}", verbose_name=_("To be answered by"), attrs=NOWRAP
    )
    state = tables.Column(verbose_name=_("State"), orderable=False, empty_values=())

    class Meta:
        model = SiteClaim
        fields = ("number", "firm", "site", "claimant", "kind", "since_year", "answer_by", "state")
        empty_text = _(
            "No claim fits. A zone makes one where it enters a site that stands in another zone's statistics."
        )

    def __init__(self, *args: Any, moment: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.moment = moment

    def render_state(self, record: SiteClaim) -> SafeString:
        return claim_tag(record, self.moment)
