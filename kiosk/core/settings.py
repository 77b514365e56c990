"""Settings: one typed model. The file, the environment, the documentation and the technician's screen all come from it.

Read in this order, the later winning: the defaults here, `kiosk.toml` in the state folder, environment variables `KIOSK_<NAME>`.
"""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.core.errors import BadInput
from kiosk.core.intents import CODE

PREFIX = "KIOSK_"


def _assets() -> Path:
    """The embedded assets: beside the package in a checkout, under `share/kiosk` where it is installed."""
    import sys

    beside = Path(__file__).resolve().parents[2] / "assets"
    return beside if beside.is_dir() else Path(sys.prefix) / "share" / "kiosk" / "assets"


def _state() -> Path:
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "kiosk"


class Settings(BaseModel):
    """Everything a technician can set, with its bounds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Path = Field(default_factory=_state, description="Folder for databases, tickets and compiled models; must be writable.")
    store: Path | None = Field(None, description="Store pack to use instead of the imported catalogue.")
    default_store: Path = Field(default_factory=lambda: _assets() / "stores" / "market", description="Pack that fills an empty catalogue.")
    bundle: Path = Field(default_factory=lambda: _assets() / "bundles" / "market", description="Folder of the signed model bundle.")
    language: Annotated[str, Field(pattern=f"^{CODE}$")] = Field(
        "en", description="Language of a new visit before anything was said: en, zh, or the code of a file in the state folder's words/."
    )
    threads: Annotated[int, Field(ge=1, le=16)] = Field(2, description="CPU threads of hearing, seeing and speaking.")
    idle_seconds: Annotated[int, Field(ge=10, le=600)] = Field(45, description="Seconds alone before a count-down of 20 more; at its end the visit is forgotten.")
    camera: Annotated[int, Field(ge=-1, le=63)] = Field(0, description="Number of the camera; -1 for none.")
    presence: bool = Field(
        False, description="Whether a visit also begins without a touch: the camera looks for somebody while the attract screen is up, as it then says."
    )
    microphone: str = Field("", description="Name of the microphone; empty for the system's own choice.")
    loudspeaker: str = Field("", description="Name of the loudspeaker; empty for the system's own choice.")
    place_x: Annotated[float | None, Field(ge=0, le=500)] = Field(None, description="Metres from the plan's left to this kiosk; the pack's own without it.")
    place_y: Annotated[float | None, Field(ge=0, le=500)] = Field(None, description="Metres from the plan's top to this kiosk; the pack's own without it.")
    volume: Annotated[int, Field(ge=0, le=100)] = Field(70, description="Loudness of the voice, per cent.")
    brightness: Annotated[int, Field(ge=40, le=100)] = Field(
        100, description="Brightness of the screen, per cent; where the screen's own cannot be set, the window darkens itself, to 60 at the lowest."
    )
    voice: bool = Field(True, description="Whether answers are spoken; captions are always shown.")
    hands_free: bool = Field(True, description="Whether speaking interrupts the voice, and the kiosk listens by itself after a question of its own.")
    full_screen: bool = Field(False, description="Whether the window fills the screen.")
    port: Annotated[int, Field(ge=1024, le=65535)] = Field(8720, description="Port of `kiosk serve`, on this machine only.")


def load_settings(**given: Any) -> Settings:
    """The settings of this machine; `given` wins over everything.

    Raises:
        BadInput: a name is unknown or a value out of bounds; says in which place.
    """
    found: dict[str, Any] = {}
    where: dict[str, str] = {}
    environment = {k[len(PREFIX) :].lower(): v for k, v in os.environ.items() if k.startswith(PREFIX)}
    file = Path(given.get("state") or environment.get("state") or _state()) / "kiosk.toml"
    if file.is_file():
        try:
            found |= tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadInput(f"the settings file is not TOML ({error})", str(file), "correct or remove it") from error
        where |= dict.fromkeys(found, str(file))
    for name, value in environment.items():
        if name in Settings.model_fields:
            found[name], where[name] = value, PREFIX + name.upper()
    found |= {k: v for k, v in given.items() if v is not None}
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise BadInput(f"setting {name!r}: {first['msg']}", where.get(name, "command line"), "see: kiosk doctor --settings") from error
