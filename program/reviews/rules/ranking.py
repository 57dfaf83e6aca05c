"""What a ranking is made of, whether it still stands, and its lines."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from program.applications.models import Application
from program.calls.models import Criterion
from program.process.models import Outcomes, Proceeding, StageName
from program.reviews.models import (
    Advice,
    Panel,
    PanelCase,
    RankingLine,
    RankingRun,
    ReviewConclusion,
    Round,
    Score,
    ScoreSheet,
)
from program.reviews.rules.scoring import final_score, ranks, spread, standard_error


def counted(proceeding: Proceeding | int) -> list[ScoreSheet]:
    """The sheets that a case's result is made of."""
    return list(ScoreSheet.objects.counted().filter(assignment__proceeding=proceeding))


def concluded_cases(rounds: Iterable[Round]) -> QuerySet[PanelCase]:
    """Cases of the rounds whose review is concluded, without those given up since; by number.

    A case that was reopened and reviewed anew in the same round counts once, by its newest review.
    """
    concluded = ReviewConclusion.objects.values("proceeding")
    cases: QuerySet[PanelCase] = PanelCase.objects.filter(
        panel__round__in=list(rounds), proceeding__in=concluded
    )
    newer = PanelCase.objects.filter(
        application=OuterRef("application"), panel__round=OuterRef("panel__round"), proceeding__in=concluded,
        proceeding__number__gt=OuterRef("proceeding__number"),
    )  # fmt: skip
    cases = cases.filter(~Exists(newer)).exclude(application__outcome=Outcomes.ABANDONED)
    return cases.select_related("application__zone", "application__applicant", "panel")


