"""What the kiosk holds: bundle, store, tickets, voice packages. Every check opens its database read-only and changes nothing.

A part counts as fine only after it was used: a bundle part after every file's hash, the store after a search, the student after a question.
"""

import importlib.metadata
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import get_args

from kiosk.bundle.external import read_checked
from kiosk.bundle.manifest import Bundle, External, PartName, open_bundle, sha256
from kiosk.core import BrokenData, KioskError, Language, MissingPart
from kiosk.core.settings import Settings
from kiosk.field.findings import Finding, State
from kiosk.store import importing, tickets
from kiosk.store.catalogue import Store
from kiosk.store.checking import load_pack
from kiosk.store.database import migrate
from kiosk.store.enrolled import FILE as ENROLLED
from kiosk.store.enrolled import EnrolledFile
from kiosk.store.pack import pack_digest, read_pack
from kiosk.store.search import Wanted
from kiosk.store.word_files import FOLDER, NAME, read_languages

STORE_FILE = "store.sqlite"
REPAIR = "run: kiosk doctor --repair"
WITHOUT = {
    "hearing": "spoken questions cannot be understood",
    "seeing": "products cannot be told by their looks",
    "understanding": "no question can be answered",
}


def read_only(file: Path) -> sqlite3.Connection:
    """A connection that cannot change the file. Raises BrokenData where it is no database."""
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BrokenData(f"the database cannot be read ({error})", str(file), REPAIR) from error
    return connection


