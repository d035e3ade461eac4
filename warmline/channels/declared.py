"""What a business declares about its channels: channels.yaml."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

import msgspec

from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.channels import declared_texts
from warmline.channels.declared_texts import Texts
from warmline.conditions.errors import EvaluationError
from warmline.conditions.said import Wording
from warmline.conditions.times import read_duration
from warmline.conditions.values import SECOND
from warmline.flows.model import Book
from warmline.flows.reading.section import FLOWS

FILE = "channels.yaml"
SHORTEST_SIGNED, LONGEST_SIGNED = 60, 30 * 86_400
"""Seconds that a signature can be good."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ENVIRONMENT = re.compile(r"[A-Z][A-Z0-9_]*")


class Website(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place on the web where the chat stands.

    `title` heads the chat. `sites` are the addresses of pages that may use it, as browsers name them
    (`https://www.example.com`); pages of Warmline itself always may. `visitors` names the environment variable that
    holds the secret which signed visitors are signed with, `type` the identifier that their id is. `signed_for` is how
    long a signature is good, such as `12h`; one without its time is refused then. `files` says whether customers can
    attach some, `long_form` that they write here as in letters.
    """

    title: str
    sites: tuple[str, ...] = ()
    visitors: str = ""
    type: str = "user"
    signed_for: str = ""
    files: bool = True
    long_form: bool = False

    @property
    def seconds_signed_for(self) -> int:
        """How long a signature is good, 0 where nothing is said about that. Raises EvaluationError."""
        return read_duration(self.signed_for) // SECOND if self.signed_for else 0


class Kiosk(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A touch screen at a place. `title` says where the customer is; `flow` is what it begins with, if not the usual.

    `quiet` is how many seconds nobody has touched it before it asks whether somebody is there.
    """

    title: str
    flow: str = ""
    quiet: int = 45


class Persona(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A customer whom visitors of /try can be, where trying is allowed. `phone` is for `warmline call`."""

    name: str
    user: str
    language: str = ""
    about: str = ""
    phone: str = ""


class OwnPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The profile fields on a customer's own page, by what they say; each is shown at its level or not at all.

    `names` is what customers read for the codes that events carry (`sim`, `callback`).
    """

    have: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    past_orders: tuple[str, ...] = ()
    names: dict[str, str] = {}

    @property
    def fields(self) -> list[str]:
        """All profile fields that the page names."""
        return [*self.have, *self.open, *self.promised, *self.orders, *self.past_orders]


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """channels.yaml as it is written."""

    websites: dict[str, Website] = {}
    kiosks: dict[str, Kiosk] = {}
    text_messages: dict[str, Texts] = {}
    own_page: OwnPage = OwnPage()
    try_as: dict[str, Persona] = {}


class Channels(File, frozen=True, kw_only=True):
    """All of channels.yaml: what a page or an address names, and what stands behind the name.

    `texts` are those that customers read on their own page.
    """

    texts: tuple[Wording, ...] = ()

    def is_long_form(self, channel: str, place: str) -> bool:
        """Whether people write to us as in letters, at a place of a channel."""
        declared: Website | Texts | None = None
        if channel == "chat":
            declared = self.websites.get(place)
        elif channel == "text":
            declared = self.text_messages.get(place)
        return declared is not None and declared.long_form


def _read(folder: Folder, business: Business, report: Report) -> Channels:
    node = folder.yaml(FILE, report)
    if node is None:
        return Channels()
    found = decode(node, File, report, FILE)
    if found is None or not isinstance(node, Mapping):
        return Channels()
    places: dict[str, Collection[str]] = {
        "websites": found.websites,
        "kiosks": found.kiosks,
        "text_messages": found.text_messages,
    }
    for kind, names in places.items():
        for name in names:
            if not _NAME.fullmatch(name):
                what = f'{kind}: "{name}" cannot stand in an address'
                report.problem(FILE, node.line_of(kind, name), what, "use small letters, digits and hyphens")
    for name, website in found.websites.items():
        for place, site in enumerate(website.sites):
            if not _is_origin(site):
                line = node.line_of("websites", name, "sites", place)
                what = f'website "{name}": "{site}" is not the address of a site'
                report.problem(FILE, line, what, "write it as https://www.example.com, without a path")
        if website.visitors and not _ENVIRONMENT.fullmatch(website.visitors):
            line = node.line_of("websites", name, "visitors")
            what = f'website "{name}": "{website.visitors}" is not the name of an environment variable'
            report.problem(
                FILE, line, what, "write a name in capitals; the secret itself stays out of the folder"
            )
        if website.signed_for and not _is_time(website):
            line = node.line_of("websites", name, "signed_for")
            what = f'website "{name}": "{website.signed_for}" is not how long a signature can be good'
            report.problem(FILE, line, what, "write one minute to thirty days as 12h or 30m")
        if website.type not in business.identifiers:
            line = node.line_of("websites", name, "type")
            what = f'website "{name}": there is no identifier "{website.type}"'
            report.problem(FILE, line, what, f"known are {', '.join(business.identifiers)}")
    for name, kiosk in found.kiosks.items():
        if not 10 <= kiosk.quiet <= 600:
            line = node.line_of("kiosks", name, "quiet")
            report.problem(FILE, line, f'kiosk "{name}": quiet is {kiosk.quiet}', "choose 10 to 600 seconds")
    for name, texts in found.text_messages.items():
        declared_texts.check(name, texts, node, business, FILE, report)
    for kind, begun in (("kiosks", found.kiosks), ("text_messages", found.text_messages)):
        for name, one in begun.items():
            if one.flow and not is_flow(business, one.flow):
                what = f'{kind} "{name}": there is no flow "{one.flow}"'
                remedy = suggest(one.flow, flows_of(business))
                report.problem(FILE, node.line_of(kind, name, "flow"), what, remedy)
    _check_own_page(found.own_page, node, business, report)
    shared = {name: getattr(found, name) for name in File.__struct_fields__}
    return Channels(**shared, texts=tuple(_texts(found.own_page, node, business)))


def flows_of(business: Business) -> list[str]:
    """The flows that a contact can begin with."""
    book = business.sections.get(FLOWS.name)
    return sorted(book.flows) if isinstance(book, Book) else []


def is_flow(business: Business, name: str) -> bool:
    """Whether a contact can begin with a flow of this name."""
    return name in flows_of(business)


def _texts(own_page: OwnPage, node: Mapping, business: Business) -> Iterator[Wording]:
    """What there is to translate: labels of the fields that customers see, and names of codes."""
    labels = {name: business.fields[name].label for name in own_page.fields if name in business.fields}
    for label in labels.values():
        if label:
            yield Wording(label, file=FILE, line=node.line_of("own_page"))
    for code, name in own_page.names.items():
        yield Wording(name, file=FILE, line=node.line_of("own_page", "names", code))


def _check_own_page(own_page: OwnPage, node: Mapping, business: Business, report: Report) -> None:
    """Refuse fields that nobody has, and those that only staff may see."""
    for part in ("have", "open", "promised", "orders", "past_orders"):
        for place, name in enumerate(getattr(own_page, part)):
            line = node.line_of("own_page", part, place)
            field = business.fields.get(name)
            if field is None:
                remedy = suggest(name, business.fields)
                report.problem(FILE, line, f'own_page: there is no profile field "{name}"', remedy)
            elif field.disclosure == "staff":
                what = f'own_page: "{name}" is for staff only'
                report.problem(
                    FILE, line, what, "take it off the page, or change its disclosure in profile.yaml"
                )


def _is_time(website: Website) -> bool:
    try:
        return SHORTEST_SIGNED <= website.seconds_signed_for <= LONGEST_SIGNED
    except EvaluationError:
        return False


def _is_origin(site: str) -> bool:
    parts = urlsplit(site)
    local = parts.hostname in ("localhost", "127.0.0.1")
    return (
        (parts.scheme == "https" or (parts.scheme == "http" and local))
        and bool(parts.hostname)
        and "*" not in site
        and site == f"{parts.scheme}://{parts.netloc}".lower()
        and "@" not in parts.netloc
    )


CHANNELS = Section("channels", (FILE,), _read)
