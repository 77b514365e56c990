"""The closed set of what a shopper can want, and of the slots a question can fill. The ids are a contract: they stand in the training
data, in the bundle, in `kiosk ask --json` and in the tests."""

from enum import StrEnum


class Intent(StrEnum):
    """What the shopper wants."""

    find_product = "find_product"
    product_price = "product_price"
    product_availability = "product_availability"
    product_info = "product_info"
    product_allergens = "product_allergens"
    recommend_product = "recommend_product"
    compare_products = "compare_products"
    find_substitute = "find_substitute"
    recipe_ingredients = "recipe_ingredients"
    promotions = "promotions"
    opening_hours = "opening_hours"
    find_facility = "find_facility"
    parking = "parking"
    payment_methods = "payment_methods"
    delivery_and_pickup = "delivery_and_pickup"
    loyalty_program = "loyalty_program"
    gift_card = "gift_card"
    return_or_refund = "return_or_refund"
    report_damaged = "report_damaged"
    price_dispute = "price_dispute"
    order_status = "order_status"
    receipt = "receipt"
    product_recall = "product_recall"
    lost_property = "lost_property"
    complaint = "complaint"
    ticket_status = "ticket_status"
    list_add = "list_add"
    list_remove = "list_remove"
    list_show = "list_show"
    call_staff = "call_staff"
    emergency = "emergency"
    greeting = "greeting"
    thanks = "thanks"
    goodbye = "goodbye"
    affirm = "affirm"
    deny = "deny"
    repeat = "repeat"
    cancel = "cancel"
    help = "help"
    change_language = "change_language"
    change_volume = "change_volume"
    small_talk = "small_talk"
    out_of_scope = "out_of_scope"


class Slot(StrEnum):
    """What a question can name."""

    product = "product"
    brand = "brand"
    category = "category"
    attribute = "attribute"
    allergen_or_diet = "allergen_or_diet"
    quantity = "quantity"
    price_limit = "price_limit"
    place = "place"
    dish = "dish"
    day_or_time = "day_or_time"
    order_or_ticket_number = "order_or_ticket_number"
    reason = "reason"


class Sentiment(StrEnum):
    """How the shopper sounds."""

    negative = "negative"
    neutral = "neutral"
    positive = "positive"


class Language(StrEnum):
    """The languages the kiosk speaks."""

    en = "en"
    zh = "zh"


CODE = r"[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?"
"""What a language of the window is called: its code, "de" or "pt_BR". Those of `Language` are among them; a plain `str` in the types."""


def spoken(code: str) -> Language:
    """The language in which models, voice and the shop's rows serve a language of the window: its own where they know it ("zh", "zh_TW": Chinese), else English."""
    return next((known for known in Language if known == code.partition("_")[0]), Language.en)
