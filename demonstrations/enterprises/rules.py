"""Pure questions about an enterprise that applies."""

import re

from django.utils.translation import gettext as _

from demonstrations.enterprises.models import Basics
from program import clock
from program.applications.models import Application
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


def field_of(application: Application) -> GreenField | None:
    """The field in which it applies: where the call has a quota for each, this one counts."""
    basics = Basics.objects.filter(application=application).first()
    return GreenField(basics.field) if basics and basics.field else None
