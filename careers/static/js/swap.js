// A change in form[data-auto] sends it, so that filters answer at once; text waits until it is left.
// In a sheet on a phone nothing is sent before its own button is pressed.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!event.target.name || !form || !form.matches("form[data-auto]")) return;
  const sheet = form.closest("[popover]");
  if (sheet && sheet.matches(":popover-open")) return;
  form.requestSubmit();
});
// A sheet that is answered by a swap closes itself first, so that the focus is back on what opened it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.shouldSwap) document.querySelector("[data-sheet]:popover-open")?.hidePopover();
});
