"""Two at the office's papers at one moment: numbers run on without a gap, prints and archives are kept once."""

from functools import partial
from pathlib import Path

import pytest

from program.applications.models import FormalityCheck
from program.files.models import File
from program.files.steps import being_written
from program.journal.models import Line, Verb
from program.journal.rules import Head
from program.papers import actions
from program.papers.models import Archive, Letterhead, Paper, PaperKind
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS, at_once, came
from tests.races.situations import Office
from tests.races.table import Race, Setting, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
NAMES = {"heading": "甲", "red": True, "signature": "甲", "issuer": "甲", "copy_to": ""}


def drafted(on: Office) -> Letterhead:
    words = dict.fromkeys(PaperKind, "示例")
    return actions.draft_letterhead(**NAMES, words=words, by=on.clerk)  # type: ignore[arg-type]


def check(on: Office) -> FormalityCheck:
    return FormalityCheck.objects.get(version__application=on.to_correct())


def paper(on: Office) -> Paper:
    return actions.draft_paper(PaperKind.CORRECTION, check(on), by=on.clerk)


def running(numbers: list[int]) -> int:
    """1 where they follow one another and none is missing or there twice."""
    return int(
        len(numbers) == THREADS and sorted(numbers) == list(range(min(numbers), min(numbers) + THREADS))
    )


@race
def letterhead_signed_against_discarded(on: Office) -> Race:
    letterhead = drafted(on)
    done = Line.objects.filter(
        verb__in=(Verb.SIGN_LETTERHEAD, Verb.DISCARD_LETTERHEAD), subject=letterhead.subject
    )
    sign = by_all(actions.sign_letterhead, letterhead, on.directors)
    return Race(half(sign, by_all(actions.discard_letterhead, letterhead, on.clerks)), done.count)


@race
def draft_paper(on: Office) -> Race:
    of = check(on)
    moves = [partial(actions.draft_paper, PaperKind.CORRECTION, of, by=by) for by in on.clerks]

    def numbers() -> list[int]:
        made = Paper.objects.filter(check_row=of).values_list("number", flat=True)
        return [int(number.partition("〕")[2].removesuffix("号")) for number in made]

    return Race(moves, lambda: running(numbers()), [EVERYBODY])


@race
def archive_case(on: Office) -> Race:
    case = on.sealed().version.application
    numbers = Archive.objects.filter(application=case).values_list("number", flat=True)
    moves = by_all(actions.archive_case, case, on.clerks)
    return Race(moves, lambda: running(list(numbers)), [EVERYBODY])


@race
def paper_printed_by_eight_workers(on: Office) -> Race:
    made = paper(on)
    prints = [partial(actions.keep_paper, made, b"%d" % place, b"%d" % place) for place in range(THREADS)]
    kept = File.objects.filter(name__startswith=made.number)
    return Race(prints, lambda: int(kept.count() == 2), [EVERYBODY])


@race
def archive_made_by_eight_workers(on: Office) -> Race:
    made = actions.archive_case(on.sealed().version.application, by=on.clerk)

    def make() -> None:
        with being_written() as target:
            Path(target).write_bytes(b"zip")
            actions.keep_archive(made, target, head=Head(1, "head"))

    return Race([make] * THREADS, File.objects.filter(name=f"{made}.zip").count, [EVERYBODY])


# ---------------------------------------------------------------- run
def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)


@pytest.mark.usefixtures("without_lock")
@pytest.mark.parametrize("setting", [draft_paper, archive_case, letterhead_signed_against_discarded])
def test_without_the_lock_it_is_not_so(everybody: Office, setting: Setting) -> None:
    held = setting(everybody)
    answers = came(at_once(*held.moves))
    assert answers not in held.comes_to or held.effect() != 1
