"""Reading the PDFs that the program makes."""

from io import BytesIO

from pypdf import PdfReader


def pdf_text(content: bytes) -> str:
    """What is printed on all pages, white space folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
