//! Reading and writing tokens, and each way in which one is not genuine.

use super::claims::Issue;
use super::key::{KeyList, ListedKey, TokenKey, header, kid_of};
use super::verify::sign1;
use super::*;
use crate::domain::event::{CertificateIssued, HsCode, HsLine, Importer};
use crate::domain::ids::{AccountId, CertificateId, PartyId, ShipmentId};
use crate::domain::quantity::Mass;
use crate::domain::time::Instant;
use coset::cbor::value::Value;
use coset::{CborSerializable, HeaderBuilder, TaggedCborSerializable, iana};
use data_encoding::HEXLOWER_PERMISSIVE;
use ed25519_dalek::{Signature, VerifyingKey};
use proptest::prelude::*;

pub(super) fn key(seed: u8) -> TokenKey {
    TokenKey::new("SL", "register.example/journal", &[seed; 32]).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A list with one key that signs since the year began.
pub(super) fn list(key: &TokenKey) -> KeyList {
    KeyList::of(vec![ListedKey::of(key, at("2026-01-01T00:00:00Z"), None)])
}

pub(super) fn facts() -> CertificateIssued {
    let mct = |n| Mass::new(n).unwrap();
    CertificateIssued {
        certificate: CertificateId::new(uuid::Uuid::nil()),
        no: 1,
        number: "SL 000001".into(),
        replaces: None,
        shipment: ShipmentId::new(uuid::Uuid::nil()),
        proposed_by: AccountId::new(uuid::Uuid::nil()),
        issued_on: "2026-06-01".parse().unwrap(),
        expires_on: "2026-07-31".parse().unwrap(),
        exporter: PartyId::new(uuid::Uuid::nil()),
        importer: Importer { name: "Scheldt Rough NV".into(), address: "Antwerp".into(), country: "BE".into() },
        origins: vec!["SL".into()],
        mixed: false,
        weight_mct: mct(3_750),
        stones: 6,
        value_usd_cents: 20_000,
        parcels: 2,
        lines: vec![
            HsLine { hs: HsCode::Unsorted, weight_mct: mct(1_500), value_usd_cents: 10_000 },
            HsLine { hs: HsCode::Gem, weight_mct: mct(2_250), value_usd_cents: 10_000 },
        ],
        unestablished_mct: Mass::ZERO,
        unestablished_reason: None,
        composition_digest: "ab".repeat(32),
    }
}

pub(super) fn claims_of(facts: &CertificateIssued, seq: i64) -> Claims {
    let (issuer, recorded_at) = ("SL/register.example/journal", at("2026-06-01T08:00:00.5Z"));
    Claims::of(facts, Issue { issuer, exporter: "Sewa Exports", seq, recorded_at, leaf: [7; 32], offset_hours: 0 }).unwrap()
}

fn claims() -> Claims {
    claims_of(&facts(), 42)
}

#[test]
fn a_token_is_read_as_it_was_written_and_is_short() {
    let (key, claims) = (key(1), claims());
    let token = key.sign(&claims).unwrap();
    assert_eq!(token, key.sign(&claims).unwrap(), "there is one token");
    let found = verify(&token, &list(&key)).unwrap();
    assert_eq!((&found.claims, found.kid, &found.text), (&claims, key.kid(), &token));
    assert!(token.len() < 520, "{} signs: {token}", token.len());
    assert!(
        token.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b" $%*+-./:".contains(&b)),
        "for the QR code's short form"
    );
    assert_eq!((found.claims.country(), found.claims.issued_at, found.claims.expires_at), ("SL", 1_780_300_800, 1_785_542_400));
    // As a mail may break it.
    let broken: String = token.chars().enumerate().flat_map(|(n, c)| (n % 60 == 59).then_some('\n').into_iter().chain([c])).collect();
    assert_eq!(verify(&format!("\n {broken}\r\n"), &list(&key)).unwrap().claims, claims);
}

