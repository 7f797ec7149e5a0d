// Fails when a pair of our colours that meets on a page is below WCAG 2.2 AA: 4.5 for text, 3 for the edges and
// marks of controls. The ratio is that of the recommendation (relative luminance of sRGB).
import { readFileSync } from "node:fs";

const source = readFileSync(new URL("scss/_palette.scss", import.meta.url), "utf8");
const palette = Object.fromEntries([...source.matchAll(/^\$([\w-]+): (#[0-9a-f]{3,6});/gm)].map((m) => [m[1], m[2]]));
const map = readFileSync(new URL("scss/_map.scss", import.meta.url), "utf8");
for (const [, name, value] of map.matchAll(/--(map-[\w-]+): (#[0-9a-f]{6});/g)) palette[name] = value;

const TEXT = [
  ["ink", "white sand sand-deep amber amber-tint river-tint laterite-tint violet-tint"],
  ["ink-soft", "white sand amber-tint"],
  ["white", "river river-deep river-light laterite ink"],
  ["laterite", "white laterite-tint"],
  ["violet", "white violet-tint"],
  ["river-light", "white sand river-tint"],
  ["river-deep", "white river-tint"],
  ["amber-deep", "amber-tint white"],
];
const MARKS = [
  ["amber", "river river-deep"],
  ["ink-soft", "white sand"],
  ["river-light", "white"],
  ["map-green", "map-land"],
  ["map-amber", "map-land"],
  ["map-red", "map-land"],
  ["map-grey", "map-land"],
  ["map-blue", "map-land"],
  ["map-purple", "map-land"],
  ["map-border", "map-land map-neighbour"],
  ["laterite", "map-land"],
];

function luminance(hex) {
  const long = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const c = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a, b) {
  const [dark, light] = [luminance(palette[a]), luminance(palette[b])].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

let failed = 0;
for (const [pairs, least] of [[TEXT, 4.5], [MARKS, 3]]) {
  for (const [front, backs] of pairs) {
    for (const back of backs.split(" ")) {
      const value = ratio(front, back);
      if (!(value >= least)) failed += 1;
      const verdict = value >= least ? "ok" : `BELOW ${least}`;
      console.log(`${front} on ${back}: ${value.toFixed(2)} ${verdict}`);
    }
  }
}
process.exitCode = failed > 0 ? 1 : 0;
