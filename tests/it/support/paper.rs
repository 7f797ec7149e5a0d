//! Reading printed papers back: their words with pdftotext, their pictures with pdftoppm, their codes with zbarimg.

use super::process::{program, scratch_dir};
use super::{left_out, required_by};
use std::path::PathBuf;
use std::process::Command;

/// The programs that read papers.
pub struct Readers {
    text: PathBuf,
    picture: PathBuf,
    codes: PathBuf,
}

/// A picture in grey, 0 black to 255 white.
#[derive(Clone)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
}

/// The readers, where they are on this machine.
pub fn readers() -> Option<Readers> {
    let found = || Some(Readers { text: program(&["pdftotext"])?, picture: program(&["pdftoppm"])?, codes: program(&["zbarimg"])? });
    let found = found();
    if found.is_none() {
        let how = "Debian: apt-get install poppler-utils zbar-tools";
        left_out("pdftotext, pdftoppm or zbarimg", "tests that read printed papers back", how, required_by("PLACER_REQUIRE_PAPER"));
    }
    found
}

impl Readers {
    /// The words of each page in the order they were drawn, with every kind of blank as one blank.
    pub fn pages(&self, file: &[u8]) -> Vec<String> {
        let dir = scratch_dir("paper");
        let pdf = dir.join("paper.pdf");
        std::fs::write(&pdf, file).unwrap();
        let done = Command::new(&self.text).arg("-raw").arg(&pdf).arg("-").output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let _ = std::fs::remove_dir_all(&dir);
        let text = String::from_utf8(done.stdout).unwrap();
        let plain = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
        text.strip_suffix('\u{c}').unwrap_or(&text).split('\u{c}').map(plain).collect()
    }

    /// The first page at 300 dots an inch.
    pub fn picture(&self, file: &[u8]) -> Picture {
        let dir = scratch_dir("paper");
        let pdf = dir.join("paper.pdf");
        std::fs::write(&pdf, file).unwrap();
        let done =
            Command::new(&self.picture).args(["-r", "300", "-gray", "-singlefile"]).arg(&pdf).arg(dir.join("page")).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let picture = Picture::read(&std::fs::read(dir.join("page.pgm")).unwrap());
        let _ = std::fs::remove_dir_all(&dir);
        picture
    }

    /// What the codes of a picture say, sorted.
    pub fn codes(&self, picture: &Picture) -> Vec<String> {
        let dir = scratch_dir("codes");
        let file = dir.join("page.pgm");
        std::fs::write(&file, picture.written()).unwrap();
        let done =
            Command::new(&self.codes).args(["--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable"]).arg(&file).output().unwrap();
        let _ = std::fs::remove_dir_all(&dir);
        let mut codes: Vec<String> = String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect();
        codes.sort();
        codes
    }
}

impl Picture {
    fn read(pgm: &[u8]) -> Self {
        let mut parts = pgm.splitn(4, u8::is_ascii_whitespace).map(|p| p.to_vec());
        let (kind, width, height) = (parts.next().unwrap(), number(&parts.next().unwrap()), number(&parts.next().unwrap()));
        assert_eq!(kind, b"P5");
        let rest = parts.next().unwrap();
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
        let grey = rest[end + 1..].to_vec();
        assert_eq!(grey.len(), width * height);
        Self { width, height, grey }
    }

    fn written(&self) -> Vec<u8> {
        [format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes(), self.grey.clone()].concat()
    }

    pub fn at(&self, x: usize, y: usize) -> u8 {
        self.grey[y * self.width + x]
    }

    /// Left, top and side of the code in a strip from one column to another: its upper left corner is the first long dark
    /// line in it.
    pub fn code_in(&self, from: usize, to: usize) -> (usize, usize, usize) {
        let dark = |x: usize, y: usize| self.at(x, y) < 20;
        for y in self.height / 2..self.height {
            let Some(left) = (from..to).find(|x| dark(*x, y)) else { continue };
            let run = (left..to).take_while(|x| dark(*x, y)).count();
            if run > 35 {
                let right = (from..to).rev().find(|x| dark(*x, y)).unwrap();
                return (left, y, right + 1 - left);
            }
        }
        panic!("no code between {from} and {to}");
    }

    /// The same from further away.
    pub fn smaller(&self, by: usize) -> Self {
        let (width, height) = (self.width / by, self.height / by);
        let sum = |x: usize, y: usize| -> usize {
            (0..by * by).map(|n| usize::from(self.at(x * by + n % by, y * by + n / by))).sum::<usize>() / (by * by)
        };
        let grey = (0..width * height).map(|n| sum(n % width, n / width) as u8).collect();
        Self { width, height, grey }
    }

    /// The same a quarter turned.
    pub fn turned(&self) -> Self {
        let (width, height) = (self.height, self.width);
        let grey = (0..width * height).map(|n| self.at(n / width, self.height - 1 - n % width)).collect();
        Self { width, height, grey }
    }

    /// A part of it.
    pub fn cut(&self, (left, top): (usize, usize), side: usize) -> Self {
        let row = |y: usize| self.grey[y * self.width + left..y * self.width + left + side].to_vec();
        Self { width: side, height: side, grey: (top..top + side).flat_map(row).collect() }
    }

    /// Paints a square over.
    pub fn paint(&mut self, (left, top): (usize, usize), side: usize, grey: u8) {
        for y in top..(top + side).min(self.height) {
            for x in left..(left + side).min(self.width) {
                self.grey[y * self.width + x] = grey;
            }
        }
    }
}

fn number(text: &[u8]) -> usize {
    std::str::from_utf8(text).unwrap().parse().unwrap()
}
