//! What the fictitious people of a country write: in its first language.

/// Names of firms and papers, reasons and remarks.
pub struct Words {
    /// Behind every name that is made up.
    pub mark: &'static str,
    /// What an exporter is called besides the family's name.
    pub exporter: &'static str,
    /// A dealer.
    pub dealer: &'static str,
    /// A cooperative.
    pub cooperative: &'static str,
    /// Where everybody lives.
    pub address: &'static str,
    /// Whose the firms are.
    pub owners: &'static str,
    /// A plot, before its number.
    pub plot: &'static str,
    /// Who surveyed it.
    pub surveyor: &'static str,
    /// Why an entry came late.
    pub late: &'static str,
    /// Why a parcel was weighed again.
    pub count: &'static str,
    /// Why a weight is corrected.
    pub notebook: &'static str,
    /// Why other figures are.
    pub exchanged: &'static str,
    /// What stands beside declared stock.
    pub declared: &'static str,
    /// Why stones of unknown origin may leave.
    pub stock: &'static str,
    /// Why a licence is suspended.
    pub disputed: &'static str,
    /// Why one is revoked.
    pub outside: &'static str,
    /// What a dealer says who comes late for a parcel.
    pub claimed: &'static str,
    /// Why an officer dismisses that.
    pub dismissed: &'static str,
    /// The delivery note of blank certificates.
    pub printer: &'static str,
    /// Why a return is revised.
    pub revised: &'static str,
    /// Where a partner's table is from.
    pub partner_table: &'static str,
    /// What is answered for a difference from it.
    pub partner_asked: &'static str,
    /// How a blank certificate was spoiled.
    pub spoiled: &'static str,
    /// Why blank certificates went back.
    pub returned: &'static str,
    /// How one was stolen.
    pub stolen: &'static str,
    /// Who cuts stones inside the country.
    pub cutter: &'static str,
    /// What became of stones that were cut.
    pub cut: &'static str,
    /// How stones were lost.
    pub lost_stones: &'static str,
    /// How stones were stolen.
    pub stolen_stones: &'static str,
    /// Where stones are taken, and what happened.
    pub checkpoint: &'static str,
    /// The same in words.
    pub seized: &'static str,
    /// What an inspection found.
    pub found_wrong: &'static str,
    /// What has to be put right.
    pub to_put_right: &'static str,
    /// How that was seen.
    pub put_right: &'static str,
    /// What a dry run tries.
    pub dry_run: &'static str,
    /// What came of it.
    pub dry_run_said: &'static str,
    /// Where they are kept first.
    pub office_safe: &'static str,
    /// Where they go then.
    pub vault: &'static str,
    /// Services that are there.
    pub mines_police: &'static str,
    /// Another.
    pub customs: &'static str,
    /// Who keeps the vault.
    pub treasury: &'static str,
    /// Who orders.
    pub court: &'static str,
    /// Where goods leave.
    pub airport: &'static str,
    /// What flights are called.
    pub flight: &'static str,
    /// What an address lacked.
    pub floor: &'static str,
    /// Why it is endorsed.
    pub slip: &'static str,
    /// Who examines stones.
    pub laboratory: &'static str,
    /// Who sends from abroad.
    pub abroad: &'static str,
    /// Why what came is detained.
    pub lighter: &'static str,
    /// What is examined.
    pub examined: &'static str,
    /// Why.
    pub seizure: &'static str,
    /// What the list of participants is.
    pub participants: &'static str,
    /// What a change of it rests on.
    pub letter: &'static str,
    /// An authority abroad, before its participant.
    pub authority: &'static str,
    /// Why fewer carats arrived.
    pub cleaned: &'static str,
    /// What is written down of a review visit.
    pub review: ReviewWords,
    /// What is written down of zones.
    pub zones: ZoneWords,
    /// Why a footprint is of these days.
    pub counted: &'static str,
}

/// An embargo, a border strip, and what is proposed in the end.
pub struct ZoneWords {
    /// The zone under the embargo.
    pub embargo: &'static str,
    /// The strip.
    pub strip: &'static str,
    /// Who drew them up.
    pub authority: &'static str,
    /// What the papers are called.
    pub decision: &'static str,
    /// Why there is an embargo.
    pub unrest: &'static str,
    /// Why the strip is looked at.
    pub crossing: &'static str,
    /// Why it is to be lifted.
    pub calm: &'static str,
    /// What the paper of an estimate is called.
    pub survey: &'static str,
    /// Why an estimate is proposed.
    pub surveyed: &'static str,
}

