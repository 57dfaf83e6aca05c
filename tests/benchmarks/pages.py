"""What a page costs: queries, and time as a ratio to a bare page of the same run, with ever more applications.

    python -m tests.benchmarks.pages 1000 10000 100000

On a database of its own: seeds the demonstration, fills, measures.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks.report import keep, own_database
from tests.benchmarks.throughput import throughput

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))


@dataclass(frozen=True)
class Page:
    """A page, who opens it, and what it may cost: queries, and times the bare page."""

    name: str
    user: str
    address: Callable[[], str]
    queries: int
    ratio: float


def pages() -> list[Page]:
    """Addresses are those of the demonstration's own rows: everything on them was made by the verbs."""
    from django.urls import reverse

    from program.applications.models import Application
    from program.calls.models import Call
    from program.decisions.models import Designation
    from program.reports.models import Report
    from program.reviews.models import Assignment

    def listed() -> str:
        return (
            Application.objects.filter(number__startswith="YQ", outcome="listed")
            .order_by("pk")[2]
            .get_absolute_url()
        )

    def sheet() -> str:
        assignment = Assignment.objects.filter(expert__user__username="expert1", voided_at=None).order_by(
            "-pk"
        )[0]
        return reverse("reviews:sheet", args=[assignment.pk])

    def enterprise() -> str:
        held = Designation.objects.filter(zone=None, letter_number__startswith="B-")
        return str(held.select_related("organization").earliest("pk").organization.public_url)

    def cases_of_enterprises() -> str:
        call = Call.objects.filter(applications__number__startswith="B-QY").first()
        assert call is not None
        return f"{reverse('applications:list')}?call={call.pk}"

    def letter() -> str:
        return reverse("decisions:verify", args=[Designation.objects.earliest("pk").letter_number])

    def published() -> Report:
        found: Report = Report.objects.newest().order_by("pk")[0]
        return found

    return [
        Page("office's list of cases", "clerk", lambda: reverse("applications:list"), 12, 20),
        Page("…of overdue cases", "clerk", lambda: f"{reverse('applications:list')}?overdue=yes", 12, 20),
        Page("a case, to the office", "clerk", listed, 20, 25),
        Page("a case, to its applicant", "park", listed_of_park, 20, 25),
        Page("desk of a clerk", "clerk", lambda: reverse("desk:desk"), 12, 15),
        Page("desk of a director", "director", lambda: reverse("desk:desk"), 12, 15),
        Page("desk of an applicant", "park", lambda: reverse("desk:desk"), 12, 15),
        Page("desk of an expert", "expert1", lambda: reverse("desk:desk"), 12, 15),
        Page("matrix of duties", "clerk", lambda: reverse("supervision:matrix"), 15, 20),
        Page("score sheet", "expert1", sheet, 20, 15),
        Page("a search", "clerk", lambda: f"{reverse('search:search')}?q=示例", 20, 25),
        Page("the board", "", lambda: reverse("progress:board"), 8, 15),
        Page("published reports", "", lambda: reverse("reports:public"), 8, 15),
        Page("a published report", "", lambda: str(published().public_url), 8, 25),
        Page("a zone", "", lambda: str(published().obligation.zone.public_url), 8, 25),
        Page("front page", "", lambda: "/", 8, 15),
        Page("calls", "", lambda: reverse("portal:calls"), 8, 15),
        Page("a call", "", lambda: Call.objects.get(code="2026-1").get_absolute_url(), 8, 15),
        Page("notices", "", lambda: reverse("decisions:notices"), 8, 15),
        Page("a notice", "", a_notice, 8, 15),
        Page("register", "", lambda: reverse("decisions:designations"), 8, 15),
        Page("a letter verified", "", letter, 8, 15),
        Page("directory of enterprises", "", lambda: reverse("portal:enterprises"), 8, 15),
        Page("…found by name", "", lambda: f"{reverse('portal:enterprises')}?q=科技有限公司2", 8, 15),
        Page("an enterprise", "", enterprise, 8, 15),
        Page("served enterprises", "", lambda: reverse("served:public"), 8, 15),
        Page("records of service, to the office", "clerk", lambda: reverse("served:records"), 15, 20),
        Page("cases of enterprises", "clerk", cases_of_enterprises, 15, 20),
    ]  # fmt: skip


def a_notice() -> str:
    from program.decisions.models import PublicNotice

    return str(PublicNotice.objects.order_by("pk")[0].get_absolute_url())


def listed_of_park() -> str:
    from program.applications.models import Application
    from program.people.models import User

    user = User.objects.get(username="park")
    return (
        Application.objects.written_by(user).filter(number__startswith="YQ").earliest("pk").get_absolute_url()
    )


def measure(page: Page) -> tuple[int, float]:
    """Queries, and the median of the ratios of pairs: bare, page, bare, page …"""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from program.people.models import User

    browser, address = Client(), page.address()
    if page.user:
        browser.force_login(User.objects.get(username=page.user))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200, (page.name, address, answer.status_code)
    queries = sum("clock_timestamp" not in (query["sql"] or "") for query in asked.captured_queries)
    bare = Client()
    bare.force_login(User.objects.get(username=page.user or "park"))
    ratios = []
    for _ in range(ROUNDS):
        base = seconds(bare, "/bare/")
        ratios.append(seconds(browser, address) / base)
    return queries, statistics.median(ratios)


def seconds(browser: object, address: str) -> float:
    """The least of three, so that a neighbour on the machine counts less."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        browser.get(address)  # type: ignore[attr-defined]
        taken.append(time.perf_counter() - began)
    return min(taken)


def run(sizes: list[int]) -> list[str]:
    """A table: one row a page, one pair of columns a size."""
    from django.core.management import call_command
    from django.test.utils import override_settings

    from tests.benchmarks.filler import fill
    from tests.benchmarks.firms import fill_firms

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("seed_demo", verbosity=0)
    figures: dict[str, list[tuple[int, float]]] = {}
    listed = pages()
    with override_settings(ROOT_URLCONF="tests.benchmarks.urls", ALLOWED_HOSTS=["testserver"]):
        fill_firms()
        for size in sizes:
            fill(size)
            for page in listed:
                figures.setdefault(page.name, []).append(measure(page))
                sys.stderr.write(f"{size:>7} {page.name}: {figures[page.name][-1]}\n")
    head = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| page | queries (most) | {head} | most | growth |", "|---|---|" + "---|" * (len(sizes) + 2)]
    for page in listed:
        found = figures[page.name]
        ratios = [ratio for _queries, ratio in found]
        growth = ratios[-1] / ratios[-2] if len(ratios) > 1 else 1.0
        asked = max(queries for queries, _ratio in found)
        cells = " | ".join(f"{ratio:.1f} ×" for ratio in ratios)
        kept = "" if asked <= page.queries and max(ratios) <= page.ratio else " **over**"
        lines.append(
            f"| {page.name} | {asked} ({page.queries}) | {cells} | {page.ratio:.0f} ×{kept} | {growth:.2f} |"
        )
    return lines


def main() -> None:
    own_database()
    table = run([int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000])
    sys.stdout.write("\n".join(table) + "\n")
    keep("pages", table)
    keep("throughput", throughput(a_notice()))


if __name__ == "__main__":
    main()
