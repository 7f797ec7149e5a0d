### Opening stock.

## Refusals

violation-stock-closed = Opening stock cannot be declared on { $day }: the country’s rules do not allow it, or not any more.
violation-stock-holder-role = Party { $code } has no role in which stones are held.
violation-stock-declared = Party { $code } has declared its opening stock already. It is declared once. What was wrong is put right by a correction.
violation-stock-no-lines = Write down at least one parcel.
violation-stock-too-many = At most { $most } parcels in one declaration. Combine small ones before the count.
violation-stock-no-site = There is no such site. Check the code, or leave it empty: then the origin is not established.
