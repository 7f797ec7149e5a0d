// Writes data/countries.tsv: every ISO 3166-1 country with its two codes and its name in our five languages,
// from the CLDR packages (Unicode-3.0).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const LANGUAGES = ["en", "fr", "pt", "es", "ru"];
// CLDR tells the two Congos apart by their capitals; a certificate wants the names the states use.
const STATE_NAMES = {
  CD: [
    "Democratic Republic of the Congo",
    "République démocratique du Congo",
    "República Democrática do Congo",
    "República Democrática del Congo",
    "Демократическая Республика Конго",
  ],
  CG: ["Republic of the Congo", "République du Congo", "República do Congo", "República del Congo", "Республика Конго"],
};

const read = (path) => JSON.parse(readFileSync(new URL(`node_modules/${path}`, import.meta.url)));
const mappings = read("cldr-core/supplemental/codeMappings.json").supplemental.codeMappings;
const aliases = read("cldr-core/supplemental/aliases.json").supplemental.metadata.alias.territoryAlias;
const names = LANGUAGES.map((language) => {
  const file = read(`cldr-localenames-full/main/${language}/territories.json`);
  return file.main[language].localeDisplayNames.territories;
});

const rows = [];
for (const [alpha2, codes] of Object.entries(mappings)) {
  // Numbers from 900 on are private use; withdrawn codes are aliases of their successors.
  const current = /^[A-Z]{2}$/.test(alpha2) && codes._alpha3 && Number(codes._numeric) < 900 && !(alpha2 in aliases);
  if (!current) continue;
  const translated = STATE_NAMES[alpha2] ?? names.map((territories) => territories[alpha2]);
  rows.push([alpha2, codes._alpha3, ...translated]);
}
rows.sort(([a], [b]) => (a < b ? -1 : 1));
if (rows.length !== 249 || rows.some((row) => row.some((cell) => !cell || /[\t\n]/.test(cell)))) {
  throw new Error(`expected 249 countries with all their names, got ${rows.length}`);
}
const out = new URL("../data/", import.meta.url);
mkdirSync(out, { recursive: true });
const lines = [["alpha2", "alpha3", ...LANGUAGES], ...rows].map((row) => row.join("\t"));
writeFileSync(new URL("countries.tsv", out), `${lines.join("\n")}\n`);
