"""A language student whose weights are drawn at random, as a finished run leaves it: for what is done with any student."""

from pathlib import Path

import numpy as np
import torch

from distill.students.language import LanguageStudent, student_config
from distill.students.vocabulary import build_vocabulary
from distill.weights import save_student

WORDS = ("where", "is", "the", "milk", "how", "much", "bread", "open", "today", "help", "me", "find", "a", "bag")


def random_student(run: Path) -> LanguageStudent:
    """Writes `model/` and `tokenizer.json` into the run; returns the student in evaluation mode."""
    tokenizer = build_vocabulary([" ".join(WORDS)], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS], "牛奶在哪里", 200)
    torch.manual_seed(0)
    student = LanguageStudent(student_config(tokenizer.get_vocab_size(), layers=2, ffn=32, hidden=48, heads=4)).eval()
    student.intent.weight.data *= 5  # a student that is taught is sure of more than one that is not
    save_student(student, run / "model", tokenizer)
    tokenizer.save(str(run / "tokenizer.json"))
    return student


def random_questions(count: int) -> list[str]:
    """Questions of two to six of the student's words, the same each time."""
    random = np.random.default_rng(1)
    return [" ".join(random.choice(WORDS, random.integers(2, 7))) for _ in range(count)]
