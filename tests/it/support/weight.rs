//! What a page weighs on a first visit: its text and all that it loads, with nothing kept from before.

use super::http::Http;
use std::collections::BTreeSet;

/// Weights in bytes, compressed as a browser asks for them.
#[derive(Debug, Default)]
pub struct Weight {
    /// The page's own text.
    pub text: usize,
    /// What it loads besides.
    pub shared: usize,
    /// What only its map loads.
    pub map: usize,
}

impl Weight {
    /// A first visit without the map.
    pub fn first_visit(&self) -> usize {
        self.text + self.shared
    }
}

/// What stands between each of these beginnings and the next quotation mark or bracket.
pub fn links(text: &str, before: &[&str]) -> Vec<String> {
    let found = before.iter().flat_map(|b| text.split(b).skip(1).filter_map(|rest| rest.split(['"', '\'', ')']).next()));
    found.filter(|l| !l.starts_with("data:")).map(str::to_owned).collect()
}

/// Everything a page loads, and what that loads in turn; a redirect is followed.
pub fn weigh(http: &mut Http, path: &str) -> Weight {
    let compressed = http.send("GET", path, &[("accept-encoding", "gzip")], "");
    if (300..400).contains(&compressed.status) {
        let next = compressed.header("location").to_owned();
        return weigh(http, &next);
    }
    assert_eq!(compressed.status, 200, "{path}: {}", compressed.body);
    let plain = http.get(path);
    let mut weight = Weight { text: compressed.size, ..Weight::default() };
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut todo = links(&plain.body, &["href=\"/static/", "src=\"/static/"]);
    while let Some(file) = todo.pop() {
        if !seen.insert(file.clone()) {
            continue;
        }
        let address = format!("/static/{file}");
        let reply = http.send("GET", &address, &[("accept-encoding", "gzip")], "");
        assert_eq!(reply.status, 200, "{address}");
        let for_map = file.contains("leaflet") || file.contains("map") || file.contains("draw");
        *(if for_map { &mut weight.map } else { &mut weight.shared }) += reply.size;
        let text = http.get(&address).body;
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        if file.ends_with(".js") {
            todo.extend(links(&text, &["from \"./", "import \"./", "import(\"./"]).into_iter().map(|l| format!("{folder}/{l}")));
        }
        let above = folder.rsplit_once('/').map_or(String::new(), |(above, _)| format!("{above}/"));
        todo.extend(links(&text, &["url(\"../", "url(../", "from \"../", "import \"../"]).into_iter().map(|l| format!("{above}{l}")));
    }
    weight
}