/// A review visit, its three recommendations and what became of them.
pub struct ReviewWords {
    /// Who came.
    pub team: &'static str,
    /// Its report.
    pub report: &'static str,
    /// Why the visit is stated anew.
    pub came: &'static str,
    /// What was recommended, and who answers for it.
    pub recommended: [(&'static str, &'static str); 3],
    /// What was done about the first, and what shows it.
    pub done: (&'static str, &'static str),
    /// What was done about the second, and why its day is moved.
    pub begun: (&'static str, &'static str),
}

const EN: Words = Words {
    mark: "(fictitious)",
    exporter: "Diamond Exports",
    dealer: "& Sons, dealers",
    cooperative: "Cooperative",
    address: "(fictitious address)",
    owners: "(fictitious owners)",
    plot: "Plot",
    surveyor: "mines warden",
    late: "the road was cut by the rains",
    count: "monthly stock count",
    notebook: "the notebook says less",
    exchanged: "two figures were exchanged",
    declared: "sealed count, papers seen",
    stock: "Opening stock of the holder, counted and sealed at the start of the register",
    disputed: "the border of the plot is disputed",
    outside: "dug outside the plot",
    claimed: "Paid at the pit on the evening before; the slip is in my hands (fictitious).",
    dismissed: "The slip bears no signature of the seller, and he says that he was paid by the other buyer alone (fictitious).",
    printer: "Delivery of the security printer (fictitious)",
    revised: "late entries and corrections after the first version",
    partner_table: "Letter of the importing authority (fictitious)",
    partner_asked: "The importing authority was asked for the numbers of its certificates.",
    spoiled: "the printer smeared the seal",
    returned: "left over at the end of the year",
    stolen: "the safe of the counter was broken open (fictitious)",
    cutter: "Sewa Cutting Works, licence C-12 (fictitious)",
    cut: "Cut and set for sale in the country",
    lost_stones: "The bag was lost when the boat turned over",
    stolen_stones: "The counter was broken open at night; the police were called",
    checkpoint: "Road checkpoint (fictitious)",
    seized: "Stones in a bag without a slip, found at a checkpoint (fictitious)",
    found_wrong: "The book was two weeks behind (fictitious)",
    to_put_right: "Bring the book up to date and show it at the office (fictitious)",
    put_right: "The book was shown at the office and is up to date (fictitious)",
    dry_run: "Whether a certificate would be asked for with test stones (fictitious)",
    dry_run_said: "The test parcel was stopped before any certificate (fictitious)",
    office_safe: "Safe of the office (fictitious)",
    vault: "Vault of the treasury (fictitious)",
    mines_police: "Mines police",
    customs: "Customs",
    treasury: "Treasury",
    court: "High Court (fictitious)",
    airport: "International airport (fictitious)",
    flight: "flight (fictitious)",
    floor: "second floor (fictitious)",
    slip: "the floor was left out; letter of the consignee (fictitious)",
    laboratory: "Stone laboratory (fictitious)",
    abroad: "Okavango Stones (fictitious)",
    lighter: "0.6 carats are missing; the sender is asked (fictitious)",
    examined: "Three seized stones in one sealed bag (fictitious)",
    seizure: "Case of seizure 7 (fictitious)",
    participants: "List that comes with the program: public facts as known in November 2024",
    letter: "Letter of the authority (fictitious)",
    authority: "Importing authority",
    cleaned: "the partner cleaned the stones before weighing (fictitious)",
    review: ReviewWords {
        team: "Two participants and a civil society observer (fictitious)",
        report: "Report of the review visit (fictitious)",
        came: "the report came",
        recommended: [
            ("Measure the position of every site at the place", "Ministry of Mines (fictitious)"),
            ("Visit every buying office twice a year", "Mines inspectorate (fictitious)"),
            ("Tell the importing authorities of every shipment before it leaves", "Certification office (fictitious)"),
        ],
        done: ("Receivers were handed to all offices and the sites were measured.", "Letter 12 of the survey office (fictitious)"),
        begun: ("Half of the offices were visited.", "the roads were cut by the rains"),
    },
    zones: ZoneWords {
        embargo: "Red Hills (fictitious)",
        strip: "Border strip (fictitious)",
        authority: "Ministry of Mines (fictitious)",
        decision: "Administrative decision (fictitious)",
        unrest: "Armed men hold the pits; nothing that is dug here leaves",
        crossing: "Stones may come from across the river",
        calm: "The pits are back in the hands of their diggers",
        survey: "Report of the geological survey on the terraces",
        surveyed: "The survey has dug trial pits there.",
    },
    counted: "The months in which the office had all stones counted by size (fictitious)",
};

