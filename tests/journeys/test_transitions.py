"""Pages give way to each other in a cross-fade, where motion is welcome."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

LISTEN = """
window.revealed = [];
addEventListener("pagereveal", event => {
  revealed.push(Boolean(event.viewTransition));
  event.viewTransition?.ready.then(() => {
    const moving = document.getAnimations().filter(one => one.effect.pseudoElement?.startsWith("::view-transition"));
    window.faded = moving.map(one => [one.effect.pseudoElement, one.effect.getTiming().duration]);
  }, () => {});
});
"""


# Styles that come late, as they do uncached on a busy machine, make the browser skip a fade.
ATTEMPTS = 8


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_next_page_fades_in_where_motion_is_welcome(board, new_visitor, motion):
    page = new_visitor(reduced_motion=motion)
    page.add_init_script(LISTEN)
    revealed = set()
    for _attempt in range(ATTEMPTS):
        page.goto("/en/")
        page.locator("footer a[href='/en/help/']").click()
        page.wait_for_url("**/en/help/")
        page.wait_for_function("revealed.length")
        revealed |= set(page.evaluate("revealed"))
        if True in revealed:
            break
    assert (True in revealed) is (motion == "no-preference")
    if motion == "reduce":
        return
    page.wait_for_function("window.faded")
    faded = dict(page.evaluate("faded"))
    assert {faded["::view-transition-old(root)"], faded["::view-transition-new(root)"]} == {180}
    assert not [part for part in faded if "(header)" in part]
