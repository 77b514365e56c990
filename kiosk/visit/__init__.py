"""One conversation and the parts behind it."""

from kiosk.visit.house import House
from kiosk.visit.visit import Visit

__all__ = ["House", "Visit"]
