"""The shopping list of the visit. It lives in the visit's state only and is gone with it; prices on it are the store's at this moment,
with today's offers (`kiosk.store.paying`)."""

from decimal import Decimal

from kiosk.assistant.draft import Draft, Mention, Turn, act, pointed
from kiosk.assistant.facts import plain
from kiosk.assistant.mentions.sizing import how_many, plain_ones
from kiosk.assistant.skills.provisos import no_such_size, not_carried, recalled, which_product
from kiosk.assistant.words.amounts import counts as counts_in
from kiosk.assistant.words.following import new_amount, swapped
from kiosk.assistant.words.wording import Fact, Piece, Value, piece
from kiosk.core import Action, Citation, Intent, Slot
from kiosk.store import rows
from kiosk.store.words import tokens

MAX_LISTED = 60
"""Lines of a list: more than any trolley."""
MAX_COUNT = Decimal(99)


def list_add(turn: Turn) -> Draft:
    """Puts products on the list; of a kind with several products, the one that fits best."""
    if fixed := _amount_put_right(turn):
        return fixed
    mentions = _taken(turn)
    state = turn.state
    if turn.everything and not turn.slot(Slot.product) and len(state.mentioned) > 1 and state.intent == Intent.recipe_ingredients:
        mentions = tuple(pointed([p]) for s in state.mentioned if (p := turn.store.product(s)))
    if turn.everything and not turn.slot(Slot.product) and len(state.rivals) > 1:
        mentions = tuple(pointed([p]) for s in state.rivals if (p := turn.store.product(s)))
    if not mentions:
        return which_product(turn)
    chosen: list[tuple[Mention, rows.Product]] = []
    pieces: list[Piece] = []
    for mention in mentions:
        if not mention.carried and not mention.missing:
            pieces.append(not_carried(turn, mention))
        else:
            chosen.append((mention, _plainest(turn, mention)))
    counts = how_many([m for m, _ in chosen], [p for _, p in chosen], turn.normal, turn.lexicon.language, turn.lexicon.hears("each", turn.normal))
    listed = dict(state.listed)
    added: list[Value] = []
    actions: list[Action] = []
    kept: list[Mention] = []
    gone = _gives_way(turn, *chosen[0]) if len(chosen) == 1 else None
    if gone is not None and gone.sku == chosen[0][1].sku:  # "potatoes, the floury ones", which they are
        return _as_it_is(turn, gone, counts[0] if counts[0] > 1 else None)
    if gone is not None:
        pieces.append(piece("list_removed", names=(turn.facts.name(gone),)))
        actions.append(act("list_remove", sku=gone.sku))
        before = Decimal(listed.pop(gone.sku))
        counts = [before if counts[0] == 1 else counts[0]]
    for (mention, product), count in zip(chosen, counts, strict=True):
        listed[product.sku] = plain(min(MAX_COUNT, Decimal(listed.get(product.sku, "0")) + count))
        added.append(_line(turn, product, plain(count)))
        if listed[product.sku] != plain(count):
            pieces.append(piece("list_now", item=_line(turn, product, listed[product.sku])))
        actions.append(act("list_add", sku=product.sku, quantity=plain(count)))
        kept.append(mention.led_by([product]))
        pieces += [*no_such_size(turn, mention), *recalled(turn, (product,))]
    if added:
        pieces.insert(0, piece("list_added", items=tuple(added)))
    if len(chosen) == 1:
        pieces += _others(turn, *chosen[0])
    left_open = tuple(product.sku for mention, product in chosen if mention.leaders > 1)
    return Draft(tuple(pieces), tuple(kept) or mentions, tuple(actions), ("show_list", "where", "list_undo"), listed=tuple(listed.items())[:MAX_LISTED],
                 left_open=left_open)  # fmt: skip


