"""Why a file is refused, as a code."""


class Unfit(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ends_as_zip(content: bytes) -> bool:
    """Whether the file is (also) a ZIP archive: its end record, with a comment that reaches exactly to the end."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    return at >= 0 and at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") == len(content)
