//! Events of rough diamonds that come from abroad with a certificate of another participant.

use crate::domain::event::{HsCode, HsLine, Importer, NewParcel};
use crate::domain::ids::{ArrivalId, PartyId, WarningListId};
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// What was weighed and counted of a subheading when a shipment from abroad was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundLine {
    /// Unsorted, industrial or gem.
    pub hs: HsCode,
    /// What it weighed.
    pub weight_mct: Mass,
    /// How many stones there were.
    pub stones: i64,
}

/// A shipment came from abroad, was opened and compared with its certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalRecorded {
    /// The arrival.
    pub arrival: ArrivalId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// Who imports; none where nobody in the register is named, which is let in only when somebody is.
    pub importer: Option<PartyId>,
    /// The importer in the words of the certificate, where he is not in the register. A firm or office, never a person.
    pub importer_stated: Option<String>,
    /// Number of the foreign certificate, as printed.
    pub number: String,
    /// Country of the authority that issued it, or the union that is one participant: the provenance, ISO 3166-1 alpha-2
    /// or `EU`.
    pub issuer: String,
    /// Its day of issue.
    pub issued_on: Day,
    /// Its last day of validity.
    pub expires_on: Day,
    /// The day on which the shipment came.
    pub arrived_on: Day,
    /// Who sent it.
    pub exporter: Importer,
    /// Countries of mining that the certificate names; empty when it names none.
    pub origins: Vec<String>,
    /// Whether it is of mixed origin.
    pub mixed: bool,
    /// Parcels by the certificate.
    pub parcels: i64,
    /// Parcels that were counted when it was opened; old entries do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_parcels: Option<i64>,
    /// What the certificate says by subheading.
    pub lines: Vec<HsLine>,
    /// What was weighed when it was opened.
    pub found_mct: Mass,
    /// The same by subheading, with stones; old entries say it of the whole alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<FoundLine>,
    /// Whether the seals were whole.
    pub seals_intact: bool,
    /// Why it is detained; none when it was let in.
    pub detained: Option<String>,
    /// What stood against letting it in: codes of refusals, for a detained one.
    pub against: Vec<String>,
    /// Anything else.
    pub remark: Option<String>,
    /// The parcels that the importer holds from now on, one for each line found; none while it is detained, and none in
    /// old entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<NewParcel>,
}

text_enum! {
    /// What became of a detained shipment.
    ArrivalOutcome, "arrival-outcome", {
        /// What stood against it was cleared up: it is let in.
        Released = "released",
        /// It went back to who sent it.
        Returned = "returned",
        /// It was seized.
        Seized = "seized",
    }
}

/// A detained shipment was decided upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalClosed {
    /// The arrival.
    pub arrival: ArrivalId,
    /// What becomes of it.
    pub outcome: ArrivalOutcome,
    /// Who imports, where it is let in and nobody in the register was named when it came.
    pub importer: Option<PartyId>,
    /// Why.
    pub reason: String,
    /// What was weighed and counted when it was let in, where that was not written down when it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<FoundLine>,
    /// The parcels that the importer holds from now on, where it is let in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<NewParcel>,
}

/// A foreign authority says that certificates of these numbers are lost, stolen or void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningsListed {
    /// The list.
    pub list: WarningListId,
    /// Country of the authority, or the union that is one participant: ISO 3166-1 alpha-2 or `EU`.
    pub issuer: String,
    /// Where it was published, or who sent it.
    pub source: String,
    /// The numbers, as printed.
    pub numbers: Vec<String>,
}

/// A warning of some numbers does not hold any more, or never did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningsWithdrawn {
    /// The list in which they stand.
    pub list: WarningListId,
    /// The numbers, as they are compared: capitals and figures alone.
    pub numbers: Vec<String>,
    /// Why.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries from before shipments were counted by subheading keep their bytes.
    #[test]
    fn what_is_empty_is_left_out() {
        let old = r#"{"arrival":"00000000-0000-0000-0000-000000000000","outcome":"released","importer":null,"reason":"r"}"#;
        let read: ArrivalClosed = serde_json::from_str(old).unwrap();
        assert!(read.found.is_empty() && read.received.is_empty());
        assert_eq!(serde_json::to_string(&read).unwrap(), old);
        let old = concat!(
            r#"{"arrival":"00000000-0000-0000-0000-000000000000","no":1,"code":"IM-1","importer":null,"importer_stated":"x","number":"1","#,
            r#""issuer":"BW","issued_on":"2026-05-01","expires_on":"2026-06-01","arrived_on":"2026-05-02","#,
            r#""exporter":{"name":"a","address":"b","country":"BW"},"origins":[],"mixed":true,"parcels":1,"lines":[],"found_mct":5,"#,
            r#""seals_intact":true,"detained":"d","against":[],"remark":null}"#,
        );
        let read: ArrivalRecorded = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), old);
    }
}
