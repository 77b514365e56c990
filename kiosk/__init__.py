"""An in-store kiosk that answers shoppers from the store's own database. The floors of the house are drawn in ARCHITECTURE.md."""

__version__ = "0.1.0"
