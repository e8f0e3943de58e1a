// A form[data-autosave] is kept by HTMX while somebody writes. Whatever answers but the line itself (no network, a page
// that asks to sign in, a limit) must not take the page away: the line says so, and the next input tries again.
const keeps = (event) => event.target.matches("form[data-autosave]");
function sayNotSaved(why) {
  const line = document.querySelector("[data-saved]");
  if (!line) return;
  line.dataset.kind = "failed";
  line.querySelector(".icon")?.remove();
  line.querySelector("[data-saved-text]").textContent = line.dataset[why];
  document.querySelector("[data-announcer]").textContent = line.dataset[why];
}
document.addEventListener("htmx:configRequest", (event) => {
  if (!keeps(event)) return;
  // Who signed in again in another window has a new token: this form goes on with it.
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const field = event.target.elements.csrfmiddlewaretoken;
  if (token && field) event.detail.parameters.csrfmiddlewaretoken = field.value = token;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  // Its own button was pressed meanwhile: that one carries everything.
  if (keeps(event) && event.target.dataset.sent) event.preventDefault();
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr } = event.detail;
  if (!keeps(event) || xhr.responseText.trimStart().startsWith('<p class="saved"')) return;
  event.preventDefault();
  sayNotSaved(xhr.getResponseHeader("HX-Redirect") ? "signedOut" : "failed");
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => keeps(event) && sayNotSaved("failed"));
}
