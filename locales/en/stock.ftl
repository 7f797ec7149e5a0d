### Opening stock.

## Refusals

violation-stock-closed = Opening stock cannot be declared on { $day }: the country’s rules do not allow it, or not any more.
violation-stock-too-old = The count may be a year old at most: { $day } or later. Count the stock again.
violation-stock-holder-state = { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day } and can declare no stock.
violation-stock-holder-role = Party { $code } has no role in which stones are held.
violation-stock-declared = Party { $code } has declared its opening stock already. It is declared once. What was wrong is put right by a correction.
violation-stock-no-lines = Write down at least one parcel.
violation-stock-too-many = At most { $most } parcels in one declaration. Combine small ones before the count.
violation-stock-no-site = There is no such site. Check the code, or leave it empty: then the origin is not established.
violation-stock-holder-unknown = No party with this code belongs to your office. Compare the code with the list of parties.

## Pages

stock-title = Opening stock
stock-declare = Declare opening stock
stock-explained = What a holder already had when the register began. It is declared once, and every trace shows it as such.
stock-none = Nothing has been declared.
stock-holder = Holder
stock-holder-code = Code of the holder
stock-holder-hint = As in the list of parties, for example SLE-000012-K
stock-on = Day of the count
stock-line = Parcel { $number }
stock-site = Code of the site
stock-site-hint = Only where papers name it; empty means origin not established
stock-note = Papers
stock-note-hint = What papers there are. No names or telephone numbers.
stock-test = Test declaration
stock-without-site = Carats of origin not established
stock-check = Check before it is declared
stock-confirm = Declare
stock-once = A holder declares his opening stock once.
stock-unestablished = { $count ->
    [one] { $count } parcel names no site: its origin will be shown as not established.
   *[other] { $count } parcels name no site: their origin will be shown as not established.
}
