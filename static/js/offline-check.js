// Checks tokens of certificates without a network: docs/certificate-token.md, written a second time. It stands inside the
// page that /check/offline.html hands out, with its data: the list of keys and every sentence.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const CERTIFICATE = -65537;
  const DAY = 86400;
  const MASS_MOST = 1e13;

  // Why a token is not genuine: the name of the sentence, and what exactly.
  class Fault extends Error {
    constructor(code, what = "") {
      super(code);
      this.code = code;
      this.what = what;
    }
  }
  const need = (holds, code, what) => {
    if (!holds) throw new Fault(code, what);
  };
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

  // Base45 (RFC 9285); nothing is taken that would not be written so again.
  const base45 = (text) => {
    const signs = Array.from(text, (sign) => SIGNS.indexOf(sign));
    need(!signs.includes(-1) && signs.length % 3 !== 1, "not-a-token");
    const out = [];
    for (let at = 0; at < signs.length; at += 3) {
      const [a, b, c] = signs.slice(at, at + 3);
      const whole = a + 45 * b + 2025 * (c ?? 0);
      need(whole <= (c === undefined ? 255 : 65535), "not-a-token");
      if (c !== undefined) out.push(whole >> 8);
      out.push(whole & 255);
    }
    return Uint8Array.from(out);
  };

  // One stored block of zlib: the only way in which tokens are packed.
  const stored = (zlib) => {
    need(zlib.length >= 11, "damaged");
    const length = zlib[3] | (zlib[4] << 8);
    const plain = zlib[0] === 0x78 && zlib[1] === 1 && zlib[2] === 1 && (length ^ 0xffff) === (zlib[5] | (zlib[6] << 8));
    need(plain, zlib[0] === 0x78 && zlib[2] !== 1 ? "not-canonical" : "damaged");
    need(length <= 4096, "too-long");
    need(zlib.length >= length + 11, "damaged");
    need(zlib.length === length + 11, "trailing");
    const bytes = zlib.slice(7, 7 + length);
    let low = 1;
    let high = 0;
    for (const byte of bytes) {
      low = (low + byte) % 65521;
      high = (high + low) % 65521;
    }
    const sum = [high >> 8, high & 255, low >> 8, low & 255];
    need(sum.every((byte, at) => byte === zlib[7 + length + at]), "damaged");
    return bytes;
  };

  // CBOR in its one deterministic form (RFC 8949, section 4.2): shortest numbers, lengths given, keys of maps in order. A map
  // is {pairs}, a tag {tag, value}.
  const cbor = (bytes) => {
    let at = 0;
    const take = (n) => {
      need(at + n <= bytes.length, "cbor");
      at += n;
      return bytes.subarray(at - n, at);
    };
    const number = (low) => {
      if (low < 24) return low;
      need(low < 28, low === 31 ? "not-canonical" : "cbor");
      const size = 1 << (low - 24);
      const n = take(size).reduce((sum, byte) => sum * 256 + byte, 0);
      need(Number.isSafeInteger(n), "cbor");
      need(n >= [24, 0x100, 0x10000, 0x100000000][low - 24], "not-canonical");
      return n;
    };
    const less = (a, b) => {
      const other = a.findIndex((byte, i) => byte !== b[i]);
      return other < 0 ? a.length < b.length : a[other] < b[other];
    };
    const item = (depth) => {
      need(depth < 16, "cbor");
      const [first] = take(1);
      const kind = first >> 5;
      if (kind === 7) {
        need(first === 0xf4 || first === 0xf5, "cbor");
        return first === 0xf5;
      }
      const n = number(first & 31);
      if (kind === 0) return n;
      if (kind === 1) return -1 - n;
      if (kind === 2) return take(n).slice();
      if (kind === 3) return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(n));
      if (kind === 6) return { tag: n, value: item(depth + 1) };
      need(n <= bytes.length, "cbor");
      if (kind === 4) return Array.from({ length: n }, () => item(depth + 1));
      const pairs = [];
      let before = null;
      for (let i = 0; i < n; i++) {
        const from = at;
        const key = item(depth + 1);
        const written = Array.from(bytes.subarray(from, at));
        need(before === null || less(before, written), "not-canonical");
        before = written;
        pairs.push([key, item(depth + 1)]);
      }
      return { pairs };
    };
    let whole;
    try {
      whole = item(0);
    } catch (error) {
      throw error instanceof Fault ? error : new Fault("cbor");
    }
    need(at === bytes.length, "trailing");
    return whole;
  };

  const isBytes = (value, length) => value instanceof Uint8Array && (length === undefined || value.length === length);
  const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
  const isMass = (value) => isWhole(value) && value <= MASS_MOST;
  const isName = (value) =>
    typeof value === "string" && value !== "" && new TextEncoder().encode(value).length <= 800 && !/\p{Cc}/u.test(value);
  const isCountry = (value) => typeof value === "string" && /^[A-Z]{2}$/.test(value);
  const isIssuer = (value) => typeof value === "string" && /^[A-Z]{2}\/[^\s\p{Cc}+]+$/u.test(value) && value.length <= 203;
  const isDay = (value) => isWhole(value) && value <= 2932896;
  const isLine = (value) =>
    Array.isArray(value) && value.length === 3 && data.hs.includes(value[0]) && isMass(value[1]) && isWhole(value[2]);
  const isList = (value, is) => Array.isArray(value) && value.length <= 250 && value.every(is);
  const pairsOf = (value, code, what) => {
    need(value && typeof value === "object" && Array.isArray(value.pairs), code, what);
    return value.pairs;
  };

  // Names of the fields by their labels, from 1, and what each must be.
  const FIELDS = [
    ["version", isWhole],
    ["issued_on", isDay],
    ["expires_on", isDay],
    ["weight_mct", isMass],
    ["value_usd_cents", isWhole],
    ["parcels", isWhole],
    ["stones", isWhole],
    ["lines", (v) => isList(v, isLine)],
    ["exporter", isName],
    ["importer", (v) => Array.isArray(v) && v.length === 2 && isName(v[0]) && isCountry(v[1])],
    ["origins", (v) => isList(v, isCountry)],
    ["mixed", (v) => typeof v === "boolean"],
    ["unestablished_mct", isMass],
    ["composition", (v) => isBytes(v, 32)],
    ["entry", (v) => Array.isArray(v) && v.length === 2 && isWhole(v[0]) && isBytes(v[1], 32)],
  ];

  const claimsOf = (payload) => {
    const set = pairsOf(cbor(payload), "cbor");
    const known = [1, 2, 4, 6, CERTIFICATE];
    const stranger = set.find(([label]) => !known.includes(label));
    need(!stranger, "unknown-claim", stranger && String(stranger[0]));
    const of = new Map(set);
    const fields = pairsOf(of.get(CERTIFICATE), "claim", "certificate");
    need(fields[0]?.[0] === 1 && isWhole(fields[0][1]), "claim", "version");
    need(fields[0][1] === 1, "version", String(fields[0][1]));
    need(fields.length <= FIELDS.length, "unknown-claim", String(fields[FIELDS.length]?.[0]));
    const claims = {};
    FIELDS.forEach(([name, is], at) => {
      need(fields[at]?.[0] === at + 1 && is(fields[at][1]), "claim", name);
      claims[name] = fields[at][1];
    });
    const number = of.get(2);
    need(isIssuer(of.get(1)), "claim", "iss");
    need(isName(number) && Array.from(number).length <= 60, "claim", "sub");
    need(isWhole(of.get(4)), "claim", "exp");
    need(isWhole(of.get(6)), "claim", "iat");
    return sound({ ...claims, issuer: of.get(1), number, exp: of.get(4), iat: of.get(6) });
  };

  // Refuses claims that contradict each other; says how far the country's time is ahead of UTC.
  const sound = (c) => {
    const ahead = (c.expires_on + 1) * DAY - c.exp;
    const hours = ahead % 3600 === 0 && Math.abs(ahead) <= 14 * 3600;
    const sum = (column) => c.lines.reduce((all, line) => all + line[column], 0);
    need(hours && c.issued_on <= c.expires_on && Math.floor((c.iat + ahead) / DAY) === c.issued_on, "contradiction", "days");
    need(sum(1) === c.weight_mct && c.unestablished_mct <= c.weight_mct, "contradiction", "weight_mct");
    need(sum(2) === c.value_usd_cents, "contradiction", "value_usd_cents");
    need(c.lines.every((line, at) => at === 0 || c.lines[at - 1][0] < line[0]), "contradiction", "lines");
    return { ...c, ahead };
  };

  // CBOR of a byte string, for what was signed.
  const byteString = (bytes) => {
    const n = bytes.length;
    return [...(n < 24 ? [0x40 | n] : n < 256 ? [0x58, n] : [0x59, n >> 8, n & 255]), ...bytes];
  };
  const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const algorithm = { name: "Ed25519" };

  const verify = async (typed) => {
    need(typed.length <= data.most * 2, "too-long");
    const text = typed.trim().replace(/[\r\n\t]/g, "");
    need(text.length <= data.most, "too-long");
    const version = /^KPC([0-9]{1,4}):/.exec(text);
    need(text.startsWith(data.prefix), version ? "version" : "not-a-token", version?.[1]);
    const whole = cbor(stored(base45(text.slice(data.prefix.length))));
    need(whole.tag === 18, "cbor");
    const cose = whole.value;
    need(Array.isArray(cose) && cose.length === 4, "cbor");
    const [header, unprotected, payload, signature] = cose;
    need(isBytes(header) && isBytes(payload) && isBytes(signature), "cbor");
    const head = pairsOf(cbor(header), "header");
    need(head.length === 2 && pairsOf(unprotected, "cbor").length === 0, "header");
    need(head[0][0] === 1 && head[0][1] === -8 && head[1][0] === 4 && isBytes(head[1][1], 8), "header");
    const kid = hex(head[1][1]);
    const key = data.keys.find((k) => k.kid === kid);
    need(key, "unknown-key", kid);
    const name = Array.from("Signature1", (c) => c.charCodeAt(0));
    const message = Uint8Array.from([0x84, 0x6a, ...name, ...byteString(header), 0x40, ...byteString(payload)]);
    const usable = await crypto.subtle.importKey("raw", fromBase64(key.key), algorithm, false, ["verify"]);
    need(await crypto.subtle.verify(algorithm, usable, signature, message), "signature");
    const claims = claimsOf(payload);
    need(claims.issuer === `${key.country}/${key.origin}`, "other-issuer");
    const seconds = (at) => Math.floor(Date.parse(at) / 1000);
    need(seconds(key.from) <= claims.iat && (key.until === null || claims.iat <= seconds(key.until)), "key-not-in-use", kid);
    return { claims, kid };
  };

  const standingOn = (claims, seconds) => {
    const day = Math.floor((seconds + claims.ahead) / DAY);
    return day > claims.expires_on ? "expired" : day < claims.issued_on ? "not-yet" : "valid";
  };

  globalThis.placerOffline = { data, verify, standingOn, byId };
})();
