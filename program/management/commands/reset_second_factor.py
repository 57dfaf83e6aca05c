"""manage.py reset_second_factor: where no second security administrator is left who could do it on the page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from program.people import actions
from program.people.models import User
from program.refusals import Refused


class Command(BaseCommand):
    help = "Throw away the second factor of an account, so that it can be set up anew. The reason is kept in the journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="how the person was recognised")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError("Nobody has this user name.")
        try:
            actions.reset_factors(person, reason=options["reason"], by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
