// After a swap, reads [data-announce] of the new content aloud (the count of results).
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  const news = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
  const place = document.querySelector("[data-announcer]");
  if (news && place) place.textContent = news.dataset.announce;
});
