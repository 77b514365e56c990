"""What replies begin with: the promises of kiosk.speaking.phrases."""

from kiosk.speaking.phrases import BLANK, beginnings, later_sentences


def test_a_reply_without_blanks_begins_with_its_first_sentence() -> None:
    assert beginnings(["I don't know that. Shall I call a colleague?", "不客气！还要什么？"]) == ["I don't know that.", "不客气！"]


def test_a_reply_with_a_blank_begins_with_what_comes_before_the_last_pause_before_it() -> None:
    assert beginnings([f"On your list: {BLANK}.", f"In our system {BLANK} costs {BLANK}.", f"有的，{BLANK}有货。"]) == ["On your list:", "有的，"]


def test_parts_of_sentences_are_no_beginnings() -> None:
    assert beginnings(["where it is", "多少钱"]) == []


def test_sentences_further_on_are_those_without_a_blank() -> None:
    assert later_sentences([f"{BLANK} is sold out. Please go to the desk. It costs {BLANK}."]) == ["Please go to the desk."]
