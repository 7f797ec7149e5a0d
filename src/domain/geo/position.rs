//! A place on the earth and how it is written.

use crate::domain::quantity::decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// One degree in the unit of a [`Position`].
pub(super) const DEGREE_E7: i32 = 10_000_000;
const LON_MAX_E7: i32 = 1_800_000_000;
const LAT_MAX_E7: i32 = 900_000_000;

/// Longitude and latitude in 1e-7 degrees of WGS84. In JSON `[lon_e7, lat_e7]`, for instance
/// `[-109712000, 86400000]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "(i32, i32)", try_from = "(i32, i32)")]
pub struct Position {
    lon_e7: i32,
    lat_e7: i32,
}

impl Position {
    /// Where the equator meets the meridian of Greenwich.
    pub const ORIGIN: Self = Self { lon_e7: 0, lat_e7: 0 };

    /// `None` outside -180..=180 degrees of longitude or -90..=90 of latitude.
    #[must_use]
    pub fn new(lon_e7: i32, lat_e7: i32) -> Option<Self> {
        let kept = (-LON_MAX_E7..=LON_MAX_E7).contains(&lon_e7) && (-LAT_MAX_E7..=LAT_MAX_E7).contains(&lat_e7);
        kept.then_some(Self { lon_e7, lat_e7 })
    }

    /// From degrees, rounded to 1e-7; `None` out of range or for no number.
    #[must_use]
    pub fn from_degrees(lon: f64, lat: f64) -> Option<Self> {
        Self::from_planar(lon * f64::from(DEGREE_E7), lat * f64::from(DEGREE_E7))
    }

    pub(super) fn from_planar(x: f64, y: f64) -> Option<Self> {
        let whole = |v| super::rounded(v).and_then(|v| i32::try_from(v).ok());
        Self::new(whole(x)?, whole(y)?)
    }

    /// East positive, in 1e-7 degrees.
    #[must_use]
    pub const fn lon_e7(self) -> i32 {
        self.lon_e7
    }

    /// North positive, in 1e-7 degrees.
    #[must_use]
    pub const fn lat_e7(self) -> i32 {
        self.lat_e7
    }

    /// Longitude in degrees, for maps and GeoJSON.
    #[must_use]
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e7) / f64::from(DEGREE_E7)
    }

    /// Latitude in degrees, for maps and GeoJSON.
    #[must_use]
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / f64::from(DEGREE_E7)
    }

    pub(super) fn planar(self) -> super::Planar {
        ::geo::Coord { x: f64::from(self.lon_e7), y: f64::from(self.lat_e7) }
    }

    pub(super) fn degrees(self) -> ::geo::Point<f64> {
        ::geo::Point::new(self.lon(), self.lat())
    }

    /// Longitude as a person reads it: six decimals, seven if the last is not zero; with a point.
    #[must_use]
    pub fn lon_text(self) -> String {
        decimal(i64::from(self.lon_e7), 7, 6)
    }

    /// Latitude likewise.
    #[must_use]
    pub fn lat_text(self) -> String {
        decimal(i64::from(self.lat_e7), 7, 6)
    }

    /// Degrees, minutes and seconds to the hundredth, latitude first as surveyors write them:
    /// `8°38'24.00"N 10°58'16.32"W`.
    #[must_use]
    pub fn dms(self, style: &DmsStyle) -> String {
        let (lat, lon) = self.angles(style);
        format!("{lat} {lon}")
    }

    /// Latitude and longitude likewise, each by itself.
    #[must_use]
    pub fn angles(self, style: &DmsStyle) -> (String, String) {
        let lat = dms(self.lat_e7, style.north, style.south, style.point);
        let lon = dms(self.lon_e7, style.east, style.west, style.point);
        (lat, lon)
    }

    /// With longitude and latitude exchanged, where that is a position at all.
    #[must_use]
    pub fn swapped(self) -> Option<Self> {
        Self::new(self.lat_e7, self.lon_e7)
    }
}

/// The letters and the decimal sign of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DmsStyle {
    /// `N`
    pub north: char,
    /// `S`
    pub south: char,
    /// `E`
    pub east: char,
    /// `W`, in French `O`
    pub west: char,
    /// `.` or `,`
    pub point: char,
}

impl Default for DmsStyle {
    fn default() -> Self {
        Self { north: 'N', south: 'S', east: 'E', west: 'W', point: '.' }
    }
}

