// A page that the browser fetched before it was wanted was not counted as read; when it is shown, it is asked for once
// more, and the answer is that nothing has changed.
const [visit] = performance.getEntriesByType("navigation");
if (visit?.deliveryType === "navigational-prefetch" && document.querySelector("[data-reading]")) fetch(location.href);
