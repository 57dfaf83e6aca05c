"""节能减排服务对象企业: the thousand. Rows with a state, verbs and the journal; no award, no flow."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from program import tracks

SERVED = tracks.Tally(
    code="served_enterprise",
    label=_("Served enterprises"),
    tier="thousand",
    page="served:public",
    steps={
        "checking": _("records being checked"),
        "not_counted": _("checked, not counted"),
        "counted": _("counted"),
    },
    beside={"struck_out": _("struck out")},
    counts="demonstrations.served.rules.counts",
    provinces="demonstrations.served.rules.by_province",
    fingerprint="demonstrations.served.rules.fingerprint",
    waiting="demonstrations.served.rules.waiting",
    seed="demonstrations.served.demo.tell",
    of_firm="demonstrations.served.rules.of_firm",
)
FROZEN = {
    "served_baseline": "",
    "served_calculation": "",
    "served_sample": "",
    "served_inspection": "OLD.inspected_at IS NOT NULL",
    "served_strikeout": "OLD.signed_at IS NOT NULL OR OLD.declined_at IS NOT NULL",
}
"""Table → when a row of it may never be changed or deleted again."""


class ServedConfig(AppConfig):
    name = "demonstrations.served"
    label = "served"
    verbose_name = _("served enterprises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from demonstrations.served.open_data import SAVINGS
        from program.journal import triggers
        from program.portal.open_data import publish

        tracks.register_tally(SERVED)
        publish(SAVINGS)
        for table, when in FROZEN.items():
            triggers.protect(table, when=when)
