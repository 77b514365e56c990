"""One skill an intent: a pure function from a Turn to a Draft. All of the closed set is covered; a test says so."""

from collections.abc import Mapping

from kiosk.assistant.draft import Skill
from kiosk.assistant.skills import after_sales, choosing, conversation, ideas, people, product_facts, products, shop, shopping_list
from kiosk.assistant.skills.conversation import asked_often, clarify
from kiosk.core import Intent

SKILLS: Mapping[Intent, Skill] = {
    **products.SKILLS, **product_facts.SKILLS, **choosing.SKILLS, **ideas.SKILLS, **shop.SKILLS, **after_sales.SKILLS, **shopping_list.SKILLS,
    **people.SKILLS, **conversation.SKILLS,
}  # fmt: skip

__all__ = ["SKILLS", "asked_often", "clarify"]
