// In a search box [data-suggest] the board tells, while somebody types, what may be meant: the options of a combobox.
let pause, inquiry;
const searchIn = (target) => target.closest?.("[data-suggest]")?.querySelector("input");
for (const box of document.querySelectorAll("[data-suggest]")) {
  const list = box.querySelector("[role=listbox]").id;
  const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list };
  for (const [name, value] of Object.entries(said)) searchIn(box).setAttribute(name, value);
}
function ask(field, delay) {
  clearTimeout(pause);
  inquiry?.abort();
  inquiry = new AbortController();
  if (field) pause = setTimeout(suggest, delay, field, inquiry.signal);
}
async function suggest(field, signal) {
  const words = field.value.trim().toLowerCase();
  const address = `${field.closest("[data-suggest]").dataset.suggest}?q=${encodeURIComponent(words)}`;
  const answer = words.length > 1 && (await fetch(address, { signal }).catch(() => null));
  const options = answer?.ok ? await answer.text().catch(() => "") : "";
  if (!signal.aborted && document.activeElement === field) offer(field, options);
}
document.addEventListener("input", (event) => !event.isComposing && searchIn(event.target) && ask(searchIn(event.target), 120));
document.addEventListener("compositionend", (event) => searchIn(event.target) && ask(searchIn(event.target), 120));
document.addEventListener("keydown", (event) => {
  const field = searchIn(event.target);
  if (!field || event.isComposing) return;
  if (["Escape", "Enter"].includes(event.key)) ask();
  if (event.key === "ArrowDown" && field.ariaExpanded === "false") ask(field, 0);
});
// A title is put into the text, so that the other words of its form stay; every other option is a link.
document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-suggest] [data-fill]");
  if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  searchIn(option).value = option.dataset.fill;
  searchIn(option).form.requestSubmit();
});
