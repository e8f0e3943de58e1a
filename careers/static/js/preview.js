// In a sheet, and in a form[data-tells], nothing is sent before its button is pressed; the button and the counts beside
// the choices already tell what would be found.
let asked = null;
document.addEventListener("change", async (event) => {
  const sheet = event.target.closest("[data-sheet]:popover-open, form[data-tells]");
  const form = sheet && event.target.name && event.target.form;
  if (!form) return;
  asked?.abort();
  asked = new AbortController();
  const words = new URLSearchParams(new FormData(form));
  const answer = await fetch(`${form.action}?${words}`, { headers: { "HX-Request": "true" }, signal: asked.signal }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const told of form.querySelectorAll("[data-preview]")) {
    const now = fresh.querySelector(`[data-preview="${CSS.escape(told.dataset.preview)}"]`);
    if (now && now.textContent !== told.textContent) told.textContent = now.textContent;
    const [box, its] = [told, now].map((one) => one?.closest("label")?.querySelector("input"));
    if (box && its) box.disabled = its.disabled && !box.checked;
  }
});
