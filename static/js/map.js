// The map of sites. The list beside it says the same without a script.
//
// <div class="placer-map" role="region" aria-label="…" data-layers="URL" data-sites="URL" data-bbox="w,s,e,n"
//   data-statuses='[{"key":"live","label":"…","tone":"green"}]' data-label-status data-label-weight data-label-open
//   data-text-loading data-text-failed data-text-keys data-text-legend data-text-zoom-in data-text-zoom-out>
// Features of `data-sites`: point or polygon; properties code, name, url, status, weight (a number sets the
// dot's size), weight_text (shown). <button hidden data-map-show="CODE"> anywhere goes to a site.
import { L, addBaseLayers, colour, element, fetchJson, makeMap, showMessage } from "./basemap.js";

// Where one goes to look at a single site.
const SITE_ZOOM = 12;
// From this many pixels on a polygon can be told from a dot.
const POLYGON_PIXELS = 8;
// Dots grow as one comes closer; far away thousands of them must leave the map readable.
const SMALLEST_DOT = 2.5;
const LARGEST_DOT = 6;
const TONES = ["green", "amber", "red", "grey", "blue", "purple"];

function readStatuses(text) {
  try {
    const list = JSON.parse(text ?? "[]");
    return new Map(list.map((s) => [s.key, { ...s, tone: TONES.includes(s.tone) ? s.tone : "grey" }]));
  } catch {
    return new Map();
  }
}

// Only addresses of this server become links.
function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return parsed.origin === location.origin ? parsed.href : null;
  } catch {
    return null;
  }
}

function popupContent(site, container, statuses) {
  const { code, name, url, status, weight, weight_text: weightText } = site.properties;
  const box = element("div", "placer-map-popup");
  box.append(element("strong", "placer-code", code ?? ""));
  if (name) box.append(element("div", "", name));
  const facts = element("dl");
  const fact = (label, value) => {
    if (value === undefined || value === null || value === "") return;
    facts.append(element("dt", "", label ?? ""), element("dd", "", String(value)));
  };
  fact(container.dataset.labelStatus, statuses.get(status)?.label ?? status);
  fact(container.dataset.labelWeight, weightText ?? weight);
  if (facts.childElementCount > 0) box.append(facts);
  const href = url && safeUrl(url);
  if (href) {
    const link = element("a", "", container.dataset.labelOpen ?? code ?? href);
    link.href = href;
    box.append(link);
  }
  return box;
}

/** Sites on the map: a dot each; their polygons only when large enough and in view. */
class Sites {
  constructor(map, statuses) {
    this.map = map;
    this.statuses = statuses;
    this.byCode = new Map();
    this.all = [];
    this.dots = L.featureGroup().addTo(map);
    this.areas = L.featureGroup().addTo(map);
    this.popup = L.popup({ minWidth: 160, maxWidth: 280, autoPanPadding: [20, 20] });
    for (const group of [this.dots, this.areas]) group.on("click", (e) => this.open(e.layer.site));
    this.weighted = false;
    map.on("moveend", () => this.showAreas());
    map.on("zoomend", () => this.sizeDots());
  }

  /** Radius of an unweighted dot at this zoom: fewer sites start larger. */
  dotRadius() {
    const start = this.all.length > 1500 ? SMALLEST_DOT : 4;
    return Math.min(LARGEST_DOT, start + Math.max(0, this.map.getZoom() - this.map.placerHomeZoom) * 0.6);
  }

  sizeDots() {
    if (this.weighted) return;
    const radius = this.dotRadius();
    this.dots.eachLayer((dot) => dot.setStyle({ radius, weight: radius > 4 ? 1.2 : 0.6 }));
  }

  add(features) {
    const container = this.map.getContainer();
    const paints = new Map(TONES.map((tone) => [tone, colour(container, tone)]));
    const heaviest = features.reduce((most, f) => Math.max(most, Number(f.properties?.weight) || 0), 0);
    for (const feature of features) {
      if (!feature.geometry) continue;
      const shape = feature.geometry.type === "Point" ? null : L.GeoJSON.geometryToLayer(feature);
      const [lon, lat] = feature.geometry.coordinates;
      const at = shape ? shape.getBounds().getCenter() : L.latLng(lat, lon);
      const properties = feature.properties ?? {};
      const tone = this.statuses.get(properties.status)?.tone ?? "green";
      const paint = paints.get(tone);
      const site = { properties, at, shape, paint, bounds: shape?.getBounds() ?? null };
      const share = heaviest > 0 ? Math.sqrt((Number(properties.weight) || 0) / heaviest) : 0;
      const dot = L.circleMarker(at, {
        radius: 4 + 12 * share,
        weight: 1,
        color: "#ffffff",
        fillColor: paint,
        fillOpacity: 0.88,
      });
      dot.site = site;
      this.dots.addLayer(dot);
      this.all.push(site);
      if (properties.code) this.byCode.set(String(properties.code), site);
    }
    this.weighted = heaviest > 0;
    this.sizeDots();
    this.showAreas();
  }

