"""One question in, one answer out. The only place where the brain's parts meet and where effects happen.

What must hold: an emergency or a plea for a person acts before everything else; a ticket's number and a staff call are told only after they are
stored; a reply that the claim check refuses is never told. The clock, the store, the student and the tickets are passed in.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Protocol

from kiosk.assistant import diets
from kiosk.assistant.alone import named_alone
from kiosk.assistant.calming import calmed
from kiosk.assistant.claims import ClaimCheck
from kiosk.assistant.draft import AddToTicket, CallStaff, Cases, Draft, Mention, OpenTicket, Turn, interleave, unknown
from kiosk.assistant.facts import Facts
from kiosk.assistant.mentions.reference import ABOUT_GOODS, KEEPS_TOPIC, Resolver
from kiosk.assistant.mentions.showing import candidates
from kiosk.assistant.policy import AFTER_SALES, CHIT_CHAT, DOUBTED, OF_A_PROPERTY, SECOND_LOOK, SURE, URGENT, Decision, decide, doubtful
from kiosk.assistant.skills import SKILLS, asked_often, clarify, policies, trouble
from kiosk.assistant.skills.after_sales import add_to_it, note_it
from kiosk.assistant.skills.allergens import asked_codes, misread
from kiosk.assistant.skills.ideas import recipe_of
from kiosk.assistant.skills.ordering import fill_form, ordered
from kiosk.assistant.skills.people import called_off, unwell
from kiosk.assistant.skills.products import not_sure
from kiosk.assistant.skills.provisos import heard_wrong
from kiosk.assistant.skills.shop import asked_of_the_shop, is_answered, names_place_alone, place_asked_for
from kiosk.assistant.state import MAX_CLARIFICATIONS, VisitState
from kiosk.assistant.understanding import Understander
from kiosk.assistant.words.codes import said_code
from kiosk.assistant.words.listening import in_plain_words, lexicon
from kiosk.assistant.words.pieces import whole_words
from kiosk.assistant.words.wording import Fact, Piece, piece, wordings
from kiosk.core import Action, Answer, Citation, Intent, KioskError, Language, ProductView, Question, Sentiment, Slot, Understanding
from kiosk.core.text import clean, normalise
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.tickets import Call, Ticket

log = logging.getLogger(__name__)


class Desk(Cases, Protocol):
    """Where tickets and calls go: `kiosk.store.tickets.Tickets`, or what stands in for it in another house."""

    def open(self, kind: str, language: Language, intent: Intent, about: str, detail: str) -> Ticket:
        """Stores a case durably, then returns it."""

    def add(self, number: str, detail: str) -> Ticket:
        """Puts more words to a case durably."""

    def call_staff(self, reason: str, language: Language, urgent: bool = False) -> Call:
        """Puts a call into the durable queue, then returns it."""


KEEPS_DIET = frozenset({
    Intent.find_product, Intent.product_price, Intent.product_availability, Intent.recommend_product, Intent.list_add,
})  # fmt: skip
"""Intents that are answered with products that suit what must be left out, where there are several."""
ASKS_FOR_GOODS = KEEPS_DIET | {Intent.product_info, Intent.product_allergens}
NO_GRIEVANCE = frozenset({
    Intent.opening_hours, Intent.recommend_product, Intent.product_info, Intent.out_of_scope, Intent.small_talk, Intent.find_product, Intent.call_staff,
    Intent.product_availability, Intent.payment_methods,
})  # fmt: skip
"""Readings of an angry sentence about the queue, the cold or the staff."""
KNOWS_ORDERS = frozenset({
    *AFTER_SALES, Intent.receipt, Intent.delivery_and_pickup, Intent.cancel, Intent.list_add, Intent.list_remove, Intent.emergency, Intent.call_staff,
}) - {Intent.ticket_status}  # fmt: skip
"""Readings of a sentence with an order's number that are no question for its news."""
TAKEN_FOR_DISHES = frozenset({Intent.find_product, Intent.product_availability, Intent.recommend_product, Intent.out_of_scope, Intent.small_talk})
"""Readings of "how about a lasagne then", where a lasagne is a dish of the shop's and none of its goods."""
ALONE = 16
"""Characters of a text that is little more than a number."""
GRIEVANCE = 1.5
"""Worth of its words from which it is one; see `policies.asks_for`."""
_ABOUT_NOTHING = (Intent.help, Intent.small_talk, Intent.out_of_scope, Intent.greeting, Intent.repeat)


