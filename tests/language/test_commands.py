"""A person, again, back and a language are understood as an answer of their own, and never inside of a story."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.language.commands import FOLDER, Command, What, command
from warmline.language.words import LANGUAGES, Words

BUTTONS: dict[What, str] = {
    "person": "A person",
    "repeat": "Say it again",
    "back": "Back",
    "language": "Language",
}

PERSON = """
agent
Agent!
AGENT PLEASE
agent please
a person
human
Real person please.
operator
representative
can I talk to a real person please?
I'd like to speak with someone now
I want to speak to an agent
get me a human!!!
connect me to customer service
put me through to an operator, thanks
customer support
ขอคุยกับเจ้าหน้าที่หน่อยค่ะ
เจ้าหน้าที่
คุยกับคน
ขอสายพนักงานครับ
อยากคุยกับเจ้าหน้าที่ครับ
ติดต่อเจ้าหน้าที่
โอนสายให้เจ้าหน้าที่หน่อยได้ไหมคะ
agent ครับ
gặp nhân viên
Cho tôi gặp nhân viên tư vấn ạ
gap nhan vien
tôi muốn nói chuyện với người thật
cho em gặp tổng đài viên với ạ
NHÂN VIÊN
人工
转人工
轉人工
我要人工客服
请帮我转人工,谢谢
我要跟真人说话
我想找客服
轉接客服人員
請幫我轉專人服務
我要同真人傾
kausapin ang tao
Gusto kong makausap ang isang tao po
ahente po
pwede po bang makausap ang totoong tao
ikonekta mo ako sa agent
agent 🙏
ａｇｅｎｔ
"""
REPEAT = """
repeat
again please
can you repeat that?
say that again
Pardon?
what did you say
อีกครั้งค่ะ
ขอฟังอีกครั้งครับ
พูดอีกทีได้ไหมคะ
nói lại đi ạ
lặp lại giúp tôi
再说一遍
請再說一次
没听清
ulitin po
pakiulit po
ulit
"""
BACK = """
back
go back
Go back, please
previous menu
ย้อนกลับ
ขอย้อนกลับค่ะ
quay lại
trở lại ạ
返回
上一步
bumalik
balik po
"""
LANGUAGE = {
    "English please": "en",
    "in English": "en",
    "do you speak English?": "en",
    "tiếng Anh": "en",
    "英文": "en",
    "请说英语": "en",
    "ภาษาอังกฤษค่ะ": "en",
    "Ingles po": "en",
    "Thai": "th",
    "ภาษาไทย": "th",
    "ขอภาษาไทยหน่อยครับ": "th",
    "泰语": "th",
    "พูดไทยได้ไหมครับ": "th",
    "tieng viet": "vi",
    "Tiếng Việt": "vi",
    "Vietnamese, please": "vi",
    "Tagalog": "fil",
    "Filipino po": "fil",
    "中文": "zh-Hans",
    "Chinese": "zh-Hans",
    "普通话": "zh-Hans",
    "繁體中文": "zh-Hant",
    "Cantonese": "zh-Hant",
    "國語": "zh-Hant",
    "another language": "",
    "change language please": "",
    "เปลี่ยนภาษา": "",
    "đổi ngôn ngữ": "",
    "换语言": "",
    "ibang wika po": "",
}
NOTHING = """
ไทย
จีน
Thailand
China
the agent was rude yesterday, my bill is still wrong
your agent promised me a refund
no agent
not a person
I don't want to talk to an agent
a person stole my phone
someone stole my phone
agent 007
my agent said 500 pesos
I talked to a person in the shop
personal data
operators
return
ibalik
I was back in Cebu on Monday
I want my money back
give me back my money
back pain
when will the network be back
repeat prescription
it happened again
what is my balance
what now about my bill
do you sell English breakfast
English bill
I am Thai
I am in Thailand
the Chinese phone is broken
yes
no
1
0
7013550
""

?!
เจ้าหน้าที่พูดไม่ดีเมื่อวาน
พนักงานที่ร้านบอกว่าได้คืนเงิน
ไม่คุยกับเจ้าหน้าที่
มีคนขโมยโทรศัพท์
อินเทอร์เน็ตใช้ไม่ได้อีกครั้ง
nhân viên hôm qua nói sai
tôi không muốn gặp nhân viên
có người lấy điện thoại của tôi
mạng lại hỏng
客服昨天态度很差
我要投诉客服
不要人工
客服说会退款
我買了英文書
手机返回维修
昨天客服專員說會退費
masungit ang ahente kahapon
ayaw kong makausap ang tao
may taong nagnakaw ng phone ko
bumalik ako sa Cebu
nasira ulit ang internet
"""


def lines(text: str) -> list[str]:
    return [line for line in text.strip().split("\n") if line]


@pytest.mark.parametrize("text", lines(PERSON))
def test_a_person(text: str) -> None:
    assert command(text, LANGUAGES) == Command("person")


@pytest.mark.parametrize("text", lines(REPEAT))
def test_again(text: str) -> None:
    assert command(text, LANGUAGES) == Command("repeat")


@pytest.mark.parametrize("text", lines(BACK))
def test_back(text: str) -> None:
    assert command(text, LANGUAGES) == Command("back")


@pytest.mark.parametrize(("text", "tag"), LANGUAGE.items())
def test_a_language(text: str, tag: str) -> None:
    assert command(text, LANGUAGES) == Command("language", tag)


@pytest.mark.parametrize("text", lines(NOTHING))
def test_what_only_mentions_it_is_none(text: str) -> None:
    assert command(text, LANGUAGES) is None


def test_only_languages_of_the_business_can_be_changed_to() -> None:
    assert command("Thai", ("en", "vi")) is None
    assert command("Chinese", ("en", "zh-Hant")) == Command("language", "zh-Hant")
    assert command("普通话", ("en", "zh-Hant")) == Command("language", "zh-Hant")


def test_a_person_is_understood_whatever_the_business_speaks() -> None:
    assert command("人工", ("en",)) == Command("person")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_the_buttons_say_can_be_said(tag: str) -> None:
    words = Words(tag)
    said = {what: words.text(label) for what, label in BUTTONS.items()}
    understood = {what: command(text, LANGUAGES) for what, text in said.items()}
    assert understood == {what: Command(what) for what in BUTTONS}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_words(tag: str) -> None:
    read = tomllib.loads((FOLDER / f"{tag}.toml").read_text("utf-8"))
    assert sorted(read) == ["after", "back", "before", "language", "names", "person", "repeat"]
    assert set(LANGUAGES) <= set(read["names"])
    for word in [one for key in ("person", "repeat", "back", "language") for one in read[key]]:
        assert command(word, LANGUAGES) is not None, word


@given(st.text(max_size=200))
def test_whatever_is_said_there_is_an_answer(text: str) -> None:
    found = command(text, LANGUAGES)
    assert found is None or found.what in BUTTONS


@given(st.sampled_from(lines(PERSON)), st.text(alphabet="xyz ", min_size=3, max_size=10))
def test_more_words_are_a_story(asked: str, more: str) -> None:
    if more.strip():
        assert command(f"{asked} {more.strip()}", LANGUAGES) is None
