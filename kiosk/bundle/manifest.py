"""The model bundle: a signed manifest and one folder a part. Nothing altered, unsigned, newer than understood, outside its folder, linked or
oversize is ever opened.

What must hold: `open_bundle` checks the signature over the manifest's very bytes before a word of it is believed; `part` checks every file
of a part against the manifest, and that nothing else lies in its folder, before its path is handed out.
"""

import base64
import hashlib
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.core import BrokenData, MissingPart

SCHEMA = 1
MAX_MANIFEST = 1_000_000
MAX_FILE = 100_000_000
"""Bytes. The largest file of ours is the hearing part's, 60 MB."""
MANIFEST, SIGNATURE, CARD = "manifest.json", "manifest.sig", "card.html"
KEYS = Path(__file__).parent / "keys"
"""Public keys whose bundles this kiosk opens, one base64 line a file."""

PartName = Literal["understanding", "hearing", "seeing"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BundleFile(_Closed):
    """One file of a part; `path` is relative to the bundle's folder, with forward slashes."""

    path: str
    sha256: Sha256
    size: Annotated[int, Field(ge=0, le=MAX_FILE)]


class Part(_Closed):
    """A part: its files and what its `part.json` says about students, teachers, labels, thresholds, metrics and licences."""

    files: tuple[BundleFile, ...]
    about: dict[str, Any]

    @property
    def model_digest(self) -> str:
        """What tells the part's model from every other (SHA-256): vectors of two models are not comparable."""
        model = sorted(f.sha256 for f in self.files if PurePosixPath(f.path).name in ("model.xml", "model.bin"))
        return hashlib.sha256(" ".join(model).encode()).hexdigest()


class External(_Closed):
    """A model that others made and we use unchanged, installed from its package."""

    package: str
    version: str
    file: str
    sha256: Sha256
    licence: str
    used_for: str


class Manifest(_Closed):
    """What a bundle holds and who made it from what."""

    schema_version: int
    name: str
    made_at: str
    made_by: dict[str, str]
    parts: dict[PartName, Part]
    external: tuple[External, ...] = ()
    gates: dict[str, Any] = {}
    forced: bool = False
    card: BundleFile | None = None
    """The page for people that lies beside the manifest; bundles of before have none."""


def sha256(file: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as f:
        while piece := f.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def trusted_keys(folder: Path = KEYS) -> list[Ed25519PublicKey]:
    """The public keys in a folder of `.pub` files."""
    return [Ed25519PublicKey.from_public_bytes(base64.b64decode(f.read_text().strip())) for f in sorted(folder.glob("*.pub"))]


class Bundle:
    """An opened bundle whose manifest is signed by a trusted key. Make it with `open_bundle`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._checked: dict[str, Path] = {}

    def has(self, name: PartName) -> bool:
        """Whether the manifest names this part."""
        return name in self.manifest.parts

    def part(self, name: PartName) -> Path:
        """The folder of a part after every file in it was checked.

        Raises:
            MissingPart: the bundle has no such part. BrokenData: a file is missing, altered, linked, oversize or unknown.
        """
        if name not in self._checked:
            if name not in self.manifest.parts:
                raise MissingPart(f"the bundle has no {name} part", str(self.folder), "install a bundle that has it: kiosk bundle install DIR")
            _check_files(self.folder, name, self.manifest.parts[name])
            self._checked[name] = self.folder / name
        return self._checked[name]


def _bad(what: str, where: Path) -> BrokenData:
    return BrokenData(what, str(where), "install the bundle again: kiosk bundle install DIR")


def _check_files(folder: Path, name: str, part: Part) -> None:
    if (folder / name).is_symlink():
        raise _bad(f"the {name} part is a link", folder / name)
    for entry in part.files:
        path = PurePosixPath(entry.path)
        if path.is_absolute() or ".." in path.parts or path.parts[:1] != (name,) or "\\" in entry.path or str(path) != entry.path:
            raise _bad(f"the manifest names a file outside the {name} part: {entry.path!r}", folder / MANIFEST)
        _check_file(folder, entry)
    known = {folder / entry.path for entry in part.files}
    strangers = [f for f in (folder / name).rglob("*") if not f.is_dir() and f not in known]
    if strangers:
        raise _bad("the bundle holds a file that its manifest does not name", strangers[0])


def _check_file(folder: Path, entry: BundleFile) -> None:
    file = folder / entry.path
    if any(p.is_symlink() for p in (file, *list(file.parents)[: len(PurePosixPath(entry.path).parts) - 1])):
        raise _bad("a file of the bundle is a link", file)
    if not file.is_file():
        raise _bad("a file of the bundle is missing", file)
    if file.stat().st_size != entry.size:
        raise _bad(f"a file of the bundle has {file.stat().st_size} bytes, the manifest says {entry.size}", file)
    if sha256(file) != entry.sha256:
        raise _bad("a file of the bundle was altered", file)


def open_bundle(folder: Path, keys: Path = KEYS) -> Bundle:
    """The bundle in a folder, its manifest verified.

    Raises:
        MissingPart: there is no bundle. BrokenData: unsigned, signed by nobody we trust, newer than this program, malformed, or its card is another.
    """
    manifest, signature = folder / MANIFEST, folder / SIGNATURE
    if not manifest.is_file():
        raise MissingPart("there is no model bundle", str(folder), "run: kiosk bundle install DIR, or: make bundle DATA=…")
    if not signature.is_file():
        raise BrokenData("the model bundle is not signed", str(folder), "sign it: kiosk-export sign DIR --key KEY")
    if manifest.is_symlink() or signature.is_symlink() or folder.is_symlink():
        raise BrokenData("the bundle's manifest is a link", str(folder), "install the bundle again: kiosk bundle install DIR")
    if manifest.stat().st_size > MAX_MANIFEST or signature.stat().st_size > 1000:
        raise BrokenData("the bundle's manifest is oversize", str(manifest), "install the bundle again: kiosk bundle install DIR")
    body = manifest.read_bytes()
    _check_signature(body, signature.read_bytes(), keys, folder)
    try:
        loaded = Manifest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        found = ".".join(str(p) for p in first["loc"])
        raise BrokenData(f"the bundle's manifest is malformed at {found!r}: {first['msg']}", str(manifest), "make the bundle again") from error
    if loaded.schema_version != SCHEMA:
        raise BrokenData(f"the bundle has schema {loaded.schema_version}, this program knows {SCHEMA}", str(manifest), "update the kiosk")
    if loaded.card is not None:
        if loaded.card.path != CARD:
            raise _bad(f"the manifest names another file as its card: {loaded.card.path!r}", manifest)
        _check_file(folder, loaded.card)
    return Bundle(folder, loaded)


def _check_signature(body: bytes, signature: bytes, keys: Path, folder: Path) -> None:
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except ValueError as error:
        raise BrokenData("the bundle's signature is malformed", str(folder / SIGNATURE), "sign it again") from error
    for key in trusted_keys(keys):
        try:
            key.verify(raw, body)
        except InvalidSignature:
            continue
        return
    raise BrokenData("the bundle is altered or signed by a key this kiosk does not trust", str(folder), f"put the maker's public key into {keys.name}/")
