valuation-title = Value the shipment
valuation-again = Value it again
valuation-one = Valuation
valuation-lead = Sort the stones into size classes and write down what each valuer says they are worth. Carats and stones must come to what is packed:
valuation-on = Day of the sitting
valuation-present = Officials present
valuation-present-hint = { $count ->
    [one] The code of at least one official, as in the register of parties; several with commas between them
   *[other] The codes of at least { $count } officials, as in the register of parties, with commas between them
}
valuation-independent = Independent valuer
valuation-independent-hint = The code, as in the register of parties
valuation-packed = { $hs }: { $carats }, { $stones }, declared at { $declared }
valuation-line = Line { $number }
valuation-hs = Subheading
valuation-class = Size class
valuation-people = Who may sit at a valuation
valuation-people-officials = Officials of the authority
valuation-people-valuers = Independent valuers
valuation-per-carat = A carat, by the government
valuation-declared = Declared value
valuation-taken = Value taken
valuation-confirm = Put this valuation on record
valuation-check-lead = What is taken here goes on the certificate and is taxed. It can be done again until somebody signs.
valuation-due = { $rate } of { $base }: { $sum }
valuation-due-fees = { $count ->
    [one] one at { $base }
   *[other] { $count } at { $base } each: { $sum }
}
valuation-charge-duty = Export duty
valuation-charge-special = Royalty on special stones
valuation-odd-ratio = The exporter declares { $ratio } of what the government’s valuer says; less than { $least } is unusual.
valuation-odd-band = { $class }: { $value } a carat. In the year before, eight of ten of its like from { $where ->
    [region] { $region }
   *[country] the whole country
} lay between { $low } and { $high } ({ $count } lines).
valuation-usual = { $where ->
    [region] { $region }
   *[country] whole country
}: { $low } to { $high } ({ $count } lines)
valuation-usual-explained = Under the value of a carat stands between which values eight of ten lines of the same class and subheading lay in the year before: of shipments of which more than half came from the same region, or of the whole country where those are fewer than ten.
valuer-exporter = Exporter
valuer-government = Government
valuer-independent = Independent

violation-valuation-empty = Write down at least one line.
violation-valuation-too-many = A sheet has at most { $most } lines.
violation-valuation-twice = This class stands in a line before. Join both lines; only single stones have lines of their own.
violation-valuation-stones-none = Write down how many stones.
violation-valuation-weightless = Write down the carats.
violation-valuation-special-apart = These stones are worth so much that one of them must be a special stone, on which the royalty is paid. Give each such stone a line of its own.
violation-valuation-no-value = Write down a value above nothing.
violation-valuation-not-asked = The country has no independent valuer. Leave this empty.
violation-valuation-weight-differs = { $hs }: the sheet has { $sheet }, packed is { $packed }.
violation-valuation-stones-differ = { $hs }: the sheet has { $sheet } stones, packed are { $packed }.
violation-valuation-declared-differs = { $hs }: the exporter’s values come to { $sheet }, which is { $by } { $way ->
    [less] less
   *[more] more
} than the { $declared } that he declared. The column holds what he declared; where that is wrong, send the shipment back.
violation-valuation-before-packing = The shipment was prepared on { $day }. The sitting cannot have been before it.
violation-valuation-no-official = { $code } is no official of the register. Register the person with the role “official of the authority” first, or look at the code again.
violation-valuation-no-valuer = { $code } is no independent valuer of the register. Register the person or firm with the role “independent valuer” first, or look at the code again.
violation-valuation-present = At least { $least } officials must be present.
violation-valuation-own-stones = The exporter cannot judge what his own stones are worth. Name somebody else.
violation-valuation-two-parts = The independent valuer cannot be one of the officials present. Name somebody else.
violation-valuation-barred = { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day } and can be no part of the sitting.
violation-valuation-out-of-bounds = The values are too large to be added.
violation-certificate-not-valued = The shipment has not been valued yet.
