"""What waits for the office and for nobody else: a constant number of queries, whatever the number of calls."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from program import clock
from program.alterations.models import ChangeReport
from program.alterations.rules import changes_to_sign
from program.alterations.rules import to_sign as alterations_to_sign
from program.calls.models import Call
from program.claims.models import SiteClaim
from program.claims.rules import to_sign as settlements_to_sign
from program.decisions.models import Batch, Objection, OfficialDocument, WithdrawalRequest
from program.decisions.rules import Waiting, batches_to_sign, releasable_calls
from program.desk import rules
from program.desk.matters import Matter, Rows, ask, rows, together
from program.indicators.models import FactorSet, IndicatorSet
from program.indicators.rules import versions_to_sign
from program.ledger.models import State
from program.ledger.rules import to_check
from program.measures.rules import (
    appeals_to_answer,
    leads_to_verify,
    measures_to_decide,
    measures_to_sign,
    rectifications_to_check,
    reversals_to_sign,
)
from program.monitoring.models import Scheme
from program.monitoring.rules import outdated_runs, runs_to_sign
from program.people.models import User
from program.people.rules import Standing
from program.portal.models import NewsState
from program.portal.rules import to_release
from program.prepared import ME, NOW, Prepared
from program.progress.models import GoalSet
from program.registers.models import (
    PoolProject,
    ProjectLifting,
    RestrictedProject,
    Restriction,
    RestrictionLifting,
)
from program.registers.rules import entries_to_sign, liftings_to_sign
from program.reviews.rules import panels_to_close
from program.rulesets.rules import sets_to_sign
from program.supervision.models import Dispensation, Return

MOST = 60
"""Rows of one list on the desk, the most urgent; who has more filters the list of cases."""

SHOWN = ("pk", "title_zh", "title_en")


@dataclass(frozen=True)
class Item:
    """Something that waits: what, where to do it, until when."""

    title: str
    note: str
    where: str | int  # an address, or the key of a case: many are gathered and few are shown
    due: datetime | None = None
    provisional: bool = False
    changed: int | None = None  # how many parts of the version that waits differ from the one before
    outside: str = (
        ""  # what a mail says instead, where it would name what is not decided, or whom it concerns
    )

    @property
    def mailed(self) -> str:
        """What a mail may say of it."""
        return self.outside or f"{self.title}（{self.note}）"

    @property
    def url(self) -> str:
        return self.where if isinstance(self.where, str) else reverse("desk:case", args=[self.where])


NOTES = {
    "page": ("applications:page", gettext_lazy("sealed page to confirm")),
    "draft": ("decisions:batch", gettext_lazy("batch being drafted")),
    "received": ("decisions:objection", gettext_lazy("objection to take up")),
    "panel": ("reviews:close", gettext_lazy("all score sheets are in: scoring can end")),
    "close": ("calls:detail", gettext_lazy("all cases are decided: the call can be closed")),
    "rules": ("rulesets:sign", gettext_lazy("rule set to sign")),
    "indicators": ("indicators:set_sign", gettext_lazy("indicator set to sign")),
    "factors": ("indicators:factors_sign", gettext_lazy("factor set to sign")),
    "batch": ("decisions:batch", gettext_lazy("batch to sign")),
    "document": ("decisions:document", gettext_lazy("document to sign")),
    "accepted": ("decisions:objection", gettext_lazy("objection to settle")),
    "project": ("registers:project", gettext_lazy("project of the reserve pool to review")),
    "restriction": ("registers:restriction", gettext_lazy("restriction to sign")),
    "restricted": ("registers:restricted_project", gettext_lazy("restricted project to sign")),
    "restriction_lifting": ("registers:restriction", gettext_lazy("lifting of a restriction to sign")),
    "restricted_lifting": (
        "registers:restricted_project",
        gettext_lazy("lifting of a restricted project to sign"),
    ),
    "return": ("supervision:duty", gettext_lazy("handed in by the zone, to be checked")),
    "report": ("reports:report", gettext_lazy("report of the zone, to be checked")),
    "lead": ("measures:lead", gettext_lazy("lead to verify")),
    "decide": ("measures:measure", gettext_lazy("measure to decide on: the organisation has been heard")),
    "check": ("measures:rectification", gettext_lazy("rectification to check")),
    "appeal": ("measures:measure", gettext_lazy("appeal to answer")),
    "measure": ("measures:measure", gettext_lazy("measure to sign")),
    "reversal": ("measures:measure", gettext_lazy("reversal of a measure to sign")),
    "scheme": ("monitoring:scheme_sign", gettext_lazy("monitoring scheme to sign")),
    "goals": ("progress:goals_sign", gettext_lazy("targets of the program to sign")),
    "run": ("monitoring:run", gettext_lazy("evaluation of a year to sign")),
    "outdated": ("monitoring:run", gettext_lazy("deductions have changed: evaluate the year anew")),
    "dispensation": ("supervision:duty", gettext_lazy("extension or waiver of a duty, to be decided")),
    "claim": ("claims:claim", gettext_lazy("claim to a site to be settled")),
    "settlement": ("claims:claim", gettext_lazy("settlement of a claim to a site to sign")),
    "alteration": ("alterations:alteration", gettext_lazy("renaming or merger of a zone to sign")),
    "change": ("alterations:change", gettext_lazy("change reported by an organisation, to be checked")),
    "outcome": ("alterations:change", gettext_lazy("decision on a reported change to sign")),
    "withdrawal": ("decisions:withdrawal_answer", gettext_lazy("request to withdraw, to be answered")),
}
"""Of each kind of matter: where it is done, and what is to be done."""
FOUND_BY_CODE = {"indicators", "factors", "scheme", "goals"}
MAILED = {
    "page", "close", "rules", "indicators", "factors", "scheme", "goals", "return", "report", "run", "outdated",
}  # fmt: skip
"""Matters whose titles are public anyway, or a zone's name beside an ordinary duty. What is new stays inside until it is here."""
LEDGER, NEWS = "ledger", "news"
"""The lines whose key is a count: entries of the ledger come by the hundred."""


