"""What moves a session: something the customer did, or the answer of the world to an effect."""

from typing import Any, Literal

import msgspec

from warmline.flows.session import LeftOff


class Began(msgspec.Struct, frozen=True, kw_only=True, tag="began"):
    """The contact begins. `flow` is the flow to begin with, "" for the one the business declares.

    `left_off` is where the customer was when an earlier contact broke off, if they may go on there.
    """

    flow: str = ""
    left_off: LeftOff | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True, tag="said"):
    """Words, typed or spoken; speech recognition gives `alternatives`, best first, beside the best `text`."""

    text: str
    alternatives: tuple[str, ...] = ()


class Keyed(msgspec.Struct, frozen=True, kw_only=True, tag="keyed"):
    """Keys of a phone, as one entry: `1`, `7013550#`, `*0`. A lone `0` was followed by a pause."""

    keys: str


class Chose(msgspec.Struct, frozen=True, kw_only=True, tag="chose"):
    """An option of the last prompt, by its name: pressed on a screen."""

    option: str


class Asked(msgspec.Struct, frozen=True, kw_only=True, tag="asked"):
    """What may be asked at every moment: a person, to hear it again, to go back, another `language`."""

    what: Literal["person", "repeat", "back", "language"]
    language: str = ""


class Silence(msgspec.Struct, frozen=True, kw_only=True, tag="silence"):
    """Nothing came within the time that the last prompt gave."""


class Result(msgspec.Struct, frozen=True, kw_only=True, tag="result"):
    """The world's answer to an effect: `id` is the effect's.

    `ok` carries the `value` that the effect describes. `failed` did not happen, and may be tried again. `refused`
    was understood and declined (`why` names the reason as code, `value` may say more). `unknown`: it may have
    happened, and nobody can tell; such a thing is never done again by itself. `ms` is how long it took.
    """

    id: str
    outcome: Literal["ok", "failed", "refused", "unknown"]
    value: dict[str, Any] = {}
    why: str = ""
    ms: int | None = None


class TakenOver(msgspec.Struct, frozen=True, kw_only=True, tag="taken_over"):
    """A person has the contact: the flow is silent until it is given back, also for what is under way."""


class GivenBack(msgspec.Struct, frozen=True, kw_only=True, tag="given_back"):
    """A person who had taken over gives the contact back; `flow` is where to go on, "" where it was."""

    flow: str = ""


class Suggested(msgspec.Struct, frozen=True, kw_only=True, tag="suggested"):
    """There is something new that the company would like to begin with, as the world tells."""


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag="closed"):
    """Nobody will come any more to whoever waits for a person: it is after hours until `opens` (ISO 8601; "")."""

    opens: str = ""


class Left(msgspec.Struct, frozen=True, kw_only=True, tag="left"):
    """The customer is gone: hung up, closed, silent for too long."""


Input = (
    Began
    | Said
    | Keyed
    | Chose
    | Asked
    | Silence
    | Result
    | TakenOver
    | GivenBack
    | Suggested
    | Closed
    | Left
)