const FR: Words = Words {
    mark: "(fictif)",
    exporter: "Export de diamants",
    dealer: "& Fils, collecteurs",
    cooperative: "Coopérative",
    address: "(adresse fictive)",
    owners: "(propriétaires fictifs)",
    plot: "Parcelle",
    surveyor: "agent des mines",
    late: "la route était coupée par les pluies",
    count: "inventaire du mois",
    notebook: "le cahier dit moins",
    exchanged: "deux chiffres étaient intervertis",
    declared: "compté et scellé, papiers vus",
    stock: "Stock initial du détenteur, compté et scellé à l’ouverture du registre",
    disputed: "la limite de la parcelle est contestée",
    outside: "extraction hors de la parcelle",
    claimed: "Payé sur le site la veille au soir ; le bordereau est entre mes mains (fictif).",
    dismissed: "Le bordereau ne porte pas la signature du vendeur, qui dit n’avoir été payé que par l’autre acheteur (fictif).",
    printer: "Livraison de l’imprimeur de sécurité (fictif)",
    revised: "inscriptions tardives et corrections après la première version",
    partner_table: "Lettre de l’autorité importatrice (fictive)",
    partner_asked: "Les numéros de ses certificats ont été demandés à l’autorité importatrice.",
    spoiled: "l’imprimante a taché le sceau",
    returned: "reste de l’année écoulée",
    stolen: "le coffre du guichet a été forcé (fictif)",
    cutter: "Taillerie de la Mambéré, licence T-12 (fictif)",
    cut: "Taillées et serties pour la vente dans le pays",
    lost_stones: "Le sachet a été perdu quand la pirogue a chaviré",
    stolen_stones: "Le comptoir a été fracturé la nuit ; la police a été appelée",
    checkpoint: "Barrage routier (fictif)",
    seized: "Pierres dans un sac sans bordereau, trouvées à un barrage (fictif)",
    found_wrong: "Le livre avait deux semaines de retard (fictif)",
    to_put_right: "Mettre le livre à jour et le montrer au bureau (fictif)",
    put_right: "Le livre a été montré au bureau, il est à jour (fictif)",
    dry_run: "Si l’on demanderait un certificat avec des pierres d’essai (fictif)",
    dry_run_said: "Le lot d’essai a été arrêté avant tout certificat (fictif)",
    office_safe: "Coffre du bureau (fictif)",
    vault: "Chambre forte du Trésor (fictive)",
    mines_police: "Police des mines",
    customs: "Douane",
    treasury: "Trésor public",
    court: "Tribunal de grande instance (fictif)",
    airport: "Aéroport international (fictif)",
    flight: "vol (fictif)",
    floor: "deuxième étage (fictif)",
    slip: "l’étage manquait ; lettre du destinataire (fictive)",
    laboratory: "Laboratoire de pierres (fictif)",
    abroad: "Pierres de l’Okavango (fictif)",
    lighter: "il manque 0,6 carat ; l’expéditeur est interrogé (fictif)",
    examined: "Trois pierres saisies dans un sac scellé (fictif)",
    seizure: "Dossier de saisie 7 (fictif)",
    participants: "Liste fournie avec le programme : faits publics connus en novembre 2024",
    letter: "Lettre de l’autorité (fictive)",
    authority: "Autorité d’importation",
    cleaned: "le partenaire a nettoyé les pierres avant la pesée (fictif)",
    review: ReviewWords {
        team: "Deux participants et un observateur de la société civile (fictif)",
        report: "Rapport de la visite d’examen (fictif)",
        came: "le rapport est arrivé",
        recommended: [
            ("Mesurer sur place la position de chaque site", "Ministère des mines (fictif)"),
            ("Visiter chaque bureau d’achat deux fois par an", "Inspection des mines (fictive)"),
            ("Annoncer chaque envoi aux autorités importatrices avant son départ", "Bureau de certification (fictif)"),
        ],
        done: ("Des récepteurs ont été remis à tous les bureaux et les sites ont été mesurés.", "Lettre 12 du service des levés (fictive)"),
        begun: ("La moitié des bureaux a été visitée.", "les routes étaient coupées par les pluies"),
    },
    zones: ZoneWords {
        embargo: "Collines Rouges (fictif)",
        strip: "Bande frontalière (fictif)",
        authority: "Ministère des Mines (fictif)",
        decision: "Décision administrative (fictif)",
        unrest: "Des hommes armés tiennent les chantiers ; rien de ce qui y est extrait ne part",
        crossing: "Des pierres peuvent venir de l’autre rive",
        calm: "Les chantiers sont de nouveau aux mains des artisans",
        survey: "Rapport du service géologique sur les terrasses",
        surveyed: "Le service y a creusé des puits d’essai.",
    },
    counted: "Les mois où le bureau a fait compter toutes les pierres par taille (fictif)",
};

/// The words of a language; English ones where it has none.
#[must_use]
pub fn words(language: &str) -> &'static Words {
    if language == "fr" { &FR } else { &EN }
}
