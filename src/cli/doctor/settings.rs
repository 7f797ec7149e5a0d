//! How the server would be reached.

use super::Findings;
use crate::cli::asked::Asked;
use crate::cli::serve::Listening;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

/// Whether an address to listen on is reached from this machine alone; a name counts by what it means.
fn is_local(listen: &str) -> bool {
    let addresses: Vec<SocketAddr> = listen.to_socket_addrs().map(Iterator::collect).unwrap_or_default();
    addresses.iter().all(|a| a.ip().is_loopback())
}

/// Whether a public address names this machine alone.
fn names_this_machine(base_url: &str) -> bool {
    let host = base_url.split("://").nth(1).unwrap_or_default().trim_end_matches('/');
    let host = host.rsplit_once(':').filter(|(name, _)| !name.is_empty() && !host.ends_with(']')).map_or(host, |(name, _)| name);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

pub(super) fn check(listening: &Listening, found: &mut Findings) {
    let local = is_local(&listening.listen);
    let listen = || ("listen", listening.listen.as_str().into());
    match listening.base_url.as_deref() {
        None => found.check(false, "settings.base_url_missing", vec![listen()]),
        Some(url) => {
            let url_arg = || ("url", url.into());
            let secure = url.starts_with("https://");
            found.check(secure || names_this_machine(url), "settings.base_url_plain", vec![url_arg()]);
            found.check(!secure || local, "settings.listen_open", vec![listen()]);
            let proxied = secure && listening.trusted_proxy.is_empty();
            found.check(!proxied, "settings.proxy_unlisted", vec![url_arg()]);
        }
    }
    let anybody = listening.trusted_proxy.iter().any(|n| n.is_anybody());
    found.check(!anybody, "settings.proxy_anybody", vec![]);
    if let Some(metrics) = listening.metrics.as_deref() {
        found.check(is_local(metrics), "settings.metrics_open", vec![("listen", metrics.into())]);
    }
}

/// The operator's own list of stolen passwords can be searched.
pub(super) fn passwords(asked: &Asked, found: &mut Findings) {
    let Some(path) = &asked.passwords_known else { return };
    let fault = asked.stolen().err().map(|e| e.to_string());
    let args = vec![("path", path.display().to_string().into()), ("error", fault.clone().unwrap_or_default().into())];
    found.check(fault.is_none(), "settings.passwords_known", args);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_are_told_from_others() {
        for here in ["127.0.0.1:8080", "[::1]:8080", "localhost:80"] {
            assert!(is_local(here), "{here}");
        }
        for open in ["0.0.0.0:8080", "[::]:80", "192.0.2.1:80"] {
            assert!(!is_local(open), "{open}");
        }
        for here in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80/", "http://[::1]"] {
            assert!(names_this_machine(here), "{here}");
        }
        for other in ["http://register.example", "http://register.example:80", "http://192.0.2.1"] {
            assert!(!names_this_machine(other), "{other}");
        }
    }
}
