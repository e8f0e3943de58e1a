"""The reader that finds untranslated text, on small pages where the answer is known."""

import pytest

from tests.i18n.leaks import leaks_in


@pytest.mark.parametrize(
    "html",
    [
        "<p>⟦Open listings⟧</p>",
        "<p>⟦Written by <b>somebody</b> and <i>others</i>⟧</p>",
        "<p>⟦One <b>two⟧</b> 12 · 3</p>",
        "<h1 data-row>Pelatih Model AI</h1><p data-ugc>I write <b>this</b></p>",
        '<html><head><title data-row>A listing</title><meta name="description" content="x y" data-row></head></html>',
        '<input type="text" value="what I typed"><input type="submit" value="⟦Send⟧">',
        "<textarea>what I typed</textarea><script>let words</script><style>a { color: red }</style>",
        "<p>Lintas · USD 12 · ≈ Rp 300.000 · UTC+7 · Asia/Jakarta · CV.pdf</p>",
        "<title>A listing · Lintas</title><option>America/Argentina/Buenos Aires</option><option>Europe/Isle of Man</option>",
        "<p>somebody@sample.example https://lintas.example/some/path data.go.example</p>",
        '<p translate="no">Bahasa Indonesia</p>',
        "<p>⟦one of ⟦two⟧ kinds⟧</p><i title='⟦a ⟦b⟧ c⟧'></i>",
        '<img alt=""><br><a title="⟦Go⟧" href="/words/in/address">⟦Go⟧</a>',
        '<svg><path d="M0 0 L12 12"/></svg>',
        "<ul><li>⟦one⟧<li>⟦two⟧</ul><table><tr><td>⟦a⟧<td>⟦b⟧</table>",
        "<p>5 a 7</p>",
    ],
)
def test_sound_page_leaks_nothing(html):
    assert leaks_in(html, names=["pdf"], in_head=["A listing"]) == []


@pytest.mark.parametrize(
    ("html", "leak"),
    [
        ("<p>Open listings</p>", "<p> Open listings"),
        ("<p>⟦Open⟧ listings</p>", "<p> listings"),
        ("<p><span data-row>row</span> by hand</p>", "<p> by hand"),
        ("<p>⟦one⟧</p><p>two ⟦three⟧</p>", "<p> two"),
        ('<a title="Go there">⟦Go⟧</a>', "<a title> Go there"),
        ('<img alt="A picture">', "<img alt> A picture"),
        ('<input placeholder="Search">', "<input placeholder> Search"),
        ('<nav aria-label="Pages"></nav>', "<nav aria-label> Pages"),
        ('<input type="submit" value="Send">', "<input value> Send"),
        ('<meta name="description" content="A board">', "<meta content> A board"),
        ('<form data-hx-confirm="Are you sure?"></form>', "<form data-hx-confirm> Are you sure?"),
        ('<optgroup label="Asia"></optgroup>', "<optgroup label> Asia"),
        ("<title>Listings · Lintas</title>", "<title> Listings · Lintas"),
        ("<p>A listing</p>", "<p> A listing"),
        ("<p>⟦a⟧</div></p>", "</div> where <p> is open, line 1"),
        ("<section><p>⟦a⟧</p>", "<section> is never closed"),
    ],
)
def test_leak_is_found(html, leak):
    assert leaks_in(html, in_head=["A listing"]) == [leak]
