### La carte des sites : ce que disent les scripts, et les noms des couches.

map-label = Carte des sites
map-label-site = Carte autour de { $code }
map-needs-script = La carte demande un navigateur avec des scripts. La liste dit la même chose.
map-as-list = Montrer en liste
map-as-map = Montrer sur la carte
map-download = Télécharger en GeoJSON
map-cut = La carte montre les { $most } premiers sites. Resserrez les filtres pour voir les autres.
map-loading = Chargement de la carte…
map-failed = Une partie de la carte n’a pas pu être chargée. La liste dit la même chose.
map-keys = Les flèches déplacent la carte, plus et moins changent l’échelle, Entrée ouvre le site le plus proche du milieu.
map-legend = Couleurs et couches de la carte
map-zoom-in = Plus près
map-zoom-out = Plus loin
map-status = Licence
map-open = Ouvrir le site

## Couches

layer-neighbours = Pays voisins
layer-country = Le pays
layer-lakes = Lacs
layer-rivers = Cours d’eau
layer-admin1 = Régions administratives
layer-places = Localités
