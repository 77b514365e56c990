"""The bundle's card: what is in it, whether its gates hold, by whom and from what; one HTML file beside the manifest, for people only.

The signed manifest is what counts; it names the card's hash, so that no other card stands beside it. A forced bundle says so in red, before
anything else.
"""

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.bundle.manifest import Manifest

TEMPLATE: Final = "card.html.j2"


def bundle_card(manifest: Manifest) -> str:
    """The card's HTML; every text of the manifest is escaped."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    short = sum(not gate["holds"] for gate in manifest.gates.values())
    return environment.get_template(TEMPLATE).render(manifest=manifest, short=short)
