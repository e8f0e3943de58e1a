"""Line drawings as SVG markup: icons on a 20 grid, signs of the hues on a 48 grid, the level-crossing gates on 24 × 20.

Everything here is a constant of ours, so the tags may mark it safe. Colours come from the style sheets:
`data-ink` is what a person brings, `data-hue-line` the new craft, `data-gap` the ground that lets one pass over the other.
"""

ICONS = {
    "search": '<circle cx="8.5" cy="8.5" r="5"/><path d="m12.5 12.5 4.5 4.5"/>',
    "menu": '<path d="M3 7h14M3 13h9"/>',
    "filter": '<path d="M3 5.5h14M6 10h8M8.5 14.5h3"/>',
    "close": '<path d="m5 5 10 10M15 5 5 15"/>',
    "arrow": '<path d="M3.5 10h13M11.5 5l5 5-5 5"/>',
    "back": '<path d="M16.5 10h-13M8.5 5l-5 5 5 5"/>',
    "down": '<path d="m5 7.5 5 5 5-5"/>',
    "out": '<path d="M7 5H4v11h11v-3M11 4h5v5M16 4 9 11"/>',
    "check": '<path d="m3.5 10.5 4.5 4.5 8.5-10"/>',
    "cross": '<path d="m4.5 4.5 11 11M15.5 4.5l-11 11"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "info": '<circle cx="10" cy="10" r="7"/><path d="M10 9.5v4"/><path d="M10 6.5v.1"/>',
    "alert": '<circle cx="10" cy="10" r="7"/><path d="M10 6.5v4.5"/><path d="M10 13.7v.1"/>',
    "bell": '<path d="M4 14h12l-1.5-2.5V8a4.5 4.5 0 0 0-9 0v3.5zM8.5 17h3"/>',
    "bookmark": '<path d="M5.5 3.5h9v13L10 13l-4.5 3.5z"/>',
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 6v4l3 2"/>',
    "globe": '<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c4 4.5 4 9.5 0 14M10 3c-4 4.5-4 9.5 0 14"/>',
    "mail": '<path d="M3 5h14v10H3zM3 6l7 5 7-5"/>',
    "person": '<circle cx="10" cy="7" r="3"/><path d="M4 17c.5-4 3-5.5 6-5.5s5.5 1.5 6 5.5"/>',
    "people": (
        '<circle cx="7.5" cy="7" r="2.7"/>'
        '<path d="M2.5 16c.4-3.6 2.3-5 5-5s4.6 1.4 5 5M13 4.7a2.7 2.7 0 0 1 0 4.8M14.5 11.5c1.8.6 2.7 2 3 4.5"/>'
    ),
    "file": '<path d="M5 2.5h7L16 7v10.5H5zM12 2.5V7h4"/>',
    "download": '<path d="M10 3v9.5M5.5 8.5 10 13l4.5-4.5M4 17h12"/>',
    "edit": '<path d="M4 16l.7-3.5L13 4.2l2.8 2.8-8.3 8.3z"/>',
    "lock": '<path d="M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z"/>',
    "feed": '<path d="M4 9.5A6.5 6.5 0 0 1 10.5 16M4 4.5A11.5 11.5 0 0 1 15.5 16"/><path d="M4.8 15.2v.1"/>',
    "sort": '<path d="M6.5 4v12M3.5 13l3 3 3-3M13.5 16V4M10.5 7l3-3 3 3"/>',
    "more": '<path d="M4 10v.1M10 10v.1M16 10v.1"/>',
    "flag": '<path d="M5 17V3.5h10L12.5 7l2.5 3.5H5"/>',
    "calendar": '<path d="M3.5 5h13v12h-13zM3.5 9h13M7 3v3.5M13 3v3.5"/>',
}

SIGNS = {
    # A thread that loops back on itself round a dot.
    "kunyit": (
        '<path data-ink d="M3 35h15c9 0 14.5-8 14.5-17 0-6-3.5-9.3-8.3-9.3"/>'
        '<path data-gap d="M18.8 27.5c2.6 4.6 6.6 7.5 12.2 7.5"/>'
        '<path data-hue-line d="M24.2 8.7C19 8.7 16 13 16 18c0 8 5 17 15 17h14"/>'
        '<circle data-hue-fill cx="24.2" cy="20.3" r="3.6"/>'
    ),
    # A speech bubble crossed by a text cursor.
    "suji": (
        '<path data-ink d="M10 41V14a4.2 4.2 0 0 1 4.2-4.2h22.6A4.2 4.2 0 0 1 41 14v14.8a4.2 4.2 0 0 1-4.2 4.2H18.5zM17 21.3h5"/>'
        '<path data-gap d="M29 4v35"/><path data-hue-line d="M29 4v35M25 4h8M25 39h8"/>'
    ),
    # A rising thread over the first and third bar, under the second and fourth.
    "tarum": (
        '<path data-ink d="M8.2 29v13M28 13v29"/><path data-gap d="M4.5 38C14 37.5 18.5 32 24 26s10.5-10.5 19-13.5"/>'
        '<path data-hue-line d="M3.2 38C14 37.5 18 32 24 26s11-11 21-14.2"/>'
        '<path data-gap d="M18 24v14M38 10v12"/><path data-ink d="M18 21v21M38 6v36"/>'
    ),
    # Three lines, the middle one ending in a proofreader's delete loop.
    "secang": (
        '<path data-ink d="M5 11h19M5 24h9M5 37h38.5"/><path data-gap d="M36.5 24.5l5 4"/>'
        '<path data-hue-line d="M13 24h17c7 0 12.3-5 12.3-10.8 0-3.5-2.3-5.5-5-5.5s-5 2-5 5.5c0 6 4 11 9.7 15.6"/>'
    ),
    # Two links locked as a ketupat.
    "mengkudu": (
        '<rect data-hue-line x="3.6" y="16" width="40.8" height="16" rx="8" transform="rotate(45 24 24)"/>'
        '<rect data-gap x="3.6" y="16" width="40.8" height="16" rx="8" transform="rotate(-45 24 24)"/>'
        '<rect data-ink x="3.6" y="16" width="40.8" height="16" rx="8" transform="rotate(-45 24 24)"/>'
        '<path data-gap d="m9.5 20.8 6.4 6.4M32.1 20.8l6.4 6.4"/>'
        '<path data-hue-line d="m7.9 19.2 14 14M26.1 14.8l14 14"/>'
    ),
    # Any other hue: the plain weave, one thread over and one under.
    "": (
        '<path data-ink d="M16 6v36"/><path data-gap d="M10 16h12M26 32h12"/>'
        '<path data-hue-line d="M6 16h36M6 32h36"/><path data-gap d="M16 27v10M32 11v10"/>'
        '<path data-ink d="M16 24v18M32 6v36"/><path data-gap d="M28 32h8"/><path data-hue-line d="M25 32h14"/>'
    ),
}

GATES = {
    "open": '<path d="M2 18h6M11.5 18h11M5 18v-8.5"/><path data-arm d="m5 9.5 9.5-7.5"/>',
    "not-open": '<path d="M2 18h6M5 18V8"/><path data-arm d="M5 7h17"/><path data-window d="M10 7h3M16 7h3"/>',
    "not-stated": '<path d="M2 18h6M5 18V8"/><path data-dots d="M5 7h17"/>',
}
