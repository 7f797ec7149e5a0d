//! Where everything stands: rows of the template's grid on the first page, what is longer on the pages after it.

use super::code::Code;
use super::letters::Letters;
use super::template::{COLUMNS, Cell, Colour, Row, Template};
use super::{Field, Line, Op, Paper, PaperError, Place, Shape, background, mm};

/// Sizes of letters, in points, before a full page makes them smaller.
const LABEL: f32 = 6.6;
const BODY: f32 = 9.6;
const STRONG: f32 = 11.5;
const SMALL: f32 = 7.0;
/// Height of a line for letters of size 1.
const LEADING: f32 = 1.28;
/// White within the box of a field, in points.
const PAD: f32 = 4.0;
/// By how much letters shrink, at most, before rows go to the next page.
const SCALES: [f32; 6] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75];
/// Items beside each other on the pages that carry on.
const ITEM_COLUMNS: usize = 4;
const WHITE: Colour = Colour([255, 255, 255]);
/// How steeply words go across the page.
const MARK_DEGREES: f32 = 35.0;
/// Letters that are read with a lens alone.
const MICRO: f32 = 1.5;

/// A line set in type: bold or not, its size, the words, and the columns right of them.
struct Set {
    bold: bool,
    size: f32,
    text: String,
    columns: Vec<String>,
}

/// A cell with what stands in it.
struct Filled<'a> {
    cell: &'a Cell,
    field: Option<&'a Field>,
    columns: u32,
    label: Vec<String>,
    lines: Vec<Set>,
    code: Option<Code>,
    centred: bool,
    /// More than the cell takes: the whole field goes overleaf.
    overleaf: bool,
}

struct Sheet<'a> {
    paper: &'a Paper<'a>,
    template: &'a Template,
    letters: &'a Letters,
    scale: f32,
    pages: Vec<Vec<Op>>,
}

/// The pages, as things to be drawn.
pub(super) fn pages(paper: &Paper<'_>, template: &Template, letters: &Letters) -> Result<Vec<Vec<Op>>, PaperError> {
    let mut sheet = Sheet { paper, template, letters, scale: 1.0, pages: Vec::new() };
    let (top, bottom) = (sheet.top(), sheet.bottom());
    let mut rows = Vec::new();
    for scale in SCALES {
        sheet.scale = scale;
        rows = sheet.rows()?;
        if rows.iter().map(|(_, _, height)| height).sum::<f32>() <= bottom - top {
            break;
        }
    }
    sheet.first(&rows);
    sheet.scale = 1.0;
    sheet.overleaf(&rows);
    sheet.footers();
    Ok(sheet.pages)
}

type Rows<'a> = Vec<(&'a Row, Vec<Filled<'a>>, f32)>;

impl<'a> Sheet<'a> {
    fn left(&self) -> f32 {
        mm(self.template.page.margin_mm as f32)
    }
    fn width(&self) -> f32 {
        mm(self.template.page.width_mm.saturating_sub(self.template.page.margin_mm * 2) as f32)
    }
    fn top(&self) -> f32 {
        mm(self.template.page.margin_mm as f32)
    }
    fn bottom(&self) -> f32 {
        mm(self.template.page.height_mm.saturating_sub(self.template.page.margin_mm) as f32) - 10.0
    }
    fn column(&self) -> f32 {
        self.width() / COLUMNS as f32
    }