def item(matter: Matter) -> Item:
    if matter.kind == LEDGER:
        waiting = _("entries to check: %(count)s") % {"count": matter.key}
        return Item(_("Work ledger"), waiting, f"{reverse('ledger:list')}?state={State.SUBMITTED.value}")
    if matter.kind == NEWS:
        waiting = _("news to release: %(count)s") % {"count": matter.key}
        where = f"{reverse('portal:newsroom')}?state={NewsState.SUBMITTED.value}"
        return Item(pgettext("public site", "News"), waiting, where)
    view, note = NOTES[matter.kind]
    title, said = matter.title, str(note)
    if matter.kind == "panel":
        title = f"{title} · {matter.number}"
    elif matter.number:
        said = f"{matter.number} · {said}"
    key = matter.number if matter.kind in FOUND_BY_CODE else matter.key
    outside = "" if matter.kind in MAILED else said
    return Item(title, said, reverse(view, args=[key]), matter.due, matter.provisional, outside=outside)


def _for_clerks() -> Rows:
    received, waiting = Objection.objects.open().filter(accepted_at=None), Return.objects.waiting()
    entries = to_check(User(pk=ME)).order_by().values("state").annotate(count=Count("pk"))
    news = to_release(User(pk=ME)).order_by().values("state").annotate(count=Count("pk"))
    case, call = "item__application__", "round__call__title_"
    return together(
        rows("page", rules.pages_to_confirm(), "version__application__"),
        rows("draft", Batch.objects.filter(prepared_at=None), "title"),
        rows("received", received, case, number="number", due="acceptance_due"),
        rows("panel", panels_to_close(), call, number="name"),
        rows("close", Call.objects.to_close(NOW), "title_"),
        rows("project", PoolProject.objects.to_review(), "title", number="number"),
        rows(LEDGER, entries, "state", key="count"),
        rows(NEWS, news, "state", key="count"),
        rows("claim", SiteClaim.objects.to_settle(NOW), "site__organization__name_", number="number"),
        rows("outdated", outdated_runs(), "scheme__title_", number="name"),
        rows("return", waiting.filter(report=None), "obligation__zone__name_", key="obligation"),
        rows("report", waiting.filter(report__isnull=False), "obligation__zone__name_", key="report"),
        rows("change", ChangeReport.objects.to_check(), "organization__name_", number="number"),
    )


_CLERKS = Prepared(_for_clerks)


def clerks_work(held: Standing, waiting: Iterable[Waiting], moment: datetime) -> Iterator[Item]:
    """Sealed pages, batches, objections to take up, documents to enter, projects, entries, panels and calls to close."""
    yield from map(item, ask(_CLERKS, moment, held.user.pk))
    batches = reverse("decisions:batches")
    for each in waiting:
        yield from clerks_part(each, f"{batches}#call-{each.call}")