fn dms(e7: i32, plus: char, minus: char, point: char) -> String {
    // Hundredths of a second: 360,000 to the degree; i64 is ample and the half is rounded away from zero.
    let hundredths = i64::from(e7.unsigned_abs()).saturating_mul(360_000).saturating_add(5_000_000) / 10_000_000;
    let letter = if e7 < 0 { minus } else { plus };
    let (degrees, rest) = (hundredths / 360_000, hundredths % 360_000);
    let (minutes, rest) = (rest / 6_000, rest % 6_000);
    format!("{degrees}°{minutes:02}'{:02}{point}{:02}\"{letter}", rest / 100, rest % 100)
}

impl fmt::Display for Position {
    /// `-10.971200, 8.640000`: longitude first, as it is typed and read back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.lon_text(), self.lat_text())
    }
}

impl From<Position> for (i32, i32) {
    fn from(p: Position) -> Self {
        (p.lon_e7, p.lat_e7)
    }
}

/// Numbers that are no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a longitude and a latitude in 1e-7 degrees")]
pub struct PositionError;

impl TryFrom<(i32, i32)> for Position {
    type Error = PositionError;
    fn try_from((lon, lat): (i32, i32)) -> Result<Self, PositionError> {
        Self::new(lon, lat).ok_or(PositionError)
    }
}

impl utoipa::PartialSchema for Position {
    fn schema() -> RefOr<Schema> {
        let whole = ObjectBuilder::new().schema_type(Type::Integer).format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)));
        let pair = ArrayBuilder::new()
            .items(whole)
            .min_items(Some(2))
            .max_items(Some(2))
            .description(Some("Longitude and latitude in 1e-7 degrees of WGS84"));
        RefOr::T(Schema::Array(pair.build()))
    }
}
impl utoipa::ToSchema for Position {}

/// The smallest box of longitude and latitude around something; it never crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bbox {
    /// Western edge, 1e-7 degrees.
    pub west_e7: i32,
    /// Southern edge, 1e-7 degrees.
    pub south_e7: i32,
    /// Eastern edge, 1e-7 degrees.
    pub east_e7: i32,
    /// Northern edge, 1e-7 degrees.
    pub north_e7: i32,
}

impl Bbox {
    /// Around one position.
    #[must_use]
    pub const fn of(p: Position) -> Self {
        Self { west_e7: p.lon_e7, south_e7: p.lat_e7, east_e7: p.lon_e7, north_e7: p.lat_e7 }
    }

    /// Its south-western corner.
    #[must_use]
    pub const fn south_west(self) -> Position {
        Position { lon_e7: self.west_e7, lat_e7: self.south_e7 }
    }

    /// Around positions; `None` around none.
    pub fn around(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        positions.into_iter().map(Self::of).reduce(Self::and)
    }

    /// Around both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            west_e7: self.west_e7.min(other.west_e7),
            south_e7: self.south_e7.min(other.south_e7),
            east_e7: self.east_e7.max(other.east_e7),
            north_e7: self.north_e7.max(other.north_e7),
        }
    }

    /// Inside or on the edge.
    #[must_use]
    pub fn contains(self, p: Position) -> bool {
        (self.west_e7..=self.east_e7).contains(&p.lon_e7) && (self.south_e7..=self.north_e7).contains(&p.lat_e7)
    }

    /// Whether the boxes have a point in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.west_e7 <= other.east_e7 && other.west_e7 <= self.east_e7 && self.south_e7 <= other.north_e7 && other.south_e7 <= self.north_e7
    }
}

/// What a misplaced position probably was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Longitude and latitude were exchanged.
    Swapped(Position),
    /// A minus, or the letter W or S, was forgotten or is too much.
    Sign(Position),
}

/// Looks for the slip of the hand that explains why a position is not `inside` (the box or the outline
/// of the country). `None` when it is inside, or when no such slip explains it.
#[must_use]
pub fn hint(p: Position, inside: impl Fn(Position) -> bool) -> Option<Hint> {
    if inside(p) {
        return None;
    }
    let signed = |q: Position, lon: bool, lat: bool| {
        let turn = |v: i32, yes: bool| if yes { v.checked_neg() } else { Some(v) };
        Position::new(turn(q.lon_e7, lon)?, turn(q.lat_e7, lat)?)
    };
    if let Some(q) = p.swapped().filter(|q| inside(*q)) {
        return Some(Hint::Swapped(q));
    }
    let slips = [(true, false), (false, true), (true, true)];
    if let Some(q) = slips.iter().filter_map(|(lon, lat)| signed(p, *lon, *lat)).find(|q| inside(*q)) {
        return Some(Hint::Sign(q));
    }
    // Both slips at once happen too: `8.64, 10.97` typed for `-10.97, 8.64`.
    let swapped = p.swapped()?;
    slips.iter().filter_map(|(lon, lat)| signed(swapped, *lon, *lat)).find(|q| inside(*q)).map(Hint::Swapped)
}
