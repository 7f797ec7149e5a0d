//! No page offers a link that its reader may not follow: every role follows every link of every page it comes to.

use crate::support::http::{Http, Reply};
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many addresses of one shape (the same but for codes and numbers) are followed.
const OF_ONE_SHAPE: usize = 5;
const ROLES: [&str; 9] =
    ["administrator", "registrar-bo", "supervisor-bo", "officer", "approver", "reviewer", "buyer", "exporter", "nobody"];

/// The addresses on our own site that a page's links lead to.
fn links(page: &Reply) -> BTreeSet<String> {
    let plain = |text: &str| text.replace("&#38;", "&").replace("&amp;", "&");
    let tags = page.body.split("<a ").skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let hrefs = tags.filter_map(|tag| tag.split_once("href=\"")?.1.split('"').next());
    let own = hrefs.filter(|h| h.starts_with('/') && !h.contains("lang="));
    own.map(|h| plain(h.split('#').next().unwrap())).collect()
}

/// An address without codes and numbers.
fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let kept =
        |part: &str| if part.contains(|c: char| c.is_ascii_digit()) { "*".repeat(part.matches('-').count() + 1) } else { part.to_owned() };
    let path: Vec<String> = path.split('/').map(kept).collect();
    let query: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    format!("{}?{}", path.join("/"), query.join("&"))
}

/// Follows what one role is offered; what leads nowhere, with the page it stands on.
fn walk(http: &mut Http) -> (usize, Vec<String>) {
    let (mut seen, mut shapes, mut dead): (BTreeSet<String>, BTreeMap<String, usize>, Vec<String>) = Default::default();
    let mut left = VecDeque::from([("/".to_owned(), String::new())]);
    while let Some((address, on)) = left.pop_front() {
        let page = http.get(&address);
        let fine = matches!(page.status, 200 | 303);
        if !fine {
            dead.push(format!("{} at {address}, linked on {on}", page.status));
        }
        // What is handed out as a file to be kept is no page.
        let kept = page.header("content-disposition").starts_with("attachment");
        let html = page.header("content-type").starts_with("text/html") && !kept;
        let mut found = if html { links(&page) } else { BTreeSet::new() };
        // A page for people holds no text for programs.
        if html && ["urn:placer:", "violation-", "fault-"].iter().any(|mark| page.body.contains(mark)) {
            dead.push(format!("a text for programs at {address}, linked on {on}"));
        }
        if page.status == 303 {
            let to = page.header("location");
            if to.starts_with("/sign-in") && !on.is_empty() {
                dead.push(format!("sign in first at {address}, linked on {on}"));
            }
            found.insert(to.to_owned());
        }
        for link in found {
            let count = shapes.entry(shape(&link)).or_default();
            if *count < OF_ONE_SHAPE && seen.insert(link.clone()) {
                *count += 1;
                left.push_back((link, address.clone()));
            }
        }
    }
    (seen.len(), dead)
}

#[test]
fn no_role_is_offered_what_it_may_not_see() {
    let dir = scratch_dir("links");
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    run(Server::command().args(["demo", "--small", "--no-serve", "--database", &url])).unwrap();
    let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
    let mut all = Vec::new();
    for role in ROLES {
        let mut http = if role == "nobody" { Http::at(server.address()) } else { Http::signed_in(server.address(), role, "placer-demo") };
        let (count, dead) = walk(&mut http);
        assert!(count > if role == "nobody" { 1 } else { 20 }, "{role} came to {count} pages only");
        all.extend(dead.into_iter().map(|d| format!("{role}: {d}")));
    }
    let _ = std::fs::remove_dir_all(&dir);
    assert!(all.is_empty(), "{} dead links:\n{}", all.len(), all.join("\n"));
}
