//! Where the boxes and lines of a layered picture go. The same graph always gives the same picture.
//!
//! Columns are given. A line over several columns gets a bend in each; boxes and bends are put in order by
//! the mean place of their neighbours, swept forth and back, and then as near to those neighbours as the
//! order and the least distances allow.

/// Sizes of the picture, in CSS pixels.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Width of a box.
    pub width: i64,
    /// Height of a box.
    pub height: i64,
    /// Room between two columns.
    pub between: i64,
    /// Room between two boxes of a column.
    pub gap: i64,
    /// Room around everything.
    pub margin: i64,
}

/// The finished places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Left upper corner of each box.
    pub boxes: Vec<(i64, i64)>,
    /// SVG path of each line.
    pub lines: Vec<String>,
    /// Width of the whole.
    pub width: i64,
    /// Height of the whole.
    pub height: i64,
}

/// Rounds of sweeping; more changes little.
const SWEEPS: usize = 6;

struct Layers {
    /// Boxes and bends of each column, in order.
    columns: Vec<Vec<usize>>,
    /// Neighbours to the left and to the right of each.
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
    /// Which are boxes.
    boxes: usize,
    /// For each line the boxes and bends it runs through.
    routes: Vec<Vec<usize>>,
}

/// Places boxes by their column and the lines between them; every line runs to a later column.
#[must_use]
pub fn layout(column_of: &[usize], lines: &[(usize, usize)], sizes: Sizes) -> Placed {
    let mut layers = Layers::new(column_of, lines);
    for sweep in 0..SWEEPS {
        layers.order(sweep % 2 == 0);
    }
    let middle = layers.place(sizes);
    layers.draw(column_of, &middle, sizes)
}

fn push(list: &mut [Vec<usize>], at: usize, value: usize) {
    if let Some(entry) = list.get_mut(at) {
        entry.push(value);
    }
}

