//! The features of a GeoJSON collection (RFC 7946), one by one: the file may be larger than the memory.

use super::csv_rows::{count, too_large};
use super::rows::{Census, Counted, Counter, Fault, GEOMETRY, Limits, Row, Sink, Stop};
use crate::domain::violation::Violation;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

/// The largest single feature, in bytes: the most corners a site may have, with long decimals and indentation.
const FEATURE_MAX: u64 = 2_000_000;
/// More names of properties than this are not listed.
const HEADINGS_MAX: usize = 1_000;

/// Reads rows as [`super::rows::read`] says: a property is a cell, the geometry one under [`GEOMETRY`], and
/// the feature's own id one under `id` where no property is called so.
pub(super) fn read(source: impl Read, limits: Limits, sink: &mut Sink<'_>) -> Result<Census, Stop> {
    let counted = Counted::plain(source, limits.bytes, FEATURE_MAX);
    let counter = counted.counter();
    let mut state = State { counter: Rc::clone(&counter), limits, sink, rows: 0, headings: BTreeSet::new(), features: false, stop: None };
    let mut json = serde_json::Deserializer::from_reader(counted);
    let end = Collection(&mut state).deserialize(&mut json).and_then(|()| json.end());
    if let Some(stop) = state.stop {
        return Err(stop);
    }
    if let Err(error) = end {
        let line = u64::try_from(error.line()).unwrap_or(0).max(1);
        if counter.over.get() {
            let feature = Violation::new("import.feature_too_large").with("feature", count(state.rows.saturating_add(1)));
            return Err(if counter.bytes.get() > limits.bytes { too_large(limits) } else { Fault::of_file(line, feature) }.into());
        }
        if error.is_io() {
            return Err(Stop::Io(error.into()));
        }
        let column = i64::try_from(error.column()).unwrap_or(0);
        return Err(Fault::of_file(line, Violation::new("import.not_json").with("column", column)).into());
    }
    if !state.features {
        return Err(Fault::of_file(1, Violation::new("import.no_features")).into());
    }
    Ok(Census { rows: state.rows, headings: state.headings.into_iter().collect() })
}

struct State<'s, 'f> {
    counter: Rc<Counter>,
    limits: Limits,
    sink: &'s mut Sink<'f>,
    rows: u64,
    headings: BTreeSet<Arc<str>>,
    features: bool,
    stop: Option<Stop>,
}

impl State<'_, '_> {
    fn line(&self) -> u64 {
        self.counter.line_ends.get().saturating_add(1)
    }
    /// Ends the reading with a reason of our own; what serde makes of it is not looked at.
    fn halt<E: serde::de::Error>(&mut self, stop: Stop) -> E {
        self.stop = Some(stop);
        E::custom("halted")
    }
    fn heading(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.headings.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        if self.headings.len() < HEADINGS_MAX {
            self.headings.insert(Arc::clone(&new));
        }
        new
    }

    fn take<E: serde::de::Error>(&mut self, feature: Value, line: u64) -> Result<(), E> {
        self.rows = self.rows.saturating_add(1);
        if self.rows > self.limits.rows {
            let violation = Violation::new("import.too_many_rows").with("most", count(self.limits.rows));
            return Err(self.halt(Fault::of_file(line, violation).into()));
        }
        let item = self.row(feature, line);
        if (self.sink)(item).is_break() { Err(self.halt(Stop::Halted)) } else { Ok(()) }
    }

    #[expect(clippy::result_large_err, reason = "a fault is rare, and is listed rather than passed up")]
    fn row(&mut self, feature: Value, line: u64) -> Result<Row, Fault> {
        let number = self.rows;
        let refuse = || Fault { row: number, line, heading: None, value: None, violation: Violation::new("import.not_a_feature") };
        let Value::Object(mut feature) = feature else { return Err(refuse()) };
        if feature.get("type").and_then(Value::as_str) != Some("Feature") {
            return Err(refuse());
        }
        let mut cells = Vec::new();
        match feature.remove("properties") {
            Some(Value::Object(properties)) => {
                for (name, value) in properties.into_iter().filter(|(name, _)| name != GEOMETRY) {
                    cells.push((self.heading(name.trim()), text(value)));
                }
            }
            None | Some(Value::Null) => {}
            Some(_) => return Err(refuse()),
        }
        if let Some(id) = feature.remove("id").filter(|_| !cells.iter().any(|(name, _)| name.as_ref() == "id")) {
            cells.push((self.heading("id"), text(id)));
        }
        let geometry = feature.remove(GEOMETRY).map(text).unwrap_or_default();
        cells.push((self.heading(GEOMETRY), geometry));
        Ok(Row::new(number, line, cells))
    }
}

