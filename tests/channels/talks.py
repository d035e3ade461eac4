"""Contacts in memory, for tests of channels: a short dialogue in three languages that prompts are drawn from."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from warmline.contacts.errors import Ended, TooLong, UnknownContact
from warmline.contacts.listening import Listening, News
from warmline.contacts.masking import HIDDEN, masked
from warmline.contacts.model import Attached, Begun, By, Channel, Contact, Given, Owner, Told, Turn
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked, Chose, Keyed, Said
from warmline.flows.prompts import Field, Option, Prompt

TEXTS = {
    "hello": {
        "en": "Hello! I know our plans, bills and outages, and a person is always one press away.",
        "th": "สวัสดีค่ะ ดิฉันช่วยเรื่องแพ็กเกจ บิล และเครือข่ายขัดข้องได้ และกดคุยกับเจ้าหน้าที่ได้ทุกเมื่อค่ะ",
        "zh-Hans": "您好！我可以帮您处理套餐、账单和网络故障，也可以随时转接人工客服。",
    },
    "about": {"en": "What is it about?", "th": "ต้องการให้ช่วยเรื่องอะไรคะ", "zh-Hans": "请问您想咨询什么？"},
    "bill": {"en": "Your bill", "th": "บิลของคุณ", "zh-Hans": "您的账单"},
    "outage": {"en": "An outage in Cebu North", "th": "เครือข่ายขัดข้องที่เซบูเหนือ", "zh-Hans": "宿务北部网络故障"},
    "block": {"en": "Block a lost SIM", "th": "ระงับซิมที่หาย", "zh-Hans": "挂失 SIM 卡"},
    "map": {"en": "Map of outages", "th": "แผนที่เครือข่ายขัดข้อง", "zh-Hans": "故障地图"},
    "account": {
        "en": "Which account is it? The number is on every bill.",
        "th": "ขอหมายเลขบัญชีค่ะ อยู่บนบิลทุกใบ",
        "zh-Hans": "请提供账号，每张账单上都有。",
    },
    "code": {
        "en": "I sent a code to the phone that ends in 01. Which is it?",
        "th": "ส่งรหัสไปที่เบอร์ลงท้าย 01 แล้วค่ะ รหัสคืออะไรคะ",
        "zh-Hans": "验证码已发送到尾号 01 的手机，请输入。",
    },
    "due": {"en": "When do you want to pay?", "th": "ต้องการชำระวันไหนคะ", "zh-Hans": "您想哪天付款？"},
    "paid": {
        "en": "Done. Here is what we agreed.",
        "th": "เรียบร้อยค่ะ นี่คือสิ่งที่ตกลงกัน",
        "zh-Hans": "已办理，详情如下。",
    },
    "look": {"en": "I am looking that up.", "th": "กำลังตรวจสอบค่ะ", "zh-Hans": "正在为您查询。"},
    "found": {"en": "It works again in your street.", "th": "ใช้งานได้แล้วค่ะ", "zh-Hans": "您所在街道已恢复。"},
    "again": {"en": "I did not understand that.", "th": "ขออภัยค่ะ ไม่เข้าใจ", "zh-Hans": "抱歉，我没有听懂。"},
    "wait": {
        "en": "I am connecting you with a person.",
        "th": "กำลังต่อสายถึงเจ้าหน้าที่ค่ะ",
        "zh-Hans": "正在为您转接人工客服。",
    },
}


@dataclass
class Held:
    """One contact of the dialogue, with what it was begun with."""

    contact: Contact
    token: str
    identifiers: tuple[Identifier, ...]
    address: str
    step: str = "menu"
    turns: list[Turn] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)


class ScriptedTalks:
    """The service as channels see it. `slow` is how many seconds what is looked up outside takes."""

    def __init__(self, slow: float = 0.2) -> None:
        self.held: dict[str, Held] = {}
        self.slow = slow
        self.addresses: list[str] = []
        self.looked = 0
        self._news = News()
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(
        self,
        channel: Channel,
        *,
        identifiers: tuple[Identifier, ...] = (),
        language: str = "",
        place: str = "",
        flow: str = "",
        browser_language: str = "",
        address: str = "",
    ) -> Begun:
        """A new contact, greeted."""
        self._news.attach()
        name = f"contact-{next(self._numbers)}"
        now = _now()
        contact = Contact(
            name=name,
            channel=channel,
            state="open",
            owner=Owner("flow"),
            version=1,
            language=language or browser_language or "en",
            started=now,
            last=now,
            turns=0,
            place=place,
        )
        held = self.held[name] = Held(contact, f"token-of-{name}", identifiers, address)
        self._say(held, "hello", "about", step="menu")
        return Begun(contact=held.contact, token=held.token)

    async def resume(self, contact: str, token: str) -> Contact:
        """The contact, for whoever has its token."""
        held = self._of(contact)
        if token != held.token:
            raise UnknownContact
        return held.contact

    async def take(
        self,
        contact: str,
        given: Given,
        key: str,
        *,
        seen: int = 0,
        address: str = "",
        at_turn: Callable[[int], None] | None = None,
    ) -> int:
        """Go on by the dialogue."""
        self.addresses.append(address)
        held = self._of(contact)
        if key in held.taken:
            return held.taken[key]
        if held.contact.state == "ended":
            raise Ended
        if isinstance(given, Said) and len(given.text) > 10_000:
            raise TooLong(len(given.text), 10_000)
        held.given.append(given)
        self._answer(held, given, at_turn)
        held.taken[key] = held.contact.turns
        return held.contact.turns

    async def exchange(
        self,
        contact: str,
        token: str,
        given: Given,
        key: str,
        *,
        after: int = 0,
        seen: int | None = None,
        address: str = "",
    ) -> Told:
        """Go on by the dialogue, for whoever has the token."""
        await self.resume(contact, token)
        await self.take(contact, given, key, address=address)
        return await self.look(contact, token, after=after)

    async def look(self, contact: str, token: str, *, after: int = 0) -> Told:
        """As it stands, for whoever has the token."""
        self.looked += 1
        return Told(contact=await self.resume(contact, token), turns=await self.turns(contact, after))

    async def turns(self, contact: str, after: int = 0) -> list[Turn]:
        """What was said since."""
        return [turn for turn in self._of(contact).turns if turn.number > after]

    async def contact(self, contact: str) -> Contact:
        """As it stands."""
        return self._of(contact).contact

    def listen(self, contact: str) -> Listening:
        """A place to wait at."""
        return self._news.listen(contact)

    def typing(self, contact: str, by: By) -> None:
        """Somebody types."""
        self._news.types(contact, by)

    async def leave(self, contact: str) -> None:
        """Gone for good."""
        self._change(self._of(contact), state="ended")

    # -- what a person at a desk does

    def take_over(self, contact: str, name: str) -> None:
        """A person is accountable from now on."""
        self._change(self._of(contact), owner=Owner("staff", "1"), agent=name, position=0, minutes=None)

    def say(self, contact: str, name: str, text: str) -> None:
        """What the person writes."""
        self._add(self._of(contact), by="agent", text=text, name=name)

    def note(self, contact: str, text: str) -> None:
        """What the system notes for the person."""
        self._add(self._of(contact), by="system", text=text)

    def erase(self, contact: str) -> None:
        """The customer is taken out of everything."""
        del self.held[contact]
        self._news.tell(contact)

    # -- inside

    def _of(self, contact: str) -> Held:
        if contact not in self.held:
            raise UnknownContact
        return self.held[contact]

    def _answer(self, held: Held, given: Given, at_turn: Callable[[int], None] | None) -> None:
        label, step = "", held.step
        match given:
            case Chose(option=option):
                label = TEXTS.get(option, {}).get(held.contact.language, option)
            case Said(text=text):
                label = HIDDEN if step == "code" else masked(text)
            case Asked(what="language", language=tag) if tag:
                self._change(held, language=tag)
            case Asked():
                label = "A person" if given.what == "person" else given.what
            case Attached(title=title):
                label = masked(title)
                if at_turn is not None:
                    at_turn(held.contact.turns + 1)
            case Keyed(keys=keys):
                label = "" if step == "code" else keys
        if label or isinstance(given, Keyed):
            self._add(held, by="customer", text=label)
        if held.contact.owner.kind != "flow" or isinstance(given, Attached):
            return
        if isinstance(given, Asked):
            self._asked(held, given)
            return
        value = (
            given.option if isinstance(given, Chose) else given.text if isinstance(given, Said) else "keys"
        )
        follow: dict[tuple[str, str], Callable[[], None]] = {
            ("menu", "bill"): lambda: self._say(held, "account", step="account"),
            ("menu", "block"): lambda: self._say(held, "code", step="code"),
            ("menu", "outage"): lambda: self._look(held),
        }
        if found := follow.get((step, value)):
            found()
        elif step == "account":
            self._say(held, "due", step="due")
        elif step in ("due", "code"):
            self._say(held, "paid", "about", step="paid")
        else:
            self._say(held, "again", "about", step="menu")

    def _asked(self, held: Held, asked: Asked) -> None:
        if asked.what == "person":
            self._change(held, owner=Owner("queue", "general"), position=2, minutes=3)
            self._say(held, "wait", step="queue")
        else:
            self._say(held, "about", step="menu")

    def _look(self, held: Held) -> None:
        self._say(held, "look", step="look")

        async def later() -> None:
            await asyncio.sleep(self.slow)
            self._say(held, "found", "about", step="menu")

        task = asyncio.get_running_loop().create_task(later())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _say(self, held: Held, *texts: str, step: str) -> None:
        held.step = step
        language = held.contact.language
        said = [TEXTS[text].get(language, TEXTS[text]["en"]) for text in texts]
        self._add(held, by="flow", prompt=_prompt(language, tuple(said), step))

    def _add(self, held: Held, **more: object) -> None:
        number = len(held.turns) + 1
        held.turns.append(Turn(number=number, at=_now(), language=held.contact.language, **more))  # type: ignore[arg-type]
        self._change(held, turns=number)

    def _change(self, held: Held, **changes: object) -> None:
        held.contact = replace(held.contact, **changes)
        self._news.tell(held.contact.name)


def _prompt(language: str, texts: tuple[str, ...], step: str) -> Prompt:
    def option(name: str, key: str, **more: str) -> Option:
        label = TEXTS[name].get(language, TEXTS[name]["en"])
        return Option(name=name, label=label, key=key, **more)  # type: ignore[arg-type]

    match step:
        case "menu" | "paid":
            options = (
                option("outage", "1", why="her area is dark"),
                option("bill", "2"),
                option("block", "3"),
                option("map", "", kind="link", link="https://isla-mobile.example/map"),
            )
            receipt = (("Amount", "₱1,290.00"), ("Due", "2 Dec 2026")) if step == "paid" else ()
            return Prompt(language=language, texts=texts, options=options, receipt=receipt)
        case "account":
            return Prompt(language=language, texts=texts, field=Field(kind="account", example="7013554"))
        case "code":
            return Prompt(language=language, texts=texts, field=Field(kind="code", secret=True, length=6))
        case "due":
            return Prompt(language=language, texts=texts, field=Field(kind="date"))
    return Prompt(language=language, texts=texts)


def _now() -> int:
    return int(time.time() * 1e6)
