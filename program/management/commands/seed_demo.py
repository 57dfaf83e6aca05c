"""`manage.py seed_demo`: the demonstration, made once by the same verbs as everything else; prints cast and password."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings
from django_tasks_db.models import DBTaskResult

from program import clock
from program.background.models import Promise
from program.background.steps import keep
from program.management.demo.acts import on
from program.management.demo.cast import EXPERTS, FOUNDED, Cast
from program.management.demo.story import Story
from program.people.models import Membership, Role, User

SHOWN = (
    "park",
    "park_member",
    "park2",
    "province",
    "zone",
    "enterprise",
    "enterprise2",
    "enterprise3",
    "zone2",
    "enterprise4",
    "enterprise6",
    "enterprise12",
    "enterprise17",
    "service",
    "clerk",
    "clerk2",
    "director",
    "director2",
    "supervisor",
    "inspector",
    "auditor",
    "admin",
    "security",
)


class Command(BaseCommand):
    help = "Seed the demonstration (not in production) and print its cast."

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMO:
            raise CommandError("The demonstration is never made with production settings.")
        if not User.objects.filter(username="park").exists():
            self.seed()
        self.introduce()

    def seed(self) -> None:
        """Everything in order; mail of the past is not sent."""
        cast = Cast(settings.DEMO_PASSWORD)
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            call_command("load_reference", verbosity=0)
            with on(FOUNDED):
                cast.gather()
            Story(cast).tell(clock.today())
        self.leave_the_printing_to_the_worker()

    def leave_the_printing_to_the_worker(self) -> None:
        """Only work that is still open stays in the queue."""
        DBTaskResult.objects.all().delete()
        for pk in Promise.objects.open().values_list("pk", flat=True).order_by("pk"):
            keep.enqueue(pk)

    def introduce(self) -> None:
        """The cast, and one line with the password."""
        current = Membership.objects.current().select_related("user", "organization")
        for username in (*SHOWN, *(name for name, *_ in EXPERTS)):
            for row in current.filter(user__username=username):
                self.stdout.write(f"  {username:<12} {Role(row.role).label} · {row.organization.name_zh}")
        self.stdout.write(f"Demo password: {settings.DEMO_PASSWORD}")
