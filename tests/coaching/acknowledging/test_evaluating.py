"""Files of examples are read as they are written; what is wrong with one is said with its line."""

import pytest

from warmline.coaching.acknowledging.evaluating import BadExamples, evaluated, examples


def test_examples_are_counted_by_language_and_label() -> None:
    found = evaluated(
        list(
            examples(
                [
                    "customer,reply,label",
                    "I was charged twice,Please restart your phone.,none",
                    '"I was charged twice","I am sorry, you were charged twice.",Specific',
                    "เน็ตใช้ไม่ได้มาสามวันแล้ว,ลองปิดเปิดเราเตอร์ใหม่นะคะ,generic",
                ]
            )
        )
    )
    assert (found.all.examples, found.all.right) == (3, 2)
    assert found.languages["th"].confusion["generic"]["none"] == 1
    assert [(one.line, level) for one, level in found.wrong] == [(4, "none")]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["customer,label", "a,none"], "no column reply"),
        (["customer,reply,label", "a,b,none", ",b,none"], "line 3: customer is empty"),
        (["customer,reply,label", "a,b,good"], 'line 2: label "good"'),
        (["customer,reply,label,language", "a,b,none,de"], 'the language "de"'),
    ],
)
def test_a_bad_file_is_told_with_the_line(lines: list[str], told: str) -> None:
    with pytest.raises(BadExamples, match=told) as caught:
        list(examples(lines))
    assert caught.value.remedy
