### The map of sites: what the scripts say, and the names of its layers.

map-label = Map of the sites
map-label-site = Map around { $code }
map-needs-script = The map needs a browser with scripts. The list says the same.
map-as-list = Show as a list
map-as-map = Show on the map
map-download = Download as GeoJSON
map-cut = The map shows the first { $most } sites. Narrow the filters to see the others.
map-loading = Loading the map…
map-failed = Part of the map could not be loaded. The list says the same.
map-keys = Arrow keys move the map, plus and minus change its scale, Enter opens the site nearest to its middle.
map-legend = Colours and layers of the map
map-zoom-in = Closer
map-zoom-out = Farther
map-status = Licence
map-open = Open the site

## Layers

layer-neighbours = Neighbouring countries
layer-country = The country
layer-lakes = Lakes
layer-rivers = Rivers
layer-admin1 = Administrative areas
layer-places = Places
