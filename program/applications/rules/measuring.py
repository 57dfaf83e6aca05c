"""What declared figures say of an application: under the call's indicator set, frozen with each version; or beside its own."""

from typing import Any

from django.utils.module_loading import import_string

from program import tracks
from program.applications.models import Application, Version
from program.applications.rules.content import INDICATORS
from program.applications.rules.limits import writable_parts
from program.indicators.rules import Record, measure_zone
from program.process.models import StageName


def measurement(application: Application, last: Version | None = None) -> Record | None:
    """As a version handed in now would say; none where the call has no indicator set.

    A correction that was not asked about the figures keeps those of the version that it corrects (`last`, if it is known).
    """
    call = application.call
    if call.indicator_set is None or call.indicator_year is None:
        return None
    if application.stage == StageName.CORRECTION and INDICATORS not in writable_parts(application):
        last = last or application.latest_version()
        kept: Record | None = last.data.get(INDICATORS) if last else None
        return kept
    return measure_zone(application.zone, call.indicator_set, call.indicator_year)


def beside(application: Application, data: dict[str, Any]) -> list[tracks.Beside]:
    """What was declared of the same that a version, or a draft, states; nothing where nothing was."""
    ask = tracks.get(application.track).beside
    found: list[tracks.Beside] = import_string(ask)(application, data["parts"]) if ask else []
    return found if any(each.declared is not None for each in found) else []
