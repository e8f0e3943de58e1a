// Moves the focus to what must be put right, once for each summary: on load and after a swap.
let focused = null;
function focusSummary() {
  const summary = document.querySelector("[data-summary]");
  if (summary && summary !== focused) summary.focus();
  focused = summary;
}
focusSummary();
document.addEventListener("htmx:afterSettle", focusSummary);
