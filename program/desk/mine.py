"""What waits for whoever applies, declares or reports: tables that seldom hold anything for one person, in one question."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from program.alterations.models import ChangeState
from program.alterations.rules import changes_to_go_on_with
from program.claims.rules import claims_to_answer, contested_claims, views_to_state
from program.desk.matters import Matter, Rows, ask, rows, together
from program.desk.office import Item
from program.ledger.rules import to_mend as work_to_mend
from program.measures.rules import measures_to_answer, rectifications_to_do
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Asker, Standing
from program.portal.rules.news import to_mend as news_to_mend
from program.prepared import NOW, Prepared
from program.supervision.models import Duty
from program.supervision.rules import to_hand_in
from program.zones.models import REVIEWING_ROLES

NOTES: dict[str, tuple[str, str | Promise]] = {
    "owed": ("supervision:duty", gettext_lazy("%(duty)s %(year)d, to be handed in")),
    "owed_again": ("supervision:duty", gettext_lazy("%(duty)s %(year)d, returned")),
    "measure": ("measures:measure", gettext_lazy("%(number)s: announced measure, may be answered")),
    "rectification": ("measures:rectification", gettext_lazy("%(number)s: to be rectified")),
    "change": ("alterations:change", gettext_lazy("%(number)s: report of a change, to be handed in")),
    "change_again": ("alterations:change", gettext_lazy("%(number)s: report of a change, returned")),
    "claim": ("claims:claim", gettext_lazy("%(number)s · another zone claims a site: to be answered")),
    "contested": (
        "claims:claim",
        gettext_lazy("%(number)s · your claim was contested: the office settles it, or you withdraw it"),
    ),
    "work_again": ("ledger:entry", gettext_lazy("%(number)s: entry of the work ledger, returned")),
    "news_again": ("portal:filed", gettext_lazy("%(number)s: news, returned")),
    "view": ("claims:claim", gettext_lazy("%(number)s · a zone claims your site: your view may be stated")),
}
"""Of each kind: where it is done, and what is to be done."""
INSIDE = {"claim", "contested", "view", "work_again", "news_again"}
"""What names, beside the firm, something that is not for a mail; and titles that are not public."""


def _mine() -> Rows:
    of = Asker(Role).organizations
    firms, zones = of(*APPLICANT_ROLES), of(*REVIEWING_ROLES)
    duties = to_hand_in(zones).annotate(
        expected=Coalesce("again_due", "due"), named=Concat("duty", Value(" "), Cast("year", CharField()))
    )
    changes, returned = changes_to_go_on_with(firms), Q(state=ChangeState.RETURNED)
    zone, firm, site = "zone__name_", "organization__name_", "site__organization__name_"
    return together(
        rows("owed", duties.filter(again_due=None), zone, number="named", due="expected"),
        rows("owed_again", duties.exclude(again_due=None), zone, number="named", due="expected"),
        rows(
            "measure", measures_to_answer(of(Role.MANAGER), NOW), "owner", number="number", due="answer_by",
            provisional="answer_provisional",
        ),
        rows("rectification", rectifications_to_do(firms), "whose", number="numbered", due="due"),
        rows("change", changes.exclude(returned), firm, number="number"),
        rows("change_again", changes.filter(returned), firm, number="number"),
        rows(
            "claim", claims_to_answer(zones, NOW), site, number="number", due="answer_by",
            provisional="answer_provisional",
        ),
        rows("contested", contested_claims(zones), site, number="number"),
        rows("work_again", work_to_mend(zones), "title", number="number"),
        rows("news_again", news_to_mend(zones), "title", number="number"),
        rows("view", views_to_state(firms), site, number="number"),
    )  # fmt: skip


_MINE = Prepared(_mine)


def work(held: Standing, moment: datetime) -> Iterator[Item]:
    """Duties to hand in, measures to answer, rectifications, reports of a change, claims, what was returned. One query."""
    for matter in ask(_MINE, moment, held.user.pk):
        view, note = NOTES[matter.kind]
        told = str(note) % said(matter)
        yield Item(
            matter.title, told, reverse(view, args=[matter.key]), matter.due, matter.provisional,
            outside=told if matter.kind in INSIDE else "",
        )  # fmt: skip


def said(matter: Matter) -> dict[str, object]:
    """What the note says of it: its number, or duty and year."""
    duty, _blank, year = matter.number.partition(" ")
    if duty in Duty.values:
        return {"duty": Duty(duty).label, "year": int(year)}
    return {"number": matter.number}
