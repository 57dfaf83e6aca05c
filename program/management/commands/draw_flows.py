"""`manage.py draw_flows`: docs/processes.md, each track's flow drawn from its own nodes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from program import tracks
from program.process.models import StageName

HEAD = "# Processes\n\nDrawn by `manage.py draw_flows` from the flows themselves; `make check` says when it is out of date.\n"


def name_of(node: Any) -> str:
    """Stages by the office's word and the code's, gateways as questions, the start by its name."""
    if node.name in StageName.values:
        return f"{StageName(node.name).label} ({node.name})"
    return str(node.name)


def shape(node: Any) -> str:
    """The node as Mermaid draws it: stages are boxes, gateways diamonds, ends and starts round."""
    text = name_of(node).replace("(", "#40;").replace(")", "#41;")
    if node.task_type == "SWITCH":
        return f'{node.name}{{"{text}?"}}'
    if node.task_type in {"END", "START"}:
        return f'{node.name}(["{text}"])'
    return f'{node.name}["{text}"]'


def drawing(flow_class: Any) -> str:
    """One flow as a Mermaid chart."""
    nodes = sorted(flow_class.instance.nodes(), key=lambda node: str(node.name))
    lines = [f"  {shape(node)}" for node in nodes]
    for node in nodes:
        lines += [f"  {edge.src.name} --> {edge.dst.name}" for edge in node._outgoing()]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def document() -> str:
    """The whole of docs/processes.md."""
    parts = [
        f"## {track.label} ({track.code})\n\n{drawing(track.flow_class)}\n" for track in tracks.everyone()
    ]
    return "\n".join([HEAD, *parts])


class Command(BaseCommand):
    help = "Draw the flows into docs/processes.md; --check only says whether it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "processes.md"
        text = document()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise SystemExit("docs/processes.md is out of date: manage.py draw_flows")
