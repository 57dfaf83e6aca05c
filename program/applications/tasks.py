"""Background work on case files: the printed form of a version, what follows from a call's dates. All of it idempotent."""

from django.db import transaction

from program.applications import actions, rules, steps
from program.applications.models import Application, ApplicationForm, Version
from program.calls.models import Call
from program.files.documents import render_pdf
from program.people.models import User
from program.process.models import StageName
from program.refusals import Refused


def make_form(version_id: int) -> None:
    """Make the 申报书 of a version as PDF, once."""
    version = Version.objects.select_related(
        "application__call", "application__zone", "application__applicant"
    ).get(pk=version_id)
    if ApplicationForm.objects.filter(version=version).exists():
        return
    content = render_pdf(
        "program/applications/application_form.html",
        {
            "version": version,
            "application": version.application,
            "sections": rules.sections(version.data),
            "data": version.data,
        },
        title=version.application.call.title_zh,
    )
    with transaction.atomic(durable=True):
        steps.keep_form(version, content)


def lapse_drafts(call_id: int, by_id: int) -> None:
    """End the drafts of a closed call that were never handed in, one case a transaction."""
    by = User.objects.get(pk=by_id)
    for application in drafts_of(call_id):
        try:
            actions.lapse_draft(application, by=by)
        except Refused:  # handed in, or given up, meanwhile
            continue


def follow_extension(call_id: int) -> None:
    """The due dates of drafts follow the deadline that was extended for all."""
    for application in drafts_of(call_id):
        with transaction.atomic(durable=True):
            steps.follow_limit(application)


def drafts_of(call_id: int) -> list[Application]:
    call = Call.objects.get(pk=call_id)
    return list(
        Application.objects.filter(call=call, stage=StageName.DRAFT)
        .select_related("call", "applicant")
        .order_by("pk")
    )
