"""What customers put in: refused where it does not fit, masked, kept as a turn that everybody may read."""

import msgspec

from warmline.contacts import repository
from warmline.contacts.errors import BadInput, TooLong
from warmline.contacts.masking import HIDDEN, masked
from warmline.contacts.model import LONGEST, LONGEST_KEY, Attached, ForFlow, Given
from warmline.contacts.work import Work
from warmline.flows.inputs import Asked, Chose, Keyed, Said
from warmline.language.messages import message


def put_turn(work: Work, given: Given) -> None:
    """What the customer put in, as everybody may read it."""
    record = work.record
    if isinstance(given, Said):
        work.turn("customer", HIDDEN if record.asks_secret else masked(given.text))
    elif isinstance(given, Keyed):
        work.turn("customer", keys=HIDDEN if record.asks_secret else masked(given.keys))
    elif isinstance(given, Chose):
        work.turn("customer", _label(work, given.option))
    elif isinstance(given, Asked):
        work.turn("customer", _label(work, given.what))
    elif isinstance(given, Attached):
        work.turn("customer", masked(given.title))


def _label(work: Work, name: str) -> str:
    """What an option that was chosen is called in the latest prompt; its name where it is not there."""
    for turn in reversed(repository.turns(work.tx, work.record.id, max(0, work.record.turns - 6))):
        if turn.prompt is not None:
            for option in turn.prompt.options:
                if name in (option.name, option.kind):
                    return masked(option.label)
            break
    return masked(name)


def check(given: Given, key: str) -> None:
    """Refuse what does not fit. Raises TooLong, BadInput."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadInput(message("An input comes with a key of 1 to %(most)s characters.", most=LONGEST_KEY))
    texts: list[str] = []
    if isinstance(given, Said):
        texts = [given.text, *given.alternatives]
    elif isinstance(given, Keyed):
        texts = [given.keys]
    elif isinstance(given, Chose):
        texts = [given.option]
    elif isinstance(given, Asked):
        texts = [given.language]
    elif isinstance(given, Attached):
        texts = [given.title]
    for text in (*texts, key):
        whole(text)
    length = sum(map(len, texts))
    if length > LONGEST:
        raise TooLong(length, LONGEST)
    if isinstance(given, Said | Keyed | Chose | Attached) and not texts[0].strip():
        raise BadInput("There is nothing in this message.")


def whole(text: str) -> str:
    """A text that can be kept and sent. Raises BadInput."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            message("Character %(n)s is half a character (a lone surrogate).", n=error.start + 1)
        ) from None
    return text


def without_cards(given: ForFlow) -> ForFlow:
    """An input whose card numbers are masked: nobody asked for one."""
    if isinstance(given, Said):
        alternatives = tuple(masked(one) for one in given.alternatives)
        return msgspec.structs.replace(given, text=masked(given.text), alternatives=alternatives)
    if isinstance(given, Keyed):
        return Keyed(keys=masked(given.keys))
    return given
