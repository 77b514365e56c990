"""A public set of three labels in the layout of the sets' authors, small enough to teach a real student of it in a quarter of a minute."""

import json
import shutil
from itertools import product
from pathlib import Path

from distill.data.public_texts import OUTSIDE
from distill.texts import Seat, TextsRecipe

TOPICS = {
    "balance": ("what is my balance", "how much money is in my account", "show me what i have left", "tell me the balance of my savings"),
    "weather": ("will it rain", "how is the weather", "what is the forecast", "is it going to be sunny"),
    "alarm": ("wake me up", "set an alarm", "i need an alarm", "make an alarm for me"),
}
WHEN = ("today", "tomorrow", "on monday", "at seven", "this week", "next week", "in the morning", "tonight", "later", "at noon")
STRANGE = ("who wrote hamlet", "how tall is everest", "sing me a song", "what is the meaning of life", "name a planet", "do fish sleep", "count to ten", "tell a joke")
RECIPE = TextsRecipe(
    source="clinc150", seats=(Seat(teacher="minilm", share=1.0, passes=4),), slipped=1, outliers=30, strangers=10, recognised=0.9, layers=(0, 5), ffn=128, vocabulary=700, kept=600,
    passes=6, rate=1e-3, batch=16, threads=1,
)  # fmt: skip


def write_sets(folder: Path) -> Path:
    """Both sets in a data folder; CLINC150 is the one to learn, BANKING77 gives outliers."""
    asked = [(f"{text} {when}", label) for label, texts in TOPICS.items() for text, when in product(texts, WHEN)]
    parts = {"train": [q for n, q in enumerate(asked) if n % 4], "val": asked[::4], "oos_train": [(t, OUTSIDE) for t in STRANGE[:5]], "oos_val": [(t, OUTSIDE) for t in STRANGE[5:]]}
    (folder / "clinc150").mkdir()
    (folder / "clinc150" / "train_val.json").write_text(json.dumps(parts))
    (folder / "banking77").mkdir()
    rows = [f"my {card} has not {come},card_arrival" for card in ("card", "new card", "visa", "debit card", "credit card") for come in ("come", "arrived", "got here", "been sent")]
    (folder / "banking77" / "train.csv").write_text("text,category\n" + "\n".join(rows) + "\n")
    return folder


def with_questions(sets: Path, data: Path) -> Path:
    """A copy of the sets with the files of the development questions, which hold none: data for the language student."""
    shutil.copytree(sets, data)
    for name in ("questions_dev.jsonl", "visits_dev.jsonl"):
        (data / name).touch()
    return data
