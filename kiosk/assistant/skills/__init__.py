"""One skill an intent: a pure function from a Turn to a Draft. All of the closed set is covered; a test says so."""

from collections.abc import Mapping

from kiosk.assistant.draft import Draft, Skill, Turn
from kiosk.assistant.skills import (
    after_sales,
    allergens,
    choosing,
    comparing,
    conversation,
    ideas,
    people,
    policies,
    product_facts,
    products,
    shop,
    shopping_list,
)
from kiosk.assistant.skills.conversation import asked_often, clarify
from kiosk.core import Intent, Slot


def price_or_total(turn: Turn) -> Draft:
    """What a product costs; "how much is it altogether" asks for the list."""
    if turn.state.listed and turn.lexicon.hears("in_total", turn.normal) and not turn.slot(Slot.product):
        return shopping_list.list_show(turn)
    return products.product_price(turn)


def _of_all(skill: Skill) -> Skill:
    """A skill that first looks whether the cheapest or dearest of a whole kind is asked for."""
    return lambda turn: comparing.superlative(turn) or skill(turn)


SKILLS: Mapping[Intent, Skill] = {
    **products.SKILLS, **product_facts.SKILLS, **allergens.SKILLS, **choosing.SKILLS, **comparing.SKILLS, **ideas.SKILLS, **shop.SKILLS, **policies.SKILLS,
    **after_sales.SKILLS, **shopping_list.SKILLS, **people.SKILLS, **conversation.SKILLS, Intent.product_price: _of_all(price_or_total),
    Intent.product_availability: _of_all(products.product_availability), Intent.find_product: _of_all(products.find_product),
    Intent.recommend_product: _of_all(choosing.recommend_product),
}  # fmt: skip

__all__ = ["SKILLS", "asked_often", "clarify"]
