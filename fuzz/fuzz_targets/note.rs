#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::checkpoint::{Proof, SignedCheckpoint};
use placer::domain::note::{Note, VerifierKey};

fuzz_target!(|text: &str| {
    if let Ok(note) = text.parse::<Note>() {
        assert_eq!(note.to_string().parse(), Ok(note));
    }
    if let Ok(proof) = text.parse::<Proof>() {
        assert_eq!(proof.to_string().parse(), Ok(proof));
    }
    let _ = (text.parse::<SignedCheckpoint>(), text.parse::<VerifierKey>());
});
