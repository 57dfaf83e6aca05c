"""What people do with a case file, each thing by its verb."""

from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile

from demonstrations.parks.demo import answers
from program import clock
from program.applications import actions
from program.applications.forms import part_form
from program.applications.models import Application, Recommendation, SealedPage, Version
from program.applications.rules import draft, part_of
from program.people.models import User
from tests.files.samples import pdf

Page = dict[str, str]


def scan(name: str = "scan.pdf") -> SimpleUploadedFile:
    """A scan as a browser sends it; each call a file of its own."""
    return SimpleUploadedFile(name, pdf(), "application/pdf")


def write(
    case: Application, code: str, *, by: User, page: Page | None = None, changes: Page | None = None
) -> None:
    """Save a part: the demonstration's answers, some of them changed."""
    stored = draft(case, part_of(case, code))
    form = part_form(part_of(case, code), stored, (page or answers(0)[code]) | (changes or {}))
    actions.save_part(case, code, form, revision=stored.revision, by=by)


def write_all(case: Application, *, by: User, but: Iterable[str] = ()) -> Application:
    for code in answers(0):
        if code not in but:
            write(case, code, by=by)
    return case


def submit(case: Application, *, by: User) -> Version:
    return actions.submit(case, by=by)


def seal(case: Application, *, by: User) -> SealedPage:
    version = case.latest_version()
    return actions.hand_in_sealed_page(case, scan(), code=version.code, by=by)


def recommend(case: Application, *, by: User, rank: int = 1) -> Recommendation:
    return actions.recommend(
        case,
        letter_number=f"示例科函〔2026〕{rank}号",
        letter_date=clock.today(),
        rank=rank,
        opinion="",
        letter=scan("letter.pdf"),
        by=by,
    )
