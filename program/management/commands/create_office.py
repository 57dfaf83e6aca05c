"""manage.py create_office: the first two accounts of a real installation."""

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
from program.people.actions import Founder
from program.people.models import User
from program.people.provinces import Province
from program.refusals import Refused


class Command(BaseCommand):
    help = (
        "Set up the special office with its first system administrator, who invites everybody else, and its first security "
        "administrator, who confirms the roles of the office: two people. Their passwords are asked for, or taken from "
        "OFFICE_PASSWORD and SECURITY_PASSWORD."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--credit-code", required=True, help="unified social credit code of the office")
        parser.add_argument("--name", required=True, help="its name in Chinese")
        parser.add_argument("--province", default=Province.BEIJING, choices=Province.values)
        for prefix, who in (("", "system administrator"), ("security-", "security administrator")):
            parser.add_argument(f"--{prefix}username", required=True, help=f"of the {who}")
            parser.add_argument(
                f"--{prefix}person", help=f"the {who}'s name (the user name, if none is given)"
            )
            parser.add_argument(f"--{prefix}email", required=True, help=f"of the {who}")

    def handle(self, *args: Any, **options: Any) -> None:
        admin = self._founder("OFFICE_PASSWORD", *(options[part] for part in ("username", "person", "email")))
        security = self._founder(
            "SECURITY_PASSWORD",
            *(options[f"security_{part}"] for part in ("username", "person", "email")),
        )
        try:
            office = actions.found_office(
                credit_code=options["credit_code"],
                name=options["name"],
                province=options["province"],
                admin=admin,
                security=security,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{office.name_zh}: {admin.username}, {security.username}")

    def _founder(self, variable: str, username: str, person: str | None, email: str) -> Founder:
        account = User(username=username, name=person or username, email=email)
        password = os.environ.get(variable) or (
            getpass.getpass(f"Password of {username}: ") if sys.stdin.isatty() else ""
        )
        try:
            validate_password(password, account)
            account.clean_fields(exclude=["password", "wrong_code_at"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return Founder(username, account.name, email, make_password(password))
