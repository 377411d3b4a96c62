// The search page made quicker: results come without a new page, chips and widening change the form, the place of the device when it is asked for.
// Everything here works without this file, by the form alone. Nothing goes into the address or the history; return.js keeps the form in the tab.
"use strict";
(() => {
  const form = document.getElementById("search");
  const found = document.getElementById("found");
  if (!form || !found) return;
  const status = document.getElementById("status");
  const columns = document.getElementById("columns");
  const filters = document.getElementById("filters");
  const quick = () => Boolean(window.htmx);
  const field = (name) => [...form.elements].filter((one) => one.name === name);
  document.documentElement.classList.add("scripted");

  const wide = window.matchMedia("(min-width: 60rem)");
  if (filters && !wide.matches) filters.open = false;

  function showResults() {
    columns.classList.toggle("asked", Boolean(document.getElementById("answer")));
    if (wide.matches && document.getElementById("answer")) filters.open = true;
    window.liikuMap?.refresh();
  }

  function searchNow() {
    for (const one of field("cursor")) one.remove();
    window.htmx.trigger(form, "search-now");
  }

  form.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (!quick() || (by && ["lang", "start"].includes(by.name))) return;
    if (by && by.form === form && ["drop", "set", "as_words"].includes(by.name) && !change(by)) return;
    event.preventDefault();
    asked();
    searchNow();
  });

  // The form as a page of its own, without a warning about the list: this page comes back.
  function post() {
    document.dispatchEvent(new CustomEvent("liiku:leaving"));
    HTMLFormElement.prototype.submit.call(form);
  }

  // A search was asked for, even with nothing chosen.
  function asked() {
    if (!form.querySelector("input[name=search]")) hidden("search", "1");
  }

  function hidden(name, value) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }

  // Does in the form what a chip says; false where the form has no such control, so that the server does it.
  function change(button) {
    if (button.name === "as_words") { hidden("as_words", button.value); return true; }
    const [name, ...rest] = button.value.split("=");
    const value = rest.join("=");
    const names = { form: ["shape"], accessibility: ["need", "partly"], date_from: ["date_from", "within"], date_to: ["date_to", "within"] }[name] || [name];
    const controls = names.flatMap(field).filter((one) => one.type !== "submit");
    if (!controls.length) return false;
    for (const one of controls) {
      if (one.type === "checkbox") {
        if (button.name === "set") one.checked = one.value === value || one.checked;
        else if (!value || one.value === value) one.checked = false;
      } else if (button.name === "drop") {
        if (one.type === "hidden" && value && one.value !== value) continue;
        if (one.type === "hidden") one.remove(); else one.value = "";
      } else if (one.tagName === "SELECT" && ![...one.options].some((o) => o.value === value)) {
        one.add(new Option(value, value, false, true));
      } else one.value = value;
    }
    return true;
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "near") place("", "");
    const typed = ["text", "search", "number"].includes(event.target.type);
    if (quick() && !typed) { asked(); searchNow(); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "sort" && quick()) { asked(); searchNow(); }
  });

  for (const button of document.querySelectorAll(".langs button")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      form.querySelector("input[name=lang]").value = button.value; // the buttons bear the name too
      post();
    });
  }

  // The place of the device: asked for only by the button, rounded to about 100 m, sent with the form, never kept.
  function place(lat, lon) {
    form.elements.namedItem("lat").value = lat;
    form.elements.namedItem("lon").value = lon;
  }
  const me = document.getElementById("near-me");
  if (me && navigator.geolocation) {
    me.parentElement.hidden = false;
    const told = document.getElementById("me-status");
    me.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        form.elements.namedItem("near").value = "";
        place(coords.latitude.toFixed(3), coords.longitude.toFixed(3));
        told.textContent = me.dataset.found;
        asked();
        if (quick()) searchNow(); else post();
      }, () => { told.textContent = me.dataset.failed; }, { timeout: 10000, maximumAge: 60000 });
    });
  }

  // After a swap: focus that was in what is gone goes to the heading; new cards of "show more" get it at the first of them.
  let firstNew = null;
  let hadFocus = false;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    hadFocus = target.contains(document.activeElement);
    firstNew = target.id === "more" ? document.querySelectorAll("#cards > li").length : null;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    showResults();
    if (!hadFocus) return;
    hadFocus = false;
    const card = firstNew === null ? null : document.querySelectorAll("#cards > li")[firstNew];
    (card?.querySelector("h3 a") || document.querySelector("#results, #found .error, #themes"))?.focus();
  });
  for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(kind, () => { status.textContent = form.dataset.failed; });
  }
  showResults();
})();
