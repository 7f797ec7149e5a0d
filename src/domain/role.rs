//! What a party does in the trade. A party may have several roles.

use crate::domain::text_enum::text_enum;

text_enum! {
    /// The part a person or organisation plays between the pit and the export.
    Role, "role", {
        /// Digs for a licence holder, with no licence of his own.
        Digger = "digger",
        /// Holds a licence to dig.
        Miner = "miner",
        /// Miners who hold and sell together.
        Cooperative = "cooperative",
        /// Pays for the digging of others; holds no stones by that.
        Supporter = "supporter",
        /// Buys at home to sell at home: dealer, collector, broker, négociant.
        Dealer = "dealer",
        /// Acts for a principal and holds nothing in his own name: dealer's agent, coxeur.
        Agent = "agent",
        /// Buys to export: exporter, buying house, comptoir.
        Exporter = "exporter",
        /// Carries sealed stones of others.
        Courier = "courier",
        /// The buyer set up by the state.
        StateBuyer = "state_buyer",
        /// Acts for the authority where stones are valued, weighed and sealed.
        Official = "official",
        /// Values stones for neither the exporter nor the government.
        Valuer = "valuer",
    }
}

impl Role {
    /// Whether the role lets its bearer hold stones in his own name. Agents and go-betweens act for
    /// a principal (in the Central African Republic the coxeur may only bring the two sides together),
    /// couriers carry, supporters lend.
    #[must_use]
    pub const fn holds_stones(self) -> bool {
        !matches!(self, Self::Agent | Self::Courier | Self::Supporter | Self::Official | Self::Valuer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_everywhere() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(*role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
            assert_eq!(serde_json::from_value::<Role>(role.as_str().into()).unwrap(), *role);
        }
        assert_eq!(Role::ALL.len(), 11);
        assert!("Miner".parse::<Role>().is_err());
    }

    #[test]
    fn message_ids_have_hyphens() {
        assert_eq!(Role::Digger.message_id(), "role-digger");
        assert_eq!(Role::StateBuyer.message_id(), "role-state-buyer");
    }

    #[test]
    fn the_openapi_file_lists_the_same_texts() {
        let schema = serde_json::to_value(<Role as utoipa::PartialSchema>::schema()).unwrap();
        let texts: Vec<&str> = schema["enum"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        assert_eq!(texts, Role::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>());
    }
}
