"""How long declared figures take: 3,000 enterprises × 8 lines imported, × 5 years derived; how many slips are flagged.

DATABASE_URL=… python -m tests.benchmarks.figures      # on an empty, migrated database of its own
"""

import os
import sys
import time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from program.indicators.actions import Row

FIRMS, YEARS = int(os.environ.get("FIRMS", "3000")), range(2021, 2026)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "program.config.settings")
    django.setup()
    from django.core.management import call_command

    from program.indicators.actions import import_figures
    from program.indicators.rules import everything
    from tests.indicators.test_slips import measured

    call_command("load_reference", verbosity=0)
    settle()
    for year in YEARS:
        given = rows(year)
        began = time.perf_counter()
        found = import_figures(given, progress=tell)
        say(
            f"{year}: {len(given)} rows of {found.written} enterprises imported in {time.perf_counter() - began:.1f} s"
        )
    began = time.perf_counter()
    derived = everything(YEARS[-1])
    say(
        f"{len(derived)} values of {FIRMS} enterprises × {len(YEARS)} years derived in {time.perf_counter() - began:.1f} s"
    )
    later, first, false = measured(FIRMS)
    say(
        f"slips flagged: {later:.2%} with a year before, {first:.2%} without; honest figures flagged: {false:.2%}"
    )


def settle() -> None:
    """So many enterprises with one site each in one zone, straight into the tables."""
    from program.people.models import Organization, OrganizationKind
    from program.zones.models import Affiliation, Site, Zone
    from tests.factories import credit_code
    from tests.indicators.firms import INDUSTRIES

    zone = Zone.objects.earliest("pk")
    made = Organization.objects.bulk_create(
        Organization(
            credit_code=credit_code(5_000 + number, prefix="91"), name_zh=f"示例企业{number}",
            kind=OrganizationKind.ENTERPRISE, province="32",
        )
        for number in range(FIRMS)
    )  # fmt: skip
    sites = Site.objects.bulk_create(
        Site(organization=one, name_zh="主厂区", industry=INDUSTRIES[number % len(INDUSTRIES)])
        for number, one in enumerate(made)
    )
    Affiliation.objects.bulk_create(Affiliation(site=site, zone=zone, since_year=2015) for site in sites)


def rows(year: int) -> list["Row"]:
    from program.indicators.actions import Row
    from tests.factories import credit_code
    from tests.indicators.firms import firms

    return [
        Row("", 0, credit_code(5_000 + firm.number, prefix="91"), str(year), place, str(figure), "")
        for firm in firms(FIRMS, YEARS)
        for place, figure in firm.years[year].figures.items()
    ]


def tell(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total} ")


def say(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")


if __name__ == "__main__":
    main()