def clerks_part(each: Waiting, here: str) -> Iterator[Item]:
    """What a call's cases wait for at deliberation and after it; `here`: the call's card on the page of batches."""
    document = reverse("decisions:document_enter", args=[each.call])
    if each.undecided:
        yield decided(each, _("cases for a batch: %(count)s") % {"count": each.undecided}, here)
    if each.returned:
        note = _("cases to reconsider after an upheld objection: %(count)s")
        yield decided(each, note % {"count": each.returned}, here)
    if each.may_promote:
        yield decided(each, _("a reserve can move up"), here)
    if each.ready:
        note = _("cases whose official document is to be entered: %(count)s")
        yield decided(each, note % {"count": each.ready}, document)
    if each.nobody:
        yield decided(each, _("nobody was chosen: a document says so, and they are told"), document)


def decided(each: Waiting, note: str, where: str) -> Item:
    """Something that follows from a decision: a mail says neither which nor of what."""
    return Item(each.title, note, where, outside=_("a call in deliberation, or after it: open the page"))


def _for_directors() -> Rows:
    me = User(pk=ME)
    documents = OfficialDocument.objects.filter(signed_at=None).exclude(entered_by=me)
    accepted = Objection.objects.open().exclude(accepted_at=None).exclude(accepted_by=me)
    case = "item__application__"
    lifting, changed = partial(liftings_to_sign, user=me), "report__organization__name_"
    return together(
        rows("rules", sets_to_sign(me), "named"),
        rows("indicators", versions_to_sign(IndicatorSet, me), "title_", number="code"),
        rows("factors", versions_to_sign(FactorSet, me), "title_", number="code"),
        rows("batch", batches_to_sign(me), "title"),
        rows("document", documents, "title"),
        rows("accepted", accepted, case, number="number", due="settlement_due"),
        rows("restriction", entries_to_sign(Restriction, me), "owner", number="number"),
        rows("restricted", entries_to_sign(RestrictedProject, me), "title", number="number"),
        rows(
            "restriction_lifting",
            lifting(RestrictionLifting),
            "entry__owner",
            key="entry",
            number="entry__number",
        ),
        rows(
            "restricted_lifting", lifting(ProjectLifting), "entry__title", key="entry", number="entry__number"
        ),
        rows(
            "dispensation",
            Dispensation.objects.open().exclude(asked_by=me),
            "obligation__zone__name_",
            key="obligation",
        ),
        rows("scheme", versions_to_sign(Scheme, me), "title_", number="code"),
        rows("goals", versions_to_sign(GoalSet, me), "title_", number="code"),
        rows("run", runs_to_sign(me), "scheme__title_", number="name"),
        rows("measure", measures_to_sign(me), "owner", number="number"),
        rows("reversal", reversals_to_sign(me), "measure__owner", key="measure", number="measure__number"),
        rows("appeal", appeals_to_answer(me), "measure__owner", key="measure", number="measure__number"),
        rows("settlement", settlements_to_sign(me), "site__organization__name_", number="number"),
        rows("alteration", alterations_to_sign(me), "zone__name_", number="number"),
        rows("outcome", changes_to_sign(me), changed, key="report", number="report__number"),
        rows("withdrawal", WithdrawalRequest.objects.open(), "application__", key="application"),
    )


def _for_supervisors() -> Rows:
    return together(
        rows("lead", leads_to_verify(), "about_", number="number"),
        rows("decide", measures_to_decide(NOW), "owner", number="number"),
        rows("check", rectifications_to_check(), "whose", number="numbered"),
        rows("appeal", appeals_to_answer(), "measure__owner", key="measure", number="measure__number"),
    )


_SUPERVISORS = Prepared(_for_supervisors)


def supervisors_work(moment: datetime) -> Iterator[Item]:
    """Leads to verify, measures to decide on, rectifications to check, appeals to prepare."""
    yield from map(item, ask(_SUPERVISORS, moment))


_DIRECTORS = Prepared(_for_directors)


def directors_work(held: Standing, moment: datetime) -> Iterator[Item]:
    """What waits for a signature or a decision by somebody who did not draft it."""
    yield from map(item, ask(_DIRECTORS, moment, held.user.pk))
    for call in Call.objects.to_open(clock.beijing_date(moment)).only(*SHOWN):
        yield Item(call.title, _("call to open"), reverse("calls:detail", args=[call.pk]))
    batches = reverse("decisions:batches")
    for each in releasable_calls():
        note = _("reserves that move up or are told that nobody does: %(count)s")
        yield decided(each, note % {"count": each.reserves}, f"{batches}#call-{each.call}")
