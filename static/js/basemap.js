// What the site map and the drawing map share: a Leaflet map on one canvas, base layers, labels.
//
// Nothing here parses text as HTML: a layer file of the operator's may hold any characters.
import "../vendor/leaflet/leaflet.js";

/** Leaflet; its own file puts it on the window. */
export const L = globalThis.L;

/** Gets JSON from this server; throws on any other answer. */
export async function fetchJson(url) {
  const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/** Makes an element with a class and text; the only way text enters the maps. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** The value of a `--map-…` property of the container; the style sheet owns the colours. */
export function colour(container, name) {
  return getComputedStyle(container).getPropertyValue(`--map-${name}`).trim() || "#444";
}

/** "w,s,e,n" to Leaflet bounds, or nothing when unreadable. */
export function parseBbox(text) {
  const numbers = (text ?? "").split(",").map(Number);
  if (numbers.length !== 4 || numbers.some((n) => !Number.isFinite(n))) return null;
  const [west, south, east, north] = numbers;
  return L.latLngBounds([south, west], [north, east]);
}

/** Makes the map in its container, fitted to `data-bbox`. */
export function makeMap(container) {
  container.replaceChildren();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const coarse = matchMedia("(pointer: coarse)").matches;
  const map = L.map(container, {
    preferCanvas: true,
    renderer: L.canvas({ padding: 0.4, tolerance: coarse ? 8 : 3 }),
    zoomControl: false,
    // The wheel scrolls the page until the map has been chosen.
    scrollWheelZoom: false,
    zoomAnimation: !calm,
    fadeAnimation: false,
    inertia: !calm,
    zoomSnap: 0.5,
    minZoom: 3,
    maxZoom: 18,
  });
  map.attributionControl.setPrefix(false);
  const text = container.dataset;
  L.control.zoom({ zoomInTitle: text.textZoomIn ?? "+", zoomOutTitle: text.textZoomOut ?? "−" }).addTo(map);
  L.control.scale({ imperial: false, position: "topright" }).addTo(map);
  const bounds = parseBbox(text.bbox) ?? L.latLngBounds([-35, -18], [37, 52]);
  map.fitBounds(bounds);
  map.placerHomeZoom = map.getBoundsZoom(bounds);
  // Beyond the neighbours there is nothing to see.
  map.setMinZoom(Math.max(2, map.placerHomeZoom - 2));
  map.setMaxBounds(bounds.pad(1.5));
  container.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  container.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(container);
  return map;
}

/** Shows a message over the map, or takes it away. */
export function showMessage(container, text) {
  container.querySelector(".placer-map__message")?.remove();
  if (!text) return;
  const note = element("p", "placer-map__message", text);
  note.setAttribute("role", "status");
  container.append(note);
}

// `near` widens the rivers as one comes closer.
function styleOf(kind, paint, near = 1) {
  switch (kind) {
    case "country":
      return () => ({ color: paint("border"), weight: 1.6, fillColor: paint("land"), fillOpacity: 1 });
    case "admin":
      return () => ({ color: paint("admin"), weight: 1, dashArray: "5 4", fill: false });
    case "river":
      return (feature) => ({ color: paint("river"), weight: riverWidth(feature.properties?.level) * near, fill: false });
    case "zone-none":
    case "zone-flag":
    case "zone-freeze":
    case "zone-refuse": {
      const tone = { "zone-none": "green", "zone-flag": "amber", "zone-freeze": "blue", "zone-refuse": "red" }[kind];
      return () => ({ color: paint(tone), weight: 2, dashArray: "8 4", fillColor: paint(tone), fillOpacity: 0.12 });
    }
    case "lake":
      return () => ({ color: paint("river"), weight: 0.8, fillColor: paint("water"), fillOpacity: 1 });
    default:
      return (feature) => ({
        // Land of the neighbours is one shape; their borders come as lines of their own.
        stroke: feature.properties?.role !== "land",
        color: paint("admin"),
        weight: 0.8,
        fillColor: paint("neighbour"),
        fillOpacity: 1,
      });
  }
}

// Level 1 is a river wide enough to have two banks; 4 and more are streams.
function riverWidth(level) {
  return [1, 1.9, 1.3, 1, 0.8][level ?? 0] ?? 0.7;
}

function nameOf(properties) {
  const language = document.documentElement.lang.slice(0, 2);
  return properties?.[`name_${language}`] ?? properties?.name ?? "";
}

// Points become labels; areas are labelled at their `label` point when they carry one.
function labelsOf(layer, features) {
  const labels = [];
  for (const { geometry, properties } of features) {
    const at = geometry?.type === "Point" ? geometry.coordinates : properties?.label;
    const text = nameOf(properties);
    if (!Array.isArray(at) || !text) continue;
    const place = layer.kind === "place";
    labels.push({ lon: at[0], lat: at[1], text, place, kind: layer.kind, rank: properties?.rank ?? (place ? 3 : 1) });
  }
  return labels;
}

/**
 * Adds the layers of `data-layers` in their order. Returns `[{name, kind, set(shown)}]` for a legend;
 * a layer that cannot be read is left out and named in `failed`.
 */
export async function addBaseLayers(map, url) {
  const container = map.getContainer();
  const paint = (name) => colour(container, name);
  const list = url ? await fetchJson(url) : [];
  const labels = new Labels(map);
  const answers = await Promise.allSettled(list.map((layer) => fetchJson(layer.url)));
  const added = [];
  const failed = [];
  answers.forEach((answer, index) => {
    const layer = list[index];
    if (answer.status === "rejected") {
      failed.push(layer.name);
      return;
    }
    const features = answer.value.features ?? [];
    const drawn = L.geoJSON(
      features.filter((f) => f.geometry && f.geometry.type !== "Point"),
      { interactive: false, style: styleOf(layer.kind, paint) },
    ).addTo(map);
    if (layer.kind === "river") widenWithZoom(map, drawn, paint);
    const mine = labelsOf(layer, features);
    labels.add(mine);
    // Leaflet writes an attribution as HTML, so the text is escaped by way of an element.
    if (layer.attribution) map.attributionControl.addAttribution(element("span", "", layer.attribution).innerHTML);
    const set = (shown) => {
      if (shown) drawn.addTo(map).bringToBack();
      else drawn.remove();
      labels.toggle(mine, shown);
      if (shown) restack(added);
    };
    added.push({ name: layer.name, kind: layer.kind, drawn, set });
  });
  labels.place();
  return { added, failed };
}

function widenWithZoom(map, rivers, paint) {
  let near = 1;
  map.on("zoomend", () => {
    const now = map.getZoom() - map.placerHomeZoom >= 1.5 ? 1.7 : 1;
    if (now === near) return;
    near = now;
    rivers.setStyle(styleOf("river", paint, near));
  });
}

// A layer shown again must return to its place in the drawing order.
function restack(added) {
  for (const { drawn } of [...added].reverse()) if (drawn._map) drawn.bringToBack();
}

/** Names on the map: the important ones first, none over another, more of them as one comes closer. */
class Labels {
  constructor(map) {
    this.map = map;
    this.all = [];
    this.group = L.layerGroup().addTo(map);
    this.measure = document.createElement("canvas").getContext("2d");
    this.measure.font = `700 13px ${getComputedStyle(map.getContainer()).fontFamily}`;
    map.on("moveend", () => this.place());
  }

  add(labels) {
    for (const label of labels) {
      label.width = this.measure.measureText(label.text).width + (label.place ? 12 : 24);
      this.all.push(label);
    }
    // Places before areas of the same rank: a town helps more to find one's way.
    this.all.sort((a, b) => a.rank - b.rank || Number(b.place) - Number(a.place));
  }

  toggle(labels, shown) {
    for (const label of labels) label.hidden = !shown;
    this.place();
  }

  wanted(label, closer) {
    if (label.hidden) return false;
    if (label.place) return closer >= label.rank * 0.8 - 1.6;
    if (label.kind === "admin") return closer >= 0 && closer < 3;
    // The country's own name only from so far away that its areas' names are gone.
    return label.kind === "country" ? closer < 0 : closer < 3;
  }

  place() {
    const { map } = this;
    const view = map.getBounds();
    const closer = map.getZoom() - map.placerHomeZoom;
    const taken = [];
    this.group.clearLayers();
    for (const label of this.all) {
      if (taken.length >= 60) break;
      if (!this.wanted(label, closer) || !view.contains([label.lat, label.lon])) continue;
      const { x, y } = map.latLngToContainerPoint([label.lat, label.lon]);
      const left = label.place ? x - 4 : x - label.width / 2;
      const box = [left, y - 9, left + label.width, y + 9];
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      this.group.addLayer(L.marker([label.lat, label.lon], { icon: labelIcon(label), interactive: false, keyboard: false }));
    }
  }
}

function labelIcon(label) {
  const kind = label.place ? "place" : "area";
  let className = `placer-map-label placer-map-label--${kind}`;
  if (label.place && label.rank <= 1) className += " placer-map-label--big";
  if (label.kind === "country" || label.kind === "other") className += " placer-map-label--country";
  return L.divIcon({ className, html: element("span", "", label.text), iconSize: null });
}
