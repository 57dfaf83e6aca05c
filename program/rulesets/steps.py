"""Freezing a rule set when a call that uses it opens."""

from program import clock
from program.refusals import Refused
from program.rulesets.models import RuleSet
from django.utils.translation import gettext as _


def freeze(rule_set: RuleSet) -> None:
    """From now on nobody changes a number of it."""
    rule_set = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if rule_set.signed_at is None:
        raise Refused(_("The rule set must be signed before a call can use it."), field="rule_set")
    if rule_set.frozen_at is None:
        rule_set.frozen_at = clock.now()
        rule_set.save(update_fields=["frozen_at"])
