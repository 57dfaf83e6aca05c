"""A small program in mid-life in which every role owns one object of every kind and meets a foreign one.

Organisation A and its body own what is asked for; organisation B and its body own the same kinds and are the strangers.
Strings that nobody but their rightful readers may ever see are planted on the way, by the same verbs as everything else.
"""

from tests.access.world.builder import Builder
from tests.access.world.people import PASSWORD, PLANTED, PUBLIC, TODAY, World

__all__ = ["PASSWORD", "PLANTED", "PUBLIC", "TODAY", "Builder", "World"]
