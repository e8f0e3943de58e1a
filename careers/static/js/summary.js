// Moves the focus to what must be put right, once for each summary: on load and after a swap.
let focused = null;
function focusSummary() {
  const summary = document.querySelector("[data-summary]");
  if (summary && summary !== focused) summary.focus();
  focused = summary;
}
focusSummary();
document.addEventListener("htmx:afterSettle", focusSummary);
// A fault may lie in a sheet that is closed, as the filters are on a phone: its link opens the sheet first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-summary] a[href^='#']");
  const sheet = link && document.getElementById(link.hash.slice(1))?.closest("[popover]");
  if (sheet && getComputedStyle(sheet).display === "none") sheet.showPopover();
});
