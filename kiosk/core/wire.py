"""Answers as JSON: the shape that `kiosk ask --json`, `--batch` and `kiosk serve` give. It is a contract; fields are added, never changed."""

from typing import Any

from kiosk.core.turn import Answer, Seen


def seen_row(seen: Seen) -> dict[str, Any]:
    """One `seen` row."""
    return {"by": seen.by, "sku": seen.sku, "score": round(seen.score, 4), "accepted": seen.accepted, "box": list(seen.box) if seen.box else None}


def answer_row(answer: Answer) -> dict[str, Any]:
    """One answer; every value is plain JSON."""
    return {
        "id": answer.id,
        "text": answer.text,
        "language": str(answer.language),
        "heard": answer.heard,
        "intent": str(answer.intent),
        "confidence": round(answer.confidence, 4),
        "sentiment": str(answer.sentiment),
        "slots": {str(k): v[0] if len(v) == 1 else list(v) for k, v in answer.slots.items()},
        "products": [
            {"sku": p.sku, "kind": p.kind, "name": p.name, "names": dict(p.names), "brand": p.brand, "price": p.price, "aisle": p.aisle, "shelf": p.shelf,
             "score": round(p.score, 4)}
            for p in answer.products[:10]
        ],
        "seen": [seen_row(s) for s in answer.seen],
        "actions": [{"name": a.name, "args": dict(a.args)} for a in answer.actions],
        "citations": [{"source": c.source, "field": c.field, "value": c.value, **({"operands": list(c.operands)} if c.operands else {})} for c in answer.citations],
        "suggestions": list(answer.suggestions),
        "answered": answer.answered,
        "milliseconds": {k: round(v, 2) for k, v in answer.milliseconds.items()},
    }  # fmt: skip