    fn rows(&self) -> Result<Rows<'a>, PaperError> {
        let mut rows = Vec::new();
        for row in &self.template.rows {
            let mut filled = Vec::new();
            // The room of what is not there goes to the last that is.
            let there = |c: &&Cell| c.field == Place::Text || self.paper.field(c.field).is_some();
            let count = row.cells.iter().filter(there).count();
            let spare: u32 = row.cells.iter().filter(|c| !there(c)).map(|c| c.columns).sum();
            for (at, cell) in row.cells.iter().filter(there).enumerate() {
                let more = if at + 1 == count { spare } else { 0 };
                filled.push(self.filled(cell, cell.columns + more)?);
            }
            if !filled.is_empty() {
                let tallest = filled.iter().map(|f| self.height(f)).fold(mm(row.height_mm as f32), f32::max);
                rows.push((row, filled, tallest));
            }
        }
        Ok(rows)
    }

    fn filled(&self, cell: &'a Cell, columns: u32) -> Result<Filled<'a>, PaperError> {
        let (paper, letters) = (self.paper, self.letters);
        let field = paper.field(cell.field);
        let room = self.column() * columns as f32 - 2.0 * PAD;
        let mut filled = Filled { cell, field, columns, label: Vec::new(), lines: Vec::new(), code: None, centred: false, overleaf: false };
        let centred = |lines: &[String], sizes: [(f32, bool); 2]| -> Vec<Set> {
            let each = lines.iter().enumerate().flat_map(|(at, words)| {
                let (size, bold) = if at == 0 { sizes[0] } else { sizes[1] };
                let set = move |text| Set { bold, size: size * self.scale, text, columns: Vec::new() };
                letters.wrapped(words, bold, size * self.scale, room).into_iter().map(set)
            });
            each.collect()
        };
        let words = || -> Vec<String> { field.iter().flat_map(|f| &f.lines).map(flat).collect() };
        let sizes = match cell.field {
            Place::Country => Some([(12.0, true), (9.0, false)]),
            Place::Title => Some([(22.0, true), (14.0, true)]),
            Place::Statement => Some([(9.4, false), (9.4, false)]),
            Place::Text => Some([(SMALL, false), (SMALL, false)]),
            _ => None,
        };
        if let Some(sizes) = sizes {
            let words = cell.text.as_deref().map_or_else(words, |code| self.template.words(code, paper.languages));
            (filled.centred, filled.lines) = (true, centred(&words, sizes));
            return Ok(filled);
        }
        let Some(field) = field else { return Ok(filled) };
        if let (Some(text), Some(side)) = (&field.code, cell.side_mm) {
            filled.code = Some(Code::new(text, side as f32)?);
            let beside = self.beside(&filled);
            let words = [&field.label].into_iter().cloned().chain(words());
            let size = SMALL * self.scale;
            let set = |text| Set { bold: false, size, text, columns: Vec::new() };
            filled.lines = words.flat_map(|w| letters.wrapped(&w, false, size, beside)).map(set).collect();
            return Ok(filled);
        }
        filled.label = letters.wrapped(&field.label, false, LABEL * self.scale, room);
        self.values(field, room, &mut filled);
        Ok(filled)
    }

    /// What a field says, cut to the lines of its cell.
    fn values(&self, field: &Field, room: f32, filled: &mut Filled<'_>) {
        let strong = matches!(field.place, Place::Number | Place::Mass | Place::Value | Place::Parcels);
        let signs = matches!(field.place, Place::SignatureFirst | Place::SignatureSecond);
        let (size, bold) = if strong { (STRONG, true) } else { (if signs { 8.6 } else { BODY }, false) };
        let size = size * self.scale;
        for line in &field.lines {
            let columns = if let Line::Columns(_, columns) = line { columns.clone() } else { Vec::new() };
            let beside = columns.len() as f32 * self.figures();
            let mut columns = Some(columns);
            for text in self.letters.wrapped(&flat(line), bold, size, room - beside) {
                filled.lines.push(Set { bold, size, text, columns: columns.take().unwrap_or_default() });
            }
        }
        let most = filled.cell.lines as usize;
        if filled.lines.len() <= most {
            return;
        }
        filled.overleaf = true;
        let counted = field.lines.iter().map(|l| if let Line::Items(items) = l { items.len() } else { 0 }).sum::<usize>();
        // A part of a list could be taken for the whole of it; of words the beginning is shown.
        filled.lines.truncate(if counted > 0 { 0 } else { most.saturating_sub(1) });
        let said = if counted > 0 { format!("{counted}: {}", self.paper.continued) } else { self.paper.continued.to_owned() };
        for text in self.letters.wrapped(&said, true, size, room) {
            filled.lines.push(Set { bold: true, size, text, columns: Vec::new() });
        }
    }

    /// The width of a column of figures.
    fn figures(&self) -> f32 {
        mm(34.0) * self.scale
    }

    /// The room for the words of a code: right of it where there is enough, else below.
    fn beside(&self, filled: &Filled<'_>) -> f32 {
        let room = self.column() * filled.columns as f32 - 2.0 * PAD;
        if self.is_beside(filled) { room - self.side(filled) - PAD } else { room }
    }
    fn is_beside(&self, filled: &Filled<'_>) -> bool {
        self.column() * filled.columns as f32 - 2.0 * PAD - self.side(filled) >= mm(28.0)
    }
    fn side(&self, filled: &Filled<'_>) -> f32 {
        mm(filled.cell.side_mm.unwrap_or_default() as f32)
    }

    fn height(&self, filled: &Filled<'_>) -> f32 {
        let lines: f32 = filled.lines.iter().map(|l| l.size * LEADING).sum();
        let label = filled.label.len() as f32 * LABEL * self.scale * LEADING;
        match (filled.code.is_some(), filled.centred) {
            (true, _) if self.is_beside(filled) => self.side(filled).max(lines) + 2.0 * PAD,
            (true, _) => self.side(filled) + lines + 2.0 * PAD,
            (_, true) => lines + PAD * 1.5,
            _ => label + lines + 2.0 * PAD,
        }
    }

    fn text(&mut self, x: f32, y: f32, set: &Set, colour: Colour) {
        let (size, bold, text) = (set.size, set.bold, set.text.clone());
        self.op(Op::Text { x, y, size, bold, colour, text });
    }

    fn op(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    /// Begins a page with its background and what is drawn across it.
    fn page(&mut self) {
        let mut ops = Vec::new();
        background::draw(self.template, self.paper.number, self.paper.digest, self.pages.is_empty(), &mut ops);
        let (width, height) = (mm(self.template.page.width_mm as f32), mm(self.template.page.height_mm as f32));
        let count = self.paper.marks.len() as f32;
        for (at, mark) in self.paper.marks.iter().enumerate() {
            let text = self.letters.clean(mark);
            let wide = self.letters.bold.width(&text, 1.0).max(0.1);
            // Wholly within the border, however long the words are.
            let size = (width * 0.8 / (MARK_DEGREES.to_radians().cos() * wide)).min(width * 0.16);
            let y = height * (at as f32 + 1.0) / (count + 1.0);
            let colour = self.template.colours.mark;
            ops.push(Op::Across { x: width / 2.0, y, size, degrees: -MARK_DEGREES, colour, text });
        }
        self.pages.push(ops);
        self.micro();
    }

    /// Number and digest, over and over, as a line above and one below what is written.
    fn micro(&mut self) {
        let one = self.letters.clean(&format!("{} {} ", self.paper.number, self.paper.digest));
        let wide = self.letters.regular.width(&one, MICRO).max(1.0);
        let times = (self.width() / wide).ceil();
        let size = MICRO * self.width() / (wide * times);
        let (x, colour) = (self.left(), self.template.colours.accent);
        for y in [self.top() - 3.0, self.bottom() + 2.6] {
            self.op(Op::Text { x, y, size, bold: false, colour, text: one.repeat(times as usize).trim_end().to_owned() });
        }
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, dashed: bool) {
        let colour = self.template.colours.accent;
        self.op(Op::Stroke { shape: vec![Shape::Move(from.0, from.1), Shape::Line(to.0, to.1)], colour, width, dashed });
    }

    /// The rows of the template; those that find no room go to the next page.
    fn first(&mut self, rows: &Rows<'a>) {
        self.page();
        let (top, bottom) = (self.top(), self.bottom());
        let total: f32 = rows.iter().map(|(_, _, height)| height).sum();
        let (mut y, mut spare) = (top, (bottom - top - total).max(0.0));
        let foot = rows.iter().position(|(row, ..)| row.foot);
        for (at, (_, cells, height)) in rows.iter().enumerate() {
            if Some(at) == foot {
                y += spare;
                spare = 0.0;
            }
            if y + height > bottom + 0.5 && y > top {
                self.page();
                y = top;
            }
            self.row(cells, y, *height);
            y += height;
        }
    }

    fn row(&mut self, cells: &[Filled<'a>], y: f32, height: f32) {
        let mut x = self.left();
        let boxed = cells.iter().any(|c| !c.centred && c.code.is_none());
        for (at, filled) in cells.iter().enumerate() {
            let width = self.column() * filled.columns as f32;
            if boxed && at > 0 {
                self.line((x, y + 2.0), (x, y + height - 2.0), 0.35, false);
            }
            self.cell(filled, (x, y), (width, height));
            x += width;
        }
        if boxed {
            let (left, right) = (self.left(), self.left() + self.width());
            self.line((left, y), (right, y), 0.6, false);
            self.line((left, y + height), (right, y + height), 0.6, false);
        }
    }

    fn cell(&mut self, filled: &Filled<'a>, (x, y): (f32, f32), (width, height): (f32, f32)) {
        let colours = self.template.colours.clone();
        if let Some(code) = &filled.code {
            return self.code(filled, code, (x, y));
        }
        let place = filled.cell.field;
        let mut at = y + if filled.centred { PAD * 0.5 } else { PAD };
        for text in &filled.label {
            at += LABEL * self.scale * LEADING;
            let set = Set { bold: false, size: LABEL * self.scale, text: text.clone(), columns: Vec::new() };
            self.text(x + PAD, at - LABEL * self.scale * 0.28, &set, colours.accent);
        }
        let signs = matches!(place, Place::SignatureFirst | Place::SignatureSecond);
        if signs {
            let lines: f32 = filled.lines.iter().map(|l| l.size * LEADING).sum();
            at = (y + height - PAD - lines).max(at);
            self.line((x + PAD, at), (x + width - PAD, at), 0.5, false);
        }
        if place == Place::Validation {
            let (l, r, t, b) = (x + PAD, x + width - PAD, at + 2.0, y + height - PAD);
            let shape = vec![Shape::Move(l, t), Shape::Line(r, t), Shape::Line(r, b), Shape::Line(l, b), Shape::Line(l, t)];
            self.op(Op::Stroke { shape, colour: colours.accent, width: 0.4, dashed: true });
        }
        for set in &filled.lines {
            at += set.size * LEADING;
            let baseline = at - set.size * 0.3;
            let left = if filled.centred { x + (width - self.letters.face(set.bold).width(&set.text, set.size)) / 2.0 } else { x + PAD };
            let colour = if matches!(place, Place::Title | Place::Country) { colours.accent } else { colours.ink };
            self.text(left, baseline, set, colour);
            for (n, figure) in set.columns.iter().rev().enumerate() {
                let text = self.letters.clean(figure);
                let right = x + width - PAD - n as f32 * self.figures();
                let left = right - self.letters.face(set.bold).width(&text, set.size);
                self.text(left, baseline, &Set { text, columns: Vec::new(), ..*set }, colour);
            }
        }
    }

    /// A code on white ground, its modules as one path, with its words.
    fn code(&mut self, filled: &Filled<'a>, code: &Code, (x, y): (f32, f32)) {
        let side = self.side(filled);
        let (left, top) = (x + PAD, y + PAD);
        let module = side / code.side() as f32;
        self.op(Op::Boxes { boxes: vec![[left, top, side, side]], colour: WHITE });
        let dark = |(row, column, run): (usize, usize, usize)| {
            [left + column as f32 * module, top + row as f32 * module, run as f32 * module, module]
        };
        let boxes = code.runs().into_iter().map(dark).collect();
        self.op(Op::Boxes { boxes, colour: Colour([0, 0, 0]) });
        let (left, mut at) = if self.is_beside(filled) { (left + side + PAD, top) } else { (left, top + side) };
        for set in &filled.lines {
            at += set.size * LEADING;
            self.text(left, at - set.size * 0.3, set, self.template.colours.ink);
        }
    }

    /// Every field that did not fit, whole.
    fn overleaf(&mut self, rows: &Rows<'a>) {
        let fields: Vec<&Field> = rows.iter().flat_map(|(_, cells, _)| cells).filter(|c| c.overleaf).filter_map(|c| c.field).collect();
        if fields.is_empty() {
            return;
        }
        let mut y = self.continued_page();
        for field in fields {
            y = self.advance(y, LABEL * LEADING * 4.0);
            for text in self.letters.wrapped(&field.label, true, BODY, self.width()) {
                y += BODY * LEADING;
                let set = Set { bold: true, size: BODY, text, columns: Vec::new() };
                self.text(self.left(), y, &set, self.template.colours.accent);
            }
            for line in &field.lines {
                y = match line {
                    Line::Items(items) => self.items(items, y),
                    words => self.words(&flat(words), y),
                };
            }
            y += BODY;
        }
    }

    /// A page that carries on: whose it is stands above.
    fn continued_page(&mut self) -> f32 {
        self.page();
        let title = self.paper.field(Place::Title).map(|f| f.lines.iter().map(flat).collect::<Vec<_>>().join(" / ")).unwrap_or_default();
        let mut y = self.top();
        for (text, size) in [(title, BODY), (self.paper.number.to_owned(), 14.0)] {
            for text in self.letters.wrapped(&text, true, size, self.width()) {
                y += size * LEADING;
                self.text(self.left(), y, &Set { bold: true, size, text, columns: Vec::new() }, self.template.colours.accent);
            }
        }
        y += PAD * 1.5;
        self.line((self.left(), y), (self.left() + self.width(), y), 0.6, false);
        y
    }

    /// Goes to another page where there is no room for what is so high.
    fn advance(&mut self, y: f32, high: f32) -> f32 {
        if y + high > self.bottom() { self.continued_page() } else { y }
    }

    fn words(&mut self, words: &str, mut y: f32) -> f32 {
        for text in self.letters.wrapped(words, false, BODY, self.width()) {
            y = self.advance(y, BODY * LEADING) + BODY * LEADING;
            self.text(self.left(), y, &Set { bold: false, size: BODY, text, columns: Vec::new() }, self.template.colours.ink);
        }
        y
    }

    /// Numbered, in columns that are read downwards within each row of numbers.
    fn items(&mut self, items: &[String], mut y: f32) -> f32 {
        let (size, wide) = (8.4, self.width() / ITEM_COLUMNS as f32);
        for (row, some) in items.chunks(ITEM_COLUMNS).enumerate() {
            let set: Vec<Vec<String>> = some.iter().map(|i| self.letters.wrapped(i, false, size, wide - mm(11.0))).collect();
            let high = set.iter().map(Vec::len).max().unwrap_or(1) as f32 * size * LEADING;
            y = self.advance(y, high);
            for (column, lines) in set.into_iter().enumerate() {
                let x = self.left() + column as f32 * wide;
                let number = Set { bold: false, size: SMALL, text: (row * ITEM_COLUMNS + column + 1).to_string(), columns: Vec::new() };
                self.text(x, y + size * LEADING, &number, self.template.colours.accent);
                for (n, text) in lines.into_iter().enumerate() {
                    let set = Set { bold: false, size, text, columns: Vec::new() };
                    self.text(x + mm(8.0), y + (n as f32 + 1.0) * size * LEADING, &set, self.template.colours.ink);
                }
            }
            y += high;
        }
        y
    }

    /// Number, page and marks at the foot of every page.
    fn footers(&mut self) {
        let (count, x, y) = (self.pages.len(), self.left(), self.bottom() + 9.5);
        let right = self.left() + self.width();
        let colour = self.template.colours.ink;
        for at in 0..count {
            let said: Vec<&str> = [self.paper.number].into_iter().chain(self.paper.marks.iter().map(String::as_str)).collect();
            let left = self.letters.clean(&said.join(" · "));
            let page = self.letters.clean(&(self.paper.page_of)(at + 1, count));
            let wide = self.letters.regular.width(&page, SMALL);
            if let Some(ops) = self.pages.get_mut(at) {
                ops.push(Op::Text { x, y, size: SMALL, bold: true, colour, text: left });
                ops.push(Op::Text { x: right - wide, y, size: SMALL, bold: false, colour, text: page });
            }
        }
    }
}

/// A line as running text.
fn flat(line: &Line) -> String {
    match line {
        Line::Text(text) | Line::Columns(text, _) => text.clone(),
        Line::Items(items) => items.join(", "),
    }
}
