### Positions, surfaces et ce qui ne va pas. `$line` est le numéro d’une ligne dans une liste de sommets, 0 pour
### une seule valeur saisie. `$ring` est 0 pour le contour d’une surface, sinon le numéro d’un trou.

## Corrigé d’office

site-mended-closed = Le contour ne revenait pas à son point de départ. Il a été fermé par un côté droit du dernier sommet au premier.
site-mended-repeated = { $count ->
    [one] Un sommet répétait le précédent et a été retiré.
   *[other] { $count } sommets répétaient le précédent et ont été retirés.
}
site-mended-winding = Les sommets tournaient dans le mauvais sens. Leur ordre a été inversé ; la surface est la même.

## Ce qui est saisi

violation-site-no-position = Saisissez une longitude et une latitude.
violation-site-not-a-coordinate = { $line ->
    [0] « { $typed } » n’est pas une longitude ni une latitude.
   *[other] Ligne { $line } : « { $typed } » n’est pas une longitude ni une latitude.
} Écrivez des degrés décimaux, par exemple -10,9712, ou des degrés, minutes et secondes, par exemple 10°58'16"O.
violation-site-wrong-letter = { $line ->
    [0] La lettre dans « { $typed } » n’a pas sa place ici.
   *[other] Ligne { $line } : les lettres dans « { $typed } » ne vont pas ensemble.
} La latitude prend N ou S, la longitude E ou O.
violation-site-sign-and-letter = { $line ->
    [0] « { $typed } » porte un signe moins et une lettre.
   *[other] Ligne { $line } : « { $typed } » porte un signe moins et une lettre.
} N’employez que l’un des deux : écrivez -10,9712 ou 10,9712 O.
violation-site-minutes = { $line ->
    [0] « { $typed } » compte 60 minutes ou secondes ou plus.
   *[other] Ligne { $line } : « { $typed } » compte 60 minutes ou secondes ou plus.
} Vérifiez le relevé. Les minutes et les secondes vont de 0 à 59 ; s’il s’agit de degrés décimaux, écrivez-les avec une virgule.
violation-site-longitude-range = { $line ->
    [0] « { $typed } » dépasse 180 degrés de longitude.
   *[other] Ligne { $line } : « { $typed } » dépasse 180 degrés de longitude.
} Vérifiez les chiffres et la place de la virgule.
violation-site-latitude-range = { $line ->
    [0] « { $typed } » dépasse 90 degrés de latitude.
   *[other] Ligne { $line } : « { $typed } » dépasse 90 degrés de latitude.
} Vérifiez les chiffres, et que longitude et latitude ne sont pas inversées.
violation-site-not-a-pair = { $line ->
    [0] « { $typed } » n’est pas une longitude suivie d’une latitude.
   *[other] Ligne { $line } : « { $typed } » n’est pas une longitude suivie d’une latitude.
} Écrivez la longitude, un point-virgule et la latitude, par exemple -10,9712 ; 8,6400.
violation-site-text-too-long = Ce texte dépasse { $most }{"\u00A0"}ko. Saisissez la surface avec moins de sommets.
violation-site-not-geojson = Ce texte GeoJSON n’est pas lisible. Copiez-le de nouveau en entier, de la première accolade à la dernière, ou saisissez un sommet par ligne.
violation-site-geometry-type = Ce GeoJSON contient « { $found } ». Donnez un seul point ou une seule surface (Point ou Polygon).

## Surfaces

violation-site-too-few-corners = { $ring ->
    [0] Nombre de sommets différents de la surface : { $found }.
   *[other] Nombre de sommets différents du trou { $ring } : { $found }.
} Donnez-en au moins trois.
violation-site-too-many-corners = La surface a { $found } sommets. Donnez-en au plus { $most }.
violation-site-no-area = { $ring ->
    [0] Tous les sommets de la surface sont sur une même ligne.
   *[other] Tous les sommets du trou { $ring } sont sur une même ligne.
} Vérifiez-les : ensemble, ils doivent entourer un terrain.
violation-site-crosses-itself = { $ring ->
    [0] Le contour se croise ou se touche à la longitude { $lon }, latitude { $lat }.
   *[other] Le contour du trou { $ring } se croise ou se touche à la longitude { $lon }, latitude { $lat }.
} Les côtés qui partent des sommets { $first } et { $second } s’y rencontrent. Donnez les sommets dans l’ordre où l’on fait le tour du terrain.
violation-site-too-wide = La surface s’étend sur plus de { $most } degrés. Vérifiez le signe ou la lettre de chaque sommet : il manque sans doute un signe moins.
violation-site-polar = Un sommet se trouve au-delà de { $most } degrés de latitude. Vérifiez les sommets, et que longitude et latitude ne sont pas inversées.
violation-site-hole-outside = Le trou { $ring } n’est pas à l’intérieur de la surface. Retirez-le ou corrigez ses sommets.
violation-site-holes-overlap = Les trous { $first } et { $second } se chevauchent. Réunissez-les en un seul ou corrigez leurs sommets.

## Le pays

violation-site-swapped = Cette position n’est pas dans le pays ({ $country }). Longitude et latitude semblent inversées : vouliez-vous dire longitude { $lon }, latitude { $lat } ?
violation-site-wrong-sign = Cette position n’est pas dans le pays ({ $country }). Un signe moins ou une lettre (N, S, E, O) semble faux : vouliez-vous dire longitude { $lon }, latitude { $lat } ?
violation-site-outside-country = La position de longitude { $lon }, latitude { $lat } n’est pas dans le pays ({ $country }) ; elle se trouve à { $distance_m }{"\u00A0"}m de ses limites. Vérifiez-la.
