// A button that fills coordinate fields from the phone's position.
//
// <button type="button" hidden data-position data-lon="ID" data-lat="ID" data-accuracy="ID" data-status="ID"
//   data-method="ID" data-method-value="gps" data-text-busy data-text-done data-text-denied
//   data-text-unavailable data-text-timeout data-text-insecure>
// `data-text-done` may hold {accuracy}, replaced by whole metres.

// Below this many metres a better fix is not worth the wait.
const GOOD_ENOUGH_M = 8;
// A phone's first fix is coarse; it gets this long to become better.
const IMPROVE_MS = 15_000;
const GIVE_UP_MS = 30_000;

function byId(id) {
  return id ? document.getElementById(id) : null;
}

function fill(field, value) {
  if (!field) return;
  field.value = value;
  // Lets the drawing map follow.
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function wire(button) {
  const fields = [button.dataset.lon, button.dataset.lat, button.dataset.accuracy].map(byId);
  const [lon, lat, accuracy] = fields;
  const status = byId(button.dataset.status);
  let watch = null;
  let best = Infinity;
  let timer = 0;

  const say = (name, metres) => {
    const text = button.dataset[name] ?? "";
    if (status) status.textContent = text.replace("{accuracy}", String(metres ?? ""));
  };

  const stop = () => {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
    clearTimeout(timer);
    button.removeAttribute("aria-busy");
  };

  const take = ({ coords }) => {
    if (coords.accuracy >= best) return;
    if (best === Infinity) {
      clearTimeout(timer);
      timer = setTimeout(stop, IMPROVE_MS);
    }
    best = coords.accuracy;
    // Rounded up: an accuracy must never look better than it was.
    const metres = Math.max(1, Math.ceil(coords.accuracy));
    fill(lon, coords.longitude.toFixed(7));
    fill(lat, coords.latitude.toFixed(7));
    fill(accuracy, String(metres));
    fill(byId(button.dataset.method), button.dataset.methodValue ?? "gps");
    say("textDone", metres);
    if (coords.accuracy <= GOOD_ENOUGH_M) stop();
  };

  const fail = (error) => {
    // A failure after a usable fix only means that it will not become better.
    if (best === Infinity) {
      say({ 1: "textDenied", 3: "textTimeout" }[error.code] ?? "textUnavailable");
    }
    stop();
  };

  const start = () => {
    stop();
    if (!window.isSecureContext) return say("textInsecure");
    if (!navigator.geolocation) return say("textUnavailable");
    best = Infinity;
    button.setAttribute("aria-busy", "true");
    say("textBusy");
    timer = setTimeout(() => fail({ code: 3 }), GIVE_UP_MS);
    watch = navigator.geolocation.watchPosition(take, fail, {
      enableHighAccuracy: true,
      maximumAge: 0,
      timeout: GIVE_UP_MS,
    });
  };

  // What a person types over a fix stays.
  for (const field of fields) {
    field?.addEventListener("input", (event) => {
      if (event.isTrusted) stop();
    });
  }
  button.hidden = false;
  button.addEventListener("click", start);
}

for (const button of document.querySelectorAll("[data-position]")) wire(button);
