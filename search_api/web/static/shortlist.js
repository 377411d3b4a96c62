// The shortlist of the client who sits here: in this tab's sessionStorage and nowhere else. Nothing of it is ever sent but the ids in the address of the handout.
(() => {
  "use strict";
  const KEY = "liiku.shortlist";
  const MOST = 6;
  const LONGEST_NOTE = 100; // two lines of the handout: six of them stay on its page
  const panel = document.getElementById("shortlist");
  let leaving = false;
  let memory = null; // what stands in for a storage that the browser refuses

  const read = () => {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEY));
      return found && Array.isArray(found.items) ? found : { items: [], printed: true };
    } catch {
      return memory || { items: [], printed: true };
    }
  };
  const write = (list) => {
    memory = list;
    try {
      if (list.items.length) sessionStorage.setItem(KEY, JSON.stringify(list));
      else sessionStorage.removeItem(KEY);
    } catch {
      said("no-storage");
    }
  };
  const word = (name, facts = {}) => {
    const key = `say${name.split("-").map((one) => one[0].toUpperCase() + one.slice(1)).join("")}`;
    return ((panel && panel.dataset[key]) || "").replace(/\{(\w+)\}/g, (whole, fact) => (fact in facts ? facts[fact] : whole));
  };
  const make = (tag, attributes = {}, ...inside) => {
    const found = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
      else if (value !== false) found.setAttribute(name, value === true ? "" : value);
    }
    found.append(...inside);
    return found;
  };

  // The panel: made once, its list anew after each change, so that the status line is there before it speaks.
  const status = make("p", { role: "status", class: "list-status" });
  const items = make("ol", { class: "list-items" });
  const acts = make("div", { class: "list-acts" });
  const count = make("span", { class: "list-count" });
  const said = (name, facts) => {
    const n = read().items.length;
    status.textContent = [word(name, facts), name === "finished" ? "" : word("count", { n })].join(" ").trim();
  };

  const show = () => {
    const list = read();
    mark(list);
    if (!panel) return;
    count.textContent = `(${list.items.length})`;
    items.replaceChildren(...list.items.map((one, at) => item(one, at, list.items.length)));
    items.hidden = !list.items.length;
    const address = `/print?ids=${list.items.map((one) => one.id).join(",")}&lang=${panel.dataset.lang}`;
    acts.replaceChildren(
      ...(list.items.length
        ? [
            make("p", { class: "list-hint" }, word("note-hint")),
            make("p", {}, make("a", { href: address, class: "list-print" }, word("print"))),
            make("p", {}, make("button", { type: "button", class: "list-plain", id: "list-finish", onclick: ask }, word("finish"))),
          ]
        : [make("p", { class: "list-hint" }, word("empty"))]),
    );
  };
  const item = (one, at, all) => {
    const button = (act, name, off) =>
      make("button", { type: "button", class: "list-plain", id: `list-${act}-${one.id}`, "data-act": act, disabled: off, "aria-label": `${word(name)}: ${one.name}`, onclick: () => change(act, one.id) }, word(name));
    const note = make("textarea", { id: `list-note-${one.id}`, rows: "2", maxlength: String(LONGEST_NOTE), autocomplete: "off", oninput: (event) => noted(one.id, event.target.value) });
    note.value = one.note || "";
    return make(
      "li",
      {},
      make("a", { href: `/services/${one.id}?lang=${panel.dataset.lang}` }, one.name),
      ...(one.meta ? [make("p", { class: "list-meta" }, one.meta)] : []),
      make("label", { for: note.id }, word("note"), make("span", { class: "hidden" }, `: ${one.name}`)),
      note,
      make("p", { class: "list-buttons" }, button("up", "up", at === 0), button("down", "down", at === all - 1), button("remove", "remove", false)),
    );
  };
  const mark = (list) => {
    const known = new Set(list.items.map((one) => one.id));
    for (const button of document.querySelectorAll("[data-shortlist-add]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(known.has(button.dataset.id)));
    }
  };

  const add = (button) => {
    const list = read();
    const { id, name, meta } = button.dataset;
    if (list.items.some((one) => one.id === id)) return change("remove", id);
    if (list.items.length >= MOST) return said("full");
    write({ items: [...list.items, { id, name, meta: meta || "", note: "" }], printed: false });
    show();
    said("added", { name });
  };
  const change = (act, id) => {
    const list = read();
    const at = list.items.findIndex((one) => one.id === id);
    if (at < 0) return;
    const [one] = list.items.splice(at, 1);
    const to = act === "up" ? at - 1 : at + 1;
    if (act !== "remove") list.items.splice(to, 0, one);
    const inPanel = panel && panel.contains(document.activeElement);
    write({ items: list.items, printed: list.items.length === 0 || (act === "remove" && list.printed) });
    show();
    if (act === "remove") said("removed", { name: one.name });
    else said("moved", { name: one.name, n: to + 1 });
    if (inPanel) focus(act, one.id, at);
  };
  const focus = (act, id, at) => {
    const there = document.getElementById(`list-${act}-${id}`);
    const other = document.getElementById(`list-${act === "up" ? "down" : "up"}-${id}`);
    const next = items.querySelectorAll("[data-act=remove]")[Math.min(at, items.children.length - 1)];
    const found = [there, other, next].find((one) => one && !one.disabled) || document.getElementById("list-heading");
    if (found) found.focus();
  };
  const noted = (id, text) => {
    const list = read();
    for (const one of list.items) if (one.id === id) one.note = text.slice(0, LONGEST_NOTE);
    write({ items: list.items, printed: false });
  };
  const ask = () => {
    const yes = make("button", { type: "button", class: "list-plain", onclick: () => finish(true) }, word("finish-yes"));
    const no = make("button", { type: "button", class: "list-plain", onclick: () => { show(); document.getElementById("list-finish").focus(); } }, word("finish-no"));
    acts.replaceChildren(make("div", { role: "group", "aria-labelledby": "list-sure" }, make("p", { id: "list-sure" }, word("finish-sure")), make("p", { class: "list-buttons" }, yes, no)));
    no.focus();
  };
  const finish = (told) => {
    write({ items: [], printed: true });
    show();
    for (const note of document.querySelectorAll("[data-note-for]")) note.hidden = true;
    if (!told) return;
    said("finished");
    document.getElementById("list-heading").focus();
    document.dispatchEvent(new CustomEvent("liiku:finished"));
  };

  // The handout: own notes are written into it here, and leave the browser on paper only.
  const fill = () => {
    for (const one of read().items) {
      const line = document.querySelector(`[data-note-for="${CSS.escape(one.id)}"]`);
      if (!line) continue;
      line.querySelector("span").textContent = one.note || "";
      line.hidden = !one.note;
      if (one.note) line.closest("main").classList.add("full");
    }
  };
  const printed = () => {
    const list = read();
    const shown = new Set([...document.querySelectorAll("[data-note-for]")].map((line) => line.dataset.noteFor));
    if (shown.size && list.items.every((one) => shown.has(one.id))) write({ ...list, printed: true });
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest && event.target.closest("[data-shortlist-add], [data-print], a[href]");
    if (!target) return;
    if (target.matches("[data-shortlist-add]")) add(target);
    else if (target.matches("[data-print]")) window.print();
    else if (target.matches("[data-exit]")) { leaving = true; finish(false); }
    else if (target.origin === location.origin && !target.target && !target.getAttribute("href").startsWith("#")) leaving = true;
  });
  for (const kind of ["submit", "liiku:leaving"]) document.addEventListener(kind, () => { leaving = true; });
  document.addEventListener("htmx:afterSettle", () => { leaving = false; mark(read()); });
  window.addEventListener("pageshow", () => { leaving = false; show(); fill(); });
  window.addEventListener("afterprint", printed);
  window.addEventListener("beforeunload", (event) => {
    const list = read();
    if (leaving || list.printed || !list.items.length) return;
    event.preventDefault();
    event.returnValue = "";
  });

  if (panel) {
    const heading = make("h2", { id: "list-heading", tabindex: "-1" }, `${word("heading")} `, count);
    panel.append(make("section", { class: "list", "aria-labelledby": "list-heading" }, heading, status, items, acts));
  }
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  show();
  fill();
})();
