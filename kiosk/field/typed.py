"""Speed of typed questions: the demo store, a hundred thousand products, and the student by itself."""

import time
from pathlib import Path

from kiosk.core import Language
from kiosk.core.settings import Settings
from kiosk.field.big_pack import write_big_pack
from kiosk.field.figures import Figure, measured, taken, timed
from kiosk.field.machine import load
from kiosk.field.questions import questions
from kiosk.visit import House, Visit

WARM = 20
BIG = 100_000
STEPS = ("understand", "search", "reply")


def typed(house: House, rounds: int) -> list[Figure]:
    """Question to reply, whole and by step."""
    return measured(
        [("typed question", "ms"), *((f"typed question: {step}", "ms") for step in STEPS)],
        lambda: _typed(house, rounds, "typed question", {"p50": 10.0, "p95": 25.0}, f"{rounds} questions made from this store's names"),
    )


def _typed(house: House, rounds: int, name: str, bounds: dict[str, float], how: str) -> list[Figure]:
    asked = questions(house.store, rounds + WARM)
    steps: dict[str, list[float]] = {step: [] for step in STEPS}

    def ask(question: tuple[str, Language]) -> None:
        answer = Visit(house).ask(question[0])
        for step in STEPS:
            steps[step].append(answer.milliseconds.get(step, 0.0))

    spent = timed(ask, asked[WARM:], asked[:WARM])
    how = f"{how}, English and Chinese by turns, each a visit of its own, after {WARM} to warm up; Visit.ask by the wall clock"
    parts = [
        taken(f"{name}: {step}", "ms", "of the same questions, as the answer itself says", values[WARM:]) for step, values in steps.items()
    ]
    return [taken(name, "ms", how, spent, bounds), *parts]


def student(house: House, rounds: int) -> list[Figure]:
    """The language student alone: one thread, batch 1."""

    def measure() -> list[Figure]:
        asked = [text for text, _ in questions(house.store, rounds + WARM)]
        part = house.bundle.manifest.parts["understanding"]
        size = sum(f.size for f in part.files) / 1e6
        spent = timed(lambda text: house.student.understand(text, None), asked[WARM:], asked[:WARM])
        how = "tokens and int8 OpenVINO IR on one thread, batch 1, no rules and no search; against MiniLM: kiosk-export bench"
        return [
            taken("language student", "ms", how, spent),
            Figure("language student: files", "MB", "as the manifest says", {"value": size}, {"value": 15.0}, 1, load()),
        ]

    return measured([("language student", "ms"), ("language student: files", "MB")], measure)


def big(settings: Settings, folder: Path, rounds: int, count: int = BIG) -> list[Figure]:
    """The same with a large store, generated from this one's pack, in a temporary folder."""
    name = f"typed question, {count:,} products"

    def measure() -> list[Figure]:
        pack = folder / "big-pack"
        write_big_pack(settings.store or settings.default_store, pack, count)
        house = House(settings.model_copy(update={"store": pack, "state": folder / "big-state"}))
        began = time.perf_counter()
        shop = house.store
        imported = time.perf_counter() - began
        how = f"{rounds} questions made from the names of a generated pack of {len(shop.names()):,} products"
        found = _typed(house, rounds, name, {"p95": 60.0}, how)
        return [*found, Figure(f"import of {count:,} products", "s", "read, checked and written, once", {"value": imported}, {}, 1, load())]

    return measured([(name, "ms"), *((f"{name}: {step}", "ms") for step in STEPS), (f"import of {count:,} products", "s")], measure)
