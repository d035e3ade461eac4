"""Fields that every profile has, whatever the business declares: what decisions remember and offer."""

from warmline.business.model import Field, Items

MOST_OFFERS = 240
"""Offers, and what became of them, by which limits are counted and offers rest: half a year of a contact a week."""
MOST_REACHES = 60
MOST_WEIGHED = 20
"""Offers of which it is kept what a customer looked at before they decided."""

BUILT_IN: dict[str, Field] = {
    "situations": Field(
        type="list",
        label="Kept in mind",
        items=Items(
            set={"situation.remembered": "situation"},
            close={"situation.ended": "situation"},
            until="until",
        ),
        with_=("until", "policy", "why"),
    ),
    "offers": Field(
        type="list",
        label="Offers",
        recent=("offer.made", "offer.accepted", "offer.declined", "offer.ignored"),
        with_=("offer", "decision", "contact", "until", "sells"),
        keep=MOST_OFFERS,
    ),
    "reaches": Field(
        type="list",
        label="Reached out",
        recent=("reach.made",),
        with_=("policy", "through"),
        keep=MOST_REACHES,
    ),
    "decides": Field(
        type="list",
        label="How they decide",
        recent=("offer.weighed",),
        with_=("offer", "first", "asked", "outcome"),
        keep=MOST_WEIGHED,
    ),
}
"""Nothing that they fold was ever sent before they were there, so adding them makes no profile outdated."""
