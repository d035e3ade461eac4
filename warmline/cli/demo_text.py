"""What a demo says when it is up."""

from warmline.cli.demo_folder import SEED, TRY, Demo


def lines(url: str, office: str, command: str, demo: Demo, passwords: dict[str, str]) -> list[str]:
    """The addresses of Warmline at `url` and of the back office, if it is there; what can be done with `command`."""
    from warmline.simulate.people import customer

    maria = customer(SEED, 0)
    event = f'{{"userId": "{maria.user}", "event": "Bill Opened"}}'
    told = [
        "Warmline is up.",
        f"  be a customer      {url}/try",
        f'                     {command} call --from "{maria.phone}"',
        f"  be an agent        {url}/contacts",
        f"  look at the log    {url}/",
        f"  find a customer    {url}/customers        try {maria.first_name}, or {maria.phone}",
        f"  what needs you     {url}/notices",
        "",
        f"  send an event      curl -u {demo.keys[TRY]}: {url}/v1/track -d '{event}'",
        f"  in a terminal      {command} log tail --follow",
        f'                     {command} customers show "phone:{maria.phone}"',
        f"                     {command} customers match",
        f"  what would help    {command} decide --customer account:{maria.account} --explain",
        f"  all of the API     {url}/schema/openapi.json",
        "",
    ]
    if office:
        key = '-H "Idempotency-Key: $(date +%s)"'
        told += [
            f"The back office, the company's other systems, is at {office}. What is done there shows at {url}/:",
            f'  cut a network      curl {office}/network/outages {key} -d \'{{"area": "{maria.area}"}}\'',
            f"  issue a bill       curl {office}/accounts/{maria.account}/invoices {key} -d '{{}}'",
            f"  look things up     curl {office}/accounts/{maria.account}",
            f"  a phone            {office}/phone        write text messages, and be answered",
            f"  what was sent      curl {office}/messages        one-time codes, too",
            "",
        ]
    if passwords:
        told.append("Sign in as one of these; the passwords are shown this once:")
        told += [f"  {email:<20} {password}" for email, password in passwords.items()]
    else:
        told.append(
            f"Sign in as administrator@demo; a new password: {command} staff password administrator@demo"
        )
    return [*told, ""]
