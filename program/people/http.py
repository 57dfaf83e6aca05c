"""The request of somebody who is signed in."""

from django.http import HttpRequest

from program.people.models import User


class SignedIn(HttpRequest):
    """For type hints: LoginRequiredMiddleware lets only such requests reach a view that is not marked public."""

    user: User  # type: ignore[assignment]
