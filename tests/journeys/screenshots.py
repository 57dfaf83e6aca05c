"""`make screenshots`: pictures of the running demo for docs/ and README, at 1280 and 390 px, of 示例 zones only."""

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

PAGES = {
    "home": ("", "/"),
    "call": ("", "/calls/4/"),
    "notice": ("", "/notices/2/"),
    "reports": ("", "/reports/"),
    "report": ("", "/reports/BG-2026-0016/"),
    "verify": ("", "/verify/LS-2026-0013/"),
    "profile": ("", "/parks/SLZ01/"),
    "enterprises": ("", "/enterprises/"),
    "served": ("", "/served/"),
    "queue": ("zone", "/calls/11/recommend/"),
    "claim": ("clerk", "/claims/1/"),
    "change": ("clerk", "/changes/1/"),
    "yearly": ("clerk", "/enterprise-forms/"),
    "sample": ("clerk", "/calls/9/sample/"),
    "statistics": ("clerk", "/desk/statistics/"),
    "desk": ("clerk", "/desk/"),
    "case": ("clerk", "/applications/32/"),
    "part": ("park11", "/applications/34/parts/basics/"),
    "review": ("clerk", "/office/reviews/2/"),
    "batch": ("director", "/batches/2/"),
    "acceptance": ("clerk", "/applications/36/"),
    "progress": ("", "/progress/"),
    "reexamination": ("director", "/batches/12/"),
    "merger": ("clerk", "/alterations/2/"),
    "registers": ("clerk", "/registers/"),
    "coverage": ("clerk", "/ledger/coverage/"),
    "matrix": ("clerk", "/supervision/"),
    "alert": ("supervisor", "/supervision/alerts/2/"),
    "measure": ("supervisor", "/supervision/measures/1/"),
    "rectification": ("supervisor", "/supervision/rectifications/3/"),
    "evaluation": ("director", "/monitoring/runs/3/"),
    "targets": ("clerk", "/monitoring/zones/SLZ21/"),
    "journal": ("auditor", "/desk/journal/"),
    "rules": ("clerk", "/rulesets/2/"),
    "indicators": ("park", "/applications/3/indicators/"),
    "figures": ("clerk", "/indicators/zones/SLZ01/?year=2025"),
    "board": ("zone", "/declarations/zones/SLZ01/?year=2025"),
    "declaration": ("enterprise2", "/declarations/161/"),
}
FOLDER = Path(__file__).parent.parent.parent / "docs" / "screenshots"


def sign_in(page: Any, base: str, username: str, password: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/**")


def main(base: str, password: str) -> None:
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for width in (1280, 390):
            for username in sorted({username for username, _path in PAGES.values()}):
                page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
                if username:
                    sign_in(page, base, username, password)
                for name, (_user, path) in PAGES.items():
                    if _user == username:
                        answer: Any = page.goto(base + path)
                        if not answer.ok:
                            raise SystemExit(
                                f"{name}: {path} answers {answer.status}; the demo's rows have moved"
                            )
                        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=width == 1280)


if __name__ == "__main__":
    main(*sys.argv[1:])
