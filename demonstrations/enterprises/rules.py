"""Pure questions about an enterprise that applies."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, Version
from program.measures.models import Ground, Lead, LeadState
from program.registers.models import GreenField
from program.rulesets.models import Key
from program.rulesets.rules import value

BRANCH = re.compile(r"(分公司|分厂|分店|分支机构|办事处|代表处|营业部)(（[^（）]*）)?$")
"""How branches are called: they have a credit code of their own, and no legal personality."""


def bars(application: Application) -> list[str]:
    """What keeps the enterprise from applying: it is a branch, or it caused an accident that the ecology authority has graded."""
    found = []
    if BRANCH.search(application.applicant.name_zh):
        found.append(_("A branch cannot apply: its legal person applies, for all its plants."))
    years = value(application.rule_set, Key.ACCIDENT_YEARS)
    today = clock.today()
    since = today.replace(year=today.year - years, day=min(today.day, 28))
    accidents = Lead.objects.filter(
        credit_code=application.applicant.credit_code, ground=Ground.INCIDENT, state=LeadState.VERIFIED,
        happened_on__gte=since,
    )  # fmt: skip
    found += [
        _(
            "%(number)s: an environmental pollution accident of %(day)s was verified; it counts for %(years)s years."
        )
        % {"number": each.number, "day": each.happened_on, "years": years}
        for each in accidents.order_by("happened_on")
    ]
    return found


def fields_of(applications: Collection[int]) -> dict[int, GreenField]:
    """Key → the field in which it applies, by its latest version: what was frozen counts, no later draft. One query."""
    versions = Version.objects.filter(application__in=applications).order_by("number")
    latest = {
        version.application_id: version.data["parts"]["basics"]["fields"]["field"] for version in versions
    }
    return {key: GreenField(field) for key, field in latest.items() if field}
