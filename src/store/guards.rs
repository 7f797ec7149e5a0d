//! Guards that a test takes away to see its suite go red: a suite that cannot fail proves nothing.
//!
//! Only a build with debug assertions knows them. A release build has none, so nothing in its environment can take
//! away anything.

/// What can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Each commit of the embedded database waits for the disk.
    Synchronous,
    /// An act is one transaction.
    Transaction,
    /// A parcel is taken only from whom, and as what, it was.
    CompareAndSet,
    /// A command asks who holds a parcel.
    Holder,
    /// A machine token does not sign: those who contend in a test are programs.
    Signature,
    /// An entry never bears a time before the last one's.
    Clock,
}

impl Guard {
    /// Whether a test took it away, by its name in `PLACER_TEST_WITHOUT` (several are parted by commas).
    #[cfg(debug_assertions)]
    pub(crate) fn is_off(self) -> bool {
        static NAMED: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
            let named = std::env::var("PLACER_TEST_WITHOUT").unwrap_or_default();
            if !named.is_empty() {
                tracing::error!(guards = named, "guards are taken away: this register is for a test and can be trusted with nothing");
            }
            named
        });
        let name = match self {
            Self::Synchronous => "synchronous",
            Self::Transaction => "transaction",
            Self::CompareAndSet => "compare-and-set",
            Self::Holder => "holder",
            Self::Signature => "signature",
            Self::Clock => "clock",
        };
        NAMED.split(',').any(|named| named == name)
    }

    /// Never: this build knows no such thing.
    #[cfg(not(debug_assertions))]
    pub(crate) const fn is_off(self) -> bool {
        false
    }
}
