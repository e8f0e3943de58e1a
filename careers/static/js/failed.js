// Where the board can't be reached, or fails, what the person has before them stays, and a notice above it says so.
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    // A draft that keeps itself has a line of its own for this.
    if (event.target.matches("form[data-autosave]")) return;
    const words = document.querySelector("template[data-failed]");
    const place = event.detail.target ?? document.querySelector("main");
    place.querySelector(":scope > .notice[data-kind='error']")?.remove();
    place.prepend(words.content.cloneNode(true));
  });
}
