"""The search of the public site: each kind of thing within the queryset that everybody reads, and no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from program import tracks
from program.calls.models import Call
from program.decisions.models import Designation, PublicNotice, Standing
from program.people.models import User
from program.portal.models import News, NewsKind
from program.portal.rules.directory import certified
from program.refusals import Invalid
from program.reports.models import Report
from program.search.rules import Terms, zones_named
from program.search.rules.sources import Hit, Source, by_name, hit, in_province
from program.supervision.models import Duty
from program.zones.models import Zone

MOST = 10
"""Of a kind, on the page of all kinds; the rest is one link away."""
LONGEST, MOST_WORDS = 80, 6


def reports(_user: object) -> QuerySet[Any]:
    found: QuerySet[Any] = Report.objects.newest().select_related("obligation__zone").defer("content")
    return found.order_by("-obligation__year", "-pk")


def report_hit(report: Report) -> Hit:
    said = report.obligation
    return Hit(f"{said.zone} {said.get_duty_display()} {said.year}", str(report.number), report.public_url)


SOURCES = {
    source.code: source
    for source in (
        Source(
            "zones", gettext_lazy("Zones"), lambda _user: Zone.objects.order_by("code"), (), "",
            lambda zone: Hit(str(zone), str(zone.get_province_display()), zone.public_url),
        ),
        Source(
            "enterprises", gettext_lazy("Leading enterprises"), lambda _user: certified(), (), "",
            lambda firm: Hit(str(firm), f"{firm.get_province_display()} · {firm.credit_code}", firm.public_url),
            of_a_zone=False, firm="pk",
        ),
        Source(
            "designations", gettext_lazy("Published lists"),
            lambda _user: Designation.objects.for_lists().order_by("-since", "-pk"),
            ("letter_number", "document__number", "document__title"), "zone",
            lambda one: hit(one, f"{one.subject} {one.track_label}", f"{one.letter_number} · {one.get_standing_display()}"),
            firm="organization", told=(("standing", lambda: Standing.choices), ("track", tracks.choices)),
        ),
        Source(
            "notices", gettext_lazy("Public notices"), lambda _user: PublicNotice.objects.order_by("-pk").distinct(),
            ("number", "title", "items__zone_name"), "items__application__zone",
            lambda notice: hit(notice, notice.title, notice.number), firm="items__application__applicant",
        ),
        Source(
            "calls", gettext_lazy("Calls"), lambda _user: Call.objects.published().order_by("-pk"),
            ("code", "title_zh", "title_en"), "", lambda call: hit(call, call.title, call.code), of_a_zone=False,
        ),
        Source(
            "reports", gettext_lazy("Reports of the zones"), reports, ("number",), "obligation__zone", report_hit,
            told=(("obligation__duty", lambda: Duty.choices),),
        ),
        Source(
            "news", pgettext_lazy("public site", "News"),
            lambda _user: News.objects.released().select_related("zone"), ("number", "title", "place", "text"), "zone",
            lambda news: Hit(news.title, f"{news.get_kind_display()} · {news.whose}", news.public_url),
            told=(("kind", lambda: NewsKind.choices),),
        ),
    )
}  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    """What is searched for. `Invalid` where it is more than anybody means."""
    words = tuple(text.split())
    if len(text) > LONGEST or len(words) > MOST_WORDS or "\0" in text:
        said = _("Search for at most %(words)d words with %(most)d characters together.")
        raise Invalid(said % {"words": MOST_WORDS, "most": LONGEST}, field="q")
    return words


@dataclass(frozen=True)
class Named:
    """Word → the zones and the certified enterprises that it names."""

    zones: dict[str, set[int]]
    firms: dict[str, set[int]]


def named(words: Iterable[str]) -> Named:
    """Two queries."""
    wanted = tuple(words)
    return Named(zones_named(wanted), firms_named(wanted))


def firms_named(words: Iterable[str]) -> dict[str, set[int]]:
    """Word → certified enterprises that it names, by a name they bear or bore, its initials, credit code or province; and
    by those of whatever was merged into them. One query."""
    own = ("name_zh", "name_en", "credit_code", "former_names__name_zh")
    columns = (*own, *(f"absorbed__{name}" for name in own))
    rows = list(certified().order_by().values_list("pk", "province", *columns))
    called, there = (
        by_name((pk, said) for pk, _where, *said in rows),
        [(pk, where) for pk, where, *_said in rows],
    )
    return {word: called(word) | in_province(word, there) for word in words}


def find(source: Source, words: tuple[str, ...], by: Named) -> QuerySet[Any]:
    """What of a kind has every word. Whoever asks finds the same: nobody is signed in here."""
    return source.found(Terms(words), User(), by.zones, by.firms)
