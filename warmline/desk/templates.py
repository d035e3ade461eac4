"""The templates of the desk, with the filters and functions that they may use."""

from contextvars import ContextVar
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from warmline.desk.gist_care import sentence
from warmline.desk.language import Language
from warmline.desk.policy_words import spoken
from warmline.desk.translations import in_scripts
from warmline.desk.values import is_empty, is_money, is_table, is_time, pairs, protocol, said
from warmline.language.formats import phone
from warmline.web.static import StaticFiles

HERE = Path(__file__).parent
STATIC = StaticFiles(HERE / "static")
_SPOKEN: ContextVar[NullTranslations] = ContextVar("spoken", default=NullTranslations())  # noqa: B039  (never changed)


def _pretty(value: Any) -> str:
    """JSON over several lines, for reading."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("warmline.desk"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _SPOKEN.get().gettext(text) if text else "",
        lambda one, many, n: _SPOKEN.get().ngettext(one, many, n),
        newstyle=True,
    )
    made.globals["static"] = lambda path: f"/static/{STATIC.version}/{path}"
    made.globals["in_scripts"] = in_scripts
    made.filters["phone"] = phone
    made.filters["pairs"] = pairs
    made.filters["query"] = lambda values: urlencode(values, doseq=True)
    made.filters["protocol"] = protocol
    made.filters["said"] = said
    made.filters["spoken"] = spoken
    made.filters["sentence"] = sentence
    made.filters["pretty"] = _pretty
    made.tests.update({"money": is_money, "table": is_table, "moment": is_time, "void": is_empty})
    return made


ENVIRONMENT = _environment()


def render(name: str, **values: Any) -> str:
    """A template as text, in the language of `say`. Everything that is put in is escaped."""
    say = values.get("say")
    before = _SPOKEN.set(say.translations if isinstance(say, Language) else NullTranslations())
    try:
        return ENVIRONMENT.get_template(name).render(**values)
    finally:
        _SPOKEN.reset(before)
