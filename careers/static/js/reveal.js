// A [data-reveal] button shows what is typed into the password field it names, and hides it again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  const shows = field.type === "password";
  field.type = shows ? "text" : "password";
  button.setAttribute("aria-pressed", shows);
});
// What is sent is a password again, so that no browser offers it as a word typed before.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-reveal][aria-pressed=true]")) button.click();
});
