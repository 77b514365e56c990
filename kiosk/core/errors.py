"""Errors of the world, told to people. Whatever is not a KioskError is a fault of ours and ends in a traceback in the log.

Every KioskError says what is wrong, where, and how to mend it, in one line each; its exit code is the command line's contract.
"""

from typing import ClassVar


class KioskError(Exception):
    """Something in the world is not as it must be.

    Args:
        what: what is wrong, a short clause.
        where: the file, line, device or setting it is about.
        mend: what the reader can do about it.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        self.what = " ".join(what.split())
        self.where = where
        self.mend = mend
        super().__init__(self.line())

    def line(self) -> str:
        """One line: what, where, how to mend."""
        where = f" ({self.where})" if self.where else ""
        mend = f". {self.mend[0].upper()}{self.mend[1:]}" if self.mend else ""
        told = f"{self.what}{where}{mend}".rstrip(".")
        return told if told.endswith(("?", "!")) else told + "."


class BadInput(KioskError):
    """What a person gave cannot be used: text, picture, sound, option."""

    exit_code: ClassVar[int] = 2


class MissingPart(KioskError):
    """A device, a bundle or a package that is needed is not there."""

    exit_code: ClassVar[int] = 3


class BrokenData(KioskError):
    """The store or the bundle is there and broken."""

    exit_code: ClassVar[int] = 4
