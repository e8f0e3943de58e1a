// Keeps [data-count-for] in step with the length of the text area it belongs to.
function showCount(area) {
  const note = document.querySelector(`[data-count-for="${CSS.escape(area.id)}"]`);
  if (note) note.textContent = note.dataset.countText.replace("{n}", area.value.length);
}
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[id]")) showCount(event.target);
});
document.querySelectorAll("textarea[id]").forEach(showCount);
