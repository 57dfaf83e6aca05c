"""What a rule set says, what it may say, and who may do what with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.people.rules import standing
from program.refusals import NotYours, SomebodyWasFaster
from program.rulesets.models import AuthorityKind, Key, MeasureKind, Parameter, RuleSet, Unit
from program.rulesets.rules.specs import COMMON_YEAR, SPECS, Spec, day_in

DEFAULT_TITLE = "国家高新区绿色发展示范园区工作规则"
"""The title of the first rule set; like every authority it is the office's text, in Chinese whatever page it was written on."""


def newest() -> RuleSet | None:
    """The rules signed last: what holds where no call says by which; none before there are any."""
    return RuleSet.objects.signed().order_by("-signed_at").first()


def value(rule_set: RuleSet | None, key: Key) -> int:
    """A whole-number parameter; the rule set's parameters are read once and remembered on the object.

    A rule set that was signed before the number existed says what the office's default says; so does none.
    """
    if rule_set is None:
        return SPECS[key].default
    known: dict[str, Decimal] | None = getattr(rule_set, "_values", None)
    if known is None:
        known = {row.key: row.value for row in rule_set.parameters.all()}
        rule_set._values = known  # type: ignore[attr-defined]
    return int(known.get(key, SPECS[key].default))


class Rule(NamedTuple):
    """What a parameter says and what it rests on."""

    value: Decimal
    authority_kind: AuthorityKind
    authority: str

    @property
    def measure(self) -> MeasureKind:
        """Of a parameter that names a measure."""
        return MeasureKind.at(int(self.value))


def in_force(key: Key) -> Rule:
    """What the rules signed last say where no call says by which rules; else the office's default. One query."""
    return all_in_force(key)[key]


def all_in_force(*keys: Key) -> dict[Key, Rule]:
    """The same of several. One query."""
    said = Parameter.objects.filter(key__in=keys, rule_set__signed_at__isnull=False)
    rows = said.order_by("rule_set__signed_at").values_list("key", "value", "authority_kind", "authority")
    found = {key: defaults()[key] for key in keys}
    return found | {Key(key): Rule(figure, AuthorityKind(kind), text) for key, figure, kind, text in rows}


def ruled(rule_set: RuleSet) -> dict[Key, Rule]:
    """All parameters of a rule set, in the order in which a case meets them."""
    rows = rule_set.parameters.values_list("key", "value", "authority_kind", "authority")
    said = {Key(key): Rule(figure, AuthorityKind(kind), text) for key, figure, kind, text in rows}
    return {key: said[key] for key in SPECS if key in said}


def defaults() -> dict[Key, Rule]:
    """What a rule set begins with that is cloned from none."""
    return {
        key: Rule(Decimal(spec.default), spec.authority_kind, spec.authority) for key, spec in SPECS.items()
    }


def finding(key: Key, rule: Rule) -> str | None:
    """What is wrong with a single parameter; limits and whole numbers as in SPECS."""
    spec = SPECS[key]
    if rule.value != int(rule.value) or not spec.minimum <= rule.value <= spec.maximum:
        return _("A whole number from %(minimum)d to %(maximum)d is needed.") % {
            "minimum": spec.minimum,
            "maximum": spec.maximum,
        }
    if spec.unit == Unit.DAY_OF_YEAR:
        try:
            day_in(COMMON_YEAR, int(rule.value))
        except ValueError:
            return _("Write a day that every year has as month and day: 0630 is 30 June.")
    if not rule.authority.strip():
        return _("Name what this number rests on.")
    return None


LADDER = gettext_lazy("An alert would turn to this level after it turned to the next.")
BANDS = gettext_lazy("A band would begin above the one over it.")
FARES_BETTER = gettext_lazy("A worse band would fare better than the one over it.")
_NOT_ABOVE: dict[Key, tuple[Key, LazyText]] = {
    Key.LATE_YELLOW_DAYS: (Key.LATE_ORANGE_DAYS, LADDER),
    Key.LATE_ORANGE_DAYS: (Key.LATE_RED_DAYS, LADDER),
    Key.BAND_BASIC: (Key.BAND_QUALIFIED, BANDS),
    Key.BAND_QUALIFIED: (Key.BAND_GOOD, BANDS),
    Key.BAND_GOOD: (Key.BAND_EXCELLENT, BANDS),
    Key.FOLLOWS_EXCELLENT: (Key.FOLLOWS_GOOD, FARES_BETTER),
    Key.FOLLOWS_GOOD: (Key.FOLLOWS_QUALIFIED, FARES_BETTER),
    Key.FOLLOWS_QUALIFIED: (Key.FOLLOWS_BASIC, FARES_BETTER),
    Key.FOLLOWS_BASIC: (Key.FOLLOWS_UNQUALIFIED, FARES_BETTER),
    Key.ENTERPRISE_FORM_DUE: (
        Key.ENTERPRISE_FORM_CHECK_DUE,
        gettext_lazy("The zone would have to check yearly forms before they are due."),
    ),
    Key.GAP_ON_TRACK: (Key.GAP_WATCH, gettext_lazy("A figure on track would be lagging at the same time.")),
    Key.REVIEW_QUORUM: (Key.PANEL_MINIMUM, gettext_lazy("The smallest panel could never reach this quorum.")),
    Key.OBJECTION_ACCEPTANCE_DAYS: (
        Key.OBJECTION_SETTLEMENT_DAYS,
        gettext_lazy("An objection would have to be settled before it is taken up."),
    ),
}


