"""What a file must be, and who may see it."""

from program.files.rules.contents import ALLOWED, Examined, examine
from program.files.rules.names import clean_name
from program.files.rules.reach import can_view_file, register_reach

__all__ = ["ALLOWED", "Examined", "can_view_file", "clean_name", "examine", "register_reach"]
