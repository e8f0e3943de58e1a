// A sheet that covers a phone is a dialog: what lies behind it cannot be reached until it closes, and on a window
// that has grown wide it is a column of the page again.
document.addEventListener("beforetoggle", (event) => {
  const sheet = event.target;
  if (!sheet.matches("[data-sheet]")) return;
  const opens = event.newState === "open";
  for (let part = sheet; part !== document.body; part = part.parentElement) {
    for (const other of part.parentElement.children) if (other !== part) other.inert = opens;
  }
  const said = { role: "dialog", "aria-modal": "true", "aria-labelledby": sheet.dataset.sheet };
  for (const [name, value] of Object.entries(said)) {
    if (opens) sheet.setAttribute(name, value);
    else sheet.removeAttribute(name);
  }
}, true);
document.addEventListener("toggle", (event) => {
  const sheet = event.target;
  if (!sheet.matches("[data-sheet]:popover-open") || sheet.contains(document.activeElement)) return;
  sheet.querySelector("button").focus();
}, true);
window.matchMedia("(min-width: 60rem)").addEventListener("change", () => {
  document.querySelector("[data-sheet]:popover-open")?.hidePopover();
});
