"""Who may do what with a form now; the verbs ask again."""

from dataclasses import asdict, dataclass
from datetime import datetime

from demonstrations.enterprises.yearly.models import HANDED_IN, WRITABLE, State, YearlyForm
from demonstrations.enterprises.yearly.rules.owing import missing_twice
from program.journal.models import Line, Verb
from program.people.models import APPLICANT_ROLES, Role, User
from program.people.rules import Standing
from program.zones.models import REVIEWING_ROLES, managing_organization


def fills(form: YearlyForm, held: Standing) -> bool:
    """Contact or manager of the enterprise."""
    return form.organization_id in held.organizations(*APPLICANT_ROLES)


def hands_in(form: YearlyForm, held: Standing) -> bool:
    """Its manager."""
    return form.organization_id in held.organizations(Role.MANAGER)


def checks(form: YearlyForm, held: Standing) -> bool:
    """A reviewer or manager of the body that manages the zone now."""
    body = managing_organization(form.zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def had_a_hand_in(form: YearlyForm, user: User) -> bool:
    """Filled it in or handed it in: whoever did neither checks nor accepts it."""
    if user.pk == form.submitted_by_id:
        return True
    wrote = Line.objects.filter(verb__in=[Verb.FILL_FORM, Verb.SUBMIT_FORM], subject=form.number, actor=user)
    return wrote.exists()


def reads_figures(form: YearlyForm, held: Standing) -> bool:
    """What is not handed in only the enterprise reads."""
    return form.state in HANDED_IN or fills(form, held)


@dataclass(frozen=True)
class Moves:
    """What a person may do with a form."""

    fill: bool = False
    submit: bool = False
    drop: bool = False
    correct: bool = False
    check: bool = False  # pass on or return, for the zone
    settle: bool = False  # accept or return, for the office
    lead: bool = False

    @property
    def any_move(self) -> bool:
        return any(asdict(self).values())


def moves(form: YearlyForm, held: Standing, moment: datetime) -> Moves:
    state, own = State(form.state), fills(form, held)
    clerk, other = held.has(Role.CLERK), not had_a_hand_in(form, held.user)
    missing = clerk and form.lead_id is None and missing_twice(moment).filter(pk=form.pk).exists()
    return Moves(
        fill=own and state in WRITABLE,
        submit=hands_in(form, held) and state in WRITABLE,
        drop=hands_in(form, held) and is_correction(form) and state in WRITABLE,
        correct=hands_in(form, held) and state == State.ACCEPTED,
        check=state == State.SUBMITTED and other and checks(form, held),
        settle=state == State.PASSED and clerk and other,
        lead=missing,
    )


def is_correction(form: YearlyForm) -> bool:
    """Something was accepted already."""
    return form.version > 1
