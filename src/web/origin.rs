//! Whether a request that changes something was made by one of our own pages. What the browser says of itself counts
//! first (`Sec-Fetch-Site`), then where it says it comes from (`Origin`, `Referer`), and each form's token last
//! ([`super::form::Posted`]). A browser that says neither is old or no browser: its token alone decides.

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};

/// Whether it changes nothing.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The host of an address with a scheme, with its port.
fn host_of(address: &str) -> Option<&str> {
    address.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next())
}

/// Whether our own pages may have made it. Other sites may link to us; they may not make a browser act here.
#[must_use]
pub fn is_ours(req: &ServiceRequest) -> bool {
    is_safe(req.method()) || stated(|name| req.headers().get(name).map(|v| v.to_str().unwrap_or("?")))
}

fn stated<'a>(said: impl Fn(&'static str) -> Option<&'a str>) -> bool {
    let host = said(header::HOST.as_str()).unwrap_or_default();
    if let Some(site) = said("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (said(header::ORIGIN.as_str()), said(header::REFERER.as_str())) {
        // A page that hides where it is hides it from us too: ours tell.
        (Some(origin), _) => host_of(origin) == Some(host),
        (None, Some(referer)) => host_of(referer) == Some(host),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_says_decides_in_order() {
        for (headers, ours) in [
            (&[][..], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "made up")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://register.example")], false),
            (&[("origin", "https://register.example")], true),
            (&[("origin", "https://other.example")], false),
            (&[("origin", "https://register.example.other.example")], false),
            (&[("origin", "null")], false),
            (&[("referer", "https://register.example/parcels?x")], true),
            (&[("referer", "https://other.example/register.example")], false),
        ] {
            let said = |name: &'static str| {
                let host = (name == "host").then_some("register.example");
                headers.iter().find(|(n, _)| *n == name).map(|(_, v)| *v).or(host)
            };
            assert_eq!(stated(said), ours, "{headers:?}");
        }
    }
}
