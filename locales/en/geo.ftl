### Positions, areas and what is wrong with them. `$line` is the number of a line in a list of corners, 0 where
### one value was typed. `$ring` is 0 for the outline of an area, else the number of a hole.

## Mended without asking

site-mended-closed = The area did not end where it began. It was closed with a straight side from the last corner to the first.
site-mended-repeated = { $count ->
    [one] One corner repeated the corner before it and was left out.
   *[other] { $count } corners repeated the corner before them and were left out.
}
site-mended-winding = The corners ran the wrong way round. Their order was turned; the area is the same.

## What is typed

violation-site-no-position = Enter a longitude and a latitude.
violation-site-not-a-coordinate = { $line ->
    [0] “{ $typed }” is not a longitude or latitude.
   *[other] Line { $line }: “{ $typed }” is not a longitude or latitude.
} Write decimal degrees, for example -10.9712, or degrees, minutes and seconds, for example 10°58'16"W.
violation-site-wrong-letter = { $line ->
    [0] The letter in “{ $typed }” does not belong here.
   *[other] Line { $line }: the letters in “{ $typed }” do not go together.
} Latitude takes N or S, longitude takes E or W.
violation-site-sign-and-letter = { $line ->
    [0] “{ $typed }” has a minus and a letter.
   *[other] Line { $line }: “{ $typed }” has a minus and a letter.
} Use only one of them: write -10.9712 or 10.9712 W.
violation-site-minutes = { $line ->
    [0] “{ $typed }” has 60 or more minutes or seconds.
   *[other] Line { $line }: “{ $typed }” has 60 or more minutes or seconds.
} Check the reading. Minutes and seconds go from 0 to 59; if these are decimal degrees, write them with a point.
violation-site-longitude-range = { $line ->
    [0] “{ $typed }” is beyond 180 degrees of longitude.
   *[other] Line { $line }: “{ $typed }” is beyond 180 degrees of longitude.
} Check the digits and the place of the decimal sign.
violation-site-latitude-range = { $line ->
    [0] “{ $typed }” is beyond 90 degrees of latitude.
   *[other] Line { $line }: “{ $typed }” is beyond 90 degrees of latitude.
} Check the digits, and that longitude and latitude are not exchanged.
violation-site-not-a-pair = { $line ->
    [0] “{ $typed }” is not a longitude and a latitude.
   *[other] Line { $line }: “{ $typed }” is not a longitude and a latitude.
} Write the longitude, a comma, a blank and the latitude, for example -10.9712, 8.6400.
violation-site-text-too-long = This text is longer than { $most }{"\u00A0"}kB. Enter the area with fewer corners.
violation-site-not-geojson = This is not readable GeoJSON. Copy the whole text again, from the first brace to the last, or enter one corner on each line.
violation-site-geometry-type = This GeoJSON holds “{ $found }”. Give one point or one area (Point or Polygon).

## Areas

violation-site-too-few-corners = { $ring ->
    [0] The area has { $found } different corners.
   *[other] Hole { $ring } has { $found } different corners.
} Give at least three.
violation-site-too-many-corners = The area has { $found } corners. Give at most { $most }.
violation-site-no-area = { $ring ->
    [0] All corners of the area lie on one line.
   *[other] All corners of hole { $ring } lie on one line.
} Check the corners: together they must enclose some ground.
violation-site-crosses-itself = { $ring ->
    [0] The boundary crosses or touches itself at longitude { $lon }, latitude { $lat }.
   *[other] The boundary of hole { $ring } crosses or touches itself at longitude { $lon }, latitude { $lat }.
} The sides that begin at corners { $first } and { $second } meet there. Give the corners in the order in which one walks round the area.
violation-site-too-wide = The area is more than { $most } degrees wide or high. Check the sign or letter of every corner: a minus is probably missing.
violation-site-polar = A corner lies beyond { $most } degrees of latitude. Check the corners, and that longitude and latitude are not exchanged.
violation-site-hole-outside = Hole { $ring } is not inside the area. Leave it out or correct its corners.
violation-site-holes-overlap = Holes { $first } and { $second } overlap. Join them to one hole or correct their corners.

## The country

violation-site-swapped = This is not in { $country }. Longitude and latitude seem to be exchanged: did you mean longitude { $lon }, latitude { $lat }?
violation-site-wrong-sign = This is not in { $country }. A minus or a letter (N, S, E, W) seems to be wrong: did you mean longitude { $lon }, latitude { $lat }?
violation-site-outside-country = Longitude { $lon }, latitude { $lat } is not in { $country }; it lies { $distance_m }{"\u00A0"}m outside. Check the position.
