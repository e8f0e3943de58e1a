// A swap leaves a page as its reader had it: groups that were open stay open, and the focus lands beside the thing that
// was pressed when that has gone.
let kept = { open: [], place: 0 };
const landings = () => [...document.querySelectorAll("[data-landing]")];
document.addEventListener("htmx:beforeSwap", () => {
  const open = document.querySelectorAll("details[data-keep][open]");
  kept = { open: [...open].map((group) => group.dataset.keep), place: landings().indexOf(document.activeElement) };
});
document.addEventListener("htmx:afterSettle", () => {
  for (const group of document.querySelectorAll("details[data-keep]")) {
    if (kept.open.includes(group.dataset.keep)) group.open = true;
  }
  if (document.activeElement !== document.body) return;
  const places = landings();
  places[Math.min(Math.max(kept.place, 0), places.length - 1)]?.focus();
});
