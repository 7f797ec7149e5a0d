//! A plain HTTP client with a cookie jar, for what needs no browser: status, headers, redirects, refusals.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Somebody at a server, with his cookies.
#[derive(Clone)]
pub struct Http {
    address: String,
    cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// Length of the body as it was sent, compressed where it was.
    pub size: usize,
    pub body: String,
    /// The body where it is no text.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The first header of a name (small letters); empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
    /// The value of the first hidden field of a name.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&start).unwrap_or_else(|| panic!("no hidden {name} in {}", self.body)).1;
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Http {
    /// A visitor nobody knows.
    pub fn at(address: &str) -> Self {
        Self { address: address.to_owned(), cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// Signs in through the form, as a browser would.
    pub fn signed_in(address: &str, login: &str, password: &str) -> Self {
        let mut http = Self::at(address);
        let done = http.sign_in(login, password);
        assert_eq!(done.status, 303, "{login}: {}", done.body);
        http
    }

    pub fn sign_in(&mut self, login: &str, password: &str) -> Reply {
        let form = self.get("/sign-in");
        self.post("/sign-in", &[("csrf", &form.hidden("csrf")), ("login", login), ("password", password)])
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub fn forget(&mut self, name: &str) {
        self.cookies.remove(name);
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        self.send("POST", path, &[("content-type", "application/x-www-form-urlencoded")], body.finish())
    }

    /// Fills a form of a page: its token and key, and these fields.
    pub fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let form = page.body.split_once("<main").unwrap().1.to_owned();
        let form = Reply { body: form, ..page };
        let (csrf, key) = (form.hidden("csrf"), form.hidden("key"));
        let all: Vec<(&str, &str)> = [("csrf", csrf.as_str()), ("key", key.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post(path, &all)
    }

    /// Fills a form of a page with these fields, and with the bytes of a file beside one of them, as a browser sends it.
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], beside: &str, file: &[u8]) -> Reply {
        let page = self.get(path);
        let form = Reply { body: page.body.split_once("<main").unwrap().1.to_owned(), ..page };
        assert!(form.body.contains("enctype=\"multipart/form-data\"") && form.body.contains(&format!("name=\"{beside}-upload\"")));
        let (csrf, key) = (form.hidden("csrf"), form.hidden("key"));
        let mut body = Vec::new();
        for (name, value) in [("csrf", csrf.as_str()), ("key", key.as_str())].iter().chain(fields) {
            body.extend_from_slice(format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        let head = format!("--part\r\nContent-Disposition: form-data; name=\"{beside}-upload\"; filename=\"file.csv\"\r\n");
        body.extend_from_slice(format!("{head}Content-Type: text/csv\r\n\r\n").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--part--\r\n");
        self.send("POST", path, &[("content-type", "multipart/form-data; boundary=part")], body)
    }

    /// Sends the token of one page to another address, as a button does that stands on every page.
    pub fn submit_to(&mut self, path: &str, page: &str) -> Reply {
        let csrf = self.get(page).hidden("csrf");
        self.post(path, &[("csrf", &csrf)])
    }

    /// Sends any request and keeps the cookies of the answer.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
        self.try_send(method, path, headers, body).unwrap_or_else(|| panic!("{method} {path}: no answer"))
    }

    /// The same where the server may die or refuse the connection meanwhile.
    pub fn try_send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Option<Reply> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() {
            head += &format!("cookie: {}\r\n", cookies.join("; "));
        }
        let own = self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            head += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        let body = body.as_ref();
        write!(stream, "{head}content-length: {}\r\n\r\n", body.len()).ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let reply = parse(&answer)?;
        reply.has_its_words(path);
        self.keep_cookies(&reply);
        Some(reply)
    }

    fn keep_cookies(&mut self, reply: &Reply) {
        for (_, set) in reply.headers.iter().filter(|(n, _)| n == "set-cookie") {
            let (name, rest) = set.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() || set.contains("Max-Age=0") {
                self.forget(name);
            } else {
                self.set_cookie(name, value);
            }
        }
    }
}

impl Reply {
    /// No page shows the id of a message instead of its words.
    fn has_its_words(&self, path: &str) {
        let html = self.headers.iter().any(|(n, v)| n == "content-type" && v.starts_with("text/html"));
        let is_id = |text: &str| {
            // A script may name attributes so.
            if text.starts_with("data-") {
                return false;
            }
            let parts: Vec<&str> = text.split('-').collect();
            let word = |part: &&str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            parts.len() > 1 && parts.iter().all(word) && text.starts_with(|c: char| c.is_ascii_lowercase())
        };
        let bare = self.body.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(inside, _)| inside).find(|t| is_id(t));
        assert!(!html || bare.is_none(), "{path} shows a message's id: {bare:?}");
    }
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> =
        lines.filter_map(|l| l.split_once(':')).map(|(n, v)| (n.to_lowercase(), v.trim().to_owned())).collect();
    let chunked = headers.iter().any(|(n, v)| n == "transfer-encoding" && v.contains("chunked"));
    let rest = &answer[end + 4..];
    let body = if chunked { whole(rest) } else { rest.to_vec() };
    Some(Reply { status, headers, size: body.len(), body: String::from_utf8_lossy(&body).into_owned(), bytes: body })
}

/// The chunks of a body put together.
fn whole(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap_or_default().trim(), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        // A server that was killed sends less than it said.
        body.extend_from_slice(rest.get(end + 2..end + 2 + size).unwrap_or_default());
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}
