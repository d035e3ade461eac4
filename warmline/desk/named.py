"""Words of the rooms below that pages show as they are: roles, states, channels, levels."""

from warmline.language.messages import marked

NAMED = marked(
    (
        *("agent", "lead", "analyst", "administrator"),
        *("chat", "phone", "kiosk", "text", "mail"),
        *("anonymous", "recognised", "verified", "staff"),
        *("open", "ended", "completed", "abandoned", "failed", "waiting", "done", "dead"),
        *("claimed", "vouched", "by hand", "checked", "declared"),
        *("auto", "light", "dark"),
    )
)
"""They are said with `_(value)` in a template, which whoever collects texts cannot see."""
