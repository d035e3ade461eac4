"""`warmline staff` and `warmline tokens`: people and programs that may come in."""

from typing import Annotated, Any

import typer

from warmline.cli import options
from warmline.cli.door import opened, part
from warmline.cli.output import listing, moment, once, say
from warmline.web.access import Role

app = typer.Typer(help="Accounts of people.", no_args_is_help=True)
tokens = typer.Typer(help="API tokens of programs.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="Email address of the account.", show_default=False)]
RoleOption = Annotated[Role, typer.Option("--role", help="What they are.")]
Brands = Annotated[
    list[str] | None,
    typer.Option("--brand", help="Only customers of this brand; repeat it.", show_default=False),
]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", help="Only customers of this country; repeat it.", show_default=False),
]
Partners = Annotated[
    list[str] | None,
    typer.Option("--partner", help="Only customers of this partner; repeat it.", show_default=False),
]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", help="Name of the person.", show_default=False)],
    role: RoleOption = Role.AGENT,
    brand: Brands = None,
    country: Countries = None,
    partner: Partners = None,
    language: Annotated[str, typer.Option("--language", help="Language of their pages.")] = "en",
    json: options.AsJson = False,
) -> None:
    """Add an account. A password is made up and printed, this once."""
    body = {
        "email": email,
        "name": name,
        "role": role,
        "scopes": _scopes(brand, country, partner),
        "language": language,
    }
    with opened() as door:
        _password(door.send("/api/staff", body), json)


@app.command("list")
def listed(json: options.AsJson = False) -> None:
    """List accounts, inactive ones too."""
    found: list[dict[str, Any]] = []
    with opened() as door:
        cursor = ""
        while True:
            page = door.get("/api/staff", cursor=cursor, limit=200)
            found += page["items"]
            cursor = page["next"]
            if not cursor:
                break
    listing(
        found,
        json,
        ("sign-in name", "name", "role", "sees", "state"),
        lambda one: (
            one["email"],
            one["name"],
            one["role"],
            _scoped(one["scopes"]),
            "" if one["active"] else "not active",
        ),
        "There are no accounts. Add one: warmline staff add",
    )


@app.command()
def unlock(
    email: Email,
    address: Annotated[str, typer.Option("--address", help="An address that has to wait, too.")] = "",
) -> None:
    """End the wait after failed sign-ins."""
    with opened() as door:
        door.send(f"/api/staff/{part(email)}/unlock", {"address": address})
    say(f"{email} may try again.")


@app.command()
def password(email: Email, json: options.AsJson = False) -> None:
    """Give an account a new password, printed this once; it is signed out everywhere."""
    with opened() as door:
        _password(door.send(f"/api/staff/{part(email)}/password"), json)


@app.command("second-step-off")
def second_step_off(email: Email) -> None:
    """Let somebody sign in without the second step: phone and recovery codes are lost. They are signed out."""
    with opened() as door:
        door.delete(f"/api/staff/{part(email)}/second-step")
    say(f"{email} signs in with the password alone, until they set a second step up again.")


@app.command("role")
def change_role(
    email: Email,
    role: Annotated[Role, typer.Argument(help="What they are from now on.", show_default=False)],
    brand: Brands = None,
    country: Countries = None,
    partner: Partners = None,
) -> None:
    """Change the role of an account, and its scopes where they are named."""
    body: dict[str, Any] = {"role": role}
    if scopes := _scopes(brand, country, partner):
        body["scopes"] = scopes
    with opened() as door:
        changed = door.send(f"/api/staff/{part(email)}", body, method="PATCH")
    say(f"{changed['email']} is {changed['role']} and sees {_scoped(changed['scopes'])}.")


@app.command()
def off(email: Email) -> None:
    """Let somebody go: signed out at once, refused from now on. The record keeps the account."""
    with opened() as door:
        door.send(f"/api/staff/{part(email)}", {"active": False}, method="PATCH")
    say(f"{email} is no longer active.")


@tokens.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="What it is for.", show_default=False)],
    role: RoleOption = Role.ANALYST,
    days: Annotated[int, typer.Option("--days", help="Valid for so many days.", min=1, max=3660)] = 90,
    brand: Brands = None,
    country: Countries = None,
    partner: Partners = None,
    json: options.AsJson = False,
) -> None:
    """Add a token. Its secret is printed, this once."""
    body = {"name": name, "role": role, "days": days, "scopes": _scopes(brand, country, partner)}
    with opened() as door:
        new = door.send("/api/tokens", body)
    once(new, json, f"The token {name!r}, valid until {moment(new['token']['expires'])}", new["secret"])


@tokens.command("list")
def list_tokens(json: options.AsJson = False) -> None:
    """List tokens, the newest first, those that ended too."""
    with opened() as door:
        found = door.get("/api/tokens")
    listing(
        found,
        json,
        ("id", "name", "role", "sees", "begins", "valid until", "last used"),
        lambda one: (
            one["id"],
            one["name"],
            one["role"],
            _scoped(one["scopes"]),
            one["hint"] + "…",
            "revoked" if one["revoked"] else moment(one["expires"]),
            moment(one["used"] or ""),
        ),
        "There are no tokens.",
    )


@tokens.command()
def revoke(token: Annotated[str, typer.Argument(help="Id of the token.", show_default=False)]) -> None:
    """End a token now."""
    with opened() as door:
        door.delete(f"/api/tokens/{part(token)}")
    say("It is refused from now on.")


def _password(new: dict[str, Any], json: bool) -> None:
    account = new["account"]
    once(new, json, f"The password of {account['email']} ({account['role']})", new["password"])


def _scopes(
    brand: list[str] | None, country: list[str] | None, partner: list[str] | None
) -> dict[str, list[str]]:
    given = {"brand": brand, "country": country, "partner": partner}
    return {name: values for name, values in given.items() if values}


def _scoped(scopes: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {', '.join(values)}" for name, values in scopes.items()) or "everybody"
