"""From a step of the board to the cases behind it, within the reach of whoever is signed in. The numbers stay as they are."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from program import tracks
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import standing
from program.process.models import StageName
from program.progress.rules.counting import STAGES, Step
from program.progress.rules.showing import Counter, Part


def with_addresses(counters: Iterable[Counter], user: object) -> list[Counter]:
    """Each step leads to the search for its stages, where the person sees cases at all."""
    held = standing(user)
    if not (held.reads_everything or held.has(*APPLICANT_ROLES, Role.RECOMMENDER)):
        return list(counters)
    return [
        replace(
            counter,
            parts=drilled(counter.parts, titles_of(counter.tier), reads=held.reads_everything),
            going_on=[
                (label, drilled(parts, [code], reads=held.reads_everything), code)
                for label, parts, code in counter.going_on
            ],
        )
        for counter in counters
    ]


def titles_of(tier: str) -> list[str]:
    return [track.code for track in tracks.everyone() if track.tier == tier and not track.follows]


def drilled(parts: list[Part], codes: list[str], *, reads: bool) -> list[Part]:
    return [
        replace(part, address=address(Step(part.code), codes, reads=reads))
        if part.code in Step.values
        else part
        for part in parts
    ]


def address(step: Step, codes: list[str], *, reads: bool) -> str:
    """Who was not chosen reads like the others to everybody outside the office, who cannot ask for it either."""
    if not codes:
        return ""
    stages = [stage for stage in STAGES[step] if reads or stage != StageName.UNLISTED]
    terms = f"stage:{','.join(stages)} track:{','.join(codes)}"
    return f"{reverse('search:search')}?{urlencode({'q': terms, 'kind': 'cases'})}"
