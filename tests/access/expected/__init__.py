"""Who gets which answer at which address: the table by which every address is asked."""

from tests.access.expected.after import AFTER
from tests.access.expected.cases import CASES
from tests.access.expected.ground import GROUND, OF_AN_ENTERPRISE
from tests.access.expected.roles import ALL, PAGE, ROLES, Line, line
from tests.access.expected.served import SERVED
from tests.access.expected.yearly import YEARLY

LINES = [*GROUND, *AFTER, *SERVED, *YEARLY, *CASES]

__all__ = ["ALL", "LINES", "OF_AN_ENTERPRISE", "PAGE", "ROLES", "Line", "line"]
