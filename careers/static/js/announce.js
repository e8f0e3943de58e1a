// After a swap, reads the page's [data-announce] aloud (the count of results). The swapped element itself may be gone
// by now, so the fresh one is looked for in the document.
document.addEventListener("htmx:afterSettle", () => {
  const news = document.querySelector("[data-announce]");
  const place = document.querySelector("[data-announcer]");
  if (news && place && place.textContent !== news.dataset.announce) place.textContent = news.dataset.announce;
});
