"""Nobody is handed over to a queue where nobody ever is.

Why: waiting for nobody is worse than being told. Where a queue is closed at the moment, a callback is offered by
itself; one that is never open would turn everybody away, always.
"""

from warmline.flows.checks.checking import Checking


def check(checking: Checking) -> None:
    """Queues whose hours have no day in them."""
    for queue in checking.book.service.queues.values():
        if queue.hours is not None and not queue.hours:
            wording = queue.title.wording
            what = f'queue "{queue.name}" is never open'
            checking.report.problem(
                wording.file, wording.line, what, 'write hours: always, or {mon-fri: "08:00-20:00"}'
            )
