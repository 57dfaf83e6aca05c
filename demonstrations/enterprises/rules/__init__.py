"""Pure questions about an enterprise: whether it may apply, what is told of it, what it has declared."""

from demonstrations.enterprises.rules.applying import BRANCH, bars, facts, fields_of, profile
from demonstrations.enterprises.rules.declared import Declared, beside, declared

__all__ = ["BRANCH", "Declared", "bars", "beside", "declared", "facts", "fields_of", "profile"]
