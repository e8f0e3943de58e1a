// Moves the focus to what must be put right, on load and after a swap.
function focusSummary(root) {
  const summary = root.querySelector("[data-summary]");
  if (summary) summary.focus();
}
focusSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.target));
