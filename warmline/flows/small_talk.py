"""What people say that asks for nothing: greetings, thanks, a yes or a no to nothing, a slip of the finger."""

from warmline.flows.matching import plain
from warmline.flows.yes_no import SAID_NO, SAID_YES

_SAID = frozenset(
    {
        "hi",
        "hello",
        "hey",
        "hiya",
        "good morning",
        "good afternoon",
        "good evening",
        "hello there",
        "hi there",
    }
    | {"thanks", "thank you", "thx", "bye", "goodbye", "hmm", "hm", "um", "uh", "oh", "lol", "test", "please"}
    | {
        "kumusta",
        "kamusta",
        "hello po",
        "hi po",
        "magandang umaga",
        "magandang hapon",
        "salamat",
        "salamat po",
    }
    | {"chào", "xin chào", "chào bạn", "alo", "cảm ơn", "xin cảm ơn", "tạm biệt", "vâng ạ", "dạ vâng ạ"}
    | {"สวัสดี", "สวัสดีค่ะ", "สวัสดีครับ", "หวัดดี", "ฮัลโหล", "ขอบคุณ", "ขอบคุณค่ะ", "ขอบคุณครับ"}
    | {
        "你好",
        "您好",
        "嗨",
        "哈喽",
        "哈囉",
        "喂",
        "早",
        "早上好",
        "早安",
        "谢谢",
        "謝謝",
        "再见",
        "再見",
        "嗯",
    }
)
SHORTEST = 3
"""Letters of the shortest word of a script with spaces that may be what somebody is looking for."""


def is_small_talk(text: str) -> bool:
    """Whether there is nothing in some words to look for.

    >>> [is_small_talk(one) for one in ("ok", "Hi!", "7", "sim", "TV", "5G", "账单")]
    [True, True, True, False, False, False, False]
    """
    said = plain(text)
    if said in _SAID or said in SAID_YES or said in SAID_NO or not any(map(str.isalpha, said)):
        return True
    is_short = len(said) < SHORTEST and said.isascii() and said.isalpha()
    return len(said) < 2 or (is_short and not text.strip().isupper())
