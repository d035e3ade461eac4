"""Arbitration: of all that policies propose, what this customer is answered now, and why not the rest.

Pure: everything it needs comes in. Advice comes first, by the priority of its policies; then offers, by what they are
worth. What holds an offer back is looked at in a fixed order, and the first that does is the reason.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from warmline.conditions.errors import EvaluationError
from warmline.conditions.said import Said
from warmline.decisions.actions.proposals import Advice, Proposal, Proposed
from warmline.decisions.answers import Chosen, HeldBack, Reason, Worth, because
from warmline.decisions.barring import Barring
from warmline.decisions.consequences import MOST_NAMES
from warmline.decisions.explaining import Explaining, not_found
from warmline.decisions.judging import Frames, Verdicts, judge
from warmline.decisions.model import Offer, Policy
from warmline.decisions.rulebook import Rulebook
from warmline.decisions.saying import NotSaid, Saying
from warmline.decisions.worth import authority_of, in_words, worth_of
from warmline.language.formats import Formats
from warmline.language.messages import Message, message


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: about which situation ("" for whatever comes up), for at most how many answers.

    `customer` is their id, `contact` names the contact that is going on. Where nothing is `shown`, the answers only
    rank something, and what must not be said takes part without its words. `only` names what is of use, where not
    all is; `offers` is how many offers are chosen at most.
    """

    situation: str = ""
    most: int = 3
    customer: int | None = None
    contact: str = ""
    shown: bool = True
    only: frozenset[str] = frozenset()
    offers: int | None = None


@dataclass(kw_only=True)
class Answer:
    """What came of a question to the policies `asked`.

    `not_held` names the first of those that did not hold; `explained` has all of them, each with its reason, if asked
    for.
    """

    chosen: list[Chosen] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)
    not_held: list[str] = field(default_factory=list)
    explained: list[HeldBack] = field(default_factory=list)
    failed: list[tuple[Policy, EvaluationError]] = field(default_factory=list)
    held: list[Policy] = field(default_factory=list)
    asked: Sequence[Policy] = ()


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    policy: Policy
    name: str
    offer: Offer | None
    say: str = ""
    title: str = ""
    words: str = ""
    value: float | None = None
    worth: Worth | None = None
    sides: dict[str, str] = field(default_factory=dict)

    def held_back(self, reason: Reason) -> HeldBack:
        kind = "offer" if self.offer else "advise"
        return HeldBack(policy=self.policy.name, kind=kind, name=self.name, reason=reason, worth=self.worth)


