// A long group of choices can be searched: only those whose words hold what is typed stay in sight, and the chosen ones.
const showFinders = () => document.querySelectorAll("[data-find]").forEach((box) => { box.hidden = false; });
document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-find]");
  if (!box) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const choice of document.getElementById(box.dataset.find).children) {
    const fits = choice.textContent.toLowerCase().includes(wanted);
    choice.hidden = !fits && !choice.querySelector("input")?.checked;
  }
});
showFinders();
document.addEventListener("htmx:afterSettle", showFinders);