/// A value as a cell would hold it.
fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

struct Collection<'a, 's, 'f>(&'a mut State<'s, 'f>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature collection")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let state = self.0;
        while let Some(key) = map.next_key::<String>()? {
            // The largest feature is the largest of anything.
            state.counter.item_from.set(state.counter.bytes.get());
            let line = state.line();
            match key.as_str() {
                "features" => {
                    state.features = true;
                    map.next_value_seed(Features(&mut *state))?;
                }
                "crs" => {
                    let crs: Value = map.next_value()?;
                    if !is_wgs84(&crs) {
                        return Err(state.halt(Fault::of_file(line, Violation::new("import.crs")).into()));
                    }
                }
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

/// The old form of GeoJSON (2008) could name another grid, which would put every position elsewhere.
fn is_wgs84(crs: &Value) -> bool {
    let name = crs.pointer("/properties/name").and_then(Value::as_str);
    crs.is_null() || name.is_some_and(|n| n.ends_with("CRS84") || n.ends_with(":4326"))
}

struct Features<'a, 's, 'f>(&'a mut State<'s, 'f>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some((feature, line)) = seq.next_element_seed(Feature(&self.0.counter))? {
            self.0.take(feature, line)?;
            self.0.counter.item_from.set(self.0.counter.bytes.get());
        }
        Ok(())
    }
}

/// One feature with the line on which it begins.
struct Feature<'a>(&'a Counter);

impl<'de> DeserializeSeed<'de> for Feature<'_> {
    type Value = (Value, u64);
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        let line = self.0.line_ends.get().saturating_add(1);
        Ok((Value::deserialize(json)?, line))
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::read;
    use super::*;
    use std::ops::ControlFlow;

    fn all(text: &str) -> Result<Vec<String>, (u64, &'static str)> {
        let mut found = Vec::new();
        let census = read(text.as_bytes(), None, Limits { bytes: 10_000_000, rows: 3 }, &mut |item| {
            found.push(match item {
                Ok(row) => {
                    format!("{}/{} {} {}", row.number, row.line, row.cell("a").unwrap_or("-"), row.cell(GEOMETRY).unwrap_or("-"))
                }
                Err(fault) => format!("{}/{}! {}", fault.row, fault.line, fault.violation.code),
            });
            ControlFlow::Continue(())
        });
        match census {
            Ok(_) => Ok(found),
            Err(Stop::Faults(faults)) => Err((faults[0].line, faults[0].violation.code)),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn features_come_one_by_one_with_their_lines() {
        let text = "{\"type\":\"FeatureCollection\",\n\"features\":[\n{\"type\":\"Feature\",\"properties\":{\"a\":1.5},\n\"geometry\":{\"type\":\"Point\",\"coordinates\":[28.884528,-0.352529]}},\n\n {\"type\":\"Feature\",\"properties\":null,\"geometry\":null},7]}";
        let expected = ["1/3 1.5 {\"coordinates\":[28.884528,-0.352529],\"type\":\"Point\"}", "2/6 - ", "3/6! import.not_a_feature"];
        assert_eq!(all(text).unwrap(), expected);
    }

    #[test]
    fn what_is_no_collection_is_refused_with_its_line() {
        assert_eq!(all("{\"type\":\"Feature\"}"), Err((1, "import.no_features")));
        assert_eq!(all("{\"features\":[\n{\"type\":\"Feature\"},\n{\"type\" ]}"), Err((3, "import.not_json")));
        assert_eq!(all("{\"features\":[]} x"), Err((1, "import.not_json")));
        assert_eq!(all("{\"features\":[1,2,3,\n4]}"), Err((2, "import.too_many_rows")));
        let crs = |name: &str| format!("{{\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}},\n\"features\":[]}}");
        assert_eq!(all(&crs("urn:ogc:def:crs:EPSG::32735")), Err((1, "import.crs")));
        assert_eq!(all(&crs("urn:ogc:def:crs:OGC:1.3:CRS84")), Ok(vec![]));
        let large = format!("{{\"features\":[\n\"{}\"]}}", "x".repeat(2_100_000));
        assert_eq!(all(&large).unwrap_err().1, "import.feature_too_large");
    }

    #[test]
    fn deep_nesting_does_not_break_the_stack() {
        assert_eq!(all(&format!("{{\"features\":{}", "[".repeat(100_000))), Err((1, "import.not_json")));
    }
}
