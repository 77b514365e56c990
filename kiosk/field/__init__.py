"""The kiosk in the field: what works on this machine, how fast it is, and what can be mended without a person."""
