//! An example of a position for the hints of forms: one that lies in the country of the register.

use crate::domain::geo::{DmsStyle, Position};
use crate::service::Env;
use crate::web::ctx::Ctx;
use crate::web::locale::Locale;

/// A position as it may be typed.
pub struct Example {
    /// Latitude in decimal degrees.
    pub lat: String,
    /// Longitude in decimal degrees.
    pub lon: String,
    /// Latitude in degrees, minutes and seconds.
    pub lat_angle: String,
    /// Longitude likewise.
    pub lon_angle: String,
    /// Longitude and latitude as a corner of an area is typed, with points in every language.
    pub pair: String,
}

impl Example {
    /// In the language of a page.
    #[must_use]
    pub fn of(ctx: &Ctx) -> Self {
        Self::within(&ctx.state.app.env, ctx.locale())
    }

    fn within(env: &Env, locale: Locale) -> Self {
        Self::at(env.atlas.outline.inside(), locale)
    }

    fn at(at: Position, locale: Locale) -> Self {
        let letters = DmsStyle { west: if locale == Locale::Fr { 'O' } else { 'W' }, ..DmsStyle::default() };
        let (lat_angle, lon_angle) = at.angles(&letters);
        let short = |text: String| text.strip_suffix("00").map(str::to_owned).unwrap_or(text);
        let (lat, lon) = (short(at.lat_text()), short(at.lon_text()));
        let typed = |text: &str| text.replace('.', &locale.decimal_sign().to_string());
        // Whole seconds are written without their hundredths.
        let angle = |text: &str| typed(&text.replace(".00\"", "\""));
        Self {
            lat: typed(&lat),
            lon: typed(&lon),
            lat_angle: angle(&lat_angle),
            lon_angle: angle(&lon_angle),
            pair: format!("{lon}, {lat}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{Axis, Outline, parse_angle};
    use crate::web::assets;

    #[test]
    fn the_example_lies_in_each_country_and_is_read_back() {
        for code in ["SL", "CF", "CD"] {
            let text = assets::text_of(&format!("basemap/{code}/country.geojson")).unwrap();
            let outline = Outline::parse_one(&text, code).unwrap();
            let at = outline.inside();
            assert!(outline.contains(at) && outline.border_distance_m(at) > 5_000, "{code}: {at}");
            for locale in [Locale::En, Locale::Fr] {
                let e = Example::at(at, locale);
                for (typed, axis, e7) in [(&e.lat, Axis::Latitude, at.lat_e7()), (&e.lon, Axis::Longitude, at.lon_e7())] {
                    assert_eq!(parse_angle(typed, axis, "x").unwrap(), e7, "{typed}");
                    assert!(typed.len() <= 9, "{typed} is short");
                }
                for (typed, axis, e7) in [(&e.lat_angle, Axis::Latitude, at.lat_e7()), (&e.lon_angle, Axis::Longitude, at.lon_e7())] {
                    assert!(parse_angle(typed, axis, "x").unwrap().abs_diff(e7) < 100, "{typed}");
                }
            }
        }
    }
}
