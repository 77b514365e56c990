"""The machine: what it is, how busy it is, and whether it suffices. Reads only."""

import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from kiosk.field.findings import Finding, State

NEEDED_FLAGS = {"sse4_2": "OpenVINO does not run without it"}
WANTED_FLAGS = {"avx2": "everything is about three times slower without it"}
VNNI = ("avx512_vnni", "avx_vnni", "amx_int8")
"""Any of these gives int8 models their full speed."""
LEAST_DISK, GOOD_DISK = 50_000_000, 1_000_000_000
LEAST_MEMORY, GOOD_MEMORY = 1_200_000_000, 3_500_000_000
"""Bytes. Everything loaded takes at most 1.2 GB (issue 10); a desktop and the file cache want as much again."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What figures were measured on."""

    cpu: str
    cores: int
    flags: frozenset[str]
    memory: int
    system: str
    python: str

    def row(self) -> dict[str, Any]:
        """As plain JSON; of the CPU's flags only those that matter here."""
        flags = [f for f in ("avx2", "avx512f", *VNNI, "avx512_bf16", "amx_bf16") if f in self.flags]
        return {
            "cpu": self.cpu,
            "cores": self.cores,
            "flags": flags,
            "memory_gb": round(self.memory / 1e9, 1),
            "system": self.system,
            "python": self.python,
        }


def machine() -> Machine:
    """This machine. Cores are those that this process may use."""
    info = _cpu_info()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    name = info.get("model name") or platform.processor() or platform.machine()
    release = _os_release().get("PRETTY_NAME", platform.system())
    return Machine(
        name,
        cores,
        frozenset(info.get("flags", "").split()),
        psutil.virtual_memory().total,
        f"{release}, {platform.release()}",
        platform.python_version(),
    )


def load() -> float:
    """Load average of the last minute: how many threads wanted to run; figures taken above the number of cores are too slow."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0


def _cpu_info() -> Mapping[str, str]:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").split("\n\n")[0].splitlines()
    except OSError:
        return {}
    return {k.strip(): v.strip() for k, _, v in (line.partition(":") for line in lines)}


def _os_release() -> Mapping[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def check_cpu(seen: Machine) -> Finding:
    """Whether the CPU can run the models, and at what speed."""
    short = f"{seen.cpu}, {seen.cores} core{'s' * (seen.cores != 1)}"
    if not seen.flags:
        return Finding("cpu", State.ok, f"{short}; its features are not told by this system")
    for flag, why in NEEDED_FLAGS.items():
        if flag not in seen.flags:
            return Finding(
                "cpu",
                State.missing,
                f"{short}, without {flag}: {why}",
                "use a machine with an x86-64 processor of 2013 or later",
                needed=True,
            )
    for flag, why in WANTED_FLAGS.items():
        if flag not in seen.flags:
            return Finding("cpu", State.warning, f"{short}, without {flag}: {why}", "use a machine of 2015 or later")
    if seen.cores < 2:
        return Finding("cpu", State.warning, f"{short}: speech will be slow", "give the kiosk two cores")
    if not any(f in seen.flags for f in VNNI):
        return Finding(
            "cpu",
            State.warning,
            f"{short}, avx2 but no VNNI: int8 models run about half as fast",
            "answers are right all the same; see: kiosk bench",
        )
    return Finding("cpu", State.ok, f"{short}, avx2 and {next(f for f in VNNI if f in seen.flags)}")


def check_memory(total: int, free: int) -> Finding:
    """Whether everything fits. Bytes."""
    what = f"{free / 1e9:.1f} GB of {total / 1e9:.1f} GB free"
    if total < LEAST_MEMORY:
        return Finding("memory", State.warning, f"{what}: not everything fits at once", "use a machine with 4 GB, or set voice = false")
    if free < LEAST_MEMORY or total < GOOD_MEMORY:
        return Finding("memory", State.warning, f"{what}: tight", "close other programs; 4 GB are comfortable")
    return Finding("memory", State.ok, what)


def check_disk(state: Path) -> Finding:
    """Free space where the state lies."""
    there = next(p for p in (state, *state.parents) if p.exists())
    free = shutil.disk_usage(there).free
    what = f"{free / 1e9:.1f} GB free at {there}"
    if free < LEAST_DISK:
        return Finding(
            "disk",
            State.missing,
            f"{what}: a ticket might not be stored",
            "free some space or set KIOSK_STATE to another disk",
            needed=True,
        )
    if free < GOOD_DISK:
        return Finding("disk", State.warning, what, "free some space: a store and compiled models take up to 1 GB")
    return Finding("disk", State.ok, what)


def check_clock(now: datetime, not_before: datetime | None, zone: str) -> Finding:
    """Whether the clock can be right: offers, opening hours and tickets depend on it.

    Args:
        now: the time in the shop, with its zone.
        not_before: when the newest data of this kiosk was made: the clock cannot rightly be earlier.
    """
    what = f"{now:%Y-%m-%d %H:%M} in {zone}"
    if not_before is not None and now < not_before:
        return Finding(
            "clock",
            State.warning,
            f"{what}, which is before this kiosk's bundle was made ({not_before:%Y-%m-%d})",
            "set the clock: timedatectl set-time",
        )
    return Finding("clock", State.ok, what)
