"""Served enterprises as open data: numbers, never names."""

from django.utils.translation import gettext_lazy as _

from demonstrations.served import rules
from program.portal.open_data import Dataset

SAVINGS = Dataset(
    "served",
    _("Served enterprises: numbers and savings"),
    (
        ("group", _("state, province, industry or saved metric")),
        ("code", _("which of them; a province by GB/T 2260, an industry by GB/T 4754")),
        (
            "value",
            _(
                "records or enterprises, or what was saved a year; empty where it would tell of fewer than three firms"
            ),
        ),
        ("unit", _("of what was saved")),
    ),
    rules.rows,
)