def _amount_put_right(turn: Turn) -> Draft | None:
    """The line of the list whose number is put right ("make that two", 改成三盒); None where the words put none right, or nothing of it is listed."""
    language, listed = turn.lexicon.language, dict(turn.state.listed)
    amount = new_amount(turn.normal, language) if listed else ""
    named = [m for m in turn.mentions if m.phrase]
    if not amount or len(named) > 1 or (named and not named[0].carried):
        return None
    if named:
        sku = next((s for s in reversed(listed) if s in {p.sku for p in named[0].equals}), None) or _of_kinds(turn, {p.kind for p in named[0].equals})
    else:
        sku = turn.state.focus if turn.state.focus in listed else next(reversed(listed)) if turn.state.intent == Intent.list_add else None
    product = turn.store.product(sku) if sku else None
    if product is None:
        return None
    count = how_many([pointed([product])], [product], amount, language, each=False)[0]
    loose = any(c.loose for c in counts_in(amount, language)) and product.unit == "piece" and product.sold_by == "piece"
    pieces = Decimal(str(product.amount))
    if loose and pieces > 1 and count >= pieces and count % pieces == 0:
        count /= pieces  # "actually a dozen" of eggs, and no twelve boxes
    return _as_it_is(turn, product, count)


def _as_it_is(turn: Turn, product: rows.Product, count: Decimal | None = None) -> Draft:
    """What a line of the list says: as it stands, or with another number."""
    listed = dict(turn.state.listed)
    if count is not None:
        listed[product.sku] = plain(min(MAX_COUNT, count))
    actions = (act("list_remove", sku=product.sku), act("list_add", sku=product.sku, quantity=listed[product.sku])) if count is not None else ()
    return Draft((piece("list_set", item=_line(turn, product, listed[product.sku])),), (pointed([product]),), actions, ("show_list", "where", "list_undo"),
                 listed=tuple(listed.items()), left_open=turn.state.left_open)  # fmt: skip


def _of_kinds(turn: Turn, kinds: set[str]) -> str | None:
    """The last listed product of some kinds."""
    return next((s for s, _ in reversed(turn.state.listed) if (p := turn.store.product(s)) and p.kind in kinds), None)


def _taken(turn: Turn) -> tuple[Mention, ...]:
    """What is to be put on the list: where something is exchanged ("swap the rolls for baguettes", 不要这个了，换成米粉) only what it is exchanged for."""
    said = swapped(turn.normal, turn.lexicon.language)
    if said is None or len(turn.mentions) < 2:
        return turn.mentions
    new = set(tokens(said[1]))
    return tuple(m for m in turn.mentions if m.phrase and set(tokens(m.phrase)) <= new) or turn.mentions


def _gives_way(turn: Turn, mention: Mention, product: rows.Product) -> rows.Product | None:
    """What on the list a product takes the place of: what is exchanged for it by name; the line before, where the words put it right or choose among what
    was left open. The product itself where it was chosen already."""
    language, state = turn.lexicon.language, turn.state
    said = swapped(turn.normal, language)
    if not state.listed:
        return None
    if said is not None:
        named = next((m for m in turn.mentions if m.phrase and m is not mention and m.best.sku != product.sku), None)
        sku = _of_kinds(turn, {p.kind for p in named.equals}) if named else _of_kinds(turn, {product.kind}) or _last_added(turn)
        return turn.store.product(sku) if sku and sku != product.sku else None
    if turn.lexicon.hears("wants_more", turn.normal):
        return None
    shown = {p.kind for s in state.shown if (p := turn.store.product(s))}
    if turn.lexicon.hears("puts_right", turn.normal):
        last = turn.store.product(_last_added(turn))
        alike = last is not None and (last.kind == product.kind or product.kind in shown or _department(turn, last) == _department(turn, product))
        return last if alike and last != product else None
    opened = [p for s in state.left_open if state.on_list(s) and (p := turn.store.product(s))]
    return next((p for p in opened if p.kind == product.kind), None) or (opened[0] if len(opened) == 1 and product.kind in shown else None)


