//! Bars drawn on the server. Every bar has its number beside it, and the same numbers stand in a table on the page.

/// Width of the picture, in its own units.
const WIDTH: i64 = 360;
/// Height of a bar with its words above it.
const ROW: i64 = 40;
/// Height of a bar.
const BAR: i64 = 16;
/// Room for the number to the right.
const NUMBERS: i64 = 110;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// Its number, written out.
    pub number: String,
    /// Where its words stand.
    pub words_y: i64,
    /// Where it begins.
    pub y: i64,
    /// How long it is.
    pub length: i64,
    /// Where its number stands.
    pub number_x: i64,
    /// The line on which its number stands.
    pub number_y: i64,
}

/// A picture of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// What it is a picture of.
    pub title: String,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
    /// The height of a bar.
    pub bar: i64,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// A bar for each (name, number written out, size).
    #[must_use]
    pub fn new(title: String, items: Vec<(String, String, i64)>) -> Self {
        let most = items.iter().map(|(.., size)| *size).max().unwrap_or(0).max(1);
        let room = i128::from(WIDTH.saturating_sub(NUMBERS));
        let bar = |(at, (name, number, size)): (i64, (String, String, i64))| {
            let length = i128::from(size.max(0)).saturating_mul(room).checked_div(i128::from(most)).unwrap_or(0);
            // What is there is seen.
            let length = i64::try_from(length).unwrap_or(0).max(i64::from(size > 0));
            let top = at.saturating_mul(ROW);
            let y = top.saturating_add(20);
            let number_x = length.saturating_add(8);
            Bar { name, number, words_y: top.saturating_add(14), y, length, number_x, number_y: y.saturating_add(13) }
        };
        let bars: Vec<Bar> = (0_i64..).zip(items).map(bar).collect();
        let height = i64::try_from(bars.len()).unwrap_or(0).saturating_mul(ROW).saturating_add(4);
        Self { title, width: WIDTH, height, bar: BAR, bars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_number_and_the_smallest_is_seen() {
        let item = |name: &str, size: i64| (name.to_owned(), size.to_string(), size);
        let bars = Bars::new("t".into(), vec![item("a", 1_000_000), item("b", 500_000), item("c", 1), item("d", 0)]);
        assert_eq!(bars.bars.iter().map(|b| b.length).collect::<Vec<_>>(), [250, 125, 1, 0]);
        assert!(bars.bars.windows(2).all(|w| w[1].words_y - 12 >= w[0].y + BAR), "words stand on no bar");
        assert_eq!(bars.height, 164);
        assert_eq!(Bars::new(String::new(), Vec::new()).height, 4);
    }
}
