//! A hundred thousand altered tokens, of which none may be taken. What is altered lies at every depth: the text, the zlib
//! stream, the CBOR, the header, the signature.

use super::key::{header, kid_of};
use super::tests::{claims_of, facts, key, list, packed};
use super::verify::sign1;
use super::{Claims, TokenError, TokenKey, text, verify};
use coset::cbor::value::Value;
use coset::{CborSerializable, CoseSign1, HeaderBuilder, TaggedCborSerializable, iana};
use std::collections::BTreeMap;

const TIMES: usize = 100_000;
const SIGNS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// SplitMix64, so that a run can be had again.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }
}

/// What there is to alter.
struct Genuine {
    key: TokenKey,
    thief: TokenKey,
    claims: [Claims; 2],
    tokens: [String; 2],
    bytes: [Vec<u8>; 2],
}

impl Genuine {
    fn new() -> Self {
        let mut other = facts();
        other.number = "SL 000002".into();
        other.stones = 7;
        let claims = [claims_of(&facts(), 42), claims_of(&other, 43)];
        let key = key(1);
        let tokens = claims.each_ref().map(|c| key.sign(c).unwrap());
        let bytes = tokens.each_ref().map(|t| text::read(t).unwrap());
        Self { key, thief: super::tests::key(2), claims, tokens, bytes }
    }

    fn cose(&self) -> CoseSign1 {
        sign1(&self.bytes[0]).unwrap()
    }
}

fn flipped(bytes: &[u8], c: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=c.below(3) {
        let at = c.below(bytes.len());
        bytes[at] ^= 1 << c.below(8);
    }
    bytes
}

/// Two byte strings, cut and put together.
fn spliced(one: &[u8], other: &[u8], c: &mut Chance) -> Vec<u8> {
    let at = c.below(one.len());
    let to = if c.below(2) == 0 { at.min(other.len()) } else { c.below(other.len()) };
    [&one[..at], &other[to..]].concat()
}

/// A change of the text itself.
fn altered_text(g: &Genuine, c: &mut Chance) -> String {
    let mut signs = g.tokens[0].as_bytes().to_vec();
    let at = 5 + c.below(signs.len() - 5);
    match c.below(7) {
        0 => signs[at] = SIGNS[c.below(SIGNS.len())],
        1 => {
            let to = 5 + c.below(signs.len() - 5);
            signs.swap(at, to);
        }
        2 => signs.truncate(at),
        3 => signs.insert(at, SIGNS[c.below(SIGNS.len())]),
        4 => signs = spliced(&signs, g.tokens[1].as_bytes(), c),
        5 => signs.splice(0..5, ["HC1:", "KPC0:", "KPC2:", "kpc1:", "KPC1;", "KPC1"][c.below(6)].bytes()).for_each(drop),
        _ => drop(signs.drain(at..(at + 1 + c.below(4)).min(signs.len())).count()),
    }
    String::from_utf8(signs).unwrap()
}

/// A change of the CBOR under a checksum that is right again.
fn altered_bytes(g: &Genuine, c: &mut Chance) -> String {
    let bytes = &g.bytes[0];
    let changed = match c.below(4) {
        0 => flipped(bytes, c),
        1 => spliced(bytes, &g.bytes[1], c),
        2 => bytes[..c.below(bytes.len())].to_vec(),
        _ => {
            let (mut longer, at) = (bytes.clone(), c.below(bytes.len() + 1));
            longer.insert(at, u8::try_from(c.below(256)).unwrap());
            longer
        }
    };
    text::written(&changed).unwrap()
}

/// The same bytes in another zlib stream.
fn packed_again(g: &Genuine, c: &mut Chance) -> String {
    let again = packed(&g.bytes[0], 1 + u32::try_from(c.below(9)).unwrap());
    // What level none writes is our own stored block, so the levels begin at 1.
    if c.below(2) == 0 { again } else { format!("{again}{}", ["0", "000", "ABC", "QED8WEX0"][c.below(4)]) }
}