def _last_added(turn: Turn) -> str:
    """What the turn before put on the list; empty where it put nothing there."""
    if turn.state.intent != Intent.list_add:
        return ""
    focus = turn.state.focus
    return focus if focus is not None and turn.state.on_list(focus) else next(reversed(dict(turn.state.listed)), "")


def _department(turn: Turn, product: rows.Product) -> str:
    kind = turn.store.kinds.get(product.kind)
    return kind.department if kind else ""


def _plainest(turn: Turn, mention: Mention) -> rows.Product:
    """What is meant by the name of a kind alone: in stock, and called so."""
    fit = [p for p in mention.equals if p.stock] or [mention.best]
    return (plain_ones(turn.store, fit) or fit)[0] if mention.kind else fit[0]


def _others(turn: Turn, mention: Mention, product: rows.Product) -> tuple[Piece, ...]:
    """What else the words could have meant, where they did not tell which."""
    others = [p for p in mention.equals if p.stock and p.sku != product.sku][:2]
    if turn.shown or turn.is_upset or not others or mention.unsized:
        return ()
    return (piece("list_others", items=tuple(turn.facts.names([product, *others])[1:])),)


def _line(turn: Turn, product: rows.Product, count: str) -> Piece:
    quantity = Fact(count, (Citation("visit", f"list.{product.sku}", count),))
    return piece("list_line", count=quantity, name=turn.facts.name(product, full=product.sold_by != "kg"))


def list_remove(turn: Turn) -> Draft:
    """Takes products off the list, or all of it."""
    listed = dict(turn.state.listed)
    if not listed:
        return Draft((piece("list_empty"),), turn.mentions, (act("show_list"),), ("help",))
    if turn.everything and not turn.slot(Slot.product):
        actions = tuple(act("list_remove", sku=s) for s in listed)
        products = [p for s in listed if (p := turn.store.product(s))]
        return Draft((piece("list_cleared"),), (pointed(products),) if products else (), actions, ("help",), listed=())
    gone: list[rows.Product] = []
    for mention in turn.mentions:
        here = [p for p in mention.products if p.sku in listed] or [
            p for s in listed if (p := turn.store.product(s)) and p.kind in {e.kind for e in mention.equals}
        ]
        gone += here[:1]
    if not gone and not turn.mentions:
        last = turn.store.product(next(reversed(listed)))
        gone = [last] if last else []
    if not gone:
        return Draft((piece("not_on_list", name=turn.facts.name(turn.mentions[0].best)),), turn.mentions, (act("show_list"),), ("show_list",))
    for product in gone:
        listed.pop(product.sku, None)
    names = tuple(turn.facts.names(gone))
    lead = tuple(pointed([p]) for p in gone)
    return Draft((piece("list_removed", names=names),), lead, tuple(act("list_remove", sku=p.sku) for p in gone), ("show_list", "list_undo"),
                 listed=tuple(listed.items()))  # fmt: skip


def list_show(turn: Turn) -> Draft:
    """Says what is on the list and what it comes to; asked for the way, shows one past all of it."""
    lines = [(p, Decimal(q)) for s, q in turn.state.listed if (p := turn.store.product(s))]
    if not lines:
        return Draft((piece("list_empty"),), (), (act("show_list"),), ("list_how", "help"))
    if turn.store.floor is not None and turn.lexicon.hears("asks_way", turn.normal):
        return Draft((piece("list_way"),), (pointed([p for p, _ in lines]),), (act("show_list", way="all"),), ("show_list", "where_tills"))
    items = tuple(_line(turn, p, plain(q)) for p, q in lines)
    total, saved = turn.facts.bill(lines, turn.today)
    pieces = (piece("list_is", items=items), piece("list_total_saved", total=total, saved=saved) if saved else piece("list_total", total=total))
    return Draft(pieces, (pointed([p for p, _ in lines]),), (act("show_list"),), ("list_clear", "where_first"))


SKILLS = {Intent.list_add: list_add, Intent.list_remove: list_remove, Intent.list_show: list_show}
