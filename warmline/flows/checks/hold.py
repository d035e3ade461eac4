"""Where people may have to wait, they are offered a callback instead of holding the line.

Why: whoever holds for long gives up, angry, and calls again; a promised call costs nobody anything. It is a warning,
not a problem: who waits is served all the same, and a company may have nobody who could call.
"""

from warmline.flows.checks.checking import Checking


def check(checking: Checking) -> None:
    """Queues for which no `call_back_after` is declared, their own or that of all."""
    for queue in checking.book.service.queues.values():
        if queue.call_back_after is None:
            wording = queue.title.wording
            what = f'who waits in queue "{queue.name}" is never offered a callback, however long it takes'
            remedy = "write call_back_after: 3 (minutes), in the queue or for all of them"
            checking.report.warning(wording.file, wording.line, what, remedy)
