"""Broken tables, each with what is to be said: `line: what => how the remedy begins`."""

DECISIONS = "policies/bills.csv"
VALUES = "tables/worth.csv"
HEADER = "on,event.total,customer.tier,do: remember,why"


def rows(*several: str, header: str = HEADER) -> str:
    """A decision table of these rows."""
    return "\n".join((header, *several)) + "\n"


def asks(header: str, cell: str, on: str = "invoice.issued") -> str:
    """A decision table with one column that asks something."""
    quoted = ['"' + text.replace('"', '""') + '"' for text in (header, cell)]
    return f"on,{quoted[0]},do: remember,why\n{on},{quoted[1]},x,because\n"


def column(header: str, cell: str, does: str = "x", on: str = "invoice.issued") -> str:
    """A decision table with one more column."""
    return f"on,do: remember,why,{header}\n{on},{does},because,{cell}\n"


def does(header: str, cell: str, on: str = "invoice.issued") -> str:
    """A decision table with one column of actions."""
    quoted = '"' + cell.replace('"', '""') + '"'
    return f"on,why,{header}\n{on},because,{quoted}\n"


def gives(cell: str, header: str = "gives: number", asked: str = "") -> str:
    """A value table of one row and one that always holds."""
    return f"customer.tier,{header}\n{asked or 'gold'},{cell}\n,0\n"


