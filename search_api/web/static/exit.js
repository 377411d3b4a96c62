// Quick exit: another page in place of this one, and nothing of this one left in the tab.
"use strict";
document.querySelector("[data-exit]")?.addEventListener("click", (event) => {
  event.preventDefault();
  try { sessionStorage.clear(); } catch { /* storage is off: nothing is kept */ }
  window.onbeforeunload = null;
  document.documentElement.dataset.leaving = "yes";
  location.replace(event.currentTarget.href);
});
