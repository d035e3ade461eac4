"""What people put around a question: greetings, politeness, words that every question has.

    without_fillers("Hi, can you please tell me about roaming?")   # "roaming"

Such words say nothing about what is wanted. A language that is not listed here keeps all of its words.
"""

import re

from warmline.language.analysis import fold

_WORDS = {
    "en": """
        a about all am an and any anyone are at be been but by can cannot could dear did do does doing don for from get
        give go going good got had has have hello help her here hey hi how i if in is it its just know like ll m made make
        may me mine my myself need no not now of on one or our out ok okay please question re really s say should so some
        somebody someone t take tell thank thanks that the their them then there these they thing things this to too try
        trying up us use ve very want was way we were what whats when where which who why will with would yes you your
        anything something still keep keeps today explain mean
    """,
    "vi": """
        a ad ai alo anh ban bi biet cac cai can chao chi cho co cua duoc day di do em gi giup hay hoi khong kia la lai
        lam lay len minh moi mot muon nao nay ne nen neu nha nhe nhieu nhu nhung oi qua roi ra sao se shop sao thi the
        toi tu ve va vao vay voi xin day dang dau ai bao nhieu luc khi
    """,
    "fil": """
        ako akin aking ang ano anong at ay ba bakit bang daw din dito doon gusto hello hi ito ka kami kay kayo kaya ko kong
        kung lang mag maaari mga mo na naman namin nang ng ngayon ni niyo nyo nyong o opo pa paano paano pag para pero po
        puwede pwede sa saan salamat si sila sino siya tanong tayo tulong tungkol yan yung nasa may mayroon meron kailangan
        kapag kasi nga nung hindi di pano
    """,
}
"""Folded, as index terms are."""
_PHRASES = (
    # Chinese, both forms (folded they are one)
    "请问|你好|您好|我想问|想问|我想要|我想|我要|我们|我的|你们|请帮我|帮我|麻烦|谢谢|一下|怎么办|怎么样|怎么|怎样|如何|什么|为什么|哪里|"
    "哪儿|可以吗|可不可以|能不能|可以|能否|需要|有没有|是不是|知道|了吗|吗|呢|啊|吧|的|了|我|你|您|请|想|要",
    # Thai, without tone marks
    "สวัสดี|ครับ|คะ|คา|นะ|ขอบคุณ|ขอถาม|สอบถาม|อยากรู|อยากทราบ|อยากจะ|อยาก|ตองการ|ช่วย|ชวย|หนอย|ผม|ดิฉัน|ฉัน|หนู|หน|ของ|ยังไง|อยางไร|"
    "ทําไม|อะไร|ที่ไหน|ทีไหน|ไหน|ได้ไหม|ไดไหม|ไดมัย|ไหม|มัย|หรือเปลา|ตองทํา|ตอง|จะ|แลว|ที|มัน",
)
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_PHRASE = re.compile("|".join(_PHRASES))


def without_fillers(text: str, language: str) -> str:
    """`text` folded, without what says nothing in `language`; all of it where nothing else would be left."""
    folded = fold(text)
    dropped = _SETS.get(language, frozenset())
    kept = " ".join(
        word for word in re.split(r"[\s'’,.;:!?¿¡]+", _PHRASE.sub(" ", folded)) if word not in dropped
    )
    return kept if any(character.isalnum() for character in kept) else folded
