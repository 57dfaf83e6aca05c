"""合并之后: what was open in a zone that is part of another by now is answered by who manages that, and by nobody else."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from program import clock
from program.indicators import actions as indicators
from program.indicators.models import Declaration, State
from program.indicators.rules import standing_of_year_in_force  # placeholder