fn mean(of: &[usize], place: &[f64]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for at in of {
        sum += place.get(*at)?;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

impl Layers {
    fn new(column_of: &[usize], lines: &[(usize, usize)]) -> Self {
        let count = column_of.iter().max().map_or(0, |last| last + 1);
        let mut columns = vec![Vec::new(); count];
        for (node, column) in column_of.iter().enumerate() {
            push(&mut columns, *column, node);
        }
        let mut layers = Self {
            columns,
            left: vec![Vec::new(); column_of.len()],
            right: vec![Vec::new(); column_of.len()],
            boxes: column_of.len(),
            routes: vec![],
        };
        for (from, to) in lines {
            let start = column_of.get(*from).copied().unwrap_or(0);
            let end = column_of.get(*to).copied().unwrap_or(0);
            let mut route = vec![*from];
            for column in start + 1..end {
                let bend = layers.left.len();
                layers.left.push(Vec::new());
                layers.right.push(Vec::new());
                push(&mut layers.columns, column, bend);
                route.push(bend);
            }
            route.push(*to);
            for pair in route.windows(2) {
                if let [a, b] = pair {
                    push(&mut layers.right, *a, *b);
                    push(&mut layers.left, *b, *a);
                }
            }
            layers.routes.push(route);
        }
        layers
    }

    /// Sorts every column by the mean place of the neighbours on one side.
    fn order(&mut self, forth: bool) {
        let mut place = vec![0.0; self.left.len()];
        let fill = |place: &mut Vec<f64>, column: &[usize]| {
            let mut at = 0.0;
            for node in column {
                if let Some(p) = place.get_mut(*node) {
                    *p = at;
                }
                at += 1.0;
            }
        };
        for column in &self.columns {
            fill(&mut place, column);
        }
        let count = self.columns.len();
        for step in 0..count {
            let at = if forth { step } else { count - 1 - step };
            let side = if forth { &self.left } else { &self.right };
            let Some(column) = self.columns.get_mut(at) else { continue };
            let wish = |node: usize| {
                let own = place.get(node).copied().unwrap_or(0.0);
                side.get(node).and_then(|n| mean(n, &place)).unwrap_or(own)
            };
            let mut keyed: Vec<(f64, usize)> = column.iter().map(|node| (wish(*node), *node)).collect();
            // Stable: equals stay as they were.
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            *column = keyed.into_iter().map(|(_, node)| node).collect();
            fill(&mut place, column);
        }
    }

    /// The vertical middle of every box and bend.
    fn place(&self, sizes: Sizes) -> Vec<f64> {
        let half = |node: usize| if node < self.boxes { px(sizes.height) / 2.0 } else { 4.0 };
        let mut middle = vec![0.0; self.left.len()];
        let settle = |middle: &mut Vec<f64>, column: &[usize], wishes: &[f64]| {
            let mut offsets = Vec::with_capacity(column.len());
            let (mut at, mut before) = (0.0, None);
            for node in column {
                if let Some(before) = before {
                    at += half(before) + px(sizes.gap) + half(*node);
                }
                offsets.push(at);
                before = Some(*node);
            }
            for (node, y) in column.iter().zip(ascending(wishes, &offsets)) {
                if let Some(m) = middle.get_mut(*node) {
                    *m = y;
                }
            }
        };
        for column in &self.columns {
            settle(&mut middle, column, &vec![0.0; column.len()]);
        }
        for sweep in 0..SWEEPS {
            for step in 0..self.columns.len() {
                let at = if sweep % 2 == 0 { step } else { self.columns.len() - 1 - step };
                let Some(column) = self.columns.get(at) else { continue };
                let wishes: Vec<f64> = column
                    .iter()
                    .map(|node| {
                        let none = Vec::new();
                        let (l, r) = (self.left.get(*node).unwrap_or(&none), self.right.get(*node).unwrap_or(&none));
                        let own = middle.get(*node).copied().unwrap_or(0.0);
                        match (mean(l, &middle), mean(r, &middle)) {
                            (Some(l), Some(r)) => f64::midpoint(l, r),
                            (Some(one), None) | (None, Some(one)) => one,
                            (None, None) => own,
                        }
                    })
                    .collect();
                settle(&mut middle, column, &wishes);
            }
        }
        let top = middle.iter().copied().fold(f64::INFINITY, f64::min);
        let shift = px(sizes.margin) + px(sizes.height) / 2.0 - if top.is_finite() { top } else { 0.0 };
        middle.iter().map(|y| y + shift).collect()
    }

    fn draw(&self, column_of: &[usize], middle: &[f64], sizes: Sizes) -> Placed {
        let step = sizes.width + sizes.between;
        let left_of = |column: usize| sizes.margin + i64::try_from(column).unwrap_or(0) * step;
        let y_of = |node: usize| whole(middle.get(node).copied().unwrap_or(0.0));
        let boxes = column_of.iter().enumerate().map(|(node, column)| (left_of(*column), y_of(node) - sizes.height / 2)).collect();
        let lines = self.routes.iter().map(|route| {
            let mut path = String::new();
            let mut column = route.first().and_then(|n| column_of.get(*n)).copied().unwrap_or(0);
            for pair in route.windows(2) {
                let [a, b] = pair else { continue };
                let (x1, x2) = (left_of(column) + sizes.width, left_of(column + 1));
                let (y1, y2, bend) = (y_of(*a), y_of(*b), (x2 - x1) / 2);
                if path.is_empty() {
                    path = format!("M{x1} {y1}");
                } else {
                    path.push_str(&format!("H{x1}"));
                }
                path.push_str(&format!("C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend));
                column += 1;
            }
            path
        });
        let bottom = middle.iter().copied().fold(0.0, f64::max);
        Placed {
            boxes,
            lines: lines.collect(),
            width: left_of(self.columns.len()) - sizes.between + sizes.margin,
            height: whole(bottom) + sizes.height / 2 + sizes.margin,
        }
    }
}

/// Places as near to the wishes as possible (least squares) with at least the given distances: wishes less
/// their offsets must not descend, so descending runs are pooled to their mean.
fn ascending(wishes: &[f64], offsets: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64)> = Vec::with_capacity(wishes.len());
    for (wish, offset) in wishes.iter().zip(offsets) {
        let mut pool = (wish - offset, 1.0);
        while let Some((before, count)) = pools.last().copied() {
            if before / count <= pool.0 / pool.1 {
                break;
            }
            pool = (pool.0 + before, pool.1 + count);
            pools.pop();
        }
        pools.push(pool);
    }
    let mut places = Vec::with_capacity(wishes.len());
    let mut offsets = offsets.iter();
    for (sum, count) in pools {
        let mut left = count;
        while left > 0.5 {
            places.push(sum / count + offsets.next().copied().unwrap_or(0.0));
            left -= 1.0;
        }
    }
    places
}

#[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "pixels of a picture")]
const fn px(n: i64) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "pixels of a picture; a cast saturates")]
fn whole(y: f64) -> i64 {
    y.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: Sizes = Sizes { width: 100, height: 40, between: 50, gap: 10, margin: 5 };

    #[test]
    fn boxes_of_a_column_never_touch_and_lines_run_right() {
        // Three pits, two mixes, one end, and a line that skips a column.
        let columns = [0, 0, 0, 1, 1, 2];
        let lines = [(0, 4), (1, 3), (2, 4), (3, 5), (4, 5), (0, 5)];
        let placed = layout(&columns, &lines, SIZES);
        assert_eq!(placed, layout(&columns, &lines, SIZES), "the same picture each time");
        for (a, first) in columns.iter().enumerate() {
            for (b, second) in columns.iter().enumerate().filter(|(b, _)| *b != a) {
                let apart = (placed.boxes[a].1 - placed.boxes[b].1).abs();
                assert!(first != second || apart >= 50, "{a} and {b} are {apart} apart");
            }
        }
        assert_eq!(placed.boxes.iter().map(|b| b.0).collect::<Vec<_>>(), [5, 5, 5, 155, 155, 305]);
        assert_eq!(placed.width, 410);
        assert!(placed.boxes.iter().all(|b| b.1 >= 5 && b.1 + 40 <= placed.height));
        assert_eq!(placed.lines[5].matches('C').count(), 2, "a bend in the column between");
        assert!(placed.lines.iter().all(|l| l.starts_with("M105 ") || l.starts_with("M255 ")));
    }

    #[test]
    fn crossed_lines_are_uncrossed() {
        let placed = layout(&[0, 0, 1, 1], &[(0, 3), (1, 2)], SIZES);
        let above = |a: usize, b: usize| placed.boxes[a].1 < placed.boxes[b].1;
        assert_eq!(above(0, 1), above(3, 2));
    }

    #[test]
    fn nothing_makes_an_empty_picture() {
        let placed = layout(&[], &[], SIZES);
        assert!(placed.boxes.is_empty() && placed.lines.is_empty());
    }

    #[test]
    fn pooling_keeps_order_and_distances() {
        let places = ascending(&[10.0, 0.0, 30.0], &[0.0, 5.0, 10.0]);
        assert!(places[1] - places[0] >= 5.0 - 1e-9 && places[2] - places[1] >= 5.0 - 1e-9, "{places:?}");
        assert!((places[2] - 30.0).abs() < 1e-9);
    }
}
