// A change in form[data-auto] sends it, so that filters answer at once; text waits until it is left.
// In a sheet on a phone nothing is sent before its own button is pressed.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !form.matches("form[data-auto]")) return;
  const sheet = form.closest("[popover]");
  if (sheet && sheet.matches(":popover-open")) return;
  form.requestSubmit();
});
// A sheet that was answered by a swap closes itself.
document.addEventListener("htmx:afterRequest", (event) => {
  const sheet = event.detail.elt.closest("[popover]");
  if (event.detail.successful && sheet && sheet.matches(":popover-open")) sheet.hidePopover();
});
