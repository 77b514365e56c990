"""The real demo store, real tickets, one clock; the student of the default bundle where it is built, else the reader of key words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.assistant import Assistant, LanguageModel, Understander, VisitState
from kiosk.core import Answer, Language, Question
from kiosk.store.catalogue import Store, open_store
from kiosk.store.tickets import Tickets
from tests.fakes.language import KeywordModel

ROOT = Path(__file__).parents[2]
PACK = ROOT / "assets" / "stores" / "market"
STUDENT = ROOT / "assets" / "bundles" / "market" / "understanding"
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Tuesday morning, inside the demo store's offers and stock dates."""


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Visit:
    """One conversation: keeps the state, so that a test reads like what was said."""

    assistant: Assistant
    state: VisitState = field(default_factory=VisitState.fresh)

    def say(self, text: str, **more: object) -> Answer:
        """One turn."""
        answer, self.state = self.assistant.answer(Question(text, **more), self.state)  # type: ignore[arg-type]
        return answer


@pytest.fixture(scope="session")
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo store's database is built once."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="session")
def student() -> LanguageModel:
    """The student of the default bundle."""
    if not (STUDENT / "model.xml").exists():
        return KeywordModel()
    from kiosk.bundle.student import Student

    return Student(STUDENT)


@pytest.fixture(scope="session")
def store(state_folder: Path, student: LanguageModel) -> Store:
    """The demo store."""
    return open_store(PACK, state_folder, getattr(student, "embed", None))


@pytest.fixture
def clock() -> Clock:
    """The clock of the test."""
    return Clock()


@pytest.fixture
def tickets(tmp_path: Path, clock: Clock) -> Tickets:
    """Tickets of their own for each test."""
    return Tickets(tmp_path, clock)


@pytest.fixture
def visit(store: Store, student: LanguageModel, tickets: Tickets, clock: Clock) -> Visit:
    """A visit with the real student."""
    return Visit(Assistant(store, Understander(student), tickets, clock))


@pytest.fixture
def plain_visit(store: Store, tickets: Tickets, clock: Clock) -> Callable[..., Visit]:
    """A visit with the reader of key words: what it marks is what the test says."""

    def make(slots: dict[str, dict[str, tuple[str, ...]]] | None = None, language: Language = Language.en) -> Visit:
        return Visit(Assistant(store, Understander(KeywordModel(slots)), tickets, clock), VisitState.fresh(language))

    return make
