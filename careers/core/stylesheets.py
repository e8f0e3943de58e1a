"""The site's own style sheets and scripts, in the order in which pages link them."""

# Layers decide which rule wins, so only the first place matters: `tokens` names the layers.
STYLESHEETS = (
    "tokens", "hues", "fonts", "base", "layout", "prose",
    "header", "menu", "footer", "button", "chip", "field", "choice", "form", "notice", "badge", "verdict", "facts",
    "card", "panel", "decision", "table", "timeline", "steps", "tabs", "board", "pager", "empty", "rail", "lurik",
    "search", "crossing", "swatches", "guide", "figure",
    "utilities", "print",
)  # fmt: skip

# One behaviour each, found by its data attribute; every page works without them.
SCRIPTS = ("menu", "summary", "count", "submit", "announce", "swap")
