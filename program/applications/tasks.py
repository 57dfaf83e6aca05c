"""Background work on case files: the printed form of a version, what follows from a call's dates. All of it idempotent."""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet

from program.applications import actions, rules, steps
from program.applications.models import Application, ApplicationForm, Version
from program.background.steps import one_by_one
from program.files.documents import render_pdf
from program.people.models import User
from program.process.models import StageName
from program.refusals import Refused
from program.switches.models import Name
from program.switches.rules import held_by


@held_by(Name.PRINTING_PAUSED)
def make_form(version_id: int) -> None:
    """Make the 申报书 of a version as PDF, once."""
    version = Version.objects.select_related(
        "application__call", "application__zone", "application__applicant"
    ).get(pk=version_id)
    if ApplicationForm.objects.filter(version=version).exists():
        return
    application = version.application
    content = render_pdf(
        "program/applications/application_form.html",
        {
            "version": version,
            "application": application,
            "subject": version.data["zone" if application.for_zone else "applicant"]["name"],
            "sections": rules.sections(version.data),
            "data": version.data,
            "attachments": version.files.select_related("file"),
            "trajectory": rules.drawn(version.data),
        },
        title=application.call.topic_zh,
    )
    with transaction.atomic(durable=True):
        steps.keep_form(version, content)


def lapse_drafts(call_id: int, by_id: int) -> None:
    """End the drafts of a closed call that were never handed in, one case a transaction."""
    by = User.objects.get(pk=by_id)

    def lapse(application: Application) -> None:
        with suppress(Refused):  # handed in, or given up, meanwhile
            actions.lapse_draft(application, by=by)

    one_by_one(cases_at(call_id, StageName.DRAFT), lapse)


def follow_extension(call_id: int) -> None:
    """Due dates of drafts and recommendations follow the deadline that was extended for all; who holds them is told."""
    one_by_one(cases_at(call_id, StageName.DRAFT, StageName.RECOMMENDATION), actions.follow_limit)


def cases_at(call_id: int, *stages: StageName) -> QuerySet[Application]:
    cases: QuerySet[Application] = Application.objects.filter(call=call_id, stage__in=stages)
    return cases.select_related(
        "call__rule_set", "applicant", "zone__recommending_body__organization"
    ).order_by("pk")
