//! The guilloche behind a certificate: waves, rosettes and a border whose shape follows from the certificate's number and
//! digest, so that no two certificates look alike and a copied background does not fit another number.

use super::template::Template;
use super::{Op, Shape, mm};
use crate::domain::entry::sha256;
use std::f32::consts::TAU;

/// Pieces of each curve.
const WAVE_PIECES: usize = 36;
const ROSETTE_PIECES: usize = 72;
/// Between the edge of the paper and its border, in millimetres.
const EDGE_MM: f32 = 6.0;

/// Numbers drawn from the certificate's own.
struct Seed {
    bytes: [u8; 32],
    at: usize,
}

impl Seed {
    fn new(number: &str, digest: &str) -> Self {
        Self { bytes: sha256(&[b"placer guilloche\n", number.as_bytes(), b"\n", digest.as_bytes()]), at: 0 }
    }
    /// The next number, 0 to 1.
    fn next(&mut self) -> f32 {
        let byte = self.bytes.get(self.at % self.bytes.len()).copied().unwrap_or_default();
        self.at += 1;
        f32::from(byte) / 255.0
    }
    /// The next number between two others.
    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.next()
    }
    /// The next whole number of a few.
    fn whole(&mut self, low: u8, high: u8) -> f32 {
        self.between(f32::from(low), f32::from(high)).round()
    }
}

/// The curve through points of which the slopes are known, as Bezier pieces.
fn curve(pieces: usize, at: impl Fn(f32) -> (f32, f32)) -> Vec<Shape> {
    let step = 1.0 / pieces as f32;
    let slope = |t: f32| {
        let (a, b) = (at(t - step * 0.01), at(t + step * 0.01));
        ((b.0 - a.0) / 0.02 / 3.0, (b.1 - a.1) / 0.02 / 3.0)
    };
    let start = at(0.0);
    let mut shape = vec![Shape::Move(start.0, start.1)];
    for i in 0..pieces {
        let (from, to) = (i as f32 * step, (i + 1) as f32 * step);
        let (a, b, da, db) = (at(from), at(to), slope(from), slope(to));
        shape.push(Shape::Curve(a.0 + da.0, a.1 + da.1, b.0 - db.0, b.1 - db.1, b.0, b.1));
    }
    shape
}

/// Draws it. Rosettes stand on the first page alone.
pub(super) fn draw(template: &Template, number: &str, digest: &str, first: bool, ops: &mut Vec<Op>) {
    let mut seed = Seed::new(number, digest);
    let (width, height) = (mm(template.page.width_mm as f32), mm(template.page.height_mm as f32));
    let colours = &template.colours.background;
    let colour = |n: usize| colours.get(n % colours.len().max(1)).copied().unwrap_or(template.colours.mark);
    waves(template, &mut seed, (width, height), colour(0), ops);
    if first {
        for n in 0..template.background.rosettes {
            let centre = if n == 0 {
                (width / 2.0, height * seed.between(0.42, 0.5))
            } else {
                (width * seed.between(0.15, 0.85), height * seed.between(0.12, 0.88))
            };
            let radius = if n == 0 { width * 0.36 } else { width * seed.between(0.14, 0.2) };
            rosette(template, &mut seed, centre, radius, colour(n as usize + 1), ops);
        }
    }
    border(&mut seed, (width, height), template, ops);
}

fn waves(template: &Template, seed: &mut Seed, (width, height): (f32, f32), colour: super::template::Colour, ops: &mut Vec<Op>) {
    let (edge, count) = (mm(EDGE_MM + 2.5), template.background.waves);
    let high = mm(template.background.amplitude_dmm as f32 / 10.0);
    let (f1, f2) = (seed.whole(1, 3), seed.whole(3, 7));
    let (p1, p2, turn) = (seed.next() * TAU, seed.next() * TAU, seed.between(0.08, 0.2));
    let (a1, a2) = (high * seed.between(0.5, 0.7), high * seed.between(0.15, 0.35));
    let room = height - 2.0 * (edge + high);
    let mut shape = Vec::new();
    for n in 0..count {
        let k = n as f32;
        let middle = edge + high + room * k / count.saturating_sub(1).max(1) as f32;
        shape.extend(curve(WAVE_PIECES, |t| {
            let y = middle + a1 * (TAU * f1 * t + p1 + k * turn).sin() + a2 * (TAU * f2 * t + p2 - k * turn * 1.7).sin();
            (edge + (width - 2.0 * edge) * t, y)
        }));
    }
    ops.push(Op::Stroke { shape, colour, width: 0.35, dashed: false });
}

fn rosette(template: &Template, seed: &mut Seed, centre: (f32, f32), radius: f32, colour: super::template::Colour, ops: &mut Vec<Op>) {
    let loops = template.background.loops;
    let (petals, ripples) = (seed.whole(5, 11), seed.whole(13, 23));
    let (deep, fine) = (seed.between(0.16, 0.26), seed.between(0.03, 0.08));
    let mut shape = Vec::new();
    for n in 0..loops {
        let phase = TAU * n as f32 / loops.max(1) as f32;
        shape.extend(curve(ROSETTE_PIECES, |t| {
            let angle = TAU * t;
            let r = radius * (0.66 + deep * (petals * angle + phase).sin() + fine * (ripples * angle - phase).sin());
            (centre.0 + r * angle.cos(), centre.1 + r * angle.sin())
        }));
    }
    ops.push(Op::Stroke { shape, colour, width: 0.3, dashed: false });
}

/// Strands along the edge, between two lines.
fn border(seed: &mut Seed, (width, height): (f32, f32), template: &Template, ops: &mut Vec<Op>) {
    let colour = template.colours.accent;
    let (edge, band) = (mm(EDGE_MM), mm(1.1));
    let (across, along) = (width - 2.0 * edge, height - 2.0 * edge);
    let strand = seed.whole(2, 4);
    let mut shape = Vec::new();
    let sides = [
        ((edge, edge), (1.0, 0.0), across),
        ((edge, height - edge), (1.0, 0.0), across),
        ((edge, edge), (0.0, 1.0), along),
        ((width - edge, edge), (0.0, 1.0), along),
    ];
    for ((x, y), (dx, dy), length) in sides {
        let turns = (length / mm(7.0)).round();
        for n in 0..2u8 {
            let phase = TAU * f32::from(n) / 2.0;
            shape.extend(curve((turns * 4.0) as usize, |t| {
                let off = band * ((TAU * turns * t + phase).sin() * 0.8 + (TAU * strand * t).sin() * 0.2);
                (x + dx * length * t + dy * off, y + dy * length * t + dx * off)
            }));
        }
    }
    ops.push(Op::Stroke { shape, colour, width: 0.25, dashed: false });
    for gap in [-mm(1.6), mm(1.6)] {
        let (l, t, r, b) = (edge + gap, edge + gap, width - edge - gap, height - edge - gap);
        let shape = vec![Shape::Move(l, t), Shape::Line(r, t), Shape::Line(r, b), Shape::Line(l, b), Shape::Line(l, t)];
        ops.push(Op::Stroke { shape, colour, width: 0.5, dashed: false });
    }
}
