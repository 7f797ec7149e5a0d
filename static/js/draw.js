// Drawing a site: a point, or a polygon's corners, on a map bound to ordinary fields of the form.
//
// <div class="placer-draw" data-target="TEXTAREA-ID" data-lon="ID" data-lat="ID" data-method="ID" data-layers data-bbox
//   data-text-handle data-text-insert data-text-failed data-text-keys data-text-zoom-in data-text-zoom-out>
// In the same form: radios `data-draw-mode` with values point and polygon, buttons (hidden until there is a
// script) `data-draw-undo` and `data-draw-clear`. A polygon is one "lon, lat" per line in the textarea. A point
// goes to the `data-lon` and `data-lat` fields where given, else into the textarea as one line. The fields
// are the truth: what is typed there moves the drawing. What is drawn was not found by a receiver: the `data-method`
// list then says map, unless another way was chosen there.
import { L, addBaseLayers, colour, element, makeMap, showMessage } from "./basemap.js";

// A tenth of a metre; a finger is not finer.
const DECIMALS = 6;
// Past this the handles between corners would cover the line.
const MOST_WITH_MIDDLES = 60;
const LINE = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/;

function readLine(line) {
  const match = LINE.exec(line);
  if (!match) return null;
  const [lon, lat] = [Number(match[1]), Number(match[2])];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? L.latLng(lat, lon) : null;
}

/** Points of a text, or nothing when a line cannot be read: a drawing of half a text would mislead. */
function readText(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const points = lines.map(readLine);
  if (points.includes(null)) return null;
  const closed = points.length > 3 && points[0].equals(points[points.length - 1]);
  return closed ? points.slice(0, -1) : points;
}

class Drawing {
  constructor(container) {
    this.container = container;
    this.form = container.closest("form") ?? document;
    this.text = document.getElementById(container.dataset.target ?? "");
    this.lon = document.getElementById(container.dataset.lon ?? "");
    this.lat = document.getElementById(container.dataset.lat ?? "");
    this.method = document.getElementById(container.dataset.method ?? "");
    this.modes = [...this.form.querySelectorAll("[data-draw-mode]")];
    this.points = [];
    this.past = [];
    this.map = makeMap(container);
    this.group = L.layerGroup().addTo(this.map);
    const line = { color: colour(container, "red"), weight: 3, fillOpacity: 0.15, interactive: false };
    this.shape = L.polygon([], line).addTo(this.map);
  }

  get mode() {
    const checked = this.modes.find((radio) => radio.checked) ?? this.modes[0];
    return checked?.value === "polygon" || (!checked && !this.lon) ? "polygon" : "point";
  }

  get inFields() {
    return this.mode === "point" && this.lon && this.lat;
  }

  read() {
    const points = this.inFields
      ? readText(this.lon.value.trim() && this.lat.value.trim() ? `${this.lon.value} ${this.lat.value}` : "")
      : readText(this.text?.value ?? "");
    if (!points) return;
    this.points = this.mode === "point" ? points.slice(0, 1) : points;
    this.draw();
  }

  write() {
    const pair = (p) => [p.lng.toFixed(DECIMALS), p.lat.toFixed(DECIMALS)];
    if (this.inFields) {
      const [lon, lat] = this.points.length > 0 ? pair(this.points[0]) : ["", ""];
      this.lon.value = lon;
      this.lat.value = lat;
    } else if (this.text) {
      this.text.value = this.points.map((p) => pair(p).join(", ")).join("\n");
    }
  }

  change(points) {
    this.past.push(this.points);
    if (this.method && ["", "gps"].includes(this.method.value)) this.method.value = "map";
    this.points = points;
    this.write();
    this.draw();
  }

  addPoint(at) {
    this.change(this.mode === "point" ? [at] : [...this.points, at]);
  }

