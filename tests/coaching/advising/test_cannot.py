"""What no system can carry out is told in the language of whoever asked for it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.contacts.world import ANA
from warmline.coaching.advising.carrying import Carrying
from warmline.coaching.advising.errors import CannotBeCarriedOut
from warmline.conditions.errors import EvaluationError, NoSuchKey
from warmline.conditions.reading import Misfit
from warmline.decisions.answers import Chosen
from warmline.desk.language import Language
from warmline.language.messages import message


@pytest.mark.parametrize(
    "error",
    [
        NoSuchKey(message('there is no "%(name)s"', name="account")),
        Misfit(message('there is no "%(name)s"', name="account")),
    ],
)
def test_why_a_system_cannot_do_it_is_told_in_ones_own_language(error: EvaluationError | Misfit) -> None:
    def to_do(*asked: object) -> None:
        raise error

    room: Any = SimpleNamespace(
        customer=lambda tx, identifiers: 1, asked=lambda work, by, about: None, to_do=to_do
    )
    carrying = Carrying(room, room, room, room, room, room, lambda: None)
    work: Any = SimpleNamespace(tx=None, record=SimpleNamespace(identifiers=()))
    with pytest.raises(CannotBeCarriedOut) as refused:
        carrying.to_do(work, ANA, cast(Chosen, SimpleNamespace(kind="offer", name="credit")), "")
    assert str(refused.value) == 'No system can carry this out: there is no "account".'
    assert "there is no" not in Language("th", "Asia/Manila", 0).said(refused.value.said)
