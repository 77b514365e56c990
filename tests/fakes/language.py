"""A tiny reader of questions by key words, for unit tests of the brain: it stands in for the language student and knows no shop."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kiosk.core import Intent, Sentiment, Vector
from kiosk.core.text import normalise

_WORDS: tuple[tuple[Intent, str], ...] = (
    (Intent.list_add, r"\badd\b|\bput\b|\bstick\b|加到|记到|加上"),
    (Intent.list_remove, r"take .* off|remove|删"),
    (Intent.list_show, r"on my list|my list|清单里"),
    (Intent.product_recall, r"recall|召回"),
    (Intent.recipe_ingredients, r"what do i need for|ingredients for|recipe|需要买什么|要买什么"),
    (Intent.find_substitute, r"instead of|alternative|something cheaper|代替|便宜点"),
    (Intent.compare_products, r"which is|difference|\bbetter\b|哪个更|区别|还是"),
    (Intent.promotions, r"offer|deal|discount|优惠|打折"),
    (Intent.product_allergens, r"gluten|vegan|lactose|contain|allerg|halal|含|麸质|素食|过敏原|加糖|added sugar"),
    (Intent.product_price, r"how much|price|cost|多少钱|价格|一斤"),
    (Intent.product_availability, r"do you (have|sell)|have you got|got any|有没有|有卖"),
    (Intent.product_info, r"come from|where .* from|calor|keep|cook|产|怎么(吃|保存)|热量"),
    (Intent.recommend_product, r"recommend|suggest|what's a good|推荐"),
    (Intent.opening_hours, r"open|close|几点|开门|关门|营业"),
    (Intent.find_facility, r"toilet|cash machine|lift\b|洗手间|厕所|取款"),
    (Intent.parking, r"\bpark|停车"),
    (Intent.payment_methods, r"\bpay\b|支付|刷卡"),
    (Intent.delivery_and_pickup, r"deliver|送货"),
    (Intent.loyalty_program, r"member|points|会员|积分"),
    (Intent.gift_card, r"gift card|礼品卡|购物卡"),
    (Intent.ticket_status, r"ticket|case|投诉.*(怎么样|处理)|工单"),
    (Intent.order_status, r"order|订单"),
    (Intent.receipt, r"receipt|invoice|发票|小票"),
    (Intent.report_damaged, r"broken|mouldy|sour|damaged|坏的|发霉|馊"),
    (Intent.price_dispute, r"charged|overcharged|多收|价格不对"),
    (Intent.lost_property, r"lost my|i lost|丢了|落在"),
    (Intent.return_or_refund, r"return|refund|money back|退货|退钱"),
    (Intent.complaint, r"rude|dirty|complain|queue|态度|投诉"),
    (Intent.thanks, r"thank|谢谢"),
    (Intent.goodbye, r"\bbye|再见"),
    (Intent.greeting, r"^(hi|hello|good morning|你好)"),
    (Intent.repeat, r"again|pardon|再说一遍"),
    (Intent.cancel, r"never mind|算了"),
    (Intent.help, r"what can (i|you)|你能做什么|help"),
    (Intent.change_language, r"speak (chinese|english)|说(英文|中文)"),
    (Intent.change_volume, r"louder|quieter|slower|大声|小声|慢"),
    (Intent.small_talk, r"robot|your name|名字|机器人"),
    (Intent.find_product, r"where|find|looking for|哪|找"),
)


@dataclass(frozen=True)
class Reading:
    """What the stand-in returns."""

    intents: list[tuple[Intent, float]]
    sentiment: Sentiment
    slots: Mapping[str, tuple[str, ...]]
    embedding: Vector = field(default_factory=lambda: np.zeros(4, dtype=np.float32))


class KeywordModel:
    """Intents by key words; slots are what the test says."""

    def __init__(self, slots: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None) -> None:
        self._slots = slots or {}

    def understand(self, text: str, before: Intent | None) -> Reading:
        """The first intent whose words stand in the text; a follow-up keeps the intent before."""
        normal = normalise(text)
        found = next((i for i, words in _WORDS if re.search(words, normal)), before or Intent.find_product)
        mood = Sentiment.negative if re.search(r"rude|useless|disgusting|angry|太差|气死", normal) else Sentiment.neutral
        return Reading([(found, 0.9), (Intent.small_talk, 0.05), (Intent.help, 0.02)], mood, self._slots.get(text, {}))
