"""What is done about zones and recommending bodies."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.journal.models import Audience, Verb
from program.journal.steps import record
from program.people.models import DECIDING_ROLES, Invitation, Organization, OrganizationKind, Role, User
from program.people.rules import require_role
from program.people.steps import Newcomer, give_role, let_in, open_invitation, take_invitation
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import (
    REVIEWING_ROLES,
    Affiliation,
    Management,
    Onboarding,
    RecommendingBody,
    Site,
    Zone,
    managing_organization,
)
from program.zones.rules import StandsElsewhere
from program.zones.steps import Joining, join


@transaction.atomic(durable=True)
def invite_managing_body(zone: Zone, *, email: str, name: str, by: User) -> tuple[Invitation, str]:
    """Invite the managing body of a zone that has none yet; answers the invitation and its one-time token."""
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    require_role(by, *DECIDING_ROLES)
    if zone.closed_on is not None:
        raise Refused(_("This zone is part of another one now."))
    if zone.managements.filter(until=None).exists():
        raise SomebodyWasFaster(_("This zone has a managing body already."))
    if zone.onboardings.filter(invitation__in=Invitation.objects.open(clock.now())).exists():
        raise SomebodyWasFaster(
            _("An invitation is open already. Take it back before you send another."), field="email"
        )
    invitation, token = open_invitation(
        email=email, name=name, role=Role.MANAGER, organization=None, into=zone, by=by
    )
    Onboarding.objects.create(invitation=invitation, zone=zone)
    record(Verb.INVITE, by=by, subject=zone.code, audience=Audience.OFFICE, email=email, role=Role.MANAGER)
    return invitation, token


@transaction.atomic(durable=True)
def invite_recommending_body(
    body: RecommendingBody, *, email: str, name: str, by: User
) -> tuple[Invitation, str]:
    """Invite a recommending body that has yet to join; answers the invitation and its one-time token."""
    body = RecommendingBody.objects.select_for_update().get(pk=body.pk)
    require_role(by, *DECIDING_ROLES)
    if body.organization_id is not None:
        raise SomebodyWasFaster(_("This recommending body has joined already."))
    if body.onboardings.filter(invitation__in=Invitation.objects.open(clock.now())).exists():
        raise SomebodyWasFaster(
            _("An invitation is open already. Take it back before you send another."), field="email"
        )
    invitation, token = open_invitation(
        email=email, name=name, role=Role.RECOMMENDER, organization=None, into=body, by=by
    )
    Onboarding.objects.create(invitation=invitation, recommending_body=body)
    record(
        Verb.INVITE, by=by, subject=body.code, audience=Audience.OFFICE, email=email, role=Role.RECOMMENDER
    )
    return invitation, token


@transaction.atomic(durable=True)
def onboard(
    token: str, joining: Joining, *, by: User | None = None, newcomer: Newcomer | None = None
) -> Organization:
    """An organisation joins by its one-time link: it is registered, takes its zone or list, and has a first manager."""
    invitation = take_invitation(token)
    onboarding = Onboarding.objects.filter(invitation=invitation).first()
    if onboarding is None:
        raise Refused(_("This invitation is for a person, not for an organisation."))
    person = let_in(invitation, by=by, newcomer=newcomer)
    if onboarding.zone is not None:
        organization, subject = _take_zone(onboarding.zone, joining, by=by), onboarding.zone.code
    else:
        assert onboarding.recommending_body is not None  # by constraint
        organization, subject = (
            _take_body(onboarding.recommending_body, joining, by=by),
            onboarding.recommending_body.code,
        )
    if not organization.memberships.current().filter(user=person, role=invitation.role).exists():
        give_role(person, organization, Role(invitation.role), by=invitation.invited_by)
    record(
        Verb.ONBOARD,
        by=person,
        subject=subject,
        on_behalf=organization,
        audience=Audience.OFFICE,
        email=invitation.email,
    )
    return organization


def _take_zone(zone: Zone, joining: Joining, *, by: User | None) -> Organization:
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    organization = join(joining, kind=OrganizationKind.MANAGING_BODY, province=zone.province, by=by)
    try:
        with transaction.atomic():
            Management.objects.create(zone=zone, organization=organization, since=clock.now())
    except IntegrityError as error:
        raise SomebodyWasFaster(_("This zone has a managing body already.")) from error
    return organization


def _take_body(body: RecommendingBody, joining: Joining, *, by: User | None) -> Organization:
    body = RecommendingBody.objects.select_for_update().get(pk=body.pk)
    organization = join(joining, kind=OrganizationKind.RECOMMENDING_BODY, province=body.province, by=by)
    if body.organization_id is not None:
        raise SomebodyWasFaster(_("This recommending body has joined already."))
    if RecommendingBody.objects.filter(organization=organization).exists():
        raise Invalid(_("This organisation is another recommending body already."), field="credit_code")
    body.organization = organization
    body.save(update_fields=["organization"])
    return organization


# ---------------------------------------------------------------- enterprises of a zone
@dataclass(frozen=True)
class Listing:
    """An enterprise's site as its zone enters it. `since_year`: from which year on it stands in the zone's statistics."""

    credit_code: str
    name_zh: str
    site: str
    industry: str
    since_year: int


@transaction.atomic(durable=True)
def list_site(zone: Zone, listing: Listing, *, by: User) -> Site:
    """入统: the zone enters a site of an enterprise; one that has left a zone's statistics comes back as what it was.

    An enterprise known by its code keeps the name it has.
    """
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    require_reviewer(zone, by)
    if zone.closed_on is not None:
        raise Refused(_("This zone is part of another one now."))
    organization = enterprise_of(listing, zone)
    site = site_of(organization, zone, listing)
    if site is None:
        try:
            with transaction.atomic():
                site = Site.objects.create(
                    organization=organization, name_zh=listing.site, industry=listing.industry, added_by=by,
                    added_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise SomebodyWasFaster(_("This site is listed already."), field="site") from error
    Affiliation.objects.create(site=site, zone=zone, since_year=listing.since_year)
    record(
        Verb.LIST_SITE, by=by, subject=zone.code, on_behalf=organization, site=site.name_zh, industry=site.industry,
        since=listing.since_year,
    )  # fmt: skip
    return site


def site_of(organization: Organization, zone: Zone, listing: Listing) -> Site | None:
    """The site of that name, if it has left the statistics before it is to be listed; none where there is no such site yet."""
    known = Site.objects.filter(organization=organization, name_zh=listing.site).first()
    if known is None:
        return None
    periods = {row.until_year: row.zone_id for row in known.affiliations.all()}
    if None in periods:
        if periods[None] != zone.pk:
            raise StandsElsewhere(field="site")
        raise SomebodyWasFaster(_("This site is listed already."), field="site")
    last = max(filter(None, periods), default=0)
    if listing.since_year <= last:
        words = _("It stood in a zone's statistics up to %(year)d: a later year is its first here.")
        raise Invalid(words % {"year": last}, field="since_year")
    return known


def enterprise_of(listing: Listing, zone: Zone) -> Organization:
    """The enterprise of that credit code, registered now if nobody knew it."""
    joining = Joining(listing.credit_code, listing.name_zh, "", "")
    known = Organization.objects.select_for_update().filter(credit_code=listing.credit_code).first()
    if known is None:
        return join(joining, kind=OrganizationKind.ENTERPRISE, province=zone.province, by=None)
    if known.kind != OrganizationKind.ENTERPRISE:
        words = _("This credit code belongs to an organisation of another kind: %(kind)s.")
        raise Invalid(words % {"kind": known.get_kind_display()}, field="credit_code")
    if known.ended_on is not None:
        raise Invalid(_("This organisation is part of another one now."), field="credit_code")
    return known


@transaction.atomic(durable=True)
def end_affiliation(site: Site, zone: Zone, *, until_year: int, by: User) -> Affiliation:
    """A site has left the zone's statistics after a year. What it declared for years up to then stays with the zone."""
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    require_reviewer(zone, by)
    held = Affiliation.objects.select_for_update().filter(site=site, zone=zone, until_year=None).first()
    if held is None:
        raise SomebodyWasFaster
    if until_year < held.since_year:
        raise Invalid(_("A period ends after it begins."), field="until_year")
    if site.claims.filter(closed_at=None).exists():
        raise Refused(
            _("Another zone claims this site: answer its claim, which says until when it stands here.")
        )
    later = site.declarations.filter(zone=zone, year__gt=until_year).exclude(submitted_at=None)
    if (last := later.order_by("year").last()) is not None:
        words = _(
            "It declared here for %(year)d: that stays with the zone, so this year or a later one is its last."
        )
        raise Invalid(words % {"year": last.year}, field="until_year")
    held.until_year = until_year
    held.save(update_fields=["until_year"])
    record(
        Verb.END_SITE,
        by=by,
        subject=zone.code,
        on_behalf=site.organization,
        site=site.name_zh,
        until=until_year,
    )
    return held


