"""forms.yaml: what the kiosk fills in from what is said. An order form holds values of its own; a case form holds the shopper's words.

What must hold: a form is for one topic, an order or one kind of trouble. The first field of a case form takes the shopper's account as it was
said; its other fields are asked for, one at a time, in the order in which they stand, or only noted where they have no question.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from kiosk.store.rows import Line, OptionalLine, Row, Words

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*$", max_length=64)]
"""Of a form and its fields: what the shop's own systems call them."""
Ways = Annotated[tuple[tuple[Line, Words], ...], BeforeValidator(lambda given: tuple(given.items()) if isinstance(given, dict) else given)]
"""Written `value: other; ways` in the file."""
Topic = Literal["order", "complaint", "report-damaged", "price-dispute", "lost-property", "return-or-refund"]
"""The intent that a form answers, or `order`."""
FieldKind = Literal["value", "words", "product", "price", "time", "place"]
"""What fills a field: one of its own values; any words; a product; an amount of money; a time; a place. Only `value` is closed."""


class FormField(Row):
    """A field of a form.

    Args:
        ask_en, ask_zh: the question for it, written as it stands inside a sentence; empty where it is never asked.
        values_en, values_zh: what may fill it (`value`), or what the kiosk suggests as an answer.
        also_en, also_zh: other ways of saying a value, or of writing it down when it is heard ("ice coffee" for iced coffee).
        cues_en, cues_zh: words beside an amount that say it is this one, where a form has two prices.
    """

    id: Name
    en: Line
    zh: Line
    required: bool = False
    kind: FieldKind = "value"
    ask_en: OptionalLine = ""
    ask_zh: OptionalLine = ""
    values_en: Words = ()
    values_zh: Words = ()
    also_en: Ways = ()
    also_zh: Ways = ()
    cues_en: Words = ()
    cues_zh: Words = ()

    @model_validator(mode="after")
    def _can_be_filled(self) -> "FormField":
        if self.kind == "value" and not (self.values_en and self.values_zh):
            raise ValueError(f"field {self.id!r} needs values_en and values_zh")
        if bool(self.ask_en) != bool(self.ask_zh):
            raise ValueError(f"field {self.id!r} needs its question in both languages")
        if len(self.values_en) != len(self.values_zh):
            raise ValueError(f"field {self.id!r} has {len(self.values_en)} values in English and {len(self.values_zh)} in Chinese")
        strange = [v for v, _ in self.also_en if v not in self.values_en] + [v for v, _ in self.also_zh if v not in self.values_zh]
        if strange:
            raise ValueError(f"field {self.id!r} has no value {strange[0]!r} that could also be said otherwise")
        return self


class Form(Row):
    """A form: an order that `fill_form` fills, or a case that is noted for the staff."""

    id: Name
    topic: Topic = "order"
    en: Line
    zh: Line
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_for_its_topic(self) -> "Form":
        ids = [f.id for f in self.fields]
        if len(set(ids)) < len(ids):
            raise ValueError("has a field twice")
        if self.topic == "order" and any(f.kind != "value" for f in self.fields):
            raise ValueError("an order has fields of kind value only")
        if self.topic != "order" and (self.fields[0].kind != "words" or not self.fields[0].required):
            raise ValueError("a case begins with a required field of kind words: what the shopper told")
        if self.topic != "order" and any(f.kind == "value" for f in self.fields):
            raise ValueError("a case holds the shopper's words: give the field kind words and suggest its values")
        return self
