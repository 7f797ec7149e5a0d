//! Chance from a seed, and the made-up names and places that it picks.

use crate::domain::geo::Position;
use crate::edge::Seeded;
use serde::Deserialize;

const NAMES: &str = include_str!("../../data/demo_names.tsv");

/// Chance from a seed: the same seed gives the same demonstration.
pub struct Chance(pub Seeded);

impl Chance {
    /// A number from 0 up to but without `n`; 0 for an empty range.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0.next_u64().checked_rem(n).unwrap_or(0)
    }
    /// The same as an index.
    pub fn index(&mut self, n: usize) -> usize {
        usize::try_from(self.below(u64::try_from(n).unwrap_or(0))).unwrap_or(0)
    }
    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }
    /// Whether something with a probability of `permille` thousandths happens.
    pub fn happens(&mut self, permille: u64) -> bool {
        self.below(1_000) < permille
    }
    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.index(of.len());
        of.get(at)
    }
    /// The mass of one stone, milli-carats: most are small, a few are not.
    pub fn stone_mct(&mut self) -> i64 {
        let u = self.between(0, 1_000);
        let cubed = u.saturating_mul(u).saturating_mul(u) / 1_000_000;
        let common = 25 + cubed * 9 / 10;
        if self.happens(4) { common + self.between(2_000, 14_000) } else { common }
    }
}

/// Names of a country.
pub struct Names {
    given: Vec<String>,
    family: Vec<String>,
    /// What marks a name as made up.
    mark: &'static str,
}

impl Names {
    /// Those of a profile; the first country's for a profile of one's own.
    #[must_use]
    pub fn of(code: &str, mark: &'static str) -> Self {
        let words = |code: &str, kind: &str| -> Vec<String> {
            let mut rows = NAMES.lines().map(|l| l.split('\t').collect::<Vec<_>>());
            let row = rows.find(|r| r.first() == Some(&code) && r.get(1) == Some(&kind));
            row.and_then(|r| r.get(2).map(|w| w.split(' ').map(str::to_owned).collect())).unwrap_or_default()
        };
        let known = if words(code, "given").is_empty() { "SL" } else { code };
        Self { given: words(known, "given"), family: words(known, "family"), mark }
    }
    /// A person's name, marked as made up.
    pub fn person(&self, chance: &mut Chance) -> String {
        let given = chance.pick(&self.given).cloned().unwrap_or_default();
        let family = chance.pick(&self.family).cloned().unwrap_or_default();
        format!("{given} {family} {}", self.mark)
    }
    /// A firm's name, marked as made up.
    pub fn firm(&self, chance: &mut Chance, what: &str) -> String {
        let family = chance.pick(&self.family).cloned().unwrap_or_default();
        format!("{family} {what} {}", self.mark)
    }
}

#[derive(Deserialize)]
struct Rivers {
    features: Vec<River>,
}
#[derive(Deserialize)]
struct River {
    geometry: Lines,
}
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Lines {
    LineString(Vec<(f64, f64)>),
    MultiLineString(Vec<Vec<(f64, f64)>>),
}

/// Points along the rivers of a layer, where gravel would lie.
#[must_use]
pub fn river_points(geojson: &str) -> Vec<Position> {
    let Ok(rivers) = serde_json::from_str::<Rivers>(geojson) else { return Vec::new() };
    let lines = rivers.features.into_iter().flat_map(|r| match r.geometry {
        Lines::LineString(line) => vec![line],
        Lines::MultiLineString(lines) => lines,
    });
    lines.flatten().filter_map(|(lon, lat)| Position::from_degrees(lon, lat)).collect()
}
