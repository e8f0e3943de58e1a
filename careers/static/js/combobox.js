// A text with role=combobox and its listbox: Up and Down walk through the options, Enter follows the chosen one, Escape
// closes. The focus stays in the text, and so do the keys that are the text's own (Home, End, Left, Right).
const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
function offer(field, options) {
  const list = listOf(field);
  list.innerHTML = options;
  list.hidden = !list.querySelector("[role=option]");
  field.setAttribute("aria-expanded", !list.hidden);
  choose(field);
  document.querySelector("[data-announcer]").textContent = list.querySelector("[data-told]")?.dataset.told ?? "";
}
function choose(field, option) {
  listOf(field).querySelector("[aria-selected=true]")?.setAttribute("aria-selected", false);
  option?.setAttribute("aria-selected", true);
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.isComposing || !field.matches?.("[role=combobox][aria-expanded=true]")) return;
  const options = [...listOf(field).querySelectorAll("[role=option]")];
  const at = options.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
  const walks = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1 };
  if (event.key in walks) choose(field, options[walks[event.key]]);
  else if (event.key === "Escape") offer(field, "");
  else if (event.key === "Enter" && options[at]) options[at].click();
  else return;
  event.preventDefault();
});
for (const leaving of ["focusout", "submit"]) {
  document.addEventListener(leaving, ({ target }) => {
    for (const field of document.querySelectorAll("[role=combobox]")) if ([field, field.form].includes(target)) offer(field, "");
  });
}
// A press on an option leaves the focus, and with it the list, where they are until the click.
document.addEventListener("mousedown", (event) => event.target.closest("[role=listbox]") && event.preventDefault());