#[test]
fn days_are_the_countrys_own() {
    let hours = |offset_hours, recorded_at: &str, issued_on: &str| {
        let facts = CertificateIssued { issued_on: issued_on.parse().unwrap(), ..facts() };
        let (issuer, exporter) = ("CF/journal", "Sewa Exports");
        Claims::of(&facts, Issue { issuer, exporter, seq: 1, recorded_at: at(recorded_at), leaf: [0; 32], offset_hours })
    };
    let found = hours(1, "2026-06-01T23:30:00Z", "2026-06-02").unwrap();
    assert_eq!(found.day_at(at("2026-07-31T22:59:59Z")), "2026-07-31".parse().unwrap());
    let states = ["2026-06-01", "2026-06-02", "2026-07-31", "2026-08-01"].map(|d| found.standing_on(d.parse().unwrap()));
    assert_eq!(states, [Standing::NotYet, Standing::Valid, Standing::Valid, Standing::Expired]);
    assert_eq!(found.standing_on(found.day_at(at("2026-07-31T23:00:00Z"))), Standing::Expired);
    assert_eq!(hours(1, "2026-06-01T23:30:00Z", "2026-06-01"), Err(TokenError::Contradiction("days")));
    assert_eq!(hours(15, "2026-06-01T08:00:00Z", "2026-06-01"), Err(TokenError::Contradiction("days")));
}

/// Claims with one of them changed in their CBOR, signed all the same.
fn signed_with(change: impl FnOnce(&mut Vec<(Value, Value)>)) -> String {
    let Value::Map(mut pairs) = Value::from_slice(&claims().encode().unwrap()).unwrap() else { panic!("a map") };
    change(&mut pairs);
    let payload = Value::Map(pairs).to_vec().unwrap();
    key(1).sign_bytes(payload, header(kid_of(&key(1).public()))).unwrap()
}

fn fields(pairs: &mut [(Value, Value)]) -> &mut Vec<(Value, Value)> {
    let Some((_, Value::Map(fields))) = pairs.last_mut() else { panic!("a map") };
    fields
}

#[test]
fn what_a_key_signed_must_still_be_claims_as_they_are_known_here() {
    let refused = |text: String| verify(&text, &list(&key(1))).unwrap_err();
    let int = |n: i64| Value::Integer(n.into());
    assert!(verify(&signed_with(|_| ()), &list(&key(1))).is_ok());
    assert_eq!(refused(signed_with(|p| fields(p)[0].1 = int(2))), TokenError::Version("2".into()));
    assert_eq!(refused(signed_with(|p| fields(p).push((int(16), int(1))))), TokenError::UnknownClaim("16".into()));
    assert_eq!(refused(signed_with(|p| p.insert(2, (int(3), Value::Text("you".into()))))), TokenError::UnknownClaim("aud".into()));
    assert_eq!(refused(signed_with(|p| p.push((int(-70_000), int(1))))), TokenError::UnknownClaim("-70000".into()));
    assert_eq!(refused(signed_with(|p| drop(fields(p).pop()))), TokenError::Claim("entry"));
    assert_eq!(refused(signed_with(|p| fields(p)[3].1 = int(-1))), TokenError::Claim("weight_mct"));
    assert_eq!(refused(signed_with(|p| fields(p)[3].1 = int(3_751))), TokenError::Contradiction("weight_mct"));
    assert_eq!(refused(signed_with(|p| fields(p)[4].1 = int(1))), TokenError::Contradiction("value_usd_cents"));
    assert_eq!(refused(signed_with(|p| fields(p).swap(5, 6))), TokenError::NotCanonical);
    assert_eq!(refused(signed_with(|p| p.swap(0, 1))), TokenError::NotCanonical);
    assert_eq!(refused(signed_with(|p| p[0].1 = Value::Text("GN/register.example/journal".into()))), TokenError::OtherIssuer);
    assert_eq!(refused(signed_with(|p| p[0].1 = Value::Text("Sierra Leone".into()))), TokenError::Claim("iss"));
}

