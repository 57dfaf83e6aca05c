"""Whether everybody can use a page: what axe finds, what sticks out at the width of a phone, where the keyboard leads."""

from pathlib import Path
from typing import Any

from django.conf import settings

HERE = Path(__file__).parent
AXE = (Path(settings.BASE_DIR) / "tests" / "vendor" / "axe.min.js").read_text()
KEYBOARD = (HERE / "keyboard.js").read_text()
PHONE = {"width": 390, "height": 800}
DESKTOP = {"width": 1280, "height": 900}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"], iframes: false, preload: false}).then(found =>
  found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`)))"""
WIDE = """() => {
  const page = document.scrollingElement, edge = page.clientWidth;
  if (page.scrollWidth <= edge) return [];
  const kept = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
    if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
  const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > edge + .5 && !kept(e));
  const ends = out.filter(e => !out.some(other => other !== e && e.contains(other)));
  return [`wider than ${edge} px (${page.scrollWidth}): ` + ends.slice(0, 3).map(e => e.outerHTML.slice(0, 160)).join(" | ")];
}"""
UNFOLD = """() => {
  addEventListener("toggle", event => event.stopImmediatePropagation(), true); // or each would close the one before it
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}"""


def axe(page: Any) -> list[str]:
    """What axe finds: the rule, the node."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, RULES)
    return found


def too_wide(page: Any) -> list[str]:
    """What makes a page at the width of a phone scroll sideways."""
    found: list[str] = page.evaluate(WIDE)
    return found


def unfold(page: Any) -> None:
    """Open every step that shows its effects first, all at a time."""
    page.evaluate(UNFOLD)


def tabbed(page: Any) -> list[str]:
    """Tab from the top to the bottom: each thing in its turn, in sight, with a ring; nothing holds the keyboard."""
    for _stop in range(page.evaluate(f"{KEYBOARD}.begin()")):
        page.keyboard.press("Tab")
    found: list[str] = page.evaluate("() => window.keyboard.end()")
    return found
