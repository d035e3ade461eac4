"""The names of staff and programs by the ids that stand on record."""

from warmline.desk.desk import Desk


async def account_names(desk: Desk) -> dict[str, str]:
    """The names of staff by the id that stands on record."""
    names = {"local": "Command line"}
    cursor = ""
    while True:
        page = await desk.staff.accounts(cursor=cursor, limit=200)
        names |= {account.id: account.name for account in page.items}
        if not (cursor := page.next):
            return names | {token.id: token.name for token in await desk.staff.tokens.list()}
