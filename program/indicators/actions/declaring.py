"""The verbs of whoever declares: begin, enter, explain, hand in, take back, ask for it to be opened again."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.figures import plain
from program.indicators import rules, steps
from program.indicators.models import Declaration, Explanation, FactorSet, PriceBase, State
from program.indicators.rules import Cell, Rule
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import fresh_standing, people_with
from program.refusals import Incomplete, Invalid, NotYours, Overtaken, SomebodyWasFaster
from program.zones.models import REVIEWING_ROLES, Affiliation, Site, Zone


def lock(declaration: Declaration) -> Declaration:
    """The declaration's row, locked; with who declares and who checks."""
    held: Declaration = (
        Declaration.objects.select_for_update(of=("self",))
        .select_related("zone", "site__organization")
        .get(pk=declaration.pk)
    )
    return held


@transaction.atomic(durable=True)
def begin(zone: Zone, site: Site | None, year: int, *, by: User) -> Declaration:
    """Open a declaration of a site for a year in which it stood in the zone; without a site the zone's own."""
    zone = Zone.objects.get(pk=zone.pk)
    if year > clock.today().year:
        raise Invalid(_("A year that has not begun cannot be declared."), field="year")
    # The period is held: a claim to the site that is agreed to at this moment ends it, and is waited for.
    stands = Affiliation.objects.select_for_update().filter(site=site, zone=zone).in_year(year)
    if site is not None and not list(stands):
        raise Invalid(_("In that year this site did not stand in the zone's statistics."), field="year")
    made = Declaration(zone=zone, site=site, year=year, opened_by=by, opened_at=clock.now())
    if not rules.writes_for(made, fresh_standing(by)):
        raise NotYours
    before = Declaration.objects.filter(zone=zone, site=site, year__lt=year).order_by("year").last()
    if before is not None:
        made.price_base = before.price_base
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise SomebodyWasFaster(
            _("A declaration for this year has been begun already."), field="year"
        ) from error
    return made


@transaction.atomic(durable=True)
def enter(
    declaration: Declaration,
    cells: Iterable[Cell],
    *,
    revision: int,
    price_base: PriceBase | None = None,
    value_added_final: bool | None = None,
    by: User,
) -> Declaration:
    """Write cells into a declaration that nobody has saved since `revision`; what is not named stays as it is."""
    declaration = writable(declaration, by)
    if declaration.revision != revision:
        raise Overtaken(_("This declaration was saved elsewhere since you opened the page."))
    cells = list(cells)
    months = {cell.month for cell in cells if cell.place.startswith("energy:")}
    if months - (set(range(1, 13)) if declaration.by_month else {0}):
        raise Invalid(
            _("This declaration counts energy otherwise: by months, or by the whole year. Reload the page.")
        )
    steps.enter(declaration, cells)
    if price_base is not None:
        declaration.price_base = price_base
    if value_added_final is not None:
        declaration.value_added_final = value_added_final
    declaration.revision += 1
    declaration.save(update_fields=["price_base", "value_added_final", "revision"])
    return declaration


@transaction.atomic(durable=True)
def count_by(declaration: Declaration, *, by_month: bool, revision: int, by: User) -> Declaration:
    """Enter energy month by month from now on, or by the year.

    To the year: the months are added up. To the months: nobody knows how a year's quantity was spread, so it is taken away,
    or it would be counted once more beside its months.
    """
    declaration = writable(declaration, by)
    if declaration.revision != revision:
        raise Overtaken(_("This declaration was saved elsewhere since you opened the page."))
    if declaration.by_month == by_month:
        raise SomebodyWasFaster
    steps.count_by(declaration, by_month=by_month)
    declaration.by_month = by_month
    declaration.revision += 1
    declaration.save(update_fields=["by_month", "revision"])
    return declaration


@transaction.atomic(durable=True)
def explain(declaration: Declaration, rule: Rule, place: str, text: str, *, by: User) -> Explanation:
    """Say why a figure is what it is; the explanation travels with it, and lapses with another figure."""
    declaration = writable(declaration, by)
    if not text.strip():
        raise Invalid(_("Say why."), field="text")
    factors = rules.factors_of(rules.current_factors())
    found = [
        one
        for one, _said in rules.judged_findings(declaration, factors)
        if (one.rule, one.place) == (rule, place)
    ]
    if not found:
        raise SomebodyWasFaster(_("This finding is settled: the figure was changed."))
    made, _new = Explanation.objects.update_or_create(
        declaration=declaration, rule=rule.value, place=place,
        defaults={"figure": plain(found[0].figure), "text": text.strip()[:300], "by": by, "at": clock.now()},
    )  # fmt: skip
    return made


