//! Who knocks. A proxy says in `X-Forwarded-For` whom it speaks for; only listed ones are believed, since anybody else
//! may write there what he likes.

use crate::web::state::State;
use actix_web::{HttpRequest, web};
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// An address, or a network as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: u128,
    bits: u32,
    v4: bool,
}

/// An address as a number, in its own family.
fn number(address: IpAddr) -> (u128, bool) {
    match address.to_canonical() {
        IpAddr::V4(a) => (u128::from(u32::from(a)) << 96, true),
        IpAddr::V6(a) => (u128::from(a), false),
    }
}

const fn mask(bits: u32) -> u128 {
    match u128::MAX.checked_shl(128_u32.saturating_sub(bits)) {
        Some(mask) => mask,
        None => 0,
    }
}

/// A text that is no address and no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no address and no network: {0}")]
pub struct NetworkError(pub String);

impl FromStr for Network {
    type Err = NetworkError;
    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let refused = || NetworkError(text.to_owned());
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(a, b)| (a, Some(b)));
        let (base, v4) = number(address.parse().map_err(|_| refused())?);
        let most = if v4 { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |b| b.parse::<u32>().map_err(|_| refused()))?;
        if bits > most || base & !mask(bits) != 0 { Err(refused()) } else { Ok(Self { base, bits, v4 }) }
    }
}

impl Network {
    /// Whether an address lies in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let (number, v4) = number(address);
        v4 == self.v4 && number & mask(self.bits) == self.base
    }

    /// Whether it is so wide that anybody may be in it.
    #[must_use]
    pub const fn is_anybody(&self) -> bool {
        self.bits < 8
    }
}

/// The proxies that are believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trusted(pub Vec<Network>);

impl Trusted {
    fn holds(&self, address: IpAddr) -> bool {
        self.0.iter().any(|n| n.holds(address))
    }

    /// Whom a peer speaks for: read from the right, the first address that is no listed proxy. What stands left of it was
    /// written by strangers.
    #[must_use]
    pub fn client(&self, peer: IpAddr, forwarded: &[&str]) -> IpAddr {
        let mut client = peer;
        let said = forwarded.iter().flat_map(|line| line.split(',')).map(str::trim);
        for text in said.rev() {
            if !self.holds(client) {
                break;
            }
            let read = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|a| a.ip()));
            let Ok(address) = read else { break };
            client = address;
        }
        client
    }
}

/// The address of whoever sent a request; none where there is no peer (in tests within the process).
#[must_use]
pub fn address(req: &HttpRequest) -> Option<IpAddr> {
    let peer = req.peer_addr()?.ip();
    let Some(state) = req.app_data::<web::Data<State>>() else { return Some(peer) };
    let forwarded: Vec<&str> = req.headers().get_all("x-forwarded-for").filter_map(|v| v.to_str().ok()).collect();
    Some(state.reach.trusted.client(peer, &forwarded))
}

/// Under what an address is counted: an IPv6 customer has a whole /64 to choose addresses from.
#[must_use]
pub fn counted_as(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(a) => a.to_string(),
        IpAddr::V6(a) => a.segments().iter().take(4).map(|s| format!("{s:x}:")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(texts: &[&str]) -> Trusted {
        Trusted(texts.iter().map(|t| t.parse().unwrap()).collect())
    }
    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_listed_peers_are_believed_and_only_the_first_stranger_from_the_right() {
        let none = trusted(&[]);
        assert_eq!(none.client(ip("127.0.0.1"), &["198.51.100.1"]), ip("127.0.0.1"));
        let one = trusted(&["127.0.0.1", "10.0.0.0/8"]);
        for (peer, said, client) in [
            ("127.0.0.1", &["198.51.100.1"][..], "198.51.100.1"),
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", &["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            ("127.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("127.0.0.1", &["[2001:db8::1]:4711"], "2001:db8::1"),
            ("127.0.0.1", &["6.6.6.6, nonsense"], "127.0.0.1"),
            ("127.0.0.1", &[""], "127.0.0.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("::ffff:127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
        ] {
            assert_eq!(one.client(ip(peer), said), ip(client), "{peer} {said:?}");
        }
    }

    #[test]
    fn networks_are_read_and_bounded() {
        for bad in ["", "x", "10.0.0.0/33", "10.0.0.1/8", "::/129", "10.0.0.0/x"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
        let net: Network = "2001:db8::/32".parse().unwrap();
        assert!(net.holds(ip("2001:db8:1::1")) && !net.holds(ip("2001:db9::1")) && !net.holds(ip("10.0.0.1")));
        assert!("0.0.0.0/0".parse::<Network>().unwrap().is_anybody() && !net.is_anybody());
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds(ip("8.8.8.8")));
    }

    #[test]
    fn neighbours_in_a_v6_network_are_one() {
        let n = |text: &str| counted_as(ip(text));
        assert_eq!(n("2001:db8::1"), n("2001:db8::ffff:1"));
        assert_ne!(n("2001:db8::1"), n("2001:db8:0:1::1"));
        assert_eq!(n("::ffff:192.0.2.1"), n("192.0.2.1"));
    }
}