#[test]
fn header_key_and_time_of_the_key_are_looked_at() {
    let (one, other) = (key(1), key(2));
    let payload = || claims().encode().unwrap();
    let kid = kid_of(&one.public());
    let refused = |text: &str, list: &KeyList| verify(text, list).unwrap_err();
    let es256 = HeaderBuilder::new().algorithm(iana::Algorithm::ES256).key_id(kid.to_vec()).build();
    assert_eq!(refused(&one.sign_bytes(payload(), es256).unwrap(), &list(&one)), TokenError::Header);
    let more = HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).key_id(kid.to_vec()).iv(vec![1]).build();
    assert_eq!(refused(&one.sign_bytes(payload(), more).unwrap(), &list(&one)), TokenError::Header);
    let longer = HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).key_id([kid.as_slice(), &[0]].concat()).build();
    assert_eq!(refused(&one.sign_bytes(payload(), longer).unwrap(), &list(&one)), TokenError::Header);
    assert_eq!(refused(&other.sign(&claims()).unwrap(), &list(&one)), TokenError::UnknownKey(other.kid()));
    assert_eq!(refused(&other.sign_bytes(payload(), header(kid)).unwrap(), &list(&one)), TokenError::Signature);
    let token = one.sign(&claims()).unwrap();
    for (from, until, good) in [
        ("2026-06-01T08:00:00Z", Some("2026-06-01T08:00:00Z"), true),
        ("2026-06-01T08:00:01Z", None, false),
        ("2026-01-01T00:00:00Z", Some("2026-06-01T07:59:59Z"), false),
    ] {
        let keys = KeyList::of(vec![ListedKey::of(&one, at(from), until.map(at))]);
        let found = verify(&token, &keys).map(|_| ());
        assert_eq!(found, if good { Ok(()) } else { Err(TokenError::KeyNotInUse(one.kid())) }, "{from}");
    }
    let elsewhere = TokenKey::new("SL", "another", &[1; 32]).unwrap();
    assert_eq!(refused(&token, &list(&elsewhere)), TokenError::OtherIssuer);
    assert_eq!(elsewhere.sign(&claims()), Err(TokenError::OtherIssuer));
}

#[test]
fn texts_that_are_no_token_say_why() {
    let token = key(1).sign(&claims()).unwrap();
    let refused = |text: &str| verify(text, &list(&key(1))).unwrap_err();
    for text in ["", "hello", "KPC:", "KP", "HC1:6BF+70790T9WJWG.FKY*4GO0", "KPC1:a", "KPC1:0000A ", &token.to_lowercase()] {
        assert_eq!(refused(text), TokenError::NotAToken, "{text}");
    }
    // Two signs that make more than a byte.
    assert_eq!(refused(&format!("{}:::", &token[..token.len() - 2])), TokenError::NotAToken);
    assert_eq!(refused(&token.replace("KPC1", "KPC2")), TokenError::Version("2".into()));
    assert_eq!(refused("KPC1:"), TokenError::Damaged);
    assert_eq!(refused(&token[..token.len() - 3]), TokenError::Damaged);
    assert_eq!(refused(&"KPC1:0".repeat(5_000)), TokenError::TooLong);
    assert_eq!(refused(&text::written(&[0xd2]).unwrap()), TokenError::Cbor);
    let bytes = text::read(&token).unwrap();
    assert_eq!(refused(&text::written(&[bytes.as_slice(), &[0]].concat()).unwrap()), TokenError::Trailing);
    assert_eq!(refused(&text::written(&bytes[1..]).unwrap()), TokenError::NotCanonical, "without its tag");
    assert_eq!(text::written(&[0; 5_000]), Err(TokenError::TooLong));
    // A stream of a few bytes that grows beyond every limit is left at the limit.
    let bomb = packed(&[0; 100_000], 9);
    assert!(bomb.len() < 400 && refused(&bomb) == TokenError::TooLong);
    assert!(is_token(&token) && is_token("KPC2:X") && !is_token("certificate.json"));
}

