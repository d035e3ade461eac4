"""What a business declares in its folder, as typed structs."""

from enum import IntEnum
from typing import Any

import msgspec

from warmline.language.catalogue import Catalogue


class Disclosure(IntEnum):
    """How well a customer must be known before something may be said to them."""

    ANONYMOUS = 0
    RECOGNISED = 1
    VERIFIED = 2
    STAFF = 3


class IdentifierType(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of identifier. The lower `priority`, the more it says who somebody is.

    `format` chooses how values are normalised: phone, email, handle, digits or text.
    `check` names a check-digit algorithm (luhn, iso7064_mod_11_2, verhoeff, mod_97_10).
    `weak` ones (a browser, a device) join any customer; `shared` ones (a phone, an address) make a
    household of two known customers instead of one person. `cap` is how many one customer may have.
    """

    priority: int
    format: str = "text"
    check: str = ""
    weak: bool = False
    shared: bool = False
    cap: int = 20
    blocked: tuple[str, ...] = ()


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One field of the profile: how it follows from events, and who may hear it.

    Exactly one of the ways to fold is given; the keys of its map are event types, the values
    dotted paths into the event (`properties` may be left out; `=text` is a constant).

    * `last`, `first`: the value of the latest (earliest) event; traits that are vouched for count first
    * `count`: number of events, in all or within `window` (`7d`, `12h`)
    * `sum`: of a number or money, in all or within `window`
    * `mean`: of the latest `keep` values
    * `recent`: the latest `keep` events, each as the values of `with`
    * `items`: things with a key (holdings, orders, cases, consents); see `Items`
    """

    type: str = "text"
    default: Any = None
    disclosure: str = "staff"
    label: str = ""
    last: dict[str, str] | None = None
    first: dict[str, str] | None = None
    count: tuple[str, ...] | None = None
    sum: dict[str, str] | None = None
    mean: dict[str, str] | None = None
    recent: tuple[str, ...] | None = None
    items: "Items | None" = None
    window: str = ""
    keep: int = 10
    with_: tuple[str, ...] = msgspec.field(name="with", default=())


class Items(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Things a customer has, each under a key: `{open: {order.placed: …}, …}`.

    `set` maps event types to the path of the key; such an event sets the item's `with` values.
    `close` maps event types to the path of the key of the item that ends.
    `show` is `open` (only those not closed) or `all`. `until` names the value of `with` that says when
    an item ends by itself.
    """

    set: dict[str, str]
    close: dict[str, str] = {}
    show: str = "open"
    until: str = ""


class RecogniseBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a customer is recognised by who says it: fields of the profile, and types of identifiers under `number`.

    Without `number`, those are numbers that are made of digits and say who somebody is, such as an account.
    """

    postcode: str
    name: tuple[str, ...]
    birth_date: str
    number: tuple[str, ...] = ()


class Webhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An outside system that is told of events: their types, its address, the name of its secret.

    One without types is told only what policies call it for.
    """

    url: str
    secret: str
    on: tuple[str, ...] = ()


class Hosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Hosts that Warmline may call on behalf of this business."""

    allow: tuple[str, ...] = ()


class Business(msgspec.Struct, frozen=True, kw_only=True):
    """A whole business folder, valid and ready to use. `version` is a hash of its contents.

    `sections` holds what the rooms above read from the same folder (policies, flows …), each under
    the name of its `Section`; ask the section for it: `POLICIES.of(business)`. `warnings` are the
    things that did not keep the folder from being loaded. `catalogues` are the translations by language: all but the
    first of `languages`, as far as they are there.
    """

    version: str
    name: str
    region: str
    timezone: str
    currency: str
    languages: tuple[str, ...]
    brands: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    recognise_by: RecogniseBy | None = None
    identifiers: dict[str, IdentifierType] = {}
    fields: dict[str, Field] = {}
    webhooks: dict[str, Webhook] = {}
    catalogues: dict[str, Catalogue] = {}
    sections: dict[str, Any] = {}
    warnings: "tuple[Problem, ...]" = ()


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong in the folder, where, and what to do.

    `line` counts from 1; 0 means the file as a whole. `level` is `problem` (the folder is refused)
    or `warning` (it is loaded all the same).
    """

    file: str
    line: int
    what: str
    remedy: str
    level: str = "problem"

    @property
    def place(self) -> str:
        """File and line as editors and terminals link them: `profile.yaml:12`."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}  {self.what}  {self.remedy}"


class BusinessError(Exception):
    """The folder was not loaded; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