@transaction.atomic(durable=True)
def invite_enterprise(site: Site, zone: Zone, *, email: str, name: str, by: User) -> tuple[Invitation, str]:
    """Invite the first manager of an enterprise that stands in the zone; answers the invitation and its one-time token."""
    organization = Organization.objects.select_for_update().get(pk=site.organization_id)
    require_reviewer(zone, by)
    if not Affiliation.objects.filter(site=site, zone=zone, until_year=None).exists():
        raise NotYours
    if organization.ended_on is not None:
        raise Refused(_("This organisation is part of another one now."))
    if organization.memberships.current().filter(role=Role.MANAGER).exists():
        raise SomebodyWasFaster(_("This enterprise has joined already; its manager lets others in."))
    if organization.invitations.open(clock.now()).exists():
        raise SomebodyWasFaster(
            _("An invitation is open already. Take it back before you send another."), field="email"
        )
    invitation, token = open_invitation(
        email=email, name=name, role=Role.MANAGER, organization=organization, into=organization, by=by
    )
    record(Verb.INVITE, by=by, subject=zone.code, on_behalf=organization, email=email, role=Role.MANAGER)
    return invitation, token


def require_reviewer(zone: Zone, by: User) -> None:
    """Who checks the enterprises of a zone: its managing body's manager or reviewer."""
    body = managing_organization(zone)
    if body is None:
        raise NotYours
    require_role(by, *REVIEWING_ROLES, organization=body)
