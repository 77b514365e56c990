"""The kiosk's eyes: frames, barcodes, labels and appearance. A gallery, a lexicon and a barcode table are given; no shop is known here."""

from kiosk.seeing.eyes import ALL, Eyes
from kiosk.seeing.frames import read_frame

__all__ = ["ALL", "Eyes", "read_frame"]
