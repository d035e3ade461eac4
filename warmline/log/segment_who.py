"""Who a Segment message is about: the identifiers that it asserts."""

from warmline.events.model import Identifier
from warmline.log.model import Source
from warmline.log.wire import EventError, identify, text_id


def identifiers(
    kind: str, message: dict[str, object], context: dict[str, object], source: Source
) -> tuple[Identifier, ...]:
    """The identifiers of a message; `userId` and `anonymousId` are taken out of it.

    A secret source vouches for all of them, a public one for none. Traits of a group message are
    those of the group, so they name nobody. Raises EventError.
    """
    user = text_id(message.pop("userId", None), "userId")
    anonymous = text_id(message.pop("anonymousId", None), "anonymousId")
    verified = not source.public
    found: list[Identifier] = []
    if user:
        found.append(Identifier(source.user_type, user, verified))
    if anonymous:
        found.append(Identifier("anonymous", anonymous, verified))
    if not found:
        raise EventError('"userId" or "anonymousId" is missing; send at least one of them.')
    if kind == "identify":
        traits = message.get("traits")
        if type(traits) is dict:
            _mentioned(found, traits, verified)
        elif traits is not None:
            raise EventError('"traits" must be an object.')
    elif kind == "alias":
        found.append(_previous(message, context, source))
        if user:
            message["userId"] = user
    if context:
        _from_context(found, context, verified)
    return tuple(found)


def _previous(message: dict[str, object], context: dict[str, object], source: Source) -> Identifier:
    """Who the customer was before.

    The protocol does not say what kind of id `previousId` is. Its clients send the anonymous id of
    the time before the log-in, so that is what it is taken for, unless `previousIdType` (in the
    message or its context) names an identifier type; "user" is the type of the source's user ids.
    """
    previous = text_id(message.get("previousId"), "previousId")
    if not previous:
        raise EventError('"previousId" is missing; an alias message says who the customer was before.')
    kind = message.get("previousIdType") or context.get("previousIdType") or "anonymous"
    if type(kind) is not str or len(kind) > 64:
        raise EventError('"previousIdType" must be the name of an identifier type.')
    return Identifier(source.user_type if kind == "user" else kind, previous, not source.public)


def _mentioned(found: list[Identifier], traits: dict[str, object], verified: bool) -> None:
    if "email" in traits:
        identify(found, "email", traits["email"], verified)
    if "phone" in traits:
        identify(found, "phone", traits["phone"], verified)


def _from_context(found: list[Identifier], context: dict[str, object], verified: bool) -> None:
    traits, device, others = context.get("traits"), context.get("device"), context.get("externalIds")
    if type(traits) is dict:
        _mentioned(found, traits, verified)
    if type(device) is dict:
        identify(found, "device", device.get("id"), verified)
    if type(others) is list:
        for other in others:
            # A hashed id, or one of a group, would be somebody else's name under this type.
            if (
                type(other) is dict
                and type(kind := other.get("type")) is str
                and 0 < len(kind) <= 64
                and other.get("encoding", "none") in ("none", "", None)
                and other.get("collection", "users") in ("users", "", None)
            ):
                identify(found, kind, other.get("id"), verified)
