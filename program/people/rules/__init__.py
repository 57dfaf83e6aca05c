"""Who may do what: pure questions about memberships, invitations and second factors."""

from program.people.rules.asking import Asker, PreparedForRoles
from program.people.rules.factors import (
    APP,
    CODES,
    PASSKEY,
    WRONG_AT_MOST,
    factors_of,
    has_second_factor,
    needs_second_factor,
    recovery_codes_left,
    second_factor_set_up,
    second_step_closed,
)
from program.people.rules.granting import (
    irreplaceable_roles,
    kept_apart,
    leading_role,
    roles_to_end,
    roles_to_invite,
)
from program.people.rules.invitations import (
    WHY_GONE,
    InvitationState,
    hashed,
    invitation_state,
    invited_already,
    may_confirm,
    may_revoke,
)
from program.people.rules.reach import (
    cast,
    invitations_within_reach,
    memberships_within_reach,
    organizations_within_reach,
)
from program.people.rules.standing import (
    Standing,
    fresh_standing,
    people_with,
    require_role,
    standing,
)

__all__ = [
    "APP",
    "CODES",
    "PASSKEY",
    "WHY_GONE",
    "WRONG_AT_MOST",
    "Asker",
    "InvitationState",
    "PreparedForRoles",
    "Standing",
    "cast",
    "factors_of",
    "fresh_standing",
    "has_second_factor",
    "hashed",
    "invitation_state",
    "invitations_within_reach",
    "invited_already",
    "irreplaceable_roles",
    "kept_apart",
    "leading_role",
    "may_confirm",
    "may_revoke",
    "memberships_within_reach",
    "needs_second_factor",
    "organizations_within_reach",
    "people_with",
    "recovery_codes_left",
    "require_role",
    "roles_to_end",
    "roles_to_invite",
    "second_factor_set_up",
    "second_step_closed",
    "standing",
]
