"""What facts are called in sentences: fields of the profile by their labels, others by their names."""

from collections.abc import Mapping
from dataclasses import dataclass

from warmline.business.model import Business
from warmline.language.messages import Value, message

TIME_OF_EVENT = message("time of the event")
TIME_OF_ENTRY = message("time of it")
_ENVELOPE = {
    "type": message("type of event"),
    "source": message("source of the event"),
    "channel": message("channel of the event"),
    "occurred": TIME_OF_EVENT,
}
"""What is called otherwise than its name, of what every event has."""
_CONTACT = {"started": message("start of the contact")}
_ENTRY = {"since": message("start"), "occurred": TIME_OF_ENTRY}
"""Of the entries of lists that a profile holds."""
_VARIABLES = {"situations": message("situations kept in mind")}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one business, and the currency that its amounts are in."""

    labels: Mapping[str, str]
    currency: str

    @classmethod
    def of(cls, business: Business) -> "Names":
        """The labels of profile.yaml."""
        labels = {name: field.label for name, field in business.fields.items() if field.label}
        return cls(labels, business.currency)

    def variable(self, name: str) -> Value:
        """What a variable is called."""
        return _VARIABLES.get(name) or spaced(name)

    def field(self, record: str, name: str) -> Value:
        """What a field of `event`, `customer`, `contact` or of an entry of a list is called."""
        match record:
            case "customer" if name in self.labels:
                return in_sentence(self.labels[name])
            case "event" if name in _ENVELOPE:
                return _ENVELOPE[name]
            case "contact":
                return _CONTACT.get(name) or message("%(what)s of the contact", what=spaced(name))
            case str() if record.startswith("an entry of customer.") and name in _ENTRY:
                return _ENTRY[name]
        return spaced(name)


def spaced(name: str) -> str:
    """A name as words: `bill_shock` as `bill shock`."""
    return " ".join(name.replace("_", " ").split()) or name


def in_sentence(label: str) -> str:
    """A label inside a sentence: `Open cases` as `open cases`, but `SIM card` as it is."""
    label = " ".join(label.split())
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label
