"""The look of a picture that stands alone, in light and dark; pages of the desk have the same in their style sheet."""

STYLE = """
:root{color-scheme:light dark;--surface:#fff;--ink:#221d18;--muted:#665d54;--edge:#948a7f;--accent:#9c4a04;
--accent-soft:#fbeedd;--paper:#f8f6f3}
@media (prefers-color-scheme:dark){:root{--surface:#201c19;--ink:#f2ede7;--muted:#b1a79c;--edge:#85796d;
--accent:#f3ae55;--accent-soft:#3a2a15;--paper:#171412}}
.flow{background:var(--paper);font:13px system-ui,"Noto Sans",sans-serif}
.node rect{fill:var(--surface);stroke:var(--edge)}
.node.here rect{fill:var(--accent-soft);stroke:var(--accent);stroke-width:2}
.node text{fill:var(--ink);font-size:12px}
.node .name{font-size:13px;font-weight:650}
.node .count{text-anchor:end;fill:var(--accent);font-weight:600}
.node .kind,.node .exit{fill:var(--muted);font-size:11.5px}
.node .calls{fill:var(--accent)}
.way path{fill:none;stroke:var(--edge);stroke-width:1.4}
.way.back path{stroke-dasharray:5 4;stroke-linejoin:round}
.tip{fill:var(--edge)}
.label{fill:var(--muted);font-size:11.5px;paint-order:stroke;stroke:var(--paper);stroke-width:4px}
"""