def damage(file: Path, schema: int) -> str:
    """What is wrong with a database, empty where it is whole. `schema` is the newest that this program knows.

    Raises:
        BrokenData: its schema is newer than ours; such a file is not damaged and must not be repaired.
    """
    try:
        with closing(read_only(file)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > schema:
                raise BrokenData(
                    f"the database has schema {version}, this program knows {schema}", str(file), "install the newer kiosk again"
                )
            told = [str(r[0]) for r in connection.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    except BrokenData as error:
        if "schema" in error.what:
            raise
        return error.what
    return "" if told == ["ok"] else "; ".join(told)


def check_state(folder: Path) -> Finding:
    """Whether the state folder can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        return Finding(
            "state folder",
            State.missing,
            f"{folder} cannot be written ({error.strerror})",
            "make it writable, or set KIOSK_STATE to another folder",
            True,
        )
    return Finding("state folder", State.ok, str(folder))


def check_bundle(settings: Settings) -> list[Finding]:
    """The manifest, then each part that a kiosk can have. The understanding part is needed."""
    try:
        bundle = open_bundle(settings.bundle)
    except MissingPart as error:
        return [Finding("bundle", State.missing, f"{error.what} ({error.where})", error.mend, needed=True)]
    forced = (
        [Finding("bundle", State.warning, "made although a gate fell short", "install a bundle whose gates hold")]
        if bundle.manifest.forced
        else []
    )
    found = forced or [Finding("bundle", State.ok, f"{bundle.manifest.name}, signed, made {bundle.manifest.made_at[:10]}")]
    return [*found, *(_check_part(bundle, settings, name) for name in get_args(PartName)), *check_external(bundle.manifest.external)]


def _check_part(bundle: Bundle, settings: Settings, name: PartName) -> Finding:
    label, needed = f"bundle: {name}", name == "understanding"
    try:
        folder = bundle.part(name)
        part = bundle.manifest.parts[name]
        what = f"{len(part.files)} files, {sum(f.size for f in part.files) / 1e6:.1f} MB, every hash right"
        if name == "understanding":
            from kiosk.bundle.student import Student

            told = Student(folder).understand("where is the milk", None)
            what += f"; it understands ({told.intents[0][0]})"
    except MissingPart as error:
        return Finding(label, State.missing, f"{error.what}: {WITHOUT[name]}", error.mend, needed)
    except BrokenData as error:
        return Finding(label, State.broken, f"{error.what} ({error.where})", error.mend, needed)
    return Finding(label, State.ok, what)


def check_external(external: Sequence[External]) -> list[Finding]:
    """What the manifest names of others: version and hash of each file. One finding for all that are fine, one for each other package."""
    found: dict[str, Finding] = {}
    for entry in external:
        label, mend = f"package {entry.package}", f"install {entry.package}=={entry.version} again"
        try:
            held = importlib.metadata.distribution(entry.package)
        except importlib.metadata.PackageNotFoundError:
            found[label] = Finding(label, State.missing, f"not installed ({entry.used_for})", mend)
            continue
        name = entry.file.replace("\\", "/")
        files = [f for f in held.files or [] if f.as_posix() == name or f.as_posix().endswith(f"/{name}")]
        if not files:
            found[label] = Finding(label, State.missing, f"{entry.file} is not in it ({entry.used_for})", mend)
        elif all(sha256(Path(str(f.locate()))) != entry.sha256 for f in files):
            found[label] = Finding(label, State.broken, f"{entry.file} was altered", mend)
        elif held.version != entry.version:
            found.setdefault(
                label,
                Finding(
                    label, State.warning, f"version {held.version}, the bundle was made with {entry.version}; the file is the same", mend
                ),
            )
        else:
            found.setdefault(label, Finding(label, State.ok, f"{entry.version}, hash right"))
    fine = [f for f in found.values() if f.state == State.ok]
    others = [f for f in found.values() if f.state != State.ok]
    return [*([Finding("bundle: packages", State.ok, f"{len(fine)} packages that it uses, every hash right")] if fine else []), *others]


def as_at_start(file: Path) -> tuple[sqlite3.Connection, bool]:
    """A catalogue as the next start will see it, and whether it is an earlier version's: such a one is brought up to date in memory only.

    Raises:
        BrokenData: that cannot be done.
    """
    connection = read_only(file)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        index = connection.execute("SELECT value FROM meta WHERE name='index'").fetchone() if version else None
        if version == len(importing.MIGRATIONS) and (index is None or index[0] == importing.INDEX):
            return connection, False
        with closing(connection):
            copy = sqlite3.connect(":memory:", isolation_level=None)
            copy.row_factory = sqlite3.Row
            connection.backup(copy)
        migrate(copy, importing.MIGRATIONS, str(file))
        importing.index_anew(copy)
    except (sqlite3.DatabaseError, KeyError, ValueError) as error:
        raise BrokenData(f"the catalogue of an earlier version cannot be brought up to date ({error})", str(file), REPAIR) from error
    return copy, True


def check_store(settings: Settings) -> Finding:
    """Whether the catalogue opens, how much it holds, and whether a search finds a product of it."""
    file = settings.state / STORE_FILE
    pack = settings.store
    if pack is not None:
        file = settings.state / "stores" / f"{pack_digest(pack)[:24]}.sqlite"
    if not file.is_file():
        source = pack or settings.default_store
        found = load_pack(source)
        return Finding(
            "store",
            State.ok,
            f"not imported yet; the pack {source.name!r} is valid ({len(found.products)} products) and is imported at the first start",
        )
    wrong = damage(file, len(importing.MIGRATIONS))
    if wrong:
        return Finding("store", State.broken, f"the database is damaged: {wrong} ({file})", REPAIR, needed=True)
    connection, older = as_at_start(file)
    with closing(connection):
        try:
            store = Store(connection)
            count = int(connection.execute("SELECT count(*) FROM products").fetchone()[0])
            first = connection.execute("SELECT name_en, sku FROM products ORDER BY number LIMIT 1").fetchone()
            groups = store.search(Wanted(first["name_en"], Language.en)).groups if first else ()
        except (sqlite3.DatabaseError, BrokenData, KeyError, ValueError) as error:
            raise BrokenData(f"the catalogue cannot be used ({error})", str(file), REPAIR) from error
        if not first:
            return Finding("store", State.warning, "the catalogue holds no product", "import a pack: kiosk store import PACK")
        if not any(hit.product.sku == first["sku"] for g in groups for hit in g.hits):
            return Finding("store", State.broken, f"a search for {first['name_en']!r} does not find it", REPAIR, needed=True)
        later = "; an earlier version's, brought up to date at the next start" if older else ""
        holds = f"{count} products, {len(store.kinds)} kinds"
        what = f"{store.shop.name_en}: {holds}, catalogue {store.generation}, digest {store.digest[:12]}{later}"
        return Finding("store", State.ok, what)


def check_tickets(settings: Settings) -> Finding:
    """Whether every ticket is readable; tickets that wait are told."""
    file = settings.state / tickets.FILE
    if not file.is_file():
        return Finding("tickets", State.ok, "none yet; the database is made at the first start")
    wrong = damage(file, len(tickets.MIGRATIONS))
    if wrong:
        return Finding(
            "tickets",
            State.broken,
            f"the database is damaged: {wrong} ({file})",
            REPAIR + " (it is kept aside, what is readable is carried over)",
            True,
        )
    with closing(read_only(file)) as connection:
        held, waiting, calls = (
            int(connection.execute(query).fetchone()[0])
            for query in (
                "SELECT count(*) FROM tickets",
                "SELECT count(*) FROM tickets WHERE acknowledged IS NULL",
                "SELECT count(*) FROM calls WHERE acknowledged IS NULL",
            )
        )
    what = f"{held} ticket{'s' * (held != 1)}, {waiting} waiting; {calls} call{'s' * (calls != 1)} waiting"
    return Finding("tickets", State.ok, what)


def check_enrolled(settings: Settings) -> Finding:
    """Whether what staff enrolled by camera is readable and of this bundle's picture model."""
    from kiosk.visit import House

    rows = EnrolledFile(settings.state / ENROLLED).rows()
    if not rows:
        return Finding("enrolled products", State.ok, "none")
    sight = House(settings).sight
    skus = {sku for sku, _ in rows}
    stale = sorted(skus - {sku for sku, student in rows if student == sight})
    if stale:
        names = ", ".join(stale[:5]) + (" …" if len(stale) > 5 else "")
        what = f"{len(stale)} of {len(skus)} are of another picture model and are not recognised: {names}"
        return Finding("enrolled products", State.warning, what, "enrol them again: kiosk enrol SKU IMAGE…, or forget them: kiosk enrol --undo SKU")
    return Finding("enrolled products", State.ok, f"{len(skus)}, of this bundle's picture model")


def check_words(settings: Settings) -> list[Finding]:
    """The languages of the window, with how many words those have that lack some, and what of a shop's own files cannot be used."""
    found = read_languages(settings.state)
    told = [said[NAME] + (f" {len(said) - found.lacking[code]}/{len(said)}" if code in found.lacking else "") for code, said in found.words.items()]
    faults = [Finding("words", State.warning, f"{fault.what} ({fault.where})", fault.mend) for fault in found.faults]
    if (code := settings.language) not in found.words:
        faults.append(Finding(
            "words", State.warning, f"a visit should begin in {code}, and there are no words for it",
            f"put kiosk_{code}.ts into {settings.state / FOLDER}, or change the setting language",
        ))  # fmt: skip
    return [Finding("words", State.ok, ", ".join(told)), *faults]


def check_voice() -> Finding:
    """Every file of the voice, by its pinned hash."""
    from kiosk.speaking.model import EXTERNAL

    size = 0
    for external in EXTERNAL:
        try:
            size += len(read_checked(external))
        except MissingPart as error:
            return Finding("voice", State.missing, f"{error.what} ({error.where}): answers are shown, not spoken", error.mend)
    return Finding(
        "voice", State.ok, f"{len({e.package for e in EXTERNAL})} packages, {len(EXTERNAL)} files, {size / 1e6:.0f} MB, every hash right"
    )


def check_end_of_turn() -> Finding:
    """Whether the model that tells by the melody that a shopper has finished opens."""
    from kiosk.hearing.external import SMART_TURN
    from kiosk.hearing.smart_turn import SmartTurn

    try:
        SmartTurn(1)
    except MissingPart as error:
        return Finding("end of turn", State.missing, f"{error.what} ({error.where}): after a question the kiosk waits longer", error.mend)
    return Finding("end of turn", State.ok, f"{SMART_TURN.package} {SMART_TURN.version}, hash right, opens")


def shop_zone(settings: Settings) -> str:
    """The shop's time zone, from its catalogue or its pack; UTC where neither can be read."""
    file = settings.state / STORE_FILE
    try:
        if settings.store is None and file.is_file():
            with closing(read_only(file)) as connection:
                return Store(connection).shop.timezone
        return read_pack(settings.store or settings.default_store).shop.timezone
    except (KioskError, sqlite3.DatabaseError, ValueError):
        return "UTC"


def newest_data(settings: Settings) -> datetime | None:
    """When the bundle was made; None where that is not known."""
    try:
        return datetime.fromisoformat(open_bundle(settings.bundle).manifest.made_at)
    except (KioskError, ValueError):
        return None
