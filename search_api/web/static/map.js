// The map beside the list: the same offerings, numbered alike, on the outlines of districts. Leaflet is loaded when a list with points is shown.
// Its marks take no focus of their own: the list is the way of keyboard and screen reader to all that is here. Each mark bears a name of its own.
"use strict";
(() => {
  const box = document.getElementById("map-box");
  const place = document.getElementById("map");
  if (!box || !place || !box.dataset.lib) return;
  const APART_PX = 36;
  const words = place.dataset;
  const all = document.getElementById("map-all");
  const told = document.getElementById("map-status");
  let map = null;
  let marks = null;
  let dots = null;
  let names = null;
  let loading = null;
  let points = [];

  function load() {
    loading ||= new Promise((resolve, reject) => {
      const style = document.createElement("link");
      Object.assign(style, { rel: "stylesheet", href: "/static/vendor/leaflet.css" });
      document.head.append(style);
      const script = document.createElement("script");
      Object.assign(script, { src: "/static/vendor/leaflet.js", onload: resolve, onerror: reject });
      document.head.append(script);
    });
    return loading;
  }

  function link(href, text) {
    const found = document.createElement("a");
    found.href = href;
    found.textContent = text;
    return found;
  }

  function begin() {
    map = L.map(place, { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, maxZoom: 18, keyboard: true });
    L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
    const by = L.control.attribution({ prefix: false }).addTo(map);
    if (words.by) by.addAttribution(escaped(words.by));
    if (words.tiles) L.tileLayer(words.tiles, { minZoom: 9, maxZoom: 18, attribution: escaped(words.tilesBy) }).addTo(map);
    names = L.layerGroup();
    marks = L.layerGroup().addTo(map);
    dots = L.layerGroup().addTo(map);
    map.setView([60.19, 24.94], 12);
    map.on("zoomend", () => { draw(); showNames(); });
    map.on("popupopen", ({ popup }) => {
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      close?.setAttribute("aria-label", words.close);
      popup.getElement().querySelector("a")?.focus({ preventScroll: true });
    });
    fetch("/map/districts.json").then((answer) => answer.json()).then((outlines) => {
      L.geoJSON(outlines, { interactive: false, renderer: L.canvas(), style: { color: "#595959", weight: 1.5, fillColor: "#f7f7f8", fillOpacity: words.tiles ? 0 : 1 } }).addTo(map).bringToBack();
      for (const { properties } of outlines.features) {
        const label = document.createElement("span");
        label.textContent = properties.name[words.lang] || properties.name.fi || "";
        L.marker(properties.middle, { icon: L.divIcon({ className: "district-name", html: label, iconSize: null }), interactive: false, keyboard: false }).addTo(names);
      }
      showNames();
      requestAnimationFrame(() => requestAnimationFrame(() => { words.ground = "drawn"; })); // the canvas is drawn in the next frame
    }).catch(() => { /* no outlines: the marks alone */ });
  }

  const escaped = (text) => { const span = document.createElement("span"); span.textContent = text; return span.innerHTML; };

  function showNames() {
    if (map.getZoom() >= 13 && !words.tiles) { names.addTo(map); names.eachLayer((one) => one.getElement()?.setAttribute("aria-hidden", "true")); } else names.remove();
  }

  // Marks nearer to each other than a finger are one mark.
  function gathered() {
    const groups = [];
    for (const one of points) {
      const at = map.latLngToLayerPoint([one.lat, one.lon]);
      const near = groups.find((group) => group.at.distanceTo(at) < APART_PX);
      if (near) near.points.push(one); else groups.push({ at, points: [one] });
    }
    return groups;
  }

  function draw() {
    if (!map) return;
    marks.clearLayers();
    for (const { points: here } of gathered()) {
      const name = here.map((one) => `${one.number}. ${one.name}`).join(", ");
      const label = document.createElement("span");
      label.textContent = here.length > 1 ? `×${here.length}` : here[0].number;
      const icon = L.divIcon({ className: here.length > 1 ? "pin many" : "pin", html: label, iconSize: [32, 32] });
      const mark = L.marker([here[0].lat, here[0].lon], { icon, keyboard: false, title: name, riseOnHover: true });
      mark.bindPopup(() => popupOf(here));
      mark.ids = here.map((one) => one.id);
      mark.addTo(marks);
    }
    const from = document.getElementById("answer")?.dataset;
    if (from?.lat) L.circleMarker([Number(from.lat), Number(from.lon)], { radius: 8, color: "#b01038", fillOpacity: 1, interactive: false }).addTo(marks);
  }

  function popupOf(here) {
    const list = document.createElement("ul");
    list.className = "popup";
    for (const one of here) {
      const row = document.createElement("li");
      const page = document.getElementById(`s-${one.id}`)?.querySelector("h3 a");
      const title = link(page ? page.getAttribute("href") : `/services/${one.id}`, `${one.number}. ${one.name}`);
      if (page?.lang) title.lang = page.lang;
      const down = link(`#s-${one.id}`, words.list);
      down.addEventListener("click", (event) => { event.preventDefault(); const card = document.getElementById(`s-${one.id}`); card?.scrollIntoView({ block: "center" }); page?.focus({ preventScroll: true }); });
      row.append(title, document.createElement("br"), down);
      list.append(row);
    }
    return list;
  }

  function light(id) {
    marks?.eachLayer((one) => one.ids && one.getElement()?.classList.toggle("lit", one.ids.includes(id)));
  }

  async function showAll() {
    const answer = document.getElementById("answer");
    const given = await fetch("/v1/pins", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: answer.dataset.pins });
    if (!given.ok) return;
    const { pins } = await given.json();
    const listed = new Set(points.map((one) => one.id));
    const renderer = L.canvas({ padding: 0.2, tolerance: 8 });
    dots.clearLayers();
    for (const [id, lat, lon] of pins) {
      if (listed.has(id)) continue;
      L.circleMarker([lat, lon], { renderer, radius: 5, weight: 1, color: "#ffffff", fillColor: "#0000bf", fillOpacity: 1 }).on("click", ({ target }) => open(id, target)).addTo(dots);
    }
    map.fitBounds(L.latLngBounds(pins.map(([, lat, lon]) => [lat, lon])), { padding: [24, 24], maxZoom: 15 });
    all.hidden = true;
    told.textContent = all.dataset.done.replace("#", pins.length);
  }

  async function open(id, dot) {
    const answer = await fetch(`/v1/services/${encodeURIComponent(id)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { name } = await answer.json();
    const lang = [words.lang, "fi", "sv", "en"].find((one) => name[one]);
    const title = link(`/services/${id}?lang=${words.lang}`, name[lang]);
    title.lang = lang;
    dot.bindPopup(title).openPopup();
  }

  async function refresh() {
    points = [...document.querySelectorAll("#cards > li[data-lat]")].map((card) => ({ id: card.id.slice(2), number: card.dataset.number, name: card.dataset.name, lat: Number(card.dataset.lat), lon: Number(card.dataset.lon) }));
    box.hidden = points.length === 0;
    if (!points.length) return;
    await load();
    if (!map) begin();
    map.invalidateSize();
    dots.clearLayers();
    told.textContent = "";
    const total = Number(document.getElementById("answer").dataset.total);
    all.hidden = total <= document.querySelectorAll("#cards > li").length;
    all.textContent = all.dataset.words.replace("#", total);
    map.fitBounds(L.latLngBounds(points.map((one) => [one.lat, one.lon])), { padding: [24, 24], maxZoom: 15, animate: false });
    draw();
  }

  all?.addEventListener("click", () => { showAll().catch(() => {}); });
  for (const [kind, isOn] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    document.getElementById("found").addEventListener(kind, (event) => { const card = event.target.closest("#cards > li"); if (card) light(isOn ? card.id.slice(2) : ""); });
  }
  window.liikuMap = { refresh };
})();
