"""Every step can be reached.

Why: a step that nothing leads to is a slip, often a `then` that names another step. Customers lose nothing that they
had, so it is a warning.
"""

from warmline.flows.checks.checking import Checking


def check(checking: Checking) -> None:
    """Steps that no way leads to, from the step that the flow starts with."""
    for flow in checking.flows.values():
        for step in flow.steps.values():
            if step.name not in flow.known:
                what = f'is never reached: nothing leads to it from "{flow.start}"'
                checking.warning(step, what, f"add then: {step.name} where it belongs, or remove it")
