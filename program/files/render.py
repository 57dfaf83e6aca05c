"""The child that makes PDFs (`python -m program.files.render`): loads the fonts once, answers document after document.

Nothing is fetched: a document consists of its HTML, one style sheet and the pictures handed in with it. A document that
asks for anything else, a file or an address, is not made.
"""

import sys
from pathlib import Path
from typing import Any

from program.files.confined import Message, Work, serve


def prepare() -> Work:
    # The one lazy import of the house: it takes two seconds and needs Pango, which a machine may lack.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    class Shelf:
        """The pictures of one document, by `asset:name`; everything else is refused, and noted."""

        def __init__(self, assets: dict[str, bytes]) -> None:
            self.assets = assets
            self.refused: list[str] = []

        def __call__(self, url: str) -> Any:
            if url in self.assets:
                return URLFetcherResponse(url, self.assets[url])
            self.refused.append(url)
            raise FatalURLFetchingError(url)

    fonts = FontConfiguration()
    style = CSS(
        string=Path(sys.argv[3]).read_text(encoding="utf-8"), font_config=fonts, url_fetcher=Shelf({})
    )

    def render(facts: dict[str, Any], blobs: list[bytes]) -> Message:
        shelf = Shelf(dict(zip(facts["assets"], blobs[1:], strict=True)))
        try:
            page = HTML(string=blobs[0].decode(), url_fetcher=shelf)
            pdf = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True, pdf_identifier=True)
        except FatalURLFetchingError:
            pdf = b""
        return ({"refused": shelf.refused}, []) if shelf.refused else ({}, [pdf])

    return render


if __name__ == "__main__":
    serve(prepare)
