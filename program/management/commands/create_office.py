"""manage.py create_office: the first account of a real installation."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from program.people import actions
from program.people.models import User
from program.people.provinces import Province
from program.refusals import Refused


class Command(BaseCommand):
    help = (
        "Set up the special office with its first system administrator, who invites everybody else. "
        "The password is asked for, or taken from OFFICE_PASSWORD."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--credit-code", required=True, help="unified social credit code of the office")
        parser.add_argument("--name", required=True, help="its name in Chinese")
        parser.add_argument("--province", default=Province.BEIJING, choices=Province.values)
        parser.add_argument("--username", required=True)
        parser.add_argument("--person", help="the administrator's name (the user name, if none is given)")
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        person = options["person"] or options["username"]
        account = User(username=options["username"], name=person, email=options["email"])
        password = self._password(account)
        try:
            membership = actions.found_office(
                credit_code=options["credit_code"],
                name=options["name"],
                province=options["province"],
                username=options["username"],
                person=person,
                email=options["email"],
                password=make_password(password),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{membership.organization.name_zh}: {membership.user.username}")

    def _password(self, account: User) -> str:
        password = os.environ.get("OFFICE_PASSWORD") or (getpass.getpass() if sys.stdin.isatty() else "")
        try:
            validate_password(password, account)
            account.clean_fields(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password
