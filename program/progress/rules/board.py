"""The board of a moment as one text, and whether anything that it was counted from has changed since."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Sum

from program import clock, tracks
from program.applications.models import Application
from program.decisions.models import Designation
from program.indicators.models import Declaration
from program.progress.models import Board, StageMedian
from program.progress.rules import goals
from program.progress.rules.counting import provinces, tiers
from program.progress.rules.forecast import of_period
from program.progress.rules.targets import limits, periods
from program.progress.rules.zones import of_zones
from program.rulesets.models import RuleSet
from program.zones.models import Affiliation, Zone

REST = timedelta(minutes=10)
"""The board is not counted more often, however much happens."""


def count(moment: datetime) -> str:
    """Canonical JSON: tiers with their steps, periods with their targets, zones, provinces. Nothing in it is secret."""
    latest = clock.beijing_date(moment).year - 1
    within, counted = limits(), tiers()
    found = {
        "as_of": moment.isoformat(),
        "tiers": counted,
        "limits": {"on_track": str(within.on_track), "watch": str(within.watch)},
        "periods": [
            each | {"forecast": of_period(each, counted, moment)}
            for each in periods(goals.in_force(), latest, within)
        ],
        "zones": of_zones(latest),
        "provinces": provinces(),
    }
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def counted_from() -> str:
    """A fingerprint of the rows behind the board, few and cheap questions; the year is one of them."""
    stages: Any = (
        Application.objects.order_by("stage").values_list("call__track", "stage").annotate(Count("pk"))
    )
    standings: Any = (
        Designation.objects.order_by("standing")
        .values_list("track", "standing", "zone__province", "organization__province")
        .annotate(Count("pk"))
    )
    figures = Declaration.objects.in_force().aggregate(Count("pk"), Max("pk"), Max("checked_at"))
    signed = [each.code for each in goals.in_force()]
    rules = RuleSet.objects.signed().aggregate(Max("signed_at"))
    zones: Any = Zone.objects.order_by("province").values_list("province", "closed_on").annotate(Count("pk"))
    sites = Affiliation.objects.aggregate(Count("pk"), Max("pk"), Count("until_year"), Sum("until_year"))
    medians = StageMedian.objects.aggregate(
        Max("counted_at")
    )  # each night: what is expected moves with the days
    year = clock.today().year
    tallied = [tally.ask("fingerprint")() for tally in tracks.tallies()]
    said = [
        sorted(stages),
        sorted(standings, key=str),
        figures,
        signed,
        rules,
        sorted(zones, key=str),
        sites,
        medians,
        year,
        tallied,
    ]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def is_due(newest: Board | None, fingerprint: str, moment: datetime) -> bool:
    """Something changed, and the last count is not of just now; or there is none."""
    if newest is None:
        return True
    return newest.counted_from != fingerprint and moment - newest.made_at >= REST
