"""How values and things are put for reading."""

from warmline.customers.model import CustomerView, IdentifierView, LinkView
from warmline.desk.customer_view import seams
from warmline.desk.values import pairs, protocol, said, tidy

MONEY = {"amount": 97000, "currency": "PHP"}


def test_what_names_a_thing_stands_in_front_and_needs_no_label() -> None:
    assert pairs({"amount": MONEY, "what": "plan"}) == [("", "plan"), ("", MONEY)]
    assert pairs({"product": "nova-9", "quantity": 2, "name": "Nova 9", "note": ""}) == [
        ("", "Nova 9"),
        ("product", "nova-9"),
        ("quantity", 2),
    ]


def test_how_an_event_was_sent_is_no_part_of_what_it_says() -> None:
    properties = {"invoice": "i-1", "ce": {"source": "/backoffice", "dataschema": "x"}}
    assert said(properties) == {"invoice": "i-1"}
    assert protocol(properties) == [("CloudEvent source", "/backoffice"), ("CloudEvent dataschema", "x")]
    assert protocol({"invoice": "i-1", "ce": "of somebody's own"}) == []


def test_json_is_laid_out_without_changing_a_value_and_other_text_is_left() -> None:
    assert tidy('{"n":12345678901234567890,"a":[1.50]}') == (
        '{\n  "n": 12345678901234567890,\n  "a": [\n    1.50\n  ]\n}'
    )
    for text in ("", "no json", '{"half": '):
        assert tidy(text) == text


def view(*links: tuple[str, str, str]) -> CustomerView:
    """A customer of the identifiers that links name, in their order; each link is a minute after the one before."""
    names = list(dict.fromkeys(name for a, b, _ in links for name in (a, b)))
    return CustomerView(
        id=1,
        identifiers=[
            IdentifierView(
                type=name.partition(":")[0], value=name.partition(":")[2], verified=True, id=number
            )
            for number, name in enumerate(names)
        ],
        links=[
            LinkView(a=a, b=b, trust=trust, source="crm", occurred=number, inside=True)
            for number, (a, b, trust) in enumerate(links)
        ],
        household=[],
        fields=[],
        name="",
        brand="",
        country="",
        partner="",
    )


def test_what_staff_joined_and_what_single_links_hold_together_can_come_apart() -> None:
    found = seams(
        view(
            ("account:1", "user:1", "vouched"),
            ("account:2", "user:2", "vouched"),
            ("user:1", "browser:b", "claimed"),
            ("user:2", "browser:b", "claimed"),
            ("account:1", "email:e", "by hand"),
        )
    )
    assert [(seam.link.a, seam.link.b, sorted(seam.leaving)) for seam in found] == [
        ("account:1", "email:e", ["email:e"]),
        ("user:2", "browser:b", ["account:2", "user:2"]),
        ("user:1", "browser:b", ["account:2", "browser:b", "user:2"]),
    ]
    twice = seams(view(("account:1", "user:1", "vouched"), ("account:1", "user:1", "by hand")))
    assert twice == []
