//! What the program is made of: a bill of materials that is complete, and licences and sources as `deny.toml` allows.

use crate::support::server::Server;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn the_bill_of_materials_names_every_part_and_where_it_came_from() {
    let output = Server::command().arg("sbom").output().unwrap();
    let bom: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((bom["bomFormat"].as_str(), bom["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
    let components = bom["components"].as_array().unwrap();
    let names: BTreeSet<&str> = components.iter().map(|c| c["name"].as_str().unwrap()).collect();
    for part in ["actix-web", "diesel", "libsqlite3-sys", "pq-sys", "age", "serde_json", "curve25519-dalek"] {
        assert!(names.contains(part), "{part} is missing");
    }
    for only_tests in ["proptest", "insta", "fantoccini", "placer"] {
        assert!(!names.contains(only_tests), "{only_tests} is in no build that leaves");
    }
    assert_eq!(names.contains("webauthn-rs"), cfg!(feature = "passkeys"), "it comes in with its feature alone");
    let references: BTreeSet<&str> = components.iter().map(|c| c["bom-ref"].as_str().unwrap()).collect();
    assert!(references.len() == components.len() && components.len() > 150, "{}", components.len());
    for c in components {
        assert_eq!(c["hashes"][0]["content"].as_str().map(str::len), Some(64), "{c}");
    }
    for d in bom["dependencies"].as_array().unwrap() {
        for on in d["dependsOn"].as_array().unwrap() {
            assert!(references.contains(on.as_str().unwrap()), "{on}");
        }
    }
}

#[derive(serde::Deserialize)]
struct Deny {
    licenses: Licenses,
}

#[derive(serde::Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
    exceptions: Vec<Exception>,
}

#[derive(serde::Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

/// Whether an SPDX expression can be met: every part joined by AND has an alternative that is allowed.
fn is_met(expression: &str, allowed: impl Fn(&str) -> bool) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed(one.trim())))
}

/// The machine this runs on; crates for others need not be there.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines().find_map(|l| l.strip_prefix("host: ")).unwrap().to_owned()
}

#[test]
fn every_licence_and_source_is_one_that_may_come_in() {
    let root = env!("CARGO_MANIFEST_DIR");
    let deny: Deny = toml::from_str(&std::fs::read_to_string(format!("{root}/deny.toml")).unwrap()).unwrap();
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--locked",
            "--format-version",
            "1",
            "--all-features",
            "--filter-platform",
            &host(),
            "--manifest-path",
        ])
        .arg(format!("{root}/Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().unwrap().iter().filter(|p| p["name"] != "placer") {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or("none"));
        let excepted = deny.licenses.exceptions.iter().find(|e| e.name == name);
        let allowed = |one: &str| deny.licenses.allow.contains(one) || excepted.is_some_and(|e| e.allow.contains(one));
        if !is_met(licence, allowed) {
            findings.push(format!("{name}: {licence}"));
        }
        if package["source"] != "registry+https://github.com/rust-lang/crates.io-index" {
            findings.push(format!("{name} comes from {}", package["source"]));
        }
        for banned in ["actix-governor", "openssl-sys"] {
            assert_ne!(name, banned);
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert!(!is_met("GPL-3.0-or-later", |one| deny.licenses.allow.contains(one)), "the control");
    assert!(!is_met("MIT AND GPL-3.0-only", |one| deny.licenses.allow.contains(one)), "the control");
}