@dataclass(frozen=True)
class Inputs:
    """All that a ranking rests on: cases, and their counted sheets with every score."""

    cases: list[PanelCase]
    sheets: Mapping[int, list[ScoreSheet]]  # application id → counted sheets
    scores: Mapping[int, dict[str, str]]  # sheet id → criterion's position → score

    @cached_property
    def text(self) -> str:
        """Canonical JSON text without a name in it: an independent recount needs nothing else."""
        cases = {
            case.application.number: [self._written(sheet) for sheet in self.sheets[case.application_id]]
            for case in self.cases
        }
        return json.dumps(cases, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def totals(self, application: Application | int) -> list[Decimal]:
        """Highest first."""
        pk = application.pk if isinstance(application, Application) else application
        return sorted((sheet.total for sheet in self.sheets[pk] if sheet.total is not None), reverse=True)

    def experts(self) -> set[int]:
        return {sheet.assignment.expert_id for sheets in self.sheets.values() for sheet in sheets}

    @property
    def complete(self) -> bool:
        """Every expert has scored every case."""
        everybody = len(self.experts())
        return all(len(sheets) == everybody for sheets in self.sheets.values())

    @property
    def groups(self) -> int:
        """Groups of cases that no expert connects: between them scores cannot be compared."""
        return groups({sheet.assignment.expert_id for sheet in sheets} for sheets in self.sheets.values())

    def _written(self, sheet: ScoreSheet) -> dict[str, Any]:
        return {
            "sheet": sheet.pk,
            "version": sheet.version.number,
            "total": str(sheet.total),
            "scores": self.scores[sheet.pk],
        }


def inputs(round_: Round) -> Inputs:
    """What a ranking of the round would rest on now; three queries."""
    return inputs_of([round_])[round_.pk]


def inputs_of(rounds: Collection[Round]) -> dict[int, Inputs]:
    """Round id → what a ranking of it would rest on now; three queries however many rounds."""
    cases: dict[int, list[PanelCase]] = {round_.pk: [] for round_ in rounds}
    for case in concluded_cases(rounds):
        cases[case.panel.round_id].append(case)
    concluded = [case for of_round in cases.values() for case in of_round]
    sheets: dict[int, list[ScoreSheet]] = {case.proceeding_id: [] for case in concluded}
    counted_now = ScoreSheet.objects.counted().filter(assignment__proceeding__in=list(sheets))
    for sheet in counted_now.select_related("assignment", "version").order_by("pk"):
        sheets[sheet.assignment.proceeding_id].append(sheet)
    scores: dict[int, dict[str, str]] = {sheet.pk: {} for of_case in sheets.values() for sheet in of_case}
    for pk, position, mark in Score.objects.filter(sheet__in=scores).values_list(
        "sheet_id", "criterion__position", "value"
    ):
        scores[pk][f"{position:02d}"] = str(mark)
    return {
        pk: Inputs(of_round, {case.application_id: sheets[case.proceeding_id] for case in of_round}, scores)
        for pk, of_round in cases.items()
    }


def groups(readers: Iterable[set[int]]) -> int:
    """How many groups sets fall into when those that share a member belong together; empty sets are none."""
    joined: list[set[int]] = []
    for members in readers:
        touching = [group for group in joined if group & members]
        joined = [group for group in joined if not group & members]
        if members:
            joined.append(members.union(*touching))
    return len(joined)


def lines(run: RankingRun, found: Inputs, *, trim_from: int) -> list[RankingLine]:
    """The run's lines, not yet stored: scored where three sheets or more count, ranked by score."""
    scores = {
        case.application_id: final_score(found.totals(case.application_id), trim_from=trim_from)
        for case in found.cases
    }
    ranked = ranks({pk: score for pk, score in scores.items() if score is not None})
    made = []
    for case in found.cases:
        totals = found.totals(case.application_id)
        made.append(
            RankingLine(
                run=run,
                application=case.application,
                counted=len(totals),
                raw=json.dumps([str(figure) for figure in totals]),
                score=scores[case.application_id],
                spread=spread(totals),
                standard_error=standard_error(totals),
                rank=ranked.get(case.application_id),
            )
        )
    return made


def latest_run(round_: Round) -> RankingRun | None:
    run: RankingRun | None = round_.runs.order_by("-pk").first()
    return run


def current(runs: Collection[RankingRun]) -> set[int]:
    """Ids of those that are the last of their round and would come out the same now; four queries however many."""
    later = RankingRun.objects.filter(round=OuterRef("round"), pk__gt=OuterRef("pk"))
    known = RankingRun.objects.filter(pk__in=[run.pk for run in runs])
    last = list(known.filter(~Exists(later)).select_related("round"))
    found = inputs_of([run.round for run in last])
    return {run.pk for run in last if found[run.round_id].sha256 == run.inputs_sha256}


def is_current(run: RankingRun) -> bool:
    """Whether it is the last of its round and would come out the same now; no batch is drafted or signed on another."""
    return run.pk in current([run])


def proposed_opinion(sheets: Iterable[ScoreSheet], score: Decimal | None) -> str:
    """A first draft of the panel's opinion, in the office's language, for the clerk to change."""
    given = [sheet.advice for sheet in sheets]
    facts = {
        "count": len(given),
        "score": score if score is not None else "—",
        "yes": given.count(Advice.RECOMMEND),
        "reserved": given.count(Advice.RESERVED),
        "no": given.count(Advice.NOT_RECOMMEND),
    }
    with translation.override(settings.LANGUAGE_CODE):
        return (
            _(
                "%(count)s experts reviewed the file; final score %(score)s. "
                "Recommended: %(yes)s; with reservations: %(reserved)s; not recommended: %(no)s."
            )
            % facts
        )


def proposals(panel: Panel, *, trim_from: int) -> list[tuple[PanelCase, str]]:
    """Each case of a panel that is still in review, with the opinion as written or a first draft of it; two queries."""
    cases = list(
        panel.cases.filter(application__stage=StageName.EXPERT_REVIEW).select_related(
            "application__zone", "application__applicant"
        )
    )
    sheets: dict[int, list[ScoreSheet]] = {case.pk: [] for case in cases}
    for sheet in ScoreSheet.objects.counted().filter(assignment__case__in=cases).select_related("assignment"):
        sheets[sheet.assignment.case_id].append(sheet)
    return [(case, case.opinion or _proposal(sheets[case.pk], trim_from)) for case in cases]


def _proposal(sheets: list[ScoreSheet], trim_from: int) -> str:
    totals = [sheet.total for sheet in sheets if sheet.total is not None]
    return proposed_opinion(sheets, final_score(totals, trim_from=trim_from))


@dataclass(frozen=True)
class Comparison:
    """The submitted sheets of a case side by side: a column a sheet, a row a criterion."""

    columns: list[ScoreSheet]
    rows: list[tuple[Criterion, list[Score | None]]]

    @property
    def counted(self) -> list[ScoreSheet]:
        return [sheet for sheet in self.columns if counts(sheet)]


def counts(sheet: ScoreSheet) -> bool:
    """Whether a submitted sheet counts: not withdrawn, its assignment not voided."""
    return not hasattr(sheet, "withdrawal") and sheet.assignment.voided_at is None


def comparison(case: PanelCase) -> Comparison:
    """Needs the case's application with its call; four queries."""
    criteria = list(Criterion.objects.filter(rubric=case.application.call.rubric_id))
    submitted = ScoreSheet.objects.filter(assignment__case=case).exclude(submitted_at=None)
    related = ("assignment__expert__user", "withdrawal", "version")
    columns = list(submitted.select_related(*related).prefetch_related("scores").order_by("pk"))
    given = [{score.criterion_id: score for score in sheet.scores.all()} for sheet in columns]
    return Comparison(
        columns, [(criterion, [marks.get(criterion.pk) for marks in given]) for criterion in criteria]
    )