/// The same claims, or nearly, written in CBOR in another way.
fn written_otherwise(g: &Genuine, c: &mut Chance) -> String {
    let mut cose = g.cose();
    let payload = cose.payload.clone().unwrap();
    let Value::Map(mut pairs) = Value::from_slice(&payload).unwrap() else { panic!("a map") };
    let n = pairs.len();
    let payload = match c.below(4) {
        0 => {
            let at = c.below(n - 1);
            pairs.swap(at, at + 1);
            Value::Map(pairs).to_vec().unwrap()
        }
        // The length of the map in a byte of its own.
        1 => [&[0xb8, payload[0] & 0x1f], &payload[1..]].concat(),
        // A map without a length.
        2 => [&[0xbf], &payload[1..], &[0xff]].concat(),
        _ => {
            pairs.push(pairs[c.below(n)].clone());
            Value::Map(pairs).to_vec().unwrap()
        }
    };
    if c.below(2) == 0 {
        // By whoever has no key: with the signature that was there.
        cose.payload = Some(payload);
        return text::written(&cose.to_tagged_vec().unwrap()).unwrap();
    }
    // As if the register itself had written so.
    g.key.sign_bytes(payload, header(kid_of(&g.key.public()))).unwrap()
}

/// Another header or signature around the same claims.
fn other_signature(g: &Genuine, c: &mut Chance) -> String {
    let mut cose = g.cose();
    let own = kid_of(&g.key.public());
    let payload = cose.payload.clone().unwrap();
    match c.below(6) {
        0 => return g.thief.sign_bytes(payload, header(own)).unwrap(),
        1 => return g.thief.sign(&g.claims[0]).unwrap(),
        2 => {
            let algs = [iana::Algorithm::ES256, iana::Algorithm::ES384, iana::Algorithm::HMAC_256_256, iana::Algorithm::PS256];
            let header = HeaderBuilder::new().algorithm(algs[c.below(4)]).key_id(own.to_vec()).build();
            return g.key.sign_bytes(payload, header).unwrap();
        }
        3 => {
            let kid: Vec<u8> = (0..c.below(12)).map(|_| u8::try_from(c.below(256)).unwrap()).collect();
            cose.protected.header.key_id = kid;
            cose.protected.original_data = None;
        }
        4 => cose.unprotected = HeaderBuilder::new().key_id(own.to_vec()).build(),
        _ => cose.signature = if c.below(2) == 0 { flipped(&cose.signature, c) } else { sign1(&g.bytes[1]).unwrap().signature },
    }
    text::written(&cose.to_tagged_vec().unwrap()).unwrap()
}

#[test]
fn none_of_a_hundred_thousand_altered_tokens_is_taken() {
    let seed = std::env::var("PLACER_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20_260_601);
    let (g, mut c) = (Genuine::new(), Chance(seed));
    let keys = list(&g.key);
    assert!(g.tokens.iter().all(|t| verify(t, &keys).is_ok()), "the control: unaltered they are taken");
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tried = 0;
    while tried < TIMES {
        let token = match c.below(8) {
            0..=2 => altered_text(&g, &mut c),
            3 | 4 => altered_bytes(&g, &mut c),
            5 => packed_again(&g, &mut c),
            6 => written_otherwise(&g, &mut c),
            _ => other_signature(&g, &mut c),
        };
        // A piece put back where it was, or the other token whole, is no alteration.
        if g.tokens.contains(&token) {
            continue;
        }
        tried += 1;
        match verify(&token, &keys) {
            Ok(taken) => panic!("seed {seed}, number {tried}: taken as {:?}: {token}", taken.claims.number),
            Err(error) => *found.entry(error.code()).or_default() += 1,
        }
    }
    println!("seed {seed}: {tried} altered tokens, none taken: {found:?}");
    assert!(found.len() >= 9, "the alterations reach every depth: {found:?}");
    assert!(found.contains_key(TokenError::NotCanonical.code()) && found.contains_key(TokenError::Signature.code()));
}
