// The page that checks tokens without a network: languages, the form, what was found, and the camera where a browser reads
// QR codes by itself.
(() => {
  "use strict";
  const { data, verify, standingOn, byId } = globalThis.placerOffline;
  let language = data.language;
  let last = null;
  let able = true;
  const words = () => data.words[language];

  const made = (name, text, classes) => {
    const element = document.createElement(name);
    element.textContent = text ?? "";
    if (classes) element.className = classes;
    return element;
  };
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  // Whole numbers of the smallest unit, written without ever being a fraction.
  const units = (n, decimals, least) => {
    const digits = String(n).padStart(decimals + 1, "0");
    const whole = BigInt(digits.slice(0, -decimals)).toLocaleString(words().forms);
    let part = digits.slice(-decimals);
    while (part.length > least && part.endsWith("0")) part = part.slice(0, -1);
    return whole + (language === "fr" ? "," : ".") + part;
  };
  const carats = (mct) => `${units(mct, 3, 2)}\u00a0ct`;
  const usd = (cents) => `${units(cents, 2, 2)}\u00a0USD`;
  const day = (days) =>
    new Date(days * 864e5).toLocaleDateString(words().forms, { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
  const country = (code) => words().countries[code] ?? code;

  const origin = (c) => {
    const all = c.origins.map(country);
    if (c.unestablished_mct > 0) all.push(`${words().open} (${carats(c.unestablished_mct)})`);
    if (c.mixed) all.push(words().mixed);
    return all.join(", ");
  };
  const facts = (c) => {
    const w = words();
    const lines = c.lines.map(([hs, mct, cents]) => `${w.hs[hs]}: ${carats(mct)}, ${usd(cents)}`).join("\n");
    return [
      [w.field.origin, origin(c)],
      [w.field.number, c.number],
      [w.field.issued, day(c.issued_on)],
      [w.field.expires, day(c.expires_on)],
      [w.field.exporter, c.exporter],
      [w.field.importer, `${c.importer[0]}, ${country(c.importer[1])}`],
      [w.field.mass, carats(c.weight_mct)],
      [w.field.value, usd(c.value_usd_cents)],
      [w.field.parcels, c.parcels.toLocaleString(words().forms)],
      [w.field.hs, lines],
      [w.stones, c.stones.toLocaleString(words().forms)],
    ];
  };
  const behind = (c, kid) => [
    [words().behind.issuer, `${country(c.issuer.slice(0, 2))} (${c.issuer})`],
    [words().behind.key, kid],
    [words().behind.entry, c.entry[0].toLocaleString(words().forms)],
    [words().behind.leaf, hex(c.entry[1])],
    [words().behind.composition, hex(c.composition)],
  ];
  const table = (rows) => {
    const list = document.createElement("dl");
    for (const [name, value] of rows) {
      const row = document.createElement("div");
      row.append(made("dt", name), made("dd", value));
      list.append(row);
    }
    return list;
  };

  // A figure as it was typed, in units of its last decimal; null where nothing was typed, and NaN where it cannot be read.
  // Thousands may be parted as papers part them, where a decimal sign of another kind follows, or by blanks.
  const typed = (id, decimals) => {
    let text = byId(id).value.trim().replace(/[\s\u00a0\u2009\u202f]/g, "");
    if (text === "") return null;
    if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) text = text.replaceAll(",", "");
    if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text)) text = text.replaceAll(".", "");
    const found = /^(\d{1,13})(?:\.(\d+))?$/.exec(text.replace(",", "."));
    if (!found || (found[2] ?? "").length > decimals) return NaN;
    return Number(found[1] + (found[2] ?? "").padEnd(decimals, "0"));
  };
  const folded = (text) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  const differing = (c) => {
    const [mass, value] = [typed("carats", 3), typed("value", 2)];
    const number = folded(byId("number").value);
    const [other, unread] = [[], []];
    if (number !== "" && number !== folded(c.number)) other.push("number");
    const held = (is, wanted, name) => {
      if (Number.isNaN(is)) unread.push(name);
      else if (is !== null && is !== wanted) other.push(name);
    };
    held(mass, c.weight_mct, "weight-mct");
    held(value, c.value_usd_cents, "value-usd-cents");
    return [other, unread];
  };

  const show = () => {
    const result = byId("result");
    result.replaceChildren();
    result.dataset.state = "";
    if (!last) return;
    const w = words();
    const box = made("div", "", "told");
    result.append(box);
    if (last.fault) {
      result.dataset.state = last.fault.code;
      const why = (w.fault[last.fault.code] ?? "").replaceAll("{what}", () => last.fault.what);
      box.append(made("p", w.page.false), made("p", why));
      return;
    }
    const { claims, kid } = last;
    const now = Date.now();
    const standing = standingOn(claims, Math.floor(now / 1000));
    const [other, unread] = differing(claims);
    const named = (names) => names.map((name) => w.claim[name]).join(", ");
    const good = standing === "valid" && other.length + unread.length === 0;
    result.dataset.state = other.length > 0 ? "differs" : standing;
    box.classList.toggle("good", good);
    const sentence = w.standing[standing].replace("{from}", () => day(claims.issued_on)).replace("{until}", () => day(claims.expires_on));
    box.append(made("p", w.page.genuine), made("p", sentence));
    if (other.length > 0) box.append(made("p", `${w.page.differs} ${named(other)}`));
    if (unread.length > 0) box.append(made("p", `${w.page.unread} ${named(unread)}`));
    box.append(made("p", `${w.page.clock} ${new Date(now).toLocaleString(words().forms, { dateStyle: "medium", timeStyle: "long" })}`, "small"));
    result.append(made("p", w.page.compare), table(facts(claims)), made("p", w.page["no-state"]), table(behind(claims, kid)));
  };

  const speak = () => {
    document.documentElement.lang = language;
    document.title = words().page.title;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = words().page[element.dataset.word];
    byId("made").textContent = words().made;
    byId("keys").textContent = data.keys.map((key) => `${key.country} ${key.kid}`).join(", ");
    byId("unable").hidden = able;
    byId("languages").setAttribute("aria-label", words().page.language);
    byId("languages").replaceChildren(
      ...Object.keys(data.words)
        .filter((tag) => tag !== language)
        .map((tag) => {
          const button = made("button", data.words[tag].name);
          button.type = "button";
          button.lang = tag;
          button.addEventListener("click", () => {
            language = tag;
            speak();
            show();
          });
          return button;
        }),
    );
  };

  const check = async () => {
    if (byId("token").value.trim() === "") {
      last = null;
      show();
      byId("result").replaceChildren(made("p", words().page.empty, "told"));
      byId("token").focus();
      return;
    }
    byId("result").dataset.state = "busy";
    try {
      last = await verify(byId("token").value);
    } catch (error) {
      // What is no refusal of ours is one of the browser's: it cannot check, and nothing is said of the token.
      last = error.code && typeof error.code === "string" ? { fault: error } : null;
      if (!last) able = false;
    }
    speak();
    show();
  };

  const scan = async () => {
    const video = byId("video");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      let found = null;
      while (!found && stream.active) {
        await new Promise((done) => setTimeout(done, 250));
        found = (await detector.detect(video)).map((code) => code.rawValue).find((text) => text.startsWith("KPC"));
      }
      stream.getTracks().forEach((track) => track.stop());
      if (found) {
        byId("token").value = found;
        await check();
      }
    } catch {
      byId("result").replaceChildren(made("p", words().page.camera, "told"));
    }
    video.hidden = true;
  };

  // A key of RFC 8032 (section 7.1, test 1): whether the browser takes it says whether it can check at all.
  const probe = async () => {
    const key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const bytes = Uint8Array.from(atob(key), (c) => c.charCodeAt(0));
    try {
      await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      able = false;
    }
  };

  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  byId("scan").hidden = !("BarcodeDetector" in window && navigator.mediaDevices);
  byId("scan").addEventListener("click", scan);
  probe().then(speak);
})();
