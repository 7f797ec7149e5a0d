//! The source tree as text: which files there are, and what in a Rust file is code, comment or literal.

use std::path::{Path, PathBuf};

/// A file of the repository.
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// The files below these folders (a folder may be absent) whose names end in one of these ways.
/// Vendored files are not ours to judge.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(path) = waiting.pop() {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !["vendor", "node_modules"].contains(&name) {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            found.push(Source { path: path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The names of the entries of a folder below the root, in order; none where it is absent.
pub fn names_in(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let mut names: Vec<String> =
        entries.into_iter().flatten().map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// A Rust file in two views of the same shape: lines and columns are kept, the rest is blank.
pub struct Views {
    /// Without comments, and without what stands in string and character literals.
    pub code: String,
    /// Comments only.
    pub comments: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Code,
    Comment,
    Literal,
}

/// Parts a Rust file into code and comments.
pub fn views(text: &str) -> Views {
    let chars: Vec<char> = text.chars().collect();
    let mut views = Views { code: String::new(), comments: String::new() };
    let mut at = 0;
    while at < chars.len() {
        let (piece, end) = piece_at(&chars, at);
        for &c in &chars[at..end.min(chars.len())] {
            let blank = if c == '\n' { '\n' } else { ' ' };
            views.code.push(if piece == Piece::Code { c } else { blank });
            views.comments.push(if piece == Piece::Comment { c } else { blank });
        }
        at = end;
    }
    views
}

/// What begins here, and where it ends.
fn piece_at(chars: &[char], at: usize) -> (Piece, usize) {
    let next = chars.get(at + 1).copied();
    let inside_word = at > 0 && is_word(chars[at - 1]);
    match chars[at] {
        '/' if next == Some('/') => (Piece::Comment, find(chars, at, |c| c == '\n')),
        '/' if next == Some('*') => (Piece::Comment, block_comment_end(chars, at)),
        '"' => (Piece::Literal, quoted_end(chars, at, '"')),
        '\'' => match char_literal_end(chars, at) {
            Some(end) => (Piece::Literal, end),
            None => (Piece::Code, at + 1),
        },
        'r' | 'b' | 'c' if !inside_word => match prefixed_literal_end(chars, at) {
            Some(end) => (Piece::Literal, end),
            None => (Piece::Code, at + 1),
        },
        _ => (Piece::Code, at + 1),
    }
}

/// Whether a character can stand in a Rust name.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|&c| wanted(c)).map_or(chars.len(), |offset| from + offset)
}

/// Rust's block comments nest.
fn block_comment_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut here) = (0usize, at);
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
        if depth == 0 {
            break;
        }
    }
    here
}

/// The end of a literal whose opening quote stands at `at` and in which a backslash takes the next character along.
fn quoted_end(chars: &[char], at: usize, quote: char) -> usize {
    let mut here = at + 1;
    while here < chars.len() && chars[here] != quote {
        here += if chars[here] == '\\' { 2 } else { 1 };
    }
    here + 1
}

/// `'x'` and `'\n'` are literals, `'a` in a type is a lifetime.
fn char_literal_end(chars: &[char], at: usize) -> Option<usize> {
    match chars.get(at + 1)? {
        '\\' => Some(quoted_end(chars, at, '\'')),
        _ if chars.get(at + 2) == Some(&'\'') => Some(at + 3),
        _ => None,
    }
}

/// `r"…"`, `r#"…"#`, `b"…"`, `b'x'`, `br"…"`, `c"…"` and `cr#"…"#`; not `r#name`.
fn prefixed_literal_end(chars: &[char], at: usize) -> Option<usize> {
    let mut here = at;
    if matches!(chars[here], 'b' | 'c') {
        here += 1;
    }
    if chars.get(here) == Some(&'r') {
        let open = find(chars, here + 1, |c| c != '#');
        let hashes = open - here - 1;
        if chars.get(open) != Some(&'"') {
            return None;
        }
        let closes = |&quote: &usize| chars[quote] == '"' && (1..=hashes).all(|n| chars.get(quote + n) == Some(&'#'));
        return Some((open + 1..chars.len()).find(closes).map_or(chars.len(), |quote| quote + 1 + hashes));
    }
    match chars.get(here)? {
        '"' if here > at => Some(quoted_end(chars, here, '"')),
        '\'' if here > at && chars[at] == 'b' => Some(quoted_end(chars, here, '\'')),
        _ => None,
    }
}

/// A word or a single sign of the code view, with its line counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Line, from 1.
    pub line: usize,
    /// The word or sign.
    pub text: String,
}

/// Cuts code into words and signs; spaces fall away, `::` stays whole.
pub fn tokens(code: &str) -> Vec<Token> {
    let chars: Vec<char> = code.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let end = match chars[at] {
            c if is_word(c) => find(&chars, at, |c| !is_word(c)),
            ':' if chars.get(at + 1) == Some(&':') => at + 2,
            _ => at + 1,
        };
        if chars[at] == '\n' {
            line += 1;
        } else if !chars[at].is_whitespace() {
            tokens.push(Token { line, text: chars[at..end].iter().collect() });
        }
        at = end;
    }
    tokens
}

#[test]
fn comments_and_literals_are_told_from_code() {
    let text = r####"let a = "// no \" comment"; // yes "quoted"
let b = r#"fn x() { " } "#; /* one /* two */ still */ let c = '"';
fn life<'a>(s: &'a str) -> char { '\'' } let r#fn = b"//"; let d = b'"'; let e = br"{"; // end
"####;
    let views = views(text);
    let lines: Vec<&str> = views.code.lines().map(str::trim_end).collect();
    assert!(lines[0].starts_with("let a =") && lines[0].ends_with(';') && !lines[0].contains("comment"));
    assert!(lines[1].contains("let c =") && !lines[1].contains('{') && !lines[1].contains("still"));
    assert!(lines[2].starts_with("fn life<'a>(s: &'a str) -> char {") && lines[2].contains("let r#fn =") && lines[2].contains("let e ="));
    assert_eq!(lines[2].matches(['{', '}']).count(), 2);
    let comments: Vec<&str> = views.comments.lines().map(str::trim).collect();
    assert_eq!(comments, ["// yes \"quoted\"", "/* one /* two */ still */", "// end"]);
    assert_eq!(views.code.lines().count(), text.lines().count());
}

#[test]
fn code_is_cut_into_words_and_signs() {
    let texts = |code: &str| tokens(code).into_iter().map(|token| (token.line, token.text)).collect::<Vec<_>>();
    let expected = [(1, "Utc"), (1, "::"), (2, "now"), (2, "("), (2, ")")].map(|(line, text)| (line, text.to_owned()));
    assert_eq!(texts("Utc ::\n  now()"), expected);
}