BROKEN: list[tuple[str, str | bytes, str]] = [
    # the file
    (DECISIONS, "", "0: is empty => begin it with a row of headers"),
    (DECISIONS, "\n,,,\n", "0: is empty => begin it with a row of headers"),
    (DECISIONS, b"on,why\ncaf\xe9,x\n", "2: is not UTF-8 text => save the file as UTF-8"),
    (DECISIONS, b"\xff\xfeo\x00n\x00", "1: is not UTF-8 text => save the file as UTF-8"),
    (DECISIONS, rows("a,\x07,b,c,d"), "2: holds the unprintable character U+0007 => remove it"),
    (
        DECISIONS,
        rows('invoice.issued,"> 5,gold,x,why', "invoice.issued,,,x,why"),
        "2: a quotation mark is not closed in this row => close it",
    ),
    (
        DECISIONS,
        rows('invoice.issued,"> 5" or,gold,x,why'),
        "2: something follows the closing quotation mark of a cell => put the whole cell in quotation marks",
    ),
    (
        DECISIONS,
        rows("invoice.issued,> 5,gold,x,why", "invoice.issued,> 1,000,gold,x,why"),
        "3: row 3 has 6 cells, and the header 5 => put cells that hold the separating sign in quotation marks",
    ),
    (
        DECISIONS,
        rows('invoice.issued,,gold,x,"why\nand why"', "invoice.issued,> 1"),
        "4: row 3 has 2 cells, and the header 5 => an empty cell needs its separating sign",
    ),
    # headers
    (DECISIONS, rows(header="event.total,do: remember,why"), '1: has no column "on" => add one'),
    (DECISIONS, rows(header="on,do: remember"), '1: has no column "why" => add one'),
    (
        DECISIONS,
        rows(header="on,event.total,why"),
        "1: has no column that says what is done => add one, such as do:",
    ),
    (DECISIONS, column("whn", "x"), '1: "whn" is not a column => did you mean when? known: policy'),
    (DECISIONS, column("tier", "x"), '1: "tier" is not a column => did you mean customer.tier?'),
    (
        DECISIONS,
        column("do remember", "x"),
        '1: "do remember" is not a column => write do: and the kind of action',
    ),
    (
        DECISIONS,
        column("do", "x"),
        "1: a column do names no action => write it into the header: do: remember",
    ),
    (
        DECISIONS,
        column("do: remembr", "x"),
        '1: column "do: remembr": "remembr" is not an action => did you mean remember? known: set',
    ),
    (
        DECISIONS,
        column("event.total,event.total", "> 5,< 6"),
        '1: column "event.total" stands twice: in D and in E => keep one; for two comparisons in one cell',
    ),
    (DECISIONS, column("On", "x"), '1: column "On" stands twice: in A and in D => keep one'),
    (DECISIONS, column(",customer.vip", "x,yes"), "1: column D has no header => write what it asks"),
    (
        DECISIONS,
        asks("event.totl", "5"),
        '1: column "event.totl": event has no field totl => did you mean event.total?',
    ),
    (
        DECISIONS,
        asks("customer.tier ==", "5"),
        '1: column "customer.tier ==": the expression ends too early =>',
    ),
    (
        DECISIONS,
        asks("customer.open_cases", "1"),
        '1: column "customer.open_cases": customer.open_cases is a list of things => ask how many',
    ),
    (
        DECISIONS,
        asks("customer", "gold"),
        '1: column "customer": customer is a thing with fields, not a value => name one: customer.tier',
    ),
    (
        DECISIONS,
        asks("customer.open_cases.exists(c, c.due < now)", "yes"),
        '1: column "customer.open_cases.exists(c, c.due < now)": c.due may be absent => guard it: has(c.due)',
    ),
    # cells that ask something
    (
        DECISIONS,
        asks("event.total", "abc"),
        '2: row 2, column "event.total": "abc" is not a number => write digits: 5, 12.5, > 1000, 3..5',
    ),
    (
        DECISIONS,
        asks("event.total", "> 1,000"),
        '2: row 2, column "event.total": "1,000" is not a number => leave out',
    ),
    (
        DECISIONS,
        asks("event.total", "12,5"),
        '2: row 2, column "event.total": "12,5" is not a number => write 12.5',
    ),
    (
        DECISIONS,
        asks("event.total", "50 %"),
        '2: row 2, column "event.total": "50 %" is not a number => write it as a share: 0.5',
    ),
    (
        DECISIONS,
        asks("event.total", "PHP 500"),
        '2: row 2, column "event.total": "PHP 500" is not a number => write 500',
    ),
    (
        DECISIONS,
        asks("event.total", "1e999"),
        '2: row 2, column "event.total": "1e999" is too large => write a smaller',
    ),
    (DECISIONS, asks("event.total", "3.."), '2: row 2, column "event.total": "3.." has no end => write >= 3'),
    (
        DECISIONS,
        asks("event.total", "..3"),
        '2: row 2, column "event.total": "..3" has no beginning => write <= 3',
    ),
    (DECISIONS, asks("event.total", ">"), '2: row 2, column "event.total": a value is missing => write it'),
    (
        DECISIONS,
        asks("event.total", "> 5 & 6"),
        '2: row 2, column "event.total": "6" is no comparison => write one on each',
    ),
    (
        DECISIONS,
        asks("event.total", "!= 5 | > 6"),
        '2: row 2, column "event.total": "!= 5 | > 6" mixes != with something else => write != a | b for neither',
    ),
    (
        DECISIONS,
        asks("customer.contacts_7d", "2.5"),
        '2: row 2, column "customer.contacts_7d": "2.5" is not a whole number => write digits alone',
    ),
    (
        DECISIONS,
        asks("customer.contacts_7d", "99999999999999999999"),
        '2: row 2, column "customer.contacts_7d": "99999999999999999999" does not fit into 64 bits => write a smaller',
    ),
    (
        DECISIONS,
        asks("customer.tier", "gold |"),
        '2: row 2, column "customer.tier": a value is missing => write it',
    ),
    (
        DECISIONS,
        asks("customer.tier", '"gold'),
        '2: row 2, column "customer.tier": "gold is not quoted to its end => begin and end it with "',
    ),
    (
        DECISIONS,
        asks("customer.tier", "> 5"),
        '2: row 2, column "customer.tier": > 5 puts texts in order => name the texts: a | b; or write such a condition',
    ),
    (
        DECISIONS,
        asks("customer.tier", "unknown"),
        '2: row 2, column "customer.tier": "unknown" asks for what is always there => leave it empty',
    ),
    (
        DECISIONS,
        asks("customer.vip", "maybe"),
        '2: row 2, column "customer.vip": "maybe" is neither yes nor no => write yes',
    ),
    (
        DECISIONS,
        asks("customer.vip", "> no"),
        '2: row 2, column "customer.vip": > no puts yes and no in order => write yes',
    ),
    (
        DECISIONS,
        asks("customer.birth_date", "31/01/2000"),
        '2: row 2, column "customer.birth_date": "31/01/2000" is not a day or a time => write the year first',
    ),
    (
        DECISIONS,
        asks("customer.birth_date", "01/02/2000"),
        '2: row 2, column "customer.birth_date": "01/02/2000" is not a day or a time => write the year, the',
    ),
    (
        DECISIONS,
        asks("customer.birth_date", "2000-02-30"),
        '2: row 2, column "customer.birth_date": "2000-02-30" is not a day or a time: there is no such => look at',
    ),
    (
        DECISIONS,
        asks("now - event.occurred", "> 14 days"),
        '2: row 2, column "now - event.occurred": "14 days" is not a length of time => write minutes, hours',
    ),
    (
        DECISIONS,
        asks("customer.needs", "> 3"),
        '2: row 2, column "customer.needs": > 3 compares a list => name what is in it, or ask for its size',
    ),
    # columns with a name
    (
        DECISIONS,
        column("when", "event.totl > 5"),
        '2: row 2, column "when": event has no field totl => did you mean event.total?',
    ),
    (
        DECISIONS,
        column("when", "event.total"),
        '2: row 2, column "when": this is a number with a fraction, not true or false => compare it',
    ),
    (
        DECISIONS,
        column("when", "true) || (true"),
        '2: row 2, column "when": ) stands where nothing more should be =>',
    ),
    (
        DECISIONS,
        column("when", "customer.age > 5"),
        '2: row 2, column "when": customer.age may be absent => guard it: has(customer.age)',
    ),
    (
        DECISIONS,
        column("policy", "Bill shock"),
        '2: row 2, column "policy": "Bill shock" is not a name for a policy =>',
    ),
    (
        DECISIONS,
        column("priority", "high"),
        '2: row 2, column "priority": "high" is not a whole number => write digits',
    ),
    (DECISIONS, column("within", "soon"), '2: "soon" is not a length of time => write minutes, hours'),
    (DECISIONS, column("after", "3 days"), '2: "3 days" is not a length of time => write minutes, hours'),
    (DECISIONS, column("after", "3d from event.total"), "2: this is a number with a fraction, not a time =>"),
    (DECISIONS, rows(",> 5,,x,why"), '2: row 2, column "on": it happens on nothing => name event types'),
    (DECISIONS, rows("asked:,,,x,why"), '2: row 2, column "on": it happens on nothing => name event types'),
    (
        DECISIONS,
        rows("invoice.isued,,,x,why"),
        '2: "invoice.isued" is not an event type => did you mean invoice.issued?',
    ),
    (
        DECISIONS,
        does("do: offer", "x", on="asked: Bill Shock"),
        '2: row 2, column "on": "Bill Shock" is not a name for a situation =>',
    ),
    (
        DECISIONS,
        rows("invoice.issued,,,x,"),
        '2: row 2, column "why": it does not say why => say it in plain words',
    ),
    (
        DECISIONS,
        "on,why,do: advise,after\nasked: x,because,action: a; say: b,3d\n",
        '2: row 2, column "after": a question is answered at once => leave it empty',
    ),
    # actions
    (DECISIONS, rows("invoice.issued,,,,why"), '2: policy "bills-2": it does nothing => list what it does'),
    (
        DECISIONS,
        does("do: offer", "plan"),
        '2: policy "bills-2": "offer" answers a question, and an event is none => remember a situation here',
    ),
    (
        DECISIONS,
        does("do: remember", "x", on="asked: any"),
        '2: policy "bills-2": "remember" is done on events, not in answer to a question => advise or offer',
    ),
    (
        DECISIONS,
        does("do: remember", "Bill Shock"),
        '2: policy "bills-2": "Bill Shock" is not a name for a situation =>',
    ),
    (
        DECISIONS,
        does("do: remember", "situation: x; fr: 14d"),
        '2: "fr" is not a key of policy "bills-2", remember => did you mean for?',
    ),
    (
        DECISIONS,
        does("do: remember", "situation: x; 14d"),
        '2: "14d" has no key => write key: value; key: value',
    ),
    (DECISIONS, does("do: remember", "for: 1d; for: 2d"), '2: "for" stands twice in one cell => keep one'),
    (
        DECISIONS,
        does("do: remember for", "14d"),
        '2: policy "bills-2", remember has no "situation" => add situation',
    ),
    (
        DECISIONS,
        does("do: remember", "{situation: x, for"),
        '2: policy "bills-2": "{situation: x, for" is not a name =>',
    ),
    (
        DECISIONS,
        does("do: case", "{what: x, summary: [}"),
        "2: has a [ or { that is not closed, or no comma => check",
    ),
    (
        DECISIONS,
        does("do: set", "gold"),
        '2: policy "bills-2": set needs traits and their values => write set:',
    ),
    (
        DECISIONS,
        does("do: set", "tir: gold"),
        '2: policy "bills-2": no field of profile.yaml reads the trait "tir" => add',
    ),
    (
        DECISIONS,
        does("do: notify", "{event.totl}"),
        "2: event has no field totl => did you mean event.total?",
    ),
    (
        DECISIONS,
        does("do: call", "crm"),
        '2: policy "bills-2": there is no webhook "crm" in webhooks.yaml =>',
    ),
    (
        DECISIONS,
        does("do: offer", "plan", on="asked: x"),
        '2: policy "bills-2": there is no offer "plan" => known: none',
    ),
    (
        DECISIONS,
        column("policy", "one", does="x") + "invoice.issued,x,because,one\n",
        '3: policy "one" stands twice => the other is at policies/bills.csv:2',
    ),
    # value tables
    (VALUES, "customer.tier\ngold\n", "1: does not say what it gives => head one column with gives: number"),
    (
        VALUES,
        gives("a,5", "gives: text,gives: number"),
        "1: says twice what it gives => head one column with",
    ),
    (VALUES, gives(""), "2: row 2 gives nothing => write a number"),
    (VALUES, gives("many"), '2: there is no variable "many" => known'),
    (VALUES, gives("customer.tier"), "2: this is a text, not a number with a fraction => write a number"),
    (VALUES, gives("customer.score"), "2: customer.score may be absent => guard it"),
    (VALUES, gives("5", asked="> 5"), '2: row 2, column "customer.tier": > 5 puts texts in order =>'),
    (
        VALUES,
        "event.total,gives: number\n> 5,1\n",
        '1: column "event.total": there is no variable "event" =>',
    ),
    (VALUES, "why,gives: number\nx,1\n", '1: "why" is not a column => '),
    (
        "tables/value_tier.csv",
        gives("5"),
        "1: the table value_tier gives a text => head the column with gives: text",
    ),
    (
        "tables/authority.csv",
        gives("x", "gives: text"),
        "1: the table authority gives a number => head the column",
    ),
    ("tables/Value Tier.csv", gives("5"), '0: "Value Tier" is not a name for a table => begin with a letter'),
]
