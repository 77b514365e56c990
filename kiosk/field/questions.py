"""Questions for measuring speed, made from a store's own names in both languages. They measure time, never understanding."""

import random
from collections.abc import Sequence

from kiosk.core import Language
from kiosk.store.catalogue import Store
from kiosk.store.words import bare_name

WITH_NAME = {
    Language.en: (
        "where would i find {}", "what do you charge for {}", "is {} in stock today", "tell me about {}", "does {} contain nuts", "{}",
        "put {} on my list", "anything like {} but cheaper", "is there money off {}", "which {} do you recommend",
    ),
    Language.zh: (
        "{}放在哪个货架", "{}卖多少钱", "今天还有{}吗", "介绍一下{}", "{}里有坚果吗", "{}", "把{}加进清单", "有没有比{}便宜的", "{}打折吗",
        "推荐一款{}",
    ),
}  # fmt: skip
WITHOUT_NAME = {
    Language.en: (
        "when do you close tonight",
        "where are the lifts",
        "can i pay by phone",
        "how do i become a member",
        "thank you very much",
        "what can you do for me",
    ),
    Language.zh: ("今晚几点关门", "电梯在哪", "可以手机付款吗", "怎么加入会员", "非常感谢", "你能帮我做什么"),
}
SHARE_WITHOUT = 0.2
"""Of questions that name no product, as in any shop most questions name one."""


def questions(store: Store, count: int, seed: int = 7) -> list[tuple[str, Language]]:
    """`count` questions, English and Chinese by turns; the same for the same store and seed. Half name a kind, half a single product."""
    chance = random.Random(seed)
    kinds = sorted(store.kinds.values(), key=lambda k: k.kind)
    products = store.names()
    made: list[tuple[str, Language]] = []
    for number in range(count):
        language = (Language.en, Language.zh)[number % 2]
        if chance.random() < SHARE_WITHOUT or not (kinds and products):
            made.append((chance.choice(WITHOUT_NAME[language]), language))
            continue
        if chance.random() < 0.5:
            kind = chance.choice(kinds)
            name = kind.en if language == Language.en else kind.zh
        else:
            _, name_en, name_zh, _ = chance.choice(products)
            name = bare_name(name_en if language == Language.en else name_zh)
        made.append((chance.choice(WITH_NAME[language]).format(name.lower()), language))
    return made


def texts(made: Sequence[tuple[str, Language]]) -> list[str]:
    """Only the words."""
    return [text for text, _ in made]
