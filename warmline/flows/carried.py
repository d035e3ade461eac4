"""Words that chose an option are tried at the next menus, too: nobody says the same twice within a minute."""

from warmline.flows.run import Run

MOST_MENUS = 3
"""Menus at which the same words choose, the first included."""
LONGEST = 200
WISH = "wish"
"""In place of a menu: words that were said instead of an answer, before the flow had begun."""
FINDING_OUT = frozenset({"identify", "verify"})
"""Kinds of steps whose answers say who somebody is, and nothing about what they came for."""
PASSED = FINDING_OUT | {"menu", "branch", "call", "look_up", "decide", "end"}
"""Kinds of steps that may stand between two menus; whatever else there is tells or asks something of its own."""


def carry(run: Run, text: str, menu: str) -> None:
    """Some words have chosen at a menu, and may say what is asked next."""
    run.session.carried = [text[:LONGEST], menu]


def words_for(run: Run, menu: str) -> str:
    """The words that a menu may be answered with, "" for none. A menu is never answered twice with the same ones."""
    carried = run.session.carried
    if not carried or menu in carried[1:] or len(carried) > MOST_MENUS:
        run.session.carried = []
        return ""
    return carried[0]


def chosen_at(run: Run, menu: str) -> None:
    """They have chosen at this menu as well."""
    run.session.carried = [*run.session.carried, menu]


def put_down(run: Run) -> None:
    """The customer has said something else since."""
    if run.session.carried and run.step.kind not in FINDING_OUT:
        run.session.carried = []


def entered(run: Run) -> None:
    """Another step is entered: the words may have had their answer. A greeting is none to a wish."""
    carried = run.session.carried
    is_greeting = run.step.kind == "say" and carried[1:] == [WISH]
    if carried and run.step.kind not in PASSED and not is_greeting:
        run.session.carried = []