/// A token whose bytes were packed by somebody else's zlib.
pub(super) fn packed(bytes: &[u8], level: u32) -> String {
    use std::io::Write;
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(level));
    zlib.write_all(bytes).unwrap();
    format!("{PREFIX}{}", base45::encode(zlib.finish().unwrap()))
}

#[test]
fn lists_of_keys_are_read_strictly() {
    let (one, other) = (key(1), key(2));
    let mut keys = list(&one);
    keys.keys.insert(0, ListedKey::of(&other, at("2026-07-01T00:00:00Z"), None));
    let text = keys.written();
    assert_eq!(KeyList::parse(&text).unwrap(), keys);
    assert_eq!(KeyList::parse(&text.replace(&one.kid(), &other.kid())), Err(ListError::Key(other.kid())));
    assert!(matches!(KeyList::parse(&text.replace("/1", "/2")), Err(ListError::Version(_))));
    for bad in ["", "{}", &text.replace("until", "til"), &text.replace("\"format\"", "\"more\": 1, \"format\"")] {
        assert!(matches!(KeyList::parse(bad), Err(ListError::Unreadable(_))), "{bad}");
    }
    assert!(matches!(KeyList::parse(&text.replace("\"SL\"", "\"sl\"")), Err(ListError::Key(_))));
    assert_eq!(TokenKey::parse(&one.secret()).unwrap().secret(), one.secret());
    for bad in [one.shown(), one.secret().replace(&one.kid(), &other.kid()), one.secret().replace("SL/", "SL"), String::new()] {
        assert!(TokenKey::parse(&bad).is_none(), "{bad}");
    }
    assert!(!format!("{one:?}").contains(&data_encoding::BASE64.encode(&[1; 32])), "no secret is printed");
}

#[test]
fn what_stands_on_the_paper_is_compared() {
    let claims = claims();
    let paper = |number: Option<&str>, mct: Option<i64>, value_usd_cents| OnPaper {
        number: number.map(str::to_owned),
        weight: mct.and_then(Mass::new),
        value_usd_cents,
    };
    assert!(paper(None, None, None).differs(&claims).is_empty());
    assert!(paper(Some("sl000001"), Some(3_750), Some(20_000)).differs(&claims).is_empty());
    let all = paper(Some("SL 000002"), Some(3_751), Some(20_001)).differs(&claims);
    assert_eq!(all, ["number", "weight_mct", "value_usd_cents"]);
}

/// The examples of RFC 9285, sections 4.3 and 4.4.
#[test]
fn base45_as_published() {
    for (text, bytes) in [("BB8", "AB"), ("%69 VD92EX0", "Hello!!"), ("UJCLQE7W581", "base-45"), ("QED8WEX0", "ietf!")] {
        assert_eq!((base45::encode(bytes), base45::decode(text).unwrap()), (text.to_owned(), bytes.as_bytes().to_vec()));
    }
}

/// `eddsa-sig-01` of the COSE working group's examples: a signed message with the key of RFC 8032, section 7.1, test 1.
#[test]
fn the_working_groups_ed25519_example_holds() {
    let hex = "D28445A201270300A10442313154546869732069732074686520636F6E74656E742E58407142FD2FF96D56DB85BEE905A76BA1D0B7321A95C8C4D3\
               607C5781932B7AFB8711497DFA751BF40B58B3BCC32300B1487F3DB34085EEF013BF08F4A44D6FEF0D";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let cose = sign1(&HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap()).unwrap();
    assert_eq!(cose.payload.as_deref(), Some(b"This is the content.".as_slice()));
    let public: [u8; 32] = HEXLOWER_PERMISSIVE.decode(public.as_bytes()).unwrap().try_into().unwrap();
    let key = VerifyingKey::from_bytes(&public).unwrap();
    let check = |signature: &[u8], message: &[u8]| key.verify_strict(message, &Signature::from_slice(signature).unwrap());
    assert!(cose.verify_signature(b"", check).is_ok() && cose.verify_signature(b"x", check).is_err());
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let seed: [u8; 32] = HEXLOWER_PERMISSIVE.decode(seed.as_bytes()).unwrap().try_into().unwrap();
    let key = TokenKey::new("SL", "x", &seed).unwrap();
    assert_eq!(key.public(), public);
    // Signed anew by our own path, the same header and payload give the published bytes.
    let text = key.sign_bytes(cose.payload.clone().unwrap(), cose.protected.header.clone()).unwrap();
    assert_eq!(sign1(&text::read(&text).unwrap()).unwrap().signature, cose.signature);
}

