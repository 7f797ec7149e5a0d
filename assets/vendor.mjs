// Copies third-party files, unchanged, into static/, each with its licence.
import { copyFileSync, cpSync, mkdirSync } from "node:fs";

const from = (path) => new URL(`node_modules/${path}`, import.meta.url);
const to = (path) => new URL(`../static/${path}`, import.meta.url);

mkdirSync(to("vendor/leaflet/"), { recursive: true });
mkdirSync(to("licences/"), { recursive: true });
for (const file of ["leaflet.js", "leaflet.css"]) copyFileSync(from(`leaflet/dist/${file}`), to(`vendor/leaflet/${file}`));
cpSync(from("leaflet/dist/images/"), to("vendor/leaflet/images/"), { recursive: true });
copyFileSync(from("leaflet/LICENSE"), to("vendor/leaflet/LICENSE"));
copyFileSync(from("world-atlas/LICENSE"), to("licences/world-atlas.txt"));
copyFileSync(from("cldr-core/LICENSE"), to("licences/cldr.txt"));
