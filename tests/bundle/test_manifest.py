"""Sign, change anything, must fail: the bundle opens only when every byte is as it was signed."""

import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export.bundling import bundle, public_line, sign
from kiosk.bundle.manifest import CARD, MANIFEST, SIGNATURE, open_bundle
from kiosk.core import BadInput, BrokenData, KioskError, MissingPart

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "test.pub").write_text(public_line(KEY))
    return folder


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A small bundle with one part, signed."""
    folder = tmp_path / "bundle"
    (folder / "seeing").mkdir(parents=True)
    (folder / "seeing" / "part.json").write_text('{"metrics": {"int8_lost_points": 0.1, "graph": {"int8": {"top_1": 90}}}}')
    (folder / "seeing" / "model.bin").write_bytes(bytes(range(200)))
    bundle(folder, "test")
    sign(folder, KEY)
    return folder


def open_all(folder: Path, keys: Path) -> None:
    opened = open_bundle(folder, keys)
    for name in opened.manifest.parts:
        opened.part(name)


def test_a_signed_bundle_opens(signed: Path, keys: Path) -> None:
    open_all(signed, keys)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_is_refused(signed: Path, keys: Path, data: st.DataObject) -> None:
    """Whatever file, whatever byte: the bundle does not open, and says so as a KioskError."""
    files = sorted(f for f in signed.rglob("*") if f.is_file())
    file = data.draw(st.sampled_from(files))
    body = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(body) - 1))
    change = data.draw(st.integers(1, 255))
    original = bytes(body)
    body[at] ^= change
    file.write_bytes(bytes(body))
    try:
        if file.name == SIGNATURE and bytes(body).strip() == original.strip():
            return
        with pytest.raises(KioskError):
            open_all(signed, keys)
    finally:
        file.write_bytes(original)


def test_an_unsigned_bundle_is_refused(signed: Path, keys: Path) -> None:
    (signed / SIGNATURE).unlink()
    with pytest.raises(BrokenData, match="not signed"):
        open_bundle(signed, keys)


def test_a_missing_bundle_is_a_missing_part(tmp_path: Path, keys: Path) -> None:
    with pytest.raises(MissingPart):
        open_bundle(tmp_path / "nothing", keys)


def test_a_key_we_do_not_trust_is_refused(signed: Path, keys: Path) -> None:
    sign(signed, Ed25519PrivateKey.generate())
    with pytest.raises(BrokenData, match="trust"):
        open_bundle(signed, keys)


def test_a_newer_schema_is_refused(signed: Path, keys: Path) -> None:
    manifest = json.loads((signed / MANIFEST).read_text())
    manifest["schema_version"] = 99
    (signed / MANIFEST).write_text(json.dumps(manifest))
    sign(signed, KEY)
    with pytest.raises(BrokenData, match="schema 99"):
        open_bundle(signed, keys)


@pytest.mark.parametrize("path", ["../outside.bin", "/etc/passwd", "seeing/../../x", "hearing/model.bin", "seeing\\model.bin"])
def test_a_file_outside_its_part_is_refused_even_when_signed(signed: Path, keys: Path, path: str) -> None:
    manifest = json.loads((signed / MANIFEST).read_text())
    manifest["parts"]["seeing"]["files"][0]["path"] = path
    (signed / MANIFEST).write_text(json.dumps(manifest))
    sign(signed, KEY)
    with pytest.raises(BrokenData):
        open_all(signed, keys)


def test_a_linked_file_is_refused(signed: Path, keys: Path, tmp_path: Path) -> None:
    model = signed / "seeing" / "model.bin"
    shutil.move(model, tmp_path / "elsewhere.bin")
    model.symlink_to(tmp_path / "elsewhere.bin")
    with pytest.raises(BrokenData, match="link"):
        open_all(signed, keys)


def test_a_file_that_the_manifest_does_not_name_is_refused(signed: Path, keys: Path) -> None:
    (signed / "seeing" / "extra.bin").write_bytes(b"x")
    with pytest.raises(BrokenData, match="does not name"):
        open_all(signed, keys)


def test_a_missing_file_is_refused(signed: Path, keys: Path) -> None:
    (signed / "seeing" / "model.bin").unlink()
    with pytest.raises(BrokenData, match="missing"):
        open_all(signed, keys)


def test_the_committed_bundle_is_signed_and_whole() -> None:
    """What is in the repository opens with the key that is in the repository, and holds the understanding part."""
    opened = open_bundle(Path("assets/bundles/market"))
    for name in opened.manifest.parts:
        opened.part(name)
    assert opened.has("understanding")
    assert all(gate["holds"] for gate in opened.manifest.gates.values())
    assert not opened.manifest.forced


def test_no_bundle_is_written_when_a_gate_falls_short(signed: Path) -> None:
    """A part that lost more than its bound, or does not say, stops the bundle; --force writes it and says so in the manifest and, in red, in the card."""
    (signed / "seeing" / "part.json").write_text("{}")
    before = (signed / MANIFEST).read_bytes()
    with pytest.raises(BadInput, match="gate"):
        bundle(signed, "test")
    assert (signed / MANIFEST).read_bytes() == before
    assert 'class="forced"' not in (signed / CARD).read_text()
    assert bundle(signed, "test", force=True).forced
    card = (signed / CARD).read_text()
    assert '<p class="forced">Forced: 2 of 2 gates fall short' in card
    assert ".forced { color: #b00020;" in card
