"""Pure questions about an enterprise that applies."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from demonstrations.enterprises.models import Basics, Technology
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


def profile(applications: Collection[int]) -> dict[int, list[tuple[Any, str]]]:
    """What everybody reads of certified enterprises: field and technology, by the version that was listed. One query."""
    versions = Version.objects.filter(application__in=applications).order_by("number")
    return {each.application_id: facts(each.data["parts"]) for each in versions}


def facts(parts: dict[str, Any]) -> list[tuple[Any, str]]:
    """Of a submitted version; re-examination names the technology and no field."""
    said = []
    if basics := parts.get("basics"):
        name, other = basics["fields"]["field"], basics["fields"]["field_other"]
        field = other if name == GreenField.OTHER and other else str(dict(GreenField.choices).get(name, ""))
        said.append((Basics._meta.get_field("field").verbose_name, field))
    if technology := parts.get("technology"):
        said.append((Technology._meta.get_field("name").verbose_name, technology["fields"]["name"]))
    return said