@transaction.atomic(durable=True)
def submit(declaration: Declaration, *, by: User) -> Declaration:
    """Hand a declaration in: nothing in it contradicts itself, every warning is explained; it is frozen with its factors."""
    declaration = lock(declaration)
    held = fresh_standing(by)
    if not rules.writes_for(declaration, held):
        raise NotYours
    if not rules.may_submit(declaration, held):
        raise (
            NotYours(_("Only the manager submits."))
            if declaration.state in (State.DRAFT, State.RETURNED)
            else SomebodyWasFaster
        )
    factor_set = rules.current_factors()
    require_submittable(declaration, factor_set)
    declaration.submitted_by, declaration.submitted_at = by, clock.now()
    declaration.checked_by = declaration.checked_at = None
    declaration.state = State.SUBMITTED
    steps.hand_in(declaration, factor_set)
    declaration.save()
    declaration.remarks.filter(settled_at=None).update(settled_at=clock.now())
    journal.record(
        Verb.SUBMIT_DECLARATION, by=by, subject=declaration, on_behalf=rules.declarant_of(declaration) or "",
        version=declaration.version, sha256=declaration.sha256, factors=factor_set.code,
    )  # fmt: skip
    tell_checkers(declaration, Text.DECLARATION_TO_CHECK)
    return declaration


def require_submittable(declaration: Declaration, factor_set: FactorSet) -> None:
    """Something is declared, nothing contradicts itself, and what is unusual is explained."""
    if not declaration.lines.exists() and not declaration.items.exists():
        raise Incomplete(_("Nothing has been declared yet."))
    judged = rules.judged_findings(declaration, rules.factors_of(factor_set))
    stopping = rules.stopping(judged)
    if stopping:
        names = rules.names_for(factor_set)
        raise Incomplete(findings=[(found.place, rules.sentence(found, names)) for found in stopping])


@transaction.atomic(durable=True)
def recall(declaration: Declaration, *, by: User) -> Declaration:
    """Take a submitted declaration back before anybody has checked it."""
    declaration = lock(declaration)
    if not rules.writes_for(declaration, fresh_standing(by)):
        raise NotYours
    if declaration.state != State.SUBMITTED:
        raise SomebodyWasFaster
    declaration.state = State.DRAFT
    declaration.save(update_fields=["state"])
    journal.record(
        Verb.RECALL_DECLARATION,
        by=by,
        subject=declaration,
        on_behalf=rules.declarant_of(declaration) or "",
        version=declaration.version,
    )
    return declaration


@transaction.atomic(durable=True)
def ask_reopening(declaration: Declaration, *, reason: str, by: User) -> Declaration:
    """Ask that an accepted declaration be opened again; it stays in force until a new version is accepted."""
    declaration = lock(declaration)
    if not rules.writes_for(declaration, fresh_standing(by)):
        raise NotYours
    if declaration.state != State.ACCEPTED or not declaration.is_newest:
        raise SomebodyWasFaster
    if not reason.strip():
        raise Invalid(_("Say what is to be changed."), field="reason")
    if declaration.reopening_asked_at is not None:
        raise SomebodyWasFaster(_("The reopening was asked for already."))
    declaration.reopening_reason = reason.strip()[:300]
    declaration.reopening_asked_by, declaration.reopening_asked_at = by, clock.now()
    declaration.save(update_fields=["reopening_reason", "reopening_asked_by", "reopening_asked_at"])
    journal.record(
        Verb.ASK_REOPENING, by=by, subject=declaration, on_behalf=rules.declarant_of(declaration) or "",
        version=declaration.version, reason=declaration.reopening_reason,
    )  # fmt: skip
    tell_checkers(declaration, Text.REOPENING_ASKED, reason=declaration.reopening_reason)
    return declaration


def writable(declaration: Declaration, by: User) -> Declaration:
    """The locked row, for somebody who may write in it now."""
    declaration = lock(declaration)
    held = fresh_standing(by)
    if not rules.writes_for(declaration, held):
        raise NotYours
    if not rules.may_write(declaration, held):
        raise SomebodyWasFaster(
            _("This declaration was handed in: it can be written again once it is returned or reopened.")
        )
    return declaration


def tell_checkers(declaration: Declaration, text: Text, **facts: object) -> None:
    """Whoever checks hears of it: the zone of its enterprises, the office of the zone."""
    body = rules.checker_of(declaration)
    people = (
        [person for role in REVIEWING_ROLES for person in people_with(role, body)]
        if body is not None
        else people_with(Role.CLERK)
    )
    subject = declaration.zone.name_zh if declaration.site is None else declaration.site.organization.name_zh
    tell(people, text, path=declaration.get_absolute_url(), case=subject, year=declaration.year, **facts)
