"""What is read into a sentence that tells what somebody must not have, or asks whether they may.

What must hold: an allergy that is told in so many words is kept in mind and rings no bell; one with a reaction rings it as before; nothing that a rule
has read is read anew. Pure.
"""

from kiosk.assistant import diets
from kiosk.assistant.mentions.reference import ABOUT_GOODS
from kiosk.assistant.policy import AFTER_SALES, DOUBTED, Decision
from kiosk.assistant.skills import trouble
from kiosk.assistant.state import VisitState
from kiosk.assistant.words.listening import Lexicon, lexicon
from kiosk.core import Intent, Understanding

READS_AS_DIET = frozenset({Intent.product_recall, Intent.product_info, Intent.find_substitute, Intent.list_remove, Intent.out_of_scope})
"""Readings of a question about a diet that are looked at again."""
CASES_AND_LISTS = (*AFTER_SALES, Intent.list_add, Intent.list_remove, Intent.list_show)


def calmed(decision: Decision, u: Understanding, state: VisitState, normal: str) -> Decision:
    """The decision, where what somebody must not have or lives by was taken for an emergency, a complaint, a recall or a riddle."""
    lex = lexicon(u.language)
    if u.rule is None and decision.intent in READS_AS_DIET and (again := _about_diet(decision, state, lex, normal)):
        return Decision(again, max(u.confidence, DOUBTED))
    if u.rule is not None or not diets.told(lex, normal) or lex.hears("reacts", normal) or trouble.open_case(state) or state.intent == Intent.emergency:
        return decision
    if diets.only_tells(lex, normal) and decision.intent not in CASES_AND_LISTS:
        return Decision(Intent.product_allergens, max(u.confidence, DOUBTED))
    if decision.intent != Intent.emergency:
        return decision
    return Decision(next((i for i, _ in u.intents if i in ABOUT_GOODS), Intent.product_allergens), DOUBTED)


def _about_diet(decision: Decision, state: VisitState, lex: Lexicon, normal: str) -> Intent | None:
    """What a question asks that speaks of who must not have something: "is that one all right for her" is no question of recalls."""
    told = diets.told(lex, normal)
    if diets.only_tells(lex, normal):
        return None
    if decision.intent == Intent.find_substitute:
        return Intent.recommend_product if told and not lex.hears("in_place", normal) else None
    if decision.intent == Intent.product_info and (diets.LIVED_BY if lex.hears("is_it_so", normal) else diets.LABELS) & set(lex.which("codes", normal)):
        return Intent.product_allergens
    minds = (told or (state.avoids and decision.intent != Intent.out_of_scope)) and lex.hears("suits_whom", normal) and not lex.hears("calls_back", normal)
    return Intent.product_allergens if minds and not (decision.intent == Intent.list_remove and state.listed) else None
