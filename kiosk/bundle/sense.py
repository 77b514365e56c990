"""How much a text is like something that a shopper says: the student's surety of the likeliest thing that a shop is asked.

Readings of one sound are chosen by it (`kiosk.hearing.ears`). What must hold: it is no probability that the text is right, and no text is made.
"""

from kiosk.bundle.finished import Reader
from kiosk.core import Intent


def sense(reader: Reader, text: str) -> float:
    """0 to 1; near 0 for what no shopper asks."""
    return max((float(chance) for intent, chance in reader.understand(text, None).intents if intent != Intent.out_of_scope), default=0.0)