def findings(rules: Mapping[Key, Rule]) -> dict[Key, str]:
    """What is wrong with a whole set: each parameter for itself, then those that contradict each other."""
    found = {key: sentence for key, rule in rules.items() if (sentence := finding(key, rule))}
    for lower, (upper, why) in _NOT_ABOVE.items():
        if (
            not {lower, upper} & found.keys()
            and {lower, upper} <= rules.keys()
            and rules[lower].value > rules[upper].value
        ):
            found[lower] = str(why)
    return found


@dataclass(frozen=True)
class Difference:
    """One parameter of a rule set beside the same of another; `before` is none where there is nothing to compare with."""

    key: Key
    spec: Spec
    now: Rule
    before: Rule | None

    @property
    def value_changed(self) -> bool:
        return self.before is not None and self.before.value != self.now.value

    @property
    def authority_changed(self) -> bool:
        return self.before is not None and self.before[1:] != self.now[1:]

    @property
    def changed(self) -> bool:
        return self.value_changed or self.authority_changed


def differences(rule_set: RuleSet, other: RuleSet | None) -> list[Difference]:
    """Every parameter of `rule_set`, beside `other`'s."""
    before = ruled(other) if other is not None else {}
    return [Difference(key, SPECS[key], rule, before.get(key)) for key, rule in ruled(rule_set).items()]


def may_change(rule_set: RuleSet, user: User) -> bool:
    """A clerk, while nobody has signed."""
    return rule_set.signed_at is None and standing(user).has(Role.CLERK)


def may_sign(rule_set: RuleSet, user: User) -> bool:
    """A director who had no hand in the draft, while nobody has signed."""
    return (
        rule_set.signed_at is None and standing(user).has(Role.DIRECTOR) and not had_a_hand_in(rule_set, user)
    )


def had_a_hand_in(rule_set: RuleSet, user: User) -> bool:
    """Drafted it, or changed a number of it since."""
    changed = Line.objects.filter(verb=Verb.CHANGE_RULES, subject=str(rule_set), actor=user)
    return rule_set.drafted_by_id == user.pk or changed.exists()


def sets_to_sign(user: User) -> QuerySet[RuleSet]:
    """Drafts in which this person had no hand; one query."""
    changed = Line.objects.filter(verb=Verb.CHANGE_RULES, subject=OuterRef("named"), actor=user)
    drafts = RuleSet.objects.filter(signed_at=None).annotate(named=Concat("title", Value(" "), "code"))
    found: QuerySet[RuleSet] = drafts.filter(~Exists(changed)).exclude(drafted_by=user)
    return found


def require_draft(rule_set: RuleSet) -> None:
    """Refuse what only a draft allows."""
    if rule_set.signed_at is not None:
        raise SomebodyWasFaster(_("This rule set is signed. Clone it to change a number."))


def require_no_hand_in(rule_set: RuleSet, user: User) -> None:
    """Refuse the signature of somebody who wrote what is to be signed."""
    if had_a_hand_in(rule_set, user):
        raise NotYours(_("Whoever drafted or changed a rule set does not sign it."))


class Event(NamedTuple):
    """A line of what happened, as the timeline shows it."""

    title: str
    note: str
    when: datetime
    who: str


def history(rule_set: RuleSet) -> list[Event]:
    """What happened to a rule set, the newest first."""
    lines = Line.objects.filter(subject=str(rule_set)).order_by("-pk")
    return [
        Event(line.verb_label, _told(line.facts.get("changes", [])), line.at, line.actor_name)
        for line in lines
    ]


def _told(changes: list[str]) -> str:
    """Lines like “public_notice_days: 10 → 7”, with names and choices in the reader's language."""

    def told(change: str) -> str:
        name, _colon, figures = change.partition(": ")
        key = Key(name)
        said = (SPECS[key].said(Decimal(figure.replace(",", ""))) for figure in figures.split(" → "))
        return f"{key.label} {' → '.join(said)}"

    return " · ".join(map(told, changes))


def previous(rule_set: RuleSet) -> RuleSet | None:
    """The set that was signed last before this one: what a signature would change."""
    earlier = RuleSet.objects.signed().exclude(pk=rule_set.pk)
    if rule_set.signed_at is not None:
        earlier = earlier.filter(signed_at__lt=rule_set.signed_at)
    return earlier.order_by("-signed_at").first()


def next_code(year: int) -> str:
    """The version number that a new draft of the year would get: 2026.3 after 2026.2."""
    taken = RuleSet.objects.filter(code__startswith=f"{year}.").values_list("code", flat=True)
    return f"{year}.{max((int(code.partition('.')[2]) for code in taken), default=0) + 1}"
