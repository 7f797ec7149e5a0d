//! `placer sbom`: what the program is made of, as a CycloneDX bill of materials, from the list of versions that it was
//! built with.

use crate::edge;
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The versions that were built, and what the program itself asks for.
const LOCK: &str = include_str!("../../Cargo.lock");
const MANIFEST: &str = include_str!("../../Cargo.toml");
/// What comes in with a feature alone, and whether this build has it.
const OF_FEATURES: [(&str, bool); 2] = [("webauthn-rs", cfg!(feature = "passkeys")), ("pq-sys", cfg!(feature = "postgres"))];

/// Print what this program is made of, as CycloneDX 1.5 (JSON): every crate it may contain, with its version, where it
/// came from and the hash of its source. What only tests and builds of features need may be in it too, never less.
#[derive(Args)]
pub struct Sbom {}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    dependencies: BTreeMap<String, toml::Value>,
}

impl Package {
    fn reference(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }
    /// Whether an entry of a dependency list, `name` or `name version`, means this one.
    fn is(&self, entry: &str) -> bool {
        let mut words = entry.split(' ');
        words.next() == Some(&self.name) && words.next().is_none_or(|version| version == self.version)
    }
}

impl Lock {
    fn found(&self, entry: &str) -> Option<&Package> {
        self.package.iter().find(|p| p.is(entry))
    }

    /// What the program's own dependencies lead to, by reference. What only its tests need is left out.
    fn reached<'a>(&'a self, own: &'a Package, asked: &Manifest) -> BTreeMap<String, &'a Package> {
        let here = |name: &str| OF_FEATURES.iter().all(|(of, built)| *of != name || *built);
        let named = |entry: &&String| {
            let name = entry.split(' ').next().unwrap_or_default();
            asked.dependencies.contains_key(name) && here(name)
        };
        let mut waiting: Vec<&String> = own.dependencies.iter().filter(named).collect();
        let mut all = BTreeMap::new();
        while let Some(entry) = waiting.pop() {
            if let Some(package) = self.found(entry)
                && all.insert(package.reference(), package).is_none()
            {
                waiting.extend(&package.dependencies);
            }
        }
        all
    }
}

fn component(package: &Package) -> Value {
    let hashes: Vec<Value> = package.checksum.iter().map(|sum| json!({ "alg": "SHA-256", "content": sum })).collect();
    json!({
        "type": "library",
        "bom-ref": package.reference(),
        "name": package.name,
        "version": package.version,
        "purl": package.reference(),
        "scope": "required",
        "hashes": hashes,
        "externalReferences": package.source.iter().map(|s| json!({ "type": "distribution", "url": s })).collect::<Vec<_>>(),
    })
}

impl Sbom {
    pub(super) fn run(self) -> super::Outcome {
        let (lock, asked): (Lock, Manifest) = (toml::from_str(LOCK)?, toml::from_str(MANIFEST)?);
        let own = lock.found(env!("CARGO_PKG_NAME")).ok_or("the list of versions does not name the program itself")?;
        let all = lock.reached(own, &asked);
        let depends = |package: &Package| {
            let on: Vec<String> = package.dependencies.iter().filter_map(|d| lock.found(d)).map(Package::reference).collect();
            let on: Vec<String> = on.into_iter().filter(|r| all.contains_key(r)).collect();
            json!({ "ref": package.reference(), "dependsOn": on })
        };
        let bom = json!({
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "serialNumber": format!("urn:uuid:{}", edge::id()),
            "version": 1,
            "metadata": {
                "timestamp": edge::now().to_string(),
                "component": { "type": "application", "bom-ref": own.reference(), "name": own.name, "version": own.version },
            },
            "components": all.values().map(|p| component(p)).collect::<Vec<_>>(),
            "dependencies": std::iter::once(own).chain(all.values().copied()).map(depends).collect::<Vec<_>>(),
        });
        println!("{}", serde_json::to_string_pretty(&bom)?);
        Ok(())
    }
}