class Assistant:
    """The brain of the kiosk for one store. Not for use by two threads at once; the visit's state is the caller's to keep."""

    def __init__(self, store: Store, understander: Understander, tickets: Desk, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._understander = understander
        self._tickets = tickets
        self._clock = clock
        self._claims = ClaimCheck(store, tickets)

    def answer(self, question: Question, state: VisitState) -> tuple[Answer, VisitState]:
        """The answer to a question, and the visit's next state. Never raises for what a shopper says, types or shows.

        Raises:
            KioskError: the store's database gave out.
        """
        began = perf_counter()
        thought = self._think(question, state)
        if thought is None:
            return self._silence(question, state), state
        turn, decision, draft, spent = thought
        replying = perf_counter()
        answer, state = self._finish(question, turn, decision, draft)
        ended = perf_counter()
        spent |= {"reply": spent["reply"] + ended - replying, "total": ended - began}
        return replace(answer, milliseconds={name: round(seconds * 1000, 3) for name, seconds in spent.items()}), state

    def rehearse(self, question: Question, state: VisitState) -> Answer | None:
        """What `answer` would say, with nothing done; None where it would do something (a ticket, a call) or have nothing to say."""
        thought = self._think(question, state)
        if thought is None or thought[2].effects:
            return None
        turn, decision, draft, _ = thought
        return self._finish(question, turn, decision, draft)[0]

    def _think(self, question: Question, state: VisitState) -> tuple[Turn, Decision, Draft, dict[str, float]] | None:
        """Everything up to the reply's draft, with the seconds of each step; nothing is changed. None where there is nothing to answer."""
        began = perf_counter()
        self._store.refresh()
        text = in_plain_words(clean(question.text))
        if not text and not question.seen:
            return None
        u = self._understand(text, question, state)
        understood = perf_counter()
        normal = normalise(text)
        lex = lexicon(u.language)
        u = whole_words(named_alone(u, state, lex, normal), normal, self._store.is_name)
        now = self._clock()
        resolver = Resolver(self._store, lex, state, u, text, normal, now.date())
        decision = calmed(decide(u, state, lex, normal, resolver.narrowed() is not None), u, state, normal)
        reference = resolver.resolve(decision.intent, question.seen)
        told = diets.told(lex, normal)
        searched = perf_counter()
        turn = Turn(
            text, normal, u, decision.intent, state, self._store, now, self._tickets, Facts(self._store, wordings(u.language), now.date()), lex,
            reference.mentions, reference.shown, lex.hears("everything", normal), tuple(dict.fromkeys((*state.avoids, *told))), told,
        )  # fmt: skip
        if not text and not turn.shown:
            maybe = candidates(self._store, question.seen)
            turn = replace(turn, mentions=(maybe,) if maybe else ())
            draft = trouble.offered_again(turn, not_sure(turn))
        else:
            turn, decision = self._second_look(turn, decision, resolver)
            if turn.intent in KEEPS_DIET and not turn.shown:
                turn = replace(turn, mentions=tuple(diets.kept_to(self._store, diets.of_age(lex, m, normal), turn.avoids) for m in turn.mentions))
            decision, draft = self._off_and_on(turn) or self._two_cases(turn) or (decision, self._draft(turn, decision))
        drafted = perf_counter()
        return turn, decision, draft, {"understand": understood - began, "search": searched - understood, "reply": drafted - searched}

    def _understand(self, text: str, question: Question, state: VisitState) -> Understanding:
        if text:
            return self._understander.understand(text, state.intent, question.language, state.language)
        # Something shown without a word asks what it is and where.
        u = self._understander.understand("?", state.intent, question.language, state.language)
        score = max((s.score for s in question.seen if s.accepted), default=0.0)
        found = Intent.find_product
        return replace(u, intent=found, confidence=score, intents=((found, score),), slots={}, sentiment=Sentiment.neutral, rule="shown")

    def _second_look(self, turn: Turn, decision: Decision, resolver: Resolver) -> tuple[Turn, Decision]:
        """What the store knows can correct the reading: a "place" that is no place of the building but a product of the shop is a product, and
        so is a doubtful "not ours" that names one."""
        u = turn.understanding
        if (stored := trouble.tells_later(turn)) is not None:
            return replace(turn, intent=stored), Decision(stored, max(decision.confidence, DOUBTED))
        case = trouble.open_case(turn.state)
        if case is not None and decision.intent != case.intent:
            told = turn if turn.mentions else replace(turn, mentions=resolver.resolve(case.intent, ()).mentions)
            if trouble.tells(told, decision.intent, decision.confidence):
                told = told if trouble.is_about_goods(turn.store, case) else replace(told, mentions=())  # "by the bananas" is a place
                return replace(told, intent=case.intent), Decision(case.intent, max(decision.confidence, DOUBTED))
        if (meant := self._by_the_shop(turn, decision, resolver)) is not None:
            return replace(turn, intent=meant), Decision(meant, max(decision.confidence, DOUBTED))
        if turn.shown and decision.intent in _ABOUT_NOTHING:
            # "What is this?" without a picture is small talk or a plea for help; with one it asks about what is shown.
            return replace(turn, intent=Intent.find_product), Decision(Intent.find_product, decision.confidence)
        if (meant := misread(turn)) is not None:
            return replace(turn, intent=meant), Decision(meant, decision.confidence)
        order = ordered(turn, decision.confidence)
        if order:
            mentions = turn.mentions or resolver.resolve(Intent.list_add, ()).mentions
            return replace(turn, intent=Intent.list_add, mentions=mentions), Decision(Intent.list_add, decision.confidence, order=order)
        if u.rule is None and decision.intent not in ABOUT_GOODS and (bare := resolver.bare_name()):
            topic = turn.state.intent if turn.state.intent in KEEPS_TOPIC else Intent.find_product
            return replace(turn, intent=topic, mentions=bare), Decision(topic, decision.confidence)
        if decision.intent == Intent.compare_products and decision.confidence < DOUBTED and len(turn.mentions) < 2 and u.intents[1][0] in ABOUT_GOODS:
            other, chance = u.intents[1]  # nothing to compare
            if chance >= SECOND_LOOK:
                return replace(turn, intent=other), Decision(other, chance)
        if u.rule is None and decision.intent not in ABOUT_GOODS and decision.intent not in URGENT and (such := resolver.such()):
            return replace(turn, intent=Intent.product_availability, mentions=(such,)), Decision(Intent.product_availability, decision.confidence)
        wanders = decision.intent == Intent.find_facility or (decision.intent in _ABOUT_NOTHING and turn.lexicon.hears("asks_way", turn.normal))
        nowhere = wanders and turn.state.focus is not None and not u.slots  # "how do I get there": to what was talked about
        place = decision.intent == Intent.find_facility and (is_answered(turn) or turn.lexicon.asked_anew(turn.normal) == Intent.find_facility)
        if place or not (nowhere or doubtful(decision, u)):
            return turn, decision
        intent, chance = next(((i, p) for i, p in u.intents if i in ABOUT_GOODS), (Intent.find_product, decision.confidence))
        if wanders:
            intent = Intent.find_product
        mentions = resolver.resolve(intent, ()).mentions
        if not mentions or not mentions[0].carried or mentions[0].by != "name":
            return turn, decision
        return replace(turn, intent=intent, mentions=mentions), Decision(intent, chance)

    @staticmethod
    def _by_the_shop(turn: Turn, decision: Decision, resolver: Resolver) -> Intent | None:
        """What the shop's own words say that a question is about: half of one that goes on with a topic, a place of the building, a grievance that
        it has an answer to. None where they say nothing of it."""
        if turn.intent not in KNOWS_ORDERS and turn.understanding.rule is None and (number := said_code(turn.normal)):
            alone = turn.intent == Intent.ticket_status or len(turn.normal) <= ALONE
            of_orders = turn.store.numbers_an_order(number) or (alone and turn.store.order(number) is not None)
            if of_orders and turn.cases.get(number) is None:
                return Intent.order_status
        if turn.intent in TAKEN_FOR_DISHES and not any(m.carried and m.by == "name" for m in turn.mentions) and _names_dish(turn):
            return Intent.recipe_ingredients
        if policies.goes_on(turn):
            return turn.state.intent
        if (by_place := asked_of_the_shop(turn)) is not None:
            return by_place
        if decision.other is not None:  # between two readings
            turn = replace(turn, intent=Intent.out_of_scope)
        if turn.intent == Intent.find_product and not any(m.carried and m.by == "name" for m in turn.mentions) and names_place_alone(turn):
            return Intent.find_facility
        if turn.intent != Intent.find_facility and place_asked_for(turn, turn.mentions or resolver.resolve(Intent.find_product, ()).mentions):
            return Intent.find_facility
        perks = turn.intent == Intent.promotions and not turn.understanding.slots.get(str(Slot.product)) and not turn.mentions
        if perks and any(i == Intent.loyalty_program and p >= SECOND_LOOK / 2 for i, p in turn.understanding.intents[1:4]):
            return Intent.loyalty_program if policies.asks_for(turn, Intent.loyalty_program, GRIEVANCE) else None
        grievance = turn.is_upset and turn.understanding.rule is None and turn.intent in NO_GRIEVANCE and decision.confidence < SURE
        return Intent.complaint if grievance and policies.asks_for(turn, Intent.complaint, GRIEVANCE) else None

    def _draft(self, turn: Turn, decision: Decision) -> Draft:
        if over := called_off(turn):
            return over
        if decision.other is not None:
            return clarify(turn, decision.other)
        if decision.order:
            return fill_form(turn, decision.order)
        if trouble.tells_later(turn) is not None:
            return add_to_it(turn)
        if decision.intent in ASKS_FOR_GOODS and (doubt := heard_wrong(turn)):
            return doubt
        draft = unwell(turn) or self._minding(turn, SKILLS[decision.intent](turn))
        return trouble.offered_again(turn, asked_often(turn) if draft.asks and turn.state.asked >= MAX_CLARIFICATIONS else draft)

    def _minding(self, turn: Turn, draft: Draft) -> Draft:
        """The reply with a word of what stands against its products, and that the visit keeps to what was just told."""
        pieces: tuple[Piece, ...] = ()
        warned = any(p.key in ("none_fits", "mind_may", "not_declared_contains", "not_declared_is", "no_contains") for p in draft.pieces)
        if turn.avoids and turn.intent in (*KEEPS_DIET, Intent.compare_products) and draft.answered and not warned:
            pieces += diets.warnings(turn, tuple(m.best for m in draft.mentions), turn.avoids)
        new = tuple(c for c in turn.told if c not in turn.state.avoids)
        if turn.intent in ASKS_FOR_GOODS and draft.mentions and turn.lexicon.hears("medical", turn.normal):
            pieces += (piece("ask_doctor"),)
        if new and turn.intent in ABOUT_GOODS and not any(p.key == "keeps_in_mind" for p in draft.pieces):
            told = not draft.mentions or any(p.key in ("check_label", "may_contain") for p in draft.pieces)
            pieces += (piece("keeps_to_it" if told else "keeps_to", items=diets.kept_in_mind(turn, new)),)
        return replace(draft, pieces=(*draft.pieces, *pieces)) if pieces else draft

    def _two_cases(self, turn: Turn) -> tuple[Decision, Draft] | None:
        """A yes to the open case that goes on with another one: the first is stored, the second begun. None where a turn is nothing of the kind."""
        pending, words = turn.state.pending, trouble.another(turn)
        if pending is None or not words or turn.intent in URGENT:
            return None
        second, _ = self._anew(turn, words)
        if second.intent not in trouble.CASES or second.understanding.confidence < trouble.UNSURE:
            return None
        first, then = note_it(turn, pending), SKILLS[second.intent](second)
        both = replace(then, pieces=(*first.pieces, piece("other_case"), *then.pieces), effects=first.effects, failed=first.failed)
        return Decision(second.intent, second.understanding.confidence), both

    def _off_and_on(self, turn: Turn) -> tuple[Decision, Draft] | None:
        """An alarm that is called off with a question behind it ("false alarm, where's the loo"): both are answered."""
        over = called_off(turn)
        words = turn.lexicon.behind_calling_off(turn.normal) if over else ""
        if over is None or not words:
            return None
        second, resolver = self._anew(turn, words)
        second, decision = self._second_look(second, Decision(second.intent, second.understanding.confidence), resolver)
        if second.intent in URGENT or decision.other is not None:
            return None
        then = SKILLS[second.intent](second)
        both = replace(then, pieces=(*over.pieces, *then.pieces), actions=(*over.actions, *then.actions), effects=(*over.effects, *then.effects),
                       failed=over.failed, alarm=over.alarm)  # fmt: skip
        return decision, both

    def _anew(self, turn: Turn, words: str) -> tuple[Turn, Resolver]:
        """The rest of what was said as a turn of its own, with nothing waiting for an answer any more, and who knows what its words refer to."""
        u = self._understander.understand(words, None, turn.understanding.language, turn.state.language)
        after, normal = replace(turn.state, pending=None, case=None, alarm=""), normalise(words)
        resolver = Resolver(self._store, turn.lexicon, after, u, words, normal, turn.today)
        mentions = resolver.resolve(u.intent, ()).mentions
        return replace(turn, text=words, normal=normal, understanding=u, intent=u.intent, state=after, mentions=mentions), resolver

    def _finish(self, question: Question, turn: Turn, decision: Decision, draft: Draft) -> tuple[Answer, VisitState]:
        language = Language(draft.language) if draft.language else turn.understanding.language
        words = wordings(language)
        happened, state, failed = self._effects(turn, draft, language)
        done = tuple(Action("open_ticket", {"number": happened["ticket"].shown}) for _ in [0] if "ticket" in happened)
        pieces = draft.pieces if not failed else (draft.failed,) if draft.failed else (Piece("not_stored", {"desk": turn.facts.shop("service_desk")}),)
        if draft.repeats:
            text, citations = turn.state.last_text, turn.state.last_citations
        else:
            text, citations = words.render(pieces, turn.state.turn, happened)
        answered, pending = draft.answered and not failed, None if failed else draft.pending
        actions = (*draft.actions, *done) if not failed else tuple(a for a in draft.actions if a.name == "raise_alarm")
        own = " ".join((turn.text, *trouble.words_of(turn.state), turn.state.last_text if draft.repeats else ""))
        wrong = self._claims.problems(text, citations, own, turn.now)
        if wrong:
            log.error("claim check refused a reply to %s: %s", turn.intent, "; ".join(wrong))  # without the shopper's words
            refused = unknown(turn, key="claim_failed")
            text, citations = words.render(refused.pieces, 0, {})
            answered, pending, actions = False, refused.pending, tuple(a for a in actions if a.name in ("raise_alarm", "call_staff"))
        shown = interleave(draft.mentions)
        answer = Answer(
            text=text, language=language, intent=decision.intent, confidence=round(float(decision.confidence), 4), sentiment=turn.understanding.sentiment,
            slots=turn.understanding.slots, products=tuple(view(p, score, language) for p, score in shown), seen=question.seen, actions=actions,
            citations=citations, suggestions=(*draft.values, *(words.chip(c) for c in draft.chips)), answered=answered, heard=question.heard,
            question=clean(question.text), id=question.id,
        )  # fmt: skip
        state = self._next(state, turn, decision, replace(draft, pending=pending), shown)
        keep = text if not draft.repeats else turn.state.last_text
        return answer, replace(state, language=language, last_text=keep, last_citations=citations)

    def _effects(self, turn: Turn, draft: Draft, language: Language) -> tuple[dict[str, Fact], VisitState, bool]:
        """Carries out what the reply will speak of; what did not work out is logged and told."""
        happened: dict[str, Fact] = {}
        state = turn.state
        for effect in draft.effects:
            try:
                if isinstance(effect, OpenTicket):
                    ticket = self._tickets.open(effect.kind, language, effect.intent, effect.about, effect.detail)
                    happened["ticket"] = Fact(ticket.number, (Citation(f"ticket:{ticket.number}", "number", ticket.number),))
                    state = replace(state, tickets=(*state.tickets, ticket.number))
                elif isinstance(effect, AddToTicket):
                    self._tickets.add(effect.number, effect.detail)
                elif isinstance(effect, CallStaff):
                    call = self._tickets.call_staff(effect.reason, language, effect.urgent)
                    happened["call"] = Fact(str(call.id), (Citation(f"call:{call.id}", "id", str(call.id)),))
                    state = replace(state, calls=(*state.calls, call.id))
            except KioskError as error:
                log.error("an effect failed: %s", error)
                return happened, state, True
        return happened, state, False

    def _next(self, state: VisitState, turn: Turn, decision: Decision, draft: Draft, shown: list[tuple[rows.Product, float]]) -> VisitState:
        if draft.forgets:
            return VisitState(language=state.language, turn=state.turn + 1, calls=state.calls, tickets=state.tickets, alarm=state.alarm)
        told = {p.key for p in draft.pieces}
        if "none_of" in told and turn.intent not in OF_A_PROPERTY and "is_it_maybe" not in told and not any(m.carried and m.by == "name" for m in draft.mentions):
            state = replace(state, focus=None, rivals=(), shown=())  # what is not sold is no "it", and what is only near it even less
        elif shown and not draft.repeats:
            heads = draft.heads if draft.heads is not None else tuple(m.best.sku for m in draft.mentions)
            state = state.about(tuple(p.sku for p, _ in shown), heads)
            said = turn.lexicon.prices(turn.normal)
            if len(said) == len(state.rivals) > 1 and len(heads) > 1:
                state = replace(state, said_prices=tuple((sku, str(price)) for sku, price in zip(state.rivals, said, strict=True)))
        stays = decision.intent in CHIT_CHAT and state.intent not in (None, Intent.emergency)  # thanks, and an emergency is over
        topic = state.intent if stays else decision.intent
        codes = asked_codes(turn) if decision.intent == Intent.product_allergens else ()
        return replace(
            state, codes=codes, avoids=turn.avoids, turn=state.turn + 1, intent=topic, pending=draft.pending, case=draft.case, stored=draft.stored,
            occasion=draft.occasion, left_open=draft.left_open, alarm=state.alarm if draft.alarm is None else draft.alarm,
            form=state.form if draft.form is None else draft.form, asked=state.asked + 1 if draft.asks else 0,
            missed=state.missed + 1 if decision.intent == Intent.out_of_scope else 0,
            listed=state.listed if draft.listed is None else draft.listed, mood=turn.understanding.sentiment,
        )  # fmt: skip

    def _silence(self, question: Question, state: VisitState) -> Answer:
        return Answer("", question.language or state.language, Intent.out_of_scope, 0.0, Sentiment.neutral, seen=question.seen, answered=False,
                      heard=question.heard, id=question.id, milliseconds={"understand": 0.0, "search": 0.0, "reply": 0.0, "total": 0.0})  # fmt: skip


def _names_dish(turn: Turn) -> bool:
    """Whether the question names a dish that the shop has a recipe for."""
    return turn.understanding.rule is None and not turn.lexicon.hears("other_house", turn.normal) and recipe_of(turn) is not None


def view(product: rows.Product, score: float, language: Language) -> ProductView:
    """A product as a card shows it."""
    names = {"en": product.name_en, "zh": product.name_zh}
    return ProductView(
        product.sku, product.kind, names[str(language)], names, product.brand or None, f"{product.price:.2f}", product.aisle, product.shelf, round(score, 4)
    )


__all__ = ["Assistant", "Desk", "Mention", "view"]
