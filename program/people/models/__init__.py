"""People, organisations and what somebody may do for which of them."""

from program.people.models.organizations import (
    CREDIT_CODE_LENGTH,
    FormerOrganizationName,
    Organization,
    OrganizationKind,
    check_credit_code,
    in_language,
    named,
)
from program.people.models.roles import (
    ADMINISTRATORS,
    APPLICANT_ROLES,
    DECIDING_ROLES,
    OFFICE_ROLES,
    READING_ROLES,
    STAFF_ROLES,
    Invitation,
    InvitationQuerySet,
    Membership,
    MembershipQuerySet,
    Role,
    together,
)
from program.people.models.users import User, UserManager

__all__ = [
    "ADMINISTRATORS",
    "APPLICANT_ROLES",
    "CREDIT_CODE_LENGTH",
    "DECIDING_ROLES",
    "OFFICE_ROLES",
    "READING_ROLES",
    "STAFF_ROLES",
    "FormerOrganizationName",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Organization",
    "OrganizationKind",
    "Role",
    "User",
    "UserManager",
    "check_credit_code",
    "in_language",
    "named",
    "together",
]
