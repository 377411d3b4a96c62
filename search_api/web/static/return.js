// The way back to the results. What the form holds is kept in this tab's sessionStorage, because results come without an entry in the history, and it is
// posted again on return: by the browser's back button, by a reload, or by a link back to the search. Never in the address; gone with "finish", "start over" and quick exit.
"use strict";
(() => {
  const KEY = "liiku.search";
  const read = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
  };
  const write = (kept) => {
    try {
      if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
      else sessionStorage.removeItem(KEY);
    } catch { /* storage is off: the way back leads to an empty form */ }
  };
  const form = document.getElementById("search");

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const kept = read();
    if (kept && link.matches("[data-back]")) write({ ...kept, back: true });
    else if (link.matches("[data-fresh]")) write(null);
    else if (kept && form && link.closest("#cards > li")) write({ ...kept, at: link.closest("#cards > li").id });
  });
  document.addEventListener("liiku:finished", () => {
    write(null);
    if (form) location.replace(form.dataset.fresh);
  });
  if (!form) return;

  // The results shown are what is kept; a page that came by a post becomes one that can be gone back to, without the post in the history.
  function keep() {
    if (!document.getElementById("answer")) return;
    const fields = [...new FormData(form)].filter(([name, value]) => value && name !== "cursor");
    write({ fields });
  }
  document.addEventListener("htmx:afterSettle", keep);

  const kept = read();
  const how = performance.getEntriesByType("navigation")[0]?.type;
  if (kept?.fields && (kept.back || ["back_forward", "reload"].includes(how)) && !kept.going) {
    const again = document.createElement("form");
    Object.assign(again, { method: "post", action: form.action, hidden: true });
    for (const [name, value] of kept.fields) again.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: kept.back && name === "lang" ? document.documentElement.lang : value }));
    document.body.append(again);
    write({ fields: kept.fields, at: kept.at, going: true });
    HTMLFormElement.prototype.submit.call(again);
    return;
  }
  history.replaceState(null, "", location.href);
  keep();
  if (!kept?.going) return;
  if (!document.getElementById("answer")) write({ fields: kept.fields });
  (document.getElementById(kept.at)?.querySelector("h3 a") || document.getElementById("results"))?.focus();
})();
