"""`kiosk-distill`: one recipe an experiment, run stage by stage or whole; a finished stage run again does nothing."""

import argparse
import errno
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.core import KioskError, MissingPart

_TOP = """\
Teaches small students from large teachers. One YAML an experiment; `key=value` overrides a setting of it.

  kiosk-distill run distill/recipes/language.yaml --data ../shared/data --out runs/language
  kiosk-distill train distill/recipes/language.yaml --out runs/language passes=4
  kiosk-distill predict assets/bundles/market/understanding --in questions.jsonl --out labels.jsonl
"""
_PREDICT = """\
One line in, {"label", "score"} a line out, "id" kept. What a line holds depends on MODEL:

  {"text": "where is the milk"}   understanding part, assets/proofs: the answer and its probability
  {"image": "photos/1.jpg"}       seeing part: the likeliest product and its score, as `kiosk see` gives them, accepted or not
  {"audio": "clips/1.wav"}        hearing part: the transcript and its confidence; "" and 0 where nobody speaks

A file's name is looked for in the folder of the --in file, then in the current folder.
"""
_STAGES = {
    "prepare": "make the corpus", "teach": "fine-tune the teachers", "label": "cache the teachers' answers", "train": "teach the student",
    "evaluate": "measure student and teachers", "run": "all stages in order; goes on where it stopped",
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="kiosk-distill", description=_TOP, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in _STAGES.items():
        stage = commands.add_parser(name, help=about, description=about)
        stage.add_argument("recipe", type=Path, metavar="RECIPE")
        stage.add_argument("overrides", nargs="*", metavar="key=value")
        stage.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets (see README)")
        stage.add_argument("--out", type=Path, metavar="RUN", help="run folder (runs/<recipe's name> without it)")
        stage.add_argument("--resume", action="store_true", help="go on where an earlier run stopped; this is also what happens without it")
        if name in ("label", "run"):
            stage.add_argument(
                "--engine", choices=("local", "ray"), default="local", help="who asks the teachers of texts: this process, or workers of Ray (RAY_ADDRESS)"
            )
    sources = commands.add_parser(
        "sources", help="the data: licence, use, hash, and whether it is there", description="every source of data, checked against its hash"
    )
    sources.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets (see README)")
    predict = commands.add_parser("predict", help="label anybody's file", description=_PREDICT, formatter_class=argparse.RawDescriptionHelpFormatter)
    predict.add_argument("model", type=Path, metavar="MODEL", help="an understanding, seeing or hearing part of a bundle, or a student of assets/proofs")
    predict.add_argument("--in", dest="source", type=Path, required=True, metavar="F.jsonl")
    predict.add_argument("--out", type=Path, required=True, metavar="F.jsonl")
    others = commands.add_parser(
        "paraphrase", help="say anybody's texts in other words", description='{"text", "keep"?: [values]} a line in, "paraphrases" added to it out'
    )
    others.add_argument("--in", dest="source", type=Path, required=True, metavar="F.jsonl")
    others.add_argument("--out", type=Path, required=True, metavar="F.jsonl")
    others.add_argument(
        "--teacher", default="packaged", metavar="NAME", help="a causal language model: packaged (SmolLM2, English), a folder, a .gguf file or a hub name"
    )
    others.add_argument("--count", type=int, default=5, metavar="N", help="paraphrases of each text at most (5)")
    others.add_argument("--seed", type=int, default=0, metavar="S", help="another draws others (0)")
    others.add_argument(
        "--keep-by", type=Path, metavar="PART", help="keep only paraphrases to which this part (understanding, assets/proofs) gives their source's label"
    )
    others.add_argument("--keep-score", type=float, default=0.0, metavar="P", help="and with at least this score, 0 to 1 (0)")
    return top


def run_stage(args: argparse.Namespace) -> int:
    """One stage, or all of them, of the experiment that the recipe declares."""
    if not args.data.is_dir():
        raise MissingPart("the data is not there", str(args.data), "give its folder with --data (CLINC150, Grocery Store Dataset: see README)")
    out = args.out or Path("runs") / args.recipe.stem
    from distill.recipe import load_recipe, read_recipe

    declared = read_recipe(args.recipe)
    engine: Any = getattr(args, "engine", "local")  # one of argparse's choices
    stages = None if args.command == "run" else (args.command,)
    match declared.get("student"):
        case "language":
            from distill import language

            language.run(load_recipe(args.recipe, args.overrides, language.LanguageRecipe), args.data, out, stages or language.STAGES, engine)
        case "hearing":
            from distill import hearing

            hearing.run(load_recipe(args.recipe, args.overrides, hearing.HearingRecipe), args.data, out, stages or hearing.STAGES)
        case "texts":
            from distill import texts

            texts.run(load_recipe(args.recipe, args.overrides, texts.TextsRecipe), args.data, out, stages or texts.STAGES, engine)
        case _:
            from distill import pictures

            pictures.run(load_recipe(args.recipe, args.overrides, pictures.PictureRecipe), args.data, out, stages or pictures.STAGES)
    return 0


def tell_sources(data: Path) -> int:
    """Prints the register; the exit code is that of the first source that is missing or changed."""
    from distill.data.sources import states, table

    found = states(data)
    print(table(found))
    return next((s.error.exit_code for s in found if s.error), 0)


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; errors are one line on stderr."""
    args = parser().parse_args(words)
    try:
        if args.command == "predict":
            from distill.predicting import predict

            print(f"{args.out}: {predict(args.model, args.source, args.out)} lines")
            return 0
        if args.command == "paraphrase":
            from distill.paraphrasing import Filter, paraphrase_file

            filtered = Filter(args.keep_by, args.keep_score) if args.keep_by else None
            done = paraphrase_file(args.source, args.out, args.teacher, args.count, args.seed, filtered)
            print(f"{args.out}: {done.lines} lines" + (f", {done.dropped} paraphrases dropped for another label" if filtered else ""))
            return 0
        return tell_sources(args.data) if args.command == "sources" else run_stage(args)
    except KioskError as error:
        print(f"kiosk-distill: {error.line()}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        told = KioskError(
            f"Nothing more can be written: {error.strerror}",
            str(error.filename or getattr(args, "out", "")),
            "make room there, then run again: it goes on where it stopped",
        )
        print(f"kiosk-distill: {told.line()}", file=sys.stderr)
        return told.exit_code


if __name__ == "__main__":
    sys.exit(main())