class Arbitration:
    """One question, answered by one rulebook from the facts of one moment."""

    def __init__(
        self,
        book: Rulebook,
        frames: Frames,
        question: Question,
        formats: Formats,
        saying: Saying,
        disabled: Collection[str] = (),
        explain: bool = False,
    ) -> None:
        """`formats` are those of the business; `saying` says what the customer is told."""
        self._book = book
        self._frames = frames
        self._question = question
        self._saying = saying
        self._disabled = disabled
        self._explain = explain
        self._frame = frames.of(book.asked)
        self._explaining = Explaining(book.wordings, frames, formats)
        self._barring = Barring(book, frames, self._explaining, question.customer, question.contact)
        self._answer = Answer()

    def answer(self) -> Answer:
        """Judge, gather, rank."""
        candidates = [one for policy in self._held() for one in self._proposed(policy)]
        advice = [one for one in candidates if one.offer is None]
        offers = [one for one in candidates if one.offer is not None]
        offers.sort(key=lambda one: -(one.worth.score if one.worth else 0.0))
        self._choose([*advice, *offers])
        return self._answer

    def _held(self) -> list[Policy]:
        """The policies that are asked and hold; why not is noted of the others."""
        answer = self._answer
        kept = {one["id"] for one in self._frames.customer("situations") or ()}
        about = {self._question.situation} if self._question.situation else kept
        asked = self._book.answering_about(about)
        answer.held_back += [
            _of(policy, because("disabled", "disabled, because it failed again and again"))
            for policy in (asked.policies if self._disabled else ())
            if policy.digest in self._disabled
        ]
        verdicts = judge(asked, self._frames, self._disabled)
        answer.asked, answer.held, answer.failed = verdicts.asked, verdicts.held, verdicts.failed
        answer.not_held = [policy.name for policy in islice(verdicts.not_held, MOST_NAMES)]
        answer.held_back += [
            _of(policy, self._explaining.failed(policy, error)) for policy, error in verdicts.failed
        ]
        if self._explain:
            answer.explained = [*self._not_asked(asked.policies), *self._not_held(verdicts)]
        return verdicts.held

    def _not_held(self, verdicts: Verdicts) -> Iterator[HeldBack]:
        for policy in verdicts.not_held:
            yield _of(policy, self._explaining.not_held(policy, verdicts.earlier.get(policy.name)))

    def _not_asked(self, asked: Sequence[Policy]) -> Iterator[HeldBack]:
        names = {policy.name for policy in asked}
        for policy in self._book.answering:
            if policy.name not in names:
                about = message("it answers about %(situations)s", situations=" or ".join(policy.asked))
                if not self._question.situation:
                    about = message("%(what)s, which is not kept in mind", what=about)
                yield _of(policy, because("not_asked", about, facts={"asked": list(policy.asked)}))

    def _proposed(self, policy: Policy) -> Iterator[_Candidate]:
        """What a policy proposes, as far as nothing bars it."""
        for proposal in policy.proposes:
            offer = self._book.offers[proposal.name] if isinstance(proposal, Proposed) else None
            candidate = _Candidate(policy=policy, name=proposal.name, offer=offer)
            reason: Reason | None = None
            if self._question.only and proposal.name not in self._question.only:
                reason = because("not_asked", "others were asked for by name")
            try:
                if offer is not None:
                    worth = worth_of(offer, self._frame, self._book.currency)
                    candidate = replace(candidate, worth=worth)
                    reason = reason or self._barring.reason(offer)
                if reason is None:
                    candidate = self._told(candidate, proposal)
            except EvaluationError as error:
                reason = not_found(error, f"{proposal.kind} {proposal.name}")
            except NotSaid as not_said:
                reason = not_said.reason
            if reason is None:
                yield candidate
            else:
                self._answer.held_back.append(candidate.held_back(reason))

    def _told(self, candidate: _Candidate, proposal: Proposal) -> _Candidate:
        """What the customer is told of it; the words of advice are those of the business, for staff."""
        saying = self._saying
        if candidate.offer is None:
            assert isinstance(proposal, Advice), "what is no offer is advice"
            candidate = replace(candidate, words=saying.to_staff(proposal.say))
            return self._with_texts(candidate, proposal.say)
        offer = candidate.offer
        return self._with_texts(replace(candidate, value=saying.value(offer)), offer.say, offer.called)

    def _with_texts(self, candidate: _Candidate, say: Said | None, title: Said | None = None) -> _Candidate:
        """With its texts, or without any where they must not be said and only rank something."""
        try:
            titled = self._saying.to_customer(title) if title else ""
            sides = candidate.offer.sides if candidate.offer is not None else ()
            return replace(
                candidate,
                title=titled,
                say=self._saying.to_customer(say) if say else titled,
                sides={name: self._saying.to_customer(side) for name, side in sides},
            )
        except NotSaid:
            if self._question.shown:
                raise
            return candidate

    def _choose(self, ranked: list[_Candidate]) -> None:
        """Give ranks; what is there already, or beyond what was asked for, is of lower priority."""
        chosen = self._answer.chosen
        names: dict[str, str] = {}
        groups: dict[str, str] = {}
        offers = 0
        for one in ranked:
            words, rule = None, ""
            group = one.offer.group if one.offer else ""
            if one.name in names:
                by = names[one.name]
                words, rule = message("policy %(policy)s proposes it already", policy=by), f"policy {by}"
            elif group and group in groups:
                best = groups[group]
                words = message("%(offer)s is worth more, and one of them is enough", offer=best)
                rule = f"group {group}"
            elif len(chosen) >= self._question.most:
                words, rule = _enough(len(chosen)), "rank"
            elif one.offer and self._question.offers is not None and offers >= self._question.offers:
                words, rule = message("another is worth more, and only one is shown at a time"), "rank"
            if words is not None:
                reason = because("lower_priority", words, rule=rule)
                self._answer.held_back.append(one.held_back(reason))
                continue
            names[one.name] = one.policy.name
            offers += one.offer is not None
            if group:
                groups[group] = one.name
            chosen.append(self._chosen(one, len(chosen) + 1))

    def _chosen(self, one: _Candidate, rank: int) -> Chosen:
        if one.offer is None or one.worth is None:
            return Chosen(
                rank=rank,
                kind="advise",
                name=one.name,
                policy=one.policy.name,
                why=one.policy.why,
                words=one.words,
                say=one.say,
            )
        authority = authority_of(self._book.lookups.get("authority"), one.worth, self._frame)
        return Chosen(
            rank=rank,
            kind="offer",
            name=one.name,
            policy=one.policy.name,
            why=one.policy.why,
            words=in_words(one.worth),
            title=one.title,
            say=one.say,
            value=one.value,
            worth=one.worth,
            authority=authority,
            until=self._frames.now + one.offer.valid,
            sides=one.sides,
        )


def _enough(chosen: int) -> Message:
    if chosen == 1:
        return message("1 answer comes before it, and no more were asked for")
    return message("%(n)s answers come before it, and no more were asked for", n=chosen)


def _of(policy: Policy, reason: Reason) -> HeldBack:
    """A policy as a whole that came to nothing."""
    proposal = policy.proposes[0] if policy.proposes else None
    kind = proposal.kind if proposal else ""
    return HeldBack(policy=policy.name, kind=kind, name=proposal.name if proposal else "", reason=reason)
