"""Broken policies, offers and contact policies, each with what is to be said: `line: what => how the remedy begins`."""

POLICIES = "policies/p.yaml"
OFFERS = "offers/o.yaml"
CONTACT = "contact-policy.yaml"


def policy(**keys: str) -> str:
    """A sound policy on events, with some keys said otherwise; "" leaves one out."""
    sound = {"policy": "late", "why": "Bills", "on": "invoice.issued", "do": "[remember: late]", **keys}
    return "".join(f"{key.rstrip('_')}: {text}\n" for key, text in sound.items() if text)


def answer(do: str) -> str:
    """A policy that is asked."""
    return policy(on="{asked: late}", do=do)


def does(do: str) -> str:
    """A policy that does one thing."""
    return policy(do=f"[{do}]")


def offer(**keys: str) -> str:
    """A sound offer, with some keys said otherwise; "" leaves one out."""
    sound = {"offer": "plan", "title": "A plan", "value": "100", **keys}
    return "".join(f"{key}: {text}\n" for key, text in sound.items() if text)


BROKEN: list[tuple[str, str, str]] = [
    # the shape of a policy
    (POLICIES, "late", '1: a policy needs a map, not "late" => its keys are: policy, why, on, do'),
    (POLICIES, policy(policy=""), '1: a policy has no "policy" => add policy'),
    (POLICIES, policy(why=""), '1: policy "late" has no "why" => add why'),
    (POLICIES, policy(on=""), '1: policy "late" has no "on" => add on'),
    (POLICIES, policy(do=""), '1: policy "late" has no "do" => add do'),
    (POLICIES, policy(whn="true"), '5: "whn" is not a key of policy "late" => did you mean when?'),
    (
        POLICIES,
        policy(policy="Late Bills"),
        '1: "Late Bills" is not a name for a policy => begin with a letter',
    ),
    (POLICIES, policy(why='" "'), '2: policy "late" does not say why => add why: in plain words'),
    (
        POLICIES,
        policy(priority="high"),
        '5: policy "late", priority needs a number, not "high" => write digits',
    ),
    (
        POLICIES,
        policy(priority="1.5"),
        '5: policy "late", priority needs a whole number, not "1.5" => write digits',
    ),
    (POLICIES, policy(within="soon"), '5: "soon" is not a length of time => write minutes, hours'),
    (
        POLICIES,
        "- " + policy().replace("\n", "\n  ") + "\n- " + policy().replace("\n", "\n  "),
        '6: policy "late" stands',
    ),
    # on
    (POLICIES, policy(on="[]"), '3: policy "late" happens on nothing => name event types'),
    (
        POLICIES,
        policy(on="[invoice.isued]"),
        '3: "invoice.isued" is not an event type => did you mean invoice.issued?',
    ),
    (POLICIES, policy(on='[""]'), "3: an event type is empty => name one"),
    (
        POLICIES,
        policy(on="{askd: late}"),
        '3: "askd" is not a key of policy "late", on => did you mean asked?',
    ),
    (
        POLICIES,
        policy(on="{asked: Late Bills}", do="[advise: {action: a, say: b}]"),
        '3: "Late Bills" is not a name for',
    ),
    # when
    (
        POLICIES,
        policy(when="'customer.tier in \"gold\"'"),
        '5: "gold" is a text, not a list or a map => write customer.tier in ["gold"], or ==',
    ),
    (
        POLICIES,
        policy(when="event.total > 1000,50"),
        "5: , stands where nothing more should be => write fractions with a point",
    ),
    (
        POLICIES,
        policy(when="customer.average > 5.0"),
        "5: customer has no field average => did you mean customer.average_invoice?",
    ),
    (POLICIES, policy(when="event.totl > 5.0"), "5: event has no field totl => did you mean event.total?"),
    (
        POLICIES,
        policy(when="event.total"),
        "5: this is a number with a fraction, not true or false => compare it",
    ),
    (POLICIES, policy(when="[a, b]"), "5: when is not a condition => write one"),
    (POLICIES, policy(when='""'), "5: when is not a condition => write one"),
    (
        POLICIES,
        policy(when="|\n  event.total > 5.0 &&\n  event.totl > 5.0"),
        "7: event has no field totl => did you",
    ),
    (
        POLICIES,
        policy(when="customer.age > 5"),
        "5: customer.age may be absent => guard it: has(customer.age)",
    ),
    (
        POLICIES,
        policy(on="{asked: late}", do="[offer: plan]", when="event.total > 5.0"),
        '5: there is no variable "event" =>',
    ),
    # after
    (POLICIES, policy(after="soon"), '5: "soon" is not a length of time => write minutes'),
    (POLICIES, policy(after="{from: event.occurred}"), '5: after has no "wait" => add wait'),
    (
        POLICIES,
        policy(after="{wait: 3d, from: event.total}"),
        "5: this is a number with a fraction, not a time => write",
    ),
    (POLICIES, policy(after="{wait: 3d, from: event.due}"), "5: event.due may be absent => guard it"),
    (
        POLICIES,
        policy(on="{asked: late}", do="[offer: plan]", after="3d"),
        "5: a question is answered at once => remove",
    ),
    # do
    (POLICIES, policy(do="[]"), '4: policy "late": it does nothing => list what it does'),
    (
        POLICIES,
        policy(do="late"),
        '4: policy "late": an action is one word and what belongs to it => write - remember',
    ),
    (
        POLICIES,
        policy(do="[{remember: a, forget: b}]"),
        '4: policy "late": an action is one word and what belongs to it =>',
    ),
    (
        POLICIES,
        does("remembr: a"),
        '4: policy "late": "remembr" is not an action => did you mean remember? known: set',
    ),
    (
        POLICIES,
        answer("[offr: a]"),
        '4: policy "late": "offr" is not an action => did you mean offer? known: advise, offer',
    ),
    (
        POLICIES,
        answer("[flow: bill]"),
        '4: policy "late": "flow" is done on events, not in answer to a question => advise or offer',
    ),
    (
        POLICIES,
        does("offer: plan"),
        '4: policy "late": "offer" answers a question, and an event is none => remember',
    ),
    (
        POLICIES,
        answer("[remember: late]"),
        '4: policy "late": "remember" is done on events, not in answer to a question =>',
    ),
    (
        POLICIES,
        does("remember: Late"),
        '4: policy "late": "Late" is not a name for a situation => begin with a letter',
    ),
    (
        POLICIES,
        does("remember: {for: 14d}"),
        '4: policy "late", remember has no "situation" => add situation',
    ),
    (
        POLICIES,
        does("remember: {situation: late, for: ever}"),
        '4: "ever" is not a length of time => write minutes',
    ),
    (
        POLICIES,
        does("forget: [late]"),
        '4: policy "late": a list is not a name for a situation => begin with',
    ),
    (POLICIES, does("set: gold"), '4: policy "late": set needs traits and their values => write set'),
    (POLICIES, does("set: {}"), '4: policy "late": set needs traits and their values => write set'),
    (
        POLICIES,
        does("set: {teir: gold}"),
        '4: policy "late": no field of profile.yaml reads the trait "teir" => add one',
    ),
    (POLICIES, does("flow: []"), '4: policy "late": flow names none => write flow: bill'),
    (
        POLICIES,
        does("flow: {flow: bill, for: ever}"),
        '4: "ever" is not a length of time => write minutes',
    ),
    (POLICIES, does("route: []"), '4: policy "late": route names no queue => write route'),
    (
        POLICIES,
        does('message: {text: "Hello", tells: everybody}'),
        '4: "everybody" is not known for policy "late", message, tells => known: anonymous',
    ),
    (POLICIES, does("notify: null"), '4: policy "late": notify has no text => write notify'),
    (
        POLICIES,
        does("notify: {text: a, role: boss}"),
        '4: "boss" is not known for policy "late", notify, role => known',
    ),
    (
        POLICIES,
        does('notify: "Owes {event.totl}"'),
        "4: event has no field totl => did you mean event.total?",
    ),
    (
        POLICIES,
        does('notify: "Owes {event.total"'),
        "4: a brace is opened and never closed => close it with }, or write {{ for a brace",
    ),
    (
        POLICIES,
        does('notify: "Owes event.total}"'),
        "4: a brace closes that was not opened => open it with {, or write }} for a brace",
    ),
    (POLICIES, does("case: {what: bill}"), '4: policy "late", case has no "summary" => add summary'),
    (
        POLICIES,
        does("case: {what: bill, summary: a, due: now}"),
        '4: "now" is not a length of time => write minutes',
    ),
    (
        POLICIES,
        does("call: {webhook: crm}"),
        '4: policy "late": there is no webhook "crm" in webhooks.yaml => known',
    ),
    (
        POLICIES,
        does("call: {webhook: messages, with: {text: '{event.totl}'}}"),
        "4: event has no field totl => did you",
    ),
    (
        POLICIES,
        answer("[advise: {action: Stay!, say: a}]"),
        '4: policy "late": "Stay!" is not a name for advice => begin',
    ),
    (POLICIES, answer("[advise: {action: stay}]"), '4: policy "late", advise has no "say" => add say'),
    (POLICIES, answer("[offer: plan]"), '4: policy "late": there is no offer "plan" => known: none'),
    # offers
    (OFFERS, offer(title=""), '1: offer "plan" has no "title" => add title'),
    (OFFERS, offer(value=""), '1: offer "plan" has no "value" => add value'),
    (OFFERS, offer(vale="5"), '4: "vale" is not a key of offer "plan" => did you mean value?'),
    (
        OFFERS,
        offer(offer="The Plan"),
        '1: offer "The Plan": this is not a name for an offer => begin with a letter',
    ),
    (OFFERS, offer(value="much"), '3: there is no variable "much" => known'),
    (OFFERS, offer(value='"customer.tier"'), "3: this is a text, not a number with a fraction => write"),
    (
        OFFERS,
        offer(value="{table: worth}"),
        '3: offer "plan": value names no table that is there => known: none',
    ),
    (
        OFFERS,
        offer(value="{of: worth}"),
        '3: offer "plan": value is not a number => write a number, an expression',
    ),
    (OFFERS, offer(cost="customer.score"), "4: customer.score may be absent => guard it"),
    (
        OFFERS,
        offer(eligible="customer.teir == 'gold'"),
        "4: customer has no field teir => did you mean customer.tier?",
    ),
    (OFFERS, offer(eligible="event.total > 5.0"), '4: there is no variable "event" =>'),
    (OFFERS, offer(say='"{customer.teir}"'), "4: customer has no field teir => did you mean customer.tier?"),
    (
        OFFERS,
        offer(sells="sometimes"),
        '4: offer "plan", sells needs true or false, not "sometimes" => write true',
    ),
    (OFFERS, offer(valid="ever"), '4: "ever" is not a length of time => write minutes'),
    (OFFERS, offer(rest="ever"), '4: "ever" is not a length of time => write minutes'),
    (OFFERS, offer(limit="{times: 2}"), '4: offer "plan", limit has no "in" => add in'),
    (OFFERS, offer(limit="{times: 0, in: 30d}"), "4: times is less than 1 => leave the limit out"),
    (
        OFFERS,
        offer(control="0.9"),
        '4: offer "plan": a control group is a share of customers, 0 to 0.5 => write 0.05',
    ),
    (
        OFFERS,
        f"- {offer().strip().replace(chr(10), chr(10) + '  ')}\n" * 2,
        '4: offer "plan" stands twice => the other is',
    ),
    # the contact policy
    (CONTACT, "- a\n", "1: contact-policy.yaml needs a map, not a list => its keys are: offers, reach"),
    (
        CONTACT,
        "ofers: {times: 1, in: 7d}\n",
        '1: "ofers" is not a key of contact-policy.yaml => did you mean offers?',
    ),
    (CONTACT, "offers: {times: 1}\n", '1: offers has no "in" => add in'),
    (CONTACT, "offers: {times: 1, in: week}\n", '1: "week" is not a length of time => write minutes'),
    (CONTACT, "reach: {times: 0, in: 7d}\n", "1: times is less than 1 => leave the limit out"),
    (CONTACT, "rest: long\n", '1: "long" is not a length of time => write minutes'),
    (CONTACT, 'quiet: {from: "21:00"}\n', '1: quiet has no "to" => add to'),
    (CONTACT, 'quiet: {from: 9pm, to: "08:00"}\n', '1: "9pm" is not a time of day => write it as "21:00"'),
    (
        CONTACT,
        'quiet: {from: "21:00", to: "24:00"}\n',
        '1: "24:00" is not a time of day => write it as "21:00"',
    ),
    (
        CONTACT,
        'quiet:\n  from: "21:00"\n  to: "08:00"\n  time_zone: customer.age\n',
        "4: customer.age may be absent => guard it",
    ),
    (
        CONTACT,
        "service_first:\n- when: customer.teir == ''\n  why: a\n",
        "2: customer has no field teir => did you mean",
    ),
    (CONTACT, "service_first: [{when: customer.vip}]\n", '1: service_first has no "why" => add why'),
]
