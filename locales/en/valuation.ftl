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
valuation-line = Line { $number }
valuation-hs = Subheading
valuation-class = Size class
valuation-per-carat = USD a carat
valuation-declared = Declared value
valuation-taken = Value taken
valuation-confirm = Put this valuation on record
valuation-check-lead = What is taken here goes on the certificate and is taxed. It can be done again until somebody signs.
valuation-due = { $rate } of { $base }: { $sum }
valuation-charge-duty = Export duty
valuation-charge-special = Royalty on special stones
valuation-odd-ratio = The exporter declares { $ratio } of what the government’s valuer says; less than { $least } is unusual.
valuation-odd-band = { $class }: { $value } a carat. Eight of ten of its like lay between { $low } and { $high } in the year before ({ $count } lines).
valuer-exporter = Exporter
valuer-government = Government
valuer-independent = Independent

violation-valuation-empty = Write down at least one line.
violation-valuation-too-many = A sheet has at most { $most } lines.
violation-valuation-twice = This class stands in a line before. Join both lines; only single stones have lines of their own.
violation-valuation-stones-none = Write down how many stones.
violation-valuation-weightless = Write down the carats.
violation-valuation-no-value = Write down a value above nothing.
violation-valuation-not-asked = The country has no independent valuer. Leave this empty.
violation-valuation-weight-differs = { $hs }: the sheet has { $sheet }, packed is { $packed }.
violation-valuation-stones-differ = { $hs }: the sheet has { $sheet } stones, packed are { $packed }.
violation-valuation-no-official = { $code } is no official of the register. Register the person with the role “official of the authority” first, or look at the code again.
violation-valuation-no-valuer = { $code } is no independent valuer of the register. Register the person or firm with the role “independent valuer” first, or look at the code again.
violation-valuation-present = At least { $least } officials must be present.
violation-valuation-barred = Somebody named here may not act in the trade on that day.
violation-valuation-out-of-bounds = The values are too large to be added.
violation-certificate-not-valued = The shipment has not been valued yet.
