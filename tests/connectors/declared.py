"""A business with one connector, to be read and to be broken."""

from textwrap import dedent

from tests.business.sound_business import FILES
from warmline.business.load import load_files
from warmline.business.model import Business, BusinessError
from warmline.connectors.model import Operation
from warmline.connectors.reading import CONNECTORS

BILLING = """\
    connector: billing
    url: http://127.0.0.1:9000
    secret: BILLING_SECRET
    outcome: /operations/{key}
    operations:
      invoice:
        get: /accounts/{account}/invoices?latest
        takes: {account: text}
        gives:
          total: money
          change?: {from: change.amount, type: money}
          reasons: [text]
          lines: [{what: text, amount: money, count: integer?}]
          due: date
          issued: time
          first_line: {from: lines.0.what, type: text}
      pay:
        post: /accounts/{account}/payments
        takes: {account: text, amount: money, token: text, on: {to: when.day, type: date?}}
        gives: {payment: text, left: money}
        timeout: 500ms
        refuses: {declined: The bank declined the payment.}
    """


def load(text: str = BILLING) -> Business:
    """A business with this file below `connectors/`. Raises BusinessError."""
    files = {name: content.encode() for name, content in FILES.items()}
    return load_files(files | {"connectors/billing.yaml": dedent(text).encode()}, [CONNECTORS])


def operation(name: str, text: str = BILLING) -> Operation:
    """One operation of it."""
    return CONNECTORS.of(load(text))[name]


def refused(text: str) -> list[str]:
    """What is said of a file that is refused."""
    try:
        load(text)
    except BusinessError as error:
        return [str(problem) for problem in error.problems]
    return []
