// The form of a site: shows only the fields of what is being given, and takes corners while one walks round.
//
// Elements with `data-mode` belong to one answer of the radios `data-draw-mode`. A button `data-walk-add="TEXTAREA-ID"`
// adds the position found (hidden fields walk-lon, walk-lat, walk-accuracy) as the next corner.

const radios = [...document.querySelectorAll("[data-draw-mode]")];
const parts = [...document.querySelectorAll("[data-mode]")];
const byId = (id) => document.getElementById(id);

function show() {
  const mode = radios.find((radio) => radio.checked)?.value ?? "point";
  for (const part of parts) part.hidden = part.dataset.mode !== mode;
  readyToAdd();
}

const add = document.querySelector("[data-walk-add]");
const walked = { lon: byId("walk-lon"), lat: byId("walk-lat"), accuracy: byId("walk-accuracy") };

// The button to add a corner is there once there is a position to add.
function readyToAdd() {
  if (add && !add.hidden) add.disabled = !walked.lon?.value || !walked.lat?.value;
}

function addCorner() {
  const corners = byId(add.dataset.walkAdd);
  const before = corners.value.trimEnd();
  corners.value = `${before}${before ? "\n" : ""}${walked.lon.value}, ${walked.lat.value}\n`;
  // An area is as exact as its worst corner.
  const accuracy = byId("f-accuracy_m");
  const worst = Math.max(Number(accuracy.value) || 0, Number(walked.accuracy.value) || 0);
  if (worst > 0) accuracy.value = String(worst);
  corners.dispatchEvent(new Event("input", { bubbles: true }));
  // The next corner is another place.
  walked.lon.value = walked.lat.value = walked.accuracy.value = "";
  byId("position-status").textContent = "";
  readyToAdd();
}

for (const radio of radios) radio.addEventListener("change", show);
if (add) {
  add.addEventListener("click", addCorner);
  for (const field of [walked.lon, walked.lat]) field?.addEventListener("input", readyToAdd);
}
// position.js shows every position button when it starts; this module comes first, so it waits for that.
addEventListener("DOMContentLoaded", show);
show();
