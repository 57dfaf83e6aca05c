"""What an archive holds: everything that is kept of a case, in the order of its life."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from program.applications.models import (
    Abandonment,
    Application,
    ApplicationForm,
    Recommendation,
    SealedPage,
    VersionFile,
)
from program.decisions.models import Designation, DocumentItem, WithdrawalRequest
from program.files.models import File
from program.papers.models import Paper
from program.papers.rules.blocks import Block
from program.papers.rules.records import objections, opinion, visited
from program.reviews.models import Bundle, ReviewConclusion
from program.visits.models import Visit

INDEX = "00-目录.pdf"
RECORD = "14-办理记录/办理记录.pdf"
RECORD_AS_CSV = "14-办理记录/办理记录.csv"


@dataclass(frozen=True)
class Kept:
    """A file of the archive: content that is kept already, or blocks that are printed now."""

    folder: str
    name: str
    at: datetime
    file: File | None = None
    blocks: tuple[Block, ...] = ()


def contents(application: Application) -> list[tuple[str, Kept]]:
    """Path in the archive → what lies there. Inside a folder things are counted, so that no two share a name."""
    counted: dict[str, int] = {}
    listed = []
    for kept in everything(application):
        counted[kept.folder] = place = counted.get(kept.folder, 0) + 1
        listed.append((f"{kept.folder}/{place:02d}-{kept.name}", kept))
    return listed


def everything(application: Application) -> Iterator[Kept]:
    yield from handed_in(application)
    yield from judged(application)
    yield from decided(application)


def handed_in(application: Application) -> Iterator[Kept]:
    """What came from the applicant and its recommending body."""
    for form in of_versions(ApplicationForm, application):
        yield of_file("01-申报书", f"第{form.version.number}版", form.file)
    for page in of_versions(SealedPage, application):
        state = "已退回" if page.rejected_at else "已核对" if page.confirmed_at else "未核对"
        yield of_file("02-盖章页", f"第{page.version.number}版-{state}", page.file)
    for row in of_versions(VersionFile, application):
        yield of_file("03-附件", f"第{row.version.number}版", row.file)
    for bundle in of_versions(Bundle, application):
        yield of_file("04-评阅合订本", f"第{bundle.version.number}版", bundle.file)
    letters = Recommendation.objects.filter(proceeding__application=application, letter__isnull=False)
    for letter in letters.select_related("letter").order_by("pk"):
        if letter.letter is not None:
            yield of_file("05-推荐函", "", letter.letter)


def judged(application: Application) -> Iterator[Kept]:
    """What the office wrote to the applicant, what the panel and the visiting team concluded."""
    for paper in Paper.objects.of_case(application).select_related("pdf", "docx").order_by("pk"):
        for print_ in (paper.pdf, paper.docx):
            if print_ is not None:
                yield of_file("06-办理文书", "", print_)
    concluded = ReviewConclusion.objects.filter(proceeding__application=application)
    for conclusion in concluded.select_related("version").order_by("pk"):
        yield Kept("07-专家评审", "专家组评审意见.pdf", conclusion.at, blocks=tuple(opinion(conclusion)))
    visits = Visit.objects.filter(application=application)
    for visit in visits.select_related("record", "conclusion").order_by("pk"):
        if visit.record is not None:
            yield of_file("08-现场核查", "签字记录", visit.record)
        yield Kept("08-现场核查", "现场核查情况.pdf", visit.planned_at, blocks=tuple(visited(visit)))


def decided(application: Application) -> Iterator[Kept]:
    """From the public notice to the letter; and how a case was given up."""
    for item in application.notice_items.select_related("notice__file").order_by("pk"):
        if item.notice.file is not None:
            yield of_file("09-公示", "", item.notice.file)
    found = objections(application)
    if found is not None:
        yield Kept("10-异议", "异议核实情况.pdf", found.at, blocks=tuple(found.blocks))
    listed = DocumentItem.objects.filter(application=application, document__signed_at__isnull=False)
    for row in listed.select_related("document__file").order_by("pk"):
        yield of_file("11-公布文件", row.document.number, row.document.file)
    designations = Designation.objects.filter(application=application, letter__isnull=False)
    for designation in designations.select_related("letter__file"):
        yield of_file("12-入选通知书", "", designation.letter.file)
    requests = WithdrawalRequest.objects.filter(application=application)
    for request in requests.select_related("letter").order_by("pk"):
        yield of_file("13-放弃和撤回", "撤回申请", request.letter)
    given_up = Abandonment.objects.filter(application=application, letter__isnull=False)
    for gone in given_up.select_related("letter").order_by("pk"):
        if gone.letter is not None:
            yield of_file("13-放弃和撤回", "放弃申报", gone.letter)


def of_versions(model: Any, application: Application) -> Any:
    """Rows of all versions of the case, in order."""
    rows = model.objects.filter(version__application=application)
    return rows.select_related("file", "version").order_by("version__number", "pk")


def of_file(folder: str, label: str, file: File) -> Kept:
    return Kept(folder, "-".join(filter(None, (label, file.name))), file.uploaded_at, file=file)


def size_of(files: Iterable[Kept]) -> int:
    """Bytes of what is kept already; what is printed now hardly counts."""
    return sum(kept.file.size for kept in files if kept.file is not None)


def unprinted(application: Application) -> list[str]:
    """Prints that the background still owes: an archive waits for them."""
    owed = [str(version) for version in application.versions.filter(form=None)]
    owed += [str(paper) for paper in Paper.objects.of_case(application).filter(pdf=None)]
    notices = application.notice_items.filter(notice__file=None)
    owed += [str(item.notice) for item in notices.select_related("notice")]
    designations = Designation.objects.filter(application=application, letter=None)
    owed += [str(row) for row in designations.select_related("zone")]
    return owed
