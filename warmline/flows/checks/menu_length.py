"""A menu has at most five options at a time.

Why: people remember three to five spoken options; by the seventh they have forgotten the first. More of them come in
pages, and the likely ones first where the menu is ranked.
"""

from warmline.flows.checks.checking import Checking
from warmline.flows.steps.menu import Menu

MOST_OPTIONS = 5
MOST_PAGES = 3


def check(checking: Checking) -> None:
    """Options at a time, and how many pages there are to leaf through."""
    for _, step in checking.reached():
        if not isinstance(step, Menu):
            continue
        at_a_time = min(step.show, len(step.choices))
        if at_a_time > MOST_OPTIONS:
            remedy = (
                "people remember 3 to 5 spoken ones; show: 4, and ranked: true puts the likely ones first"
            )
            checking.problem(step, f"has {at_a_time} options at a time", remedy)
        elif len(step.choices) > MOST_PAGES * step.show:
            what = f"has {len(step.choices)} options, on more than {MOST_PAGES} pages"
            checking.warning(step, what, "ask what it is about first, or take some together")
