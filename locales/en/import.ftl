### Importing parties, licences and sites from files. In front of each of these stands the line, the row, the
### heading and the value.

## The report

import-at-line = line { $line }
import-at-row = line { $line }, row { $row }
import-at-mapping = mapping file, line { $line }
import-refused = not taken
import-skipped = left out
import-stopped = nothing was taken
import-cell = { $heading } “{ $value }”:
import-counts = { $read } rows read: { $registered } registered, { $changed } changed, { $unchanged } unchanged, { $skipped } left out, { $refused } not taken.
import-ignored = Nothing is taken from these headings: { $headings }.
import-dry-run = This was a trial: nothing was written.
import-not-run = No row was looked at and nothing was written.
import-progress = { $done } of { $total } rows, { $seconds } s
import-do-refused = Correct the cell in the file, or say in the mapping file how it is to be read, and run the import again. Rows that were taken stay as they are.
import-do-duplicate = If it is the same one, take the row out of the file; if it is somebody else, fill the field acknowledged_duplicates of the row with “yes” and run the import again.
import-do-skipped = Nothing, if this is meant so.
import-do-mapping = Correct the mapping file and run the import again.
import-do-file = Correct the file and run the import again.
import-not-allowed = This account may not import. Name a supervisor or an officer with --as.
import-no-account = There is no active account with the sign-in name “{ $login }”.
import-as-whom = Say with --as LOGIN for which account to import. It may be left out only where there is exactly one officer.
import-broken-off = The import broke off: { $error }. What the report counts as registered or changed is kept. Run the same file again when the fault is mended.

## The file

violation-import-empty = The file is empty.
violation-import-utf16 = The file is written in UTF-16. Save it as “CSV UTF-8”.
violation-import-spreadsheet = This is a spreadsheet file. Save the sheet as “CSV UTF-8” and import that.
violation-import-too-large = The file is larger than { $most }{"\u00A0"}MB. Divide it, or allow more with --max-mb.
violation-import-too-many-rows = The file has more than { $most } rows. Divide it, or allow more with --max-rows.
violation-import-heading-twice = The heading “{ $heading }” stands twice. Give each column a heading of its own.
violation-import-not-utf8 = This text is not UTF-8. Save the file as “CSV UTF-8”.
violation-import-cells = This row has { $found } cells, the heading has { $wanted }. Look for a quotation mark that is not closed or a separator inside a cell without quotation marks.
violation-import-cell-too-long = This cell is longer than a million bytes. Look for a quotation mark that is not closed.
violation-import-not-json = This is not readable JSON at column { $column }. Export the file again.
violation-import-no-features = This is no GeoJSON feature collection: it has no list “features”.
violation-import-not-a-feature = This is no GeoJSON feature. Each member of “features” needs the type “Feature”.
violation-import-feature-too-large = Feature { $feature } is larger than 2{"\u00A0"}MB. Simplify its boundary.
violation-import-crs = The positions of this file are not longitude and latitude (WGS84). Export it in EPSG:4326.

## The mapping file

violation-import-map-syntax = This is not TOML: { $detail }.
violation-import-map-key = “{ $key }” is not known here. Known are: { $known }.
violation-import-map-type = “{ $key }” takes another kind of value. Look at docs/import.md.
violation-import-map-choice = “{ $key }” takes one of: { $known }.
violation-import-map-field = There is no field “{ $field }”. The fields are: { $known }.
violation-import-map-twice = “{ $field }” stands under [columns] and under [constants]. Keep one of them.
violation-import-map-needs = Section [{ $section }] needs “{ $key }”.
violation-import-map-group = Rows are grouped by the key of the reference. Write by = "{ $key }".
violation-import-map-missing = No column fills “{ $field }”. Name one under [columns] or a value under [constants].
violation-import-map-place = No column says where the site is. Name one for “shape” or “position”, or two for “lon” and “lat”.
violation-import-map-reference = Nothing says by what a row is known again. Name the source and the key under [reference], or give the file the columns “source” and “key”.
violation-import-no-column = The file has no heading “{ $heading }”. It has: { $known }.

## Rows

violation-import-skipped = { $reason }
violation-import-superseded = The row on line { $line } is of the same thing and later; it counts.
violation-import-no-key = The row has no source and key by which it is known again, or a very long one. Fill in the key.
violation-import-key-twice = The key “{ $key }” stands on line { $line } already. Remove one of the rows, or group them in the mapping file.
violation-import-hidden = This text holds hidden control or direction characters. Type it again.
violation-import-day = This is no day in the form { $forms }. Correct it, or name its form in the mapping file under [file] dates.
violation-import-word = This is no known answer for “{ $field }”. Use one of: { $known }; or translate the word under [values.{ $field }] in the mapping file.{ $list ->
    [no] {""}
   *[other] {" "}Several answers in one cell are divided by “{ $list }” here; name another sign in the mapping file under [file] list.
}
violation-import-no-place = The row does not say where the site is. Fill in the position.
violation-import-licence-state = The file says that this licence is { $state ->
    [suspended] suspended
   *[other] revoked
}. It is not taken over as a valid one: issue it by hand and set its state, with the day and the reason.
violation-import-no-licence = There is no licence with this number, and none was imported with this key. Import or issue it first.
violation-import-no-party = There is no party with this code, and none was imported from “{ $source }” with this key. Import or register it first.
violation-import-forbidden = This record belongs to another office. Let an account of that office import it, or an officer.
violation-import-erased = The personal details of this party were erased. An import does not bring them back; take the row out of the file.
violation-import-number-fixed = This licence has the number { $number } here. A number stays as it is; for another one, revoke the licence and issue a new one.