  showAreas() {
    // Degrees that fill so many pixels; a polygon that spans less is its dot.
    const least = (POLYGON_PIXELS * 360) / (256 * 2 ** this.map.getZoom());
    const view = this.map.getBounds().pad(0.2);
    for (const site of this.all) {
      if (!site.shape) continue;
      const { bounds } = site;
      const span = Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth());
      const wanted = span >= least && view.intersects(bounds);
      if (wanted === this.areas.hasLayer(site.shape)) continue;
      if (wanted) {
        site.shape.setStyle({ color: site.paint, weight: 2, fillColor: site.paint, fillOpacity: 0.2 });
        site.shape.site = site;
        this.areas.addLayer(site.shape);
      } else {
        this.areas.removeLayer(site.shape);
      }
    }
  }

  open(site) {
    const content = popupContent(site, this.map.getContainer(), this.statuses);
    this.popup.setLatLng(site.at).setContent(content).openOn(this.map);
    return content;
  }

  /** Goes to a site and puts the keyboard on its link. */
  goTo(site) {
    this.map.setView(site.at, Math.max(this.map.getZoom(), SITE_ZOOM), { animate: false });
    this.open(site).querySelector("a")?.focus({ preventScroll: true });
  }

  nearestToCentre() {
    const view = this.map.getBounds();
    const centre = this.map.getCenter();
    let nearest = null;
    let least = Infinity;
    for (const site of this.all) {
      if (!view.contains(site.at)) continue;
      const distance = centre.distanceTo(site.at);
      if (distance < least) [nearest, least] = [site, distance];
    }
    return nearest;
  }
}

function wireKeys(map, sites) {
  const container = map.getContainer();
  container.addEventListener("keydown", (event) => {
    // Leaflet hears Escape only while the map itself has the keyboard, not its popup.
    if (event.key === "Escape") map.closePopup();
    if (event.key !== "Enter" || event.target !== container) return;
    const site = sites.nearestToCentre();
    if (!site) return;
    event.preventDefault();
    sites.open(site).querySelector("a")?.focus({ preventScroll: true });
  });
  // A popup closed while it held the keyboard leaves it nowhere; the map takes it back.
  let held = false;
  container.addEventListener("focusin", (event) => {
    held = event.target.closest(".leaflet-popup") !== null;
  });
  map.on("popupclose", () => {
    if (held && document.activeElement === document.body) container.focus({ preventScroll: true });
    held = false;
  });
}

function swatch(container, kind, tone) {
  const canvas = element("canvas", "placer-map-swatch");
  canvas.width = 36;
  canvas.height = 28;
  const pen = canvas.getContext("2d");
  const paint = (name) => colour(container, name);
  pen.lineWidth = 4;
  if (tone) {
    pen.fillStyle = paint(tone);
    pen.arc(18, 14, 11, 0, 7);
    pen.fill();
  } else if (kind === "river" || kind === "admin") {
    pen.strokeStyle = paint(kind);
    if (kind === "admin") pen.setLineDash([8, 6]);
    pen.moveTo(0, 18);
    pen.lineTo(36, 10);
    pen.stroke();
  } else if (kind?.startsWith("zone-")) {
    pen.strokeStyle = paint({ none: "green", flag: "amber", freeze: "blue", refuse: "red" }[kind.slice(5)] ?? "grey");
    pen.setLineDash([8, 4]);
    pen.strokeRect(2, 2, 32, 24);
  } else if (kind === "place") {
    pen.fillStyle = "#16211d";
    pen.arc(18, 14, 6, 0, 7);
    pen.fill();
  } else {
    pen.fillStyle = paint({ country: "land", lake: "water" }[kind] ?? "neighbour");
    pen.strokeStyle = paint("border");
    pen.lineWidth = 2;
    pen.fillRect(1, 1, 34, 26);
    pen.strokeRect(1, 1, 34, 26);
  }
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

/** Below the map: what the dots mean, and the layers, which can be switched off. */
function addLegend(container, statuses, layers) {
  const legend = element("div", "placer-map-legend");
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", container.dataset.textLegend ?? "");
  const meanings = element("ul");
  for (const { label, tone } of statuses.values()) {
    const item = element("li");
    const line = element("label");
    line.append(swatch(container, null, tone), element("span", "", label));
    item.append(line);
    meanings.append(item);
  }
  const switches = element("ul");
  for (const layer of layers) {
    const box = element("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => layer.set(box.checked));
    const line = element("label");
    line.append(box, swatch(container, layer.kind), element("span", "", layer.name));
    const item = element("li");
    item.append(line);
    switches.append(item);
  }
  for (const list of [meanings, switches]) if (list.childElementCount > 0) legend.append(list);
  if (container.dataset.textKeys) legend.append(element("p", "", container.dataset.textKeys));
  container.after(legend);
}

async function start(container) {
  const statuses = readStatuses(container.dataset.statuses);
  const map = makeMap(container);
  showMessage(container, container.dataset.textLoading);
  const sites = new Sites(map, statuses);
  const { layers, sites: sitesUrl } = container.dataset;
  const [base, found] = await Promise.allSettled([
    addBaseLayers(map, layers),
    sitesUrl ? fetchJson(sitesUrl) : { features: [] },
  ]);
  addLegend(container, statuses, base.value?.added ?? []);
  if (found.status === "fulfilled") sites.add(found.value.features ?? []);
  const whole = base.status === "fulfilled" && base.value.failed.length === 0 && found.status === "fulfilled";
  showMessage(container, whole ? "" : container.dataset.textFailed);
  wireKeys(map, sites);
  for (const button of document.querySelectorAll("[data-map-show]")) {
    const site = sites.byCode.get(button.dataset.mapShow);
    if (!site) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      container.scrollIntoView({ block: "nearest" });
      sites.goTo(site);
    });
  }
  container.dataset.ready = "true";
}

for (const container of document.querySelectorAll(".placer-map")) start(container);