  draw() {
    this.shape.setLatLngs(this.mode === "polygon" ? this.points : []);
    this.group.clearLayers();
    this.points.forEach((at, index) => this.addHandle(at, index));
    if (this.mode !== "polygon" || this.points.length < 2 || this.points.length > MOST_WITH_MIDDLES) return;
    const lastOpen = this.points.length === 2 ? 1 : 0;
    this.points.slice(0, this.points.length - lastOpen).forEach((at, index) => {
      const next = this.points[(index + 1) % this.points.length];
      this.addMiddle(L.latLngBounds(at, next).getCenter(), index + 1);
    });
  }

  handle(at, className, title) {
    const icon = L.divIcon({ className: `placer-draw-handle ${className}`, iconSize: [34, 34] });
    const marker = L.marker(at, { icon, draggable: true, title, alt: title, autoPan: true });
    return marker.addTo(this.group);
  }

  addHandle(at, index) {
    const title = (this.container.dataset.textHandle ?? "").replace("{number}", String(index + 1));
    const marker = this.handle(at, "", title);
    const moved = (to) => this.points.map((p, i) => (i === index ? to : p));
    marker.on("drag", () => this.shape.setLatLngs(this.mode === "polygon" ? moved(marker.getLatLng()) : []));
    marker.on("dragend", () => this.change(moved(marker.getLatLng())));
    marker.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        event.stopPropagation();
        this.change(this.points.filter((_, i) => i !== index));
        this.container.focus({ preventScroll: true });
        return;
      }
      const step = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const to = this.map.layerPointToLatLng(this.map.latLngToLayerPoint(this.points[index]).add(step));
      this.change(moved(to));
      this.focusHandle(index);
    });
  }

  // Drawing makes the handles anew, so the keyboard is put back on the same corner.
  focusHandle(index) {
    const corners = this.container.querySelectorAll(".placer-draw-handle:not(.placer-draw-handle--mid)");
    corners[index]?.focus({ preventScroll: true });
  }

  addMiddle(at, index) {
    const marker = this.handle(at, "placer-draw-handle--mid", this.container.dataset.textInsert ?? "");
    const inserted = (to) => [...this.points.slice(0, index), to, ...this.points.slice(index)];
    marker.on("drag", () => this.shape.setLatLngs(inserted(marker.getLatLng())));
    marker.on("dragend click", () => {
      this.change(inserted(marker.getLatLng()));
      this.focusHandle(index);
    });
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.points = before;
    this.write();
    this.draw();
  }

  fit() {
    if (this.points.length > 1) this.map.fitBounds(L.latLngBounds(this.points), { padding: [70, 70], maxZoom: 17 });
    else if (this.points.length === 1) this.map.setView(this.points[0], Math.max(this.map.getZoom(), 14));
  }
}

function wire(drawing) {
  const { map, container, form } = drawing;
  map.on("click", (event) => drawing.addPoint(event.latlng));
  // A double click would zoom in the middle of drawing.
  map.doubleClickZoom.disable();
  container.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== container) return;
    event.preventDefault();
    drawing.addPoint(map.getCenter());
  });
  for (const field of [drawing.text, drawing.lon, drawing.lat]) {
    field?.addEventListener("input", () => {
      drawing.read();
      drawing.fit();
    });
  }
  for (const radio of drawing.modes) {
    radio.addEventListener("change", () => {
      drawing.past = [];
      drawing.read();
    });
  }
  const button = (name, act) => {
    for (const found of form.querySelectorAll(`[${name}]`)) {
      found.hidden = false;
      found.addEventListener("click", act);
    }
  };
  button("data-draw-undo", () => drawing.undo());
  button("data-draw-clear", () => drawing.change([]));
}

async function start(container) {
  const drawing = new Drawing(container);
  wire(drawing);
  drawing.read();
  drawing.fit();
  if (container.dataset.textKeys) container.after(element("p", "govuk-hint", container.dataset.textKeys));
  try {
    const { failed } = await addBaseLayers(drawing.map, container.dataset.layers);
    drawing.shape.bringToFront();
    if (failed.length > 0) showMessage(container, container.dataset.textFailed);
  } catch {
    // Without the base map one can still draw by coordinates.
    showMessage(container, container.dataset.textFailed);
  }
  container.dataset.ready = "true";
}

for (const container of document.querySelectorAll(".placer-draw")) start(container);
