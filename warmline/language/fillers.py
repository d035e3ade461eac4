"""What people put around a question: greetings, politeness, words that every question has.

    without_fillers("Hi, can you please tell me about roaming?")   # "roaming"

Such words say nothing about what is wanted. A language that is not listed here keeps all of its words.
"""

import re

from warmline.language.analysis import fold

_WORDS = {
    "en": """
        a about all am an and any anyone anything are at be been but by can cannot could dear did do does
        doing don explain for from get give go going good got had has have hello help her here hey hi how i
        if in is it its just keep keeps know like ll m made make may me mean mine my myself need no not now
        of ok okay on one or our out please question re really s say should so some somebody someone
        something still t take tell thank thanks that the their them then there these they thing things this
        to today too try trying up us use ve very want was way we were what whats when where which who why
        will with would yes you your
    """,
    "vi": """
        a ad ai alo anh ban bao bi biet cac cai can chao chi cho co cua dang dau day di do duoc em gi giup
        hay hoi khi khong kia la lai lam lay len luc minh moi mot muon nao nay ne nen neu nhe nhieu nhu
        nhung oi ra roi sao se shop the thi toi tu va vao vay ve voi xin
    """,
    "fil": """
        akin aking ako ang ano anong at ay ba bakit bang daw di din dito doon gusto hello hi hindi ito ka
        kailangan kami kapag kasi kay kaya kayo ko kong kung lang maaari mag may mayroon meron mga mo na
        naman namin nang nasa ng nga ngayon ni niyo nung nyo nyong o opo pa paano pag pano para pero po
        puwede pwede sa saan salamat si sila sino siya tanong tayo tulong tungkol yan yung
    """,
}
"""Folded, as index terms are."""
# Chinese and Thai write no spaces: there they are phrases, the longer before the shorter.
_PHRASES = (
    "请问|你好|您好|我想问|想问|我想要|我想|我要|我们|我的|你们|请帮我|帮我|麻烦|谢谢|一下|怎么办|怎么样|怎么|怎样|如何|什么|为什么|哪里|"
    "哪儿|可以吗|可不可以|能不能|可以|能否|需要|有没有|是不是|知道|了吗|吗|呢|啊|吧|的|了|我|你|您|请|想|要",
    "สวัสดี|ครับ|คะ|นะ|ขอบคุณ|ขอถาม|สอบถาม|อยากรู|อยากทราบ|อยากจะ|อยาก|ตองการ|ชวย|หนอย|ผม|ดิฉัน|ฉัน|หนู|ยังไง|อยางไร|"
    "ทําไม|อะไร|ทีไหน|ไหน|ไดไหม|ไดมัย|ไหม|มัย|หรือเปลา|ตองทํา|ตอง|จะ|แลว",
)
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_PHRASE = re.compile("|".join(_PHRASES))


def without_fillers(text: str, language: str) -> str:
    """`text` folded, without what says nothing in `language`; all of it where nothing else would be left."""
    folded = fold(text)
    kept = _kept(folded, language)
    return kept if _says_something(kept) else folded


def is_only_fillers(text: str, language: str) -> bool:
    """Whether nothing is said in `language` but hello, please and the like.

    >>> is_only_fillers("Hello, can you help me?", "en"), is_only_fillers("My bill, please", "en")
    (True, False)
    """
    return not _says_something(_kept(fold(text), language))


def _kept(folded: str, language: str) -> str:
    dropped = _SETS.get(language, frozenset())
    words = re.split(r"[\s'’,.;:!?¿¡]+", _PHRASE.sub(" ", folded))
    return " ".join(word for word in words if word not in dropped)


def _says_something(kept: str) -> bool:
    return any(character.isalnum() for character in kept)