/// The signed CWT of RFC 8392, appendix A.3: read, and not taken for one of ours.
#[test]
fn the_published_web_token_is_read() {
    let hex = "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b\
               77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fba\
               d1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30";
    let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap();
    let cose = sign1(&bytes).unwrap();
    let claims = coset::cwt::ClaimsSet::from_slice(cose.payload.as_ref().unwrap()).unwrap();
    assert_eq!((claims.issuer.as_deref(), claims.subject.as_deref()), (Some("coap://as.example.com"), Some("erikw")));
    assert_eq!(claims.expiration_time, Some(coset::cwt::Timestamp::WholeSeconds(1_444_064_944)));
    assert_eq!(cose.clone().to_tagged_vec().unwrap(), bytes, "written as published");
    assert_eq!(Claims::parse(cose.payload.as_ref().unwrap()), Err(TokenError::UnknownClaim("aud".into())));
    assert_eq!(verify(&text::written(&bytes).unwrap(), &list(&key(1))), Err(TokenError::Header));
}

fn any_facts() -> impl Strategy<Value = CertificateIssued> {
    let lines = prop::collection::btree_set(0usize..HsCode::ALL.len(), 1..=HsCode::ALL.len());
    let amounts = prop::collection::vec((1i64..1_000_000_000, 1i64..1_000_000_000_000), HsCode::ALL.len());
    let names = ("[\\PC&&[^\\p{Cc}]]{1,60}", "[A-Z]{2} [0-9]{1,12}");
    let rest = (1i64..5_000, 1i64..1_000_000, any::<bool>(), any::<[u8; 32]>(), prop::collection::vec("[A-Z]{2}", 0..4));
    (lines, amounts, names, rest).prop_map(|(codes, amounts, (importer, number), (parcels, stones, mixed, digest, origins))| {
        let line =
            |at: usize| HsLine { hs: HsCode::ALL[at], weight_mct: Mass::new(amounts[at].0).unwrap(), value_usd_cents: amounts[at].1 };
        let mut lines: Vec<HsLine> = codes.into_iter().map(line).collect();
        lines.sort_by_key(|l| l.hs.as_str());
        CertificateIssued {
            number,
            weight_mct: Mass::total(lines.iter().map(|l| l.weight_mct)).unwrap(),
            value_usd_cents: lines.iter().map(|l| l.value_usd_cents).sum(),
            unestablished_mct: if mixed { lines[0].weight_mct } else { Mass::ZERO },
            importer: Importer { name: importer, ..facts().importer },
            composition_digest: data_encoding::HEXLOWER.encode(&digest),
            lines,
            parcels,
            stones,
            mixed,
            origins,
            ..facts()
        }
    })
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_again(facts in any_facts(), seq in 1i64..i64::from(u32::MAX)) {
        let (key, claims) = (key(1), claims_of(&facts, seq));
        let token = key.sign(&claims).unwrap();
        prop_assert_eq!(verify(&token, &list(&key)).map(|found| found.claims), Ok(claims));
    }

    #[test]
    fn no_text_makes_it_fail_otherwise_than_by_an_error(text in "\\PC{0,200}", signs in "[0-9A-Z $%*+./:-]{0,300}") {
        prop_assert!(verify(&text, &list(&key(1))).is_err());
        let prefixed = format!("{PREFIX}{signs}");
        prop_assert!(verify(&prefixed, &list(&key(1))).is_err());
    }
}
