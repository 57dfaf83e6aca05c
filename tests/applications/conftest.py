"""One case at each step of its first half."""

import pytest

from program.applications import actions
from program.applications.models import Application
from program.people.models import User
from tests.applications import desk


@pytest.fixture
def written(case: Application, applicant: User) -> Application:
    """Complete, not yet submitted."""
    return desk.write_all(case, by=applicant)


@pytest.fixture
def submitted(written: Application, applicant: User) -> Application:
    """Version 1 waits for the recommending body."""
    desk.submit(written, by=applicant)
    return written


@pytest.fixture
def recommended(submitted: Application, applicant: User, recommender: User) -> Application:
    """Sealed, recommended on rank 1, waits for its formality check."""
    desk.seal(submitted, by=applicant)
    desk.recommend(submitted, by=recommender)
    return submitted


@pytest.fixture
def to_correct(recommended: Application, clerk: User) -> Application:
    """The office asked to correct the basic data, once."""
    actions.ask_correction(recommended, [("basics", "工业增加值与年报不一致")], by=clerk)
    return recommended
