"""The child that looks into files: one question a file, answered by a problem's code or by the content to keep."""

import logging
from collections.abc import Callable
from typing import Any

from program.files.confined import Message, Work, serve
from program.files.examine.office import examine_docx, examine_xlsx
from program.files.examine.pdf import examine_pdf
from program.files.examine.pictures import examine_jpeg, examine_png
from program.files.examine.unfit import Unfit

EXAMINERS: dict[str, Callable[[bytes], bytes]] = {
    "PDF": examine_pdf,
    "JPEG": examine_jpeg,
    "PNG": examine_png,
    "DOCX": examine_docx,
    "XLSX": examine_xlsx,
}


def examine(facts: dict[str, Any], blobs: list[bytes]) -> Message:
    try:
        return {}, [EXAMINERS[facts["type"]](blobs[0])]
    except Unfit as unfit:
        return {"problem": unfit.code}, []


def prepare() -> Work:
    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # it reports each flaw of a file that it can read all the same
    return examine


if __name__ == "__main__":
    serve(prepare)
