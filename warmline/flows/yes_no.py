"""Yes or no: asked with two buttons, understood in the words that people use."""

from warmline.flows.inputs import Chose, Keyed, Said
from warmline.flows.matching import plain
from warmline.flows.prompts import Option
from warmline.flows.run import Run

YES, NO = "yes", "no"
SAID_YES = frozenset(
    {
        "yes",
        "y",
        "yeah",
        "yep",
        "sure",
        "ok",
        "okay",
        "correct",
        "right",
        "yes please",
        "go ahead",
        "of course",
    }
    | {"oo", "opo", "sige", "sige po", "oho", "vâng", "dạ", "có", "đồng ý", "được", "dạ có", "dạ vâng", "ừ"}
    | {"ใช่", "ใช่ค่ะ", "ใช่ครับ", "ได้", "ตกลง", "ค่ะ", "ครับ", "是", "是的", "好", "好的", "可以", "对", "對", "要"}
)
SAID_NO = frozenset(
    {"no", "n", "nope", "nah", "cancel", "stop", "no thanks", "no thank you", "hindi", "hindi po", "huwag"}
    | {"ayaw", "ayaw ko", "không", "đừng", "không cần", "dạ không", "ไม่", "ไม่ใช่", "ไม่เอา", "ไม่ต้อง"}
    | {"ไม่ค่ะ", "ไม่ครับ", "不", "不是", "不要", "不用", "不行", "否"}
)


def yes_or_no(run: Run, yes: str = "Yes", no: str = "No") -> tuple[Option, ...]:
    """The two buttons."""
    return (
        Option(name=YES, label=run.word(yes), key="1", kind="accept"),
        Option(name=NO, label=run.word(no), key="2", kind="decline"),
    )


def answered(run: Run, given: object) -> bool | None:
    """Whether it was yes; None where it was neither."""
    if isinstance(given, Chose):
        return {YES: True, NO: False}.get(given.option)
    if isinstance(given, Keyed):
        return {"1": True, "2": False}.get(given.keys.strip().rstrip("#"))
    if isinstance(given, Said):
        for text in (given.text, *given.alternatives):
            said = plain(text)
            if said in SAID_YES or said in (plain(run.word("Yes")), "1"):
                return True
            if said in SAID_NO or said in (plain(run.word("No")), "2"):
                return False
    return None
