"""What everybody may take away as a table: columns with their meanings, rows in one query. All of it is public."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from program import tracks
from program.clock import beijing_date
from program.decisions.models import Designation, NoticeItem, Standing
from program.files.spreadsheet import escaped
from program.zones.models import Zone

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Dataset:
    """A table: its name in the address, what it is, its columns (name, meaning), and where its rows come from."""

    name: str
    title: LazyText
    columns: tuple[tuple[str, str | LazyText], ...]
    rows: Callable[[], Iterable[Row]]

    @property
    def head(self) -> list[str]:
        return [name for name, _meaning in self.columns]

    def as_csv(self) -> str:
        """UTF-8 with its mark; a text that a spreadsheet would take for a formula is written behind a quote."""
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow(self.head)
        writer.writerows([escaped("" if value is None else value) for value in row] for row in self.rows())
        return "\ufeff" + out.getvalue()

    def as_json(self) -> str:
        found = [dict(zip(self.head, row, strict=True)) for row in self.rows()]
        return json.dumps(found, ensure_ascii=False, default=str, indent=1)


def designations() -> Iterator[Row]:
    """The register with its history; one query."""
    for each in Designation.objects.for_lists().select_related("succeeds").order_by("letter_number"):
        before, holder = each.succeeds, each.zone.code if each.zone else each.organization.credit_code
        yield (
            each.letter_number, each.track, each.standing, holder, each.subject.name_zh, each.subject.province, each.since,
            each.until, each.document.number, before.letter_number if before else None,
        )  # fmt: skip


def notices() -> Iterator[Row]:
    """Every line of every public notice as it was published; one query."""
    for each in NoticeItem.objects.select_related("notice").order_by("notice", "position"):
        published = beijing_date(each.notice.published_at), beijing_date(each.notice.ends)
        yield each.notice.number, each.notice.title, *published, each.position, each.zone_name, each.province


def zones() -> Iterator[Row]:
    yield from Zone.objects.order_by("code").values_list(
        "code",
        "name_zh",
        "name_en",
        "province",
        "city",
        "approved_year",
        "certainty",
        "closed_on",
        "merged_into__code",
    )


def with_codes(meaning: LazyText, choices: Callable[[], Iterable[tuple[str, Any]]]) -> str:
    """What a column means, with the word of each code that stands in it."""
    return f"{meaning}{_(': ')}" + str(_("; ")).join(f"{code} {label}" for code, label in choices())


coded = lazy(with_codes, str)
PROVINCE = _("province, by the first two digits of GB/T 2260")
DATASETS = {
    each.name: each
    for each in (
        Dataset(
            "designations",
            _("Register of designations"),
            (
                ("letter_number", _("number of the letter, by which it is verified")),
                ("track", coded(_("what was designated"), tracks.choices)),
                ("standing", coded(_("standing today"), lambda: Standing.choices)),
                ("holder_code", _("code of the zone in this platform, or credit code of the enterprise")),
                ("holder", _("name of the zone or enterprise")),
                ("province", PROVINCE),
                ("since", _("first day of the term")),
                ("until", _("last day of the term")),
                ("document", _("number of the official document")),
                ("succeeds", _("letter of the designation that it took the place of")),
            ),
            designations,
        ),
        Dataset(
            "notices",
            _("Public notices, line by line"),
            (
                ("notice", _("number of the notice")),
                ("title", _("its title")),
                ("published", _("day of publication")),
                ("until", _("last day to object")),
                ("position", _("place in the list")),
                ("zone", _("name of the zone or enterprise as it was published")),
                ("province", PROVINCE),
            ),
            notices,
        ),
        Dataset(
            "zones",
            _("National high-tech zones"),
            (
                ("code", _("code of the zone in this platform")),
                ("zone", _("name of the zone")),
                ("name_en", _("English name, mostly constructed")),
                ("province", PROVINCE),
                ("city", _("city")),
                ("approved_year", _("year of approval by the State Council")),
                ("certainty", _("A seen in a source, B name seen, C from memory")),
                ("closed_on", _("from this day on part of another zone")),
                ("merged_into", _("code of that zone")),
            ),
            zones,
        ),
    )
}


def publish(dataset: Dataset) -> None:
    """A table of a track, handed in when its app is ready."""
    DATASETS[dataset.name] = dataset
