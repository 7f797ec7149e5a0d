### Les sites où l’on creuse, et leur carte. Ce qui ne va pas dans une position ou un contour se trouve dans geo.ftl.

## La liste

site-register = Enregistrer un site
site-found = { $count ->
    [0] Aucun site trouvé
    [one] { $count } site
   *[other] { $count } sites
}
site-none-yet = Aucun site ne correspond. Effacez les filtres, ou enregistrez le premier.
site-search = Nom, code ou numéro de licence
site-search-hint = Le début de n’importe quel mot du nom ou du lieu, un code comme S-000012, ou un numéro de licence entier
site-filter-area = Région
site-filter-office = Bureau
site-filter-licence = Licence
site-filter-licence-valid = Valable aujourd’hui
site-filter-licence-not-valid = Non valable aujourd’hui
site-filter-licence-missing = Sans licence
site-filter-production = Production
site-filter-production-yes = Déjà enregistrée
site-filter-production-no = Pas encore enregistrée
site-list-newest = Les plus récents d’abord
site-list-older = Sites plus anciens
site-list-first = Retour aux plus récents
site-code = Code
site-name = Nom
site-area = Région
site-licence = Licence
site-on-map = Montrer sur la carte

## État de la licence d’un site, aussi les couleurs de la carte

site-standing-valid = Licence valable
site-standing-suspended = Licence suspendue
site-standing-not-yet = Licence pas encore commencée
site-standing-expired = Licence expirée
site-standing-revoked = Licence retirée
site-standing-none = Sans licence
site-standing-this = Ce site

## Le formulaire

site-change = Modifier ce site
site-name-hint = Le nom que les gens lui donnent sur place
site-where = Où il se trouve
site-where-hint = Une position, ou les sommets d’une surface. Une surface peut être comparée à sa licence ; un point, non.
site-mode = Qu’avez-vous ?
site-mode-point = Une position
site-mode-polygon = Les sommets d’une surface
site-position = Position
site-lon = Longitude
site-lon-hint = Par exemple { $decimal } ou { $angle }
site-lat = Latitude
site-lat-hint = Par exemple { $decimal } ou { $angle }
site-shape = Sommets de la surface
site-shape-hint = Un sommet par ligne, la longitude d’abord : { $pair }. Faites le tour dans un seul sens ; il n’est pas nécessaire de répéter le premier sommet à la fin. On peut aussi coller du GeoJSON.
site-accuracy = Précision
site-accuracy-hint = De combien de mètres la position peut être fausse, comme l’indique l’appareil
site-obtained = Comment la position a-t-elle été obtenue ?
site-obtained-gps = Avec un téléphone ou un GPS sur place
site-obtained-survey = Par un géomètre avec ses instruments
site-obtained-map = Dessinée sur une carte ou une image satellite
site-obtained-estimate = Estimée d’après une description
site-obtained-unknown = Inconnu
site-surveyed-on = Jour du relevé
site-surveyed-on-hint = Par exemple 27/03/2026
site-surveyor = Auteur du relevé
site-surveyor-hint = Service ou numéro de matricule. N’écrivez pas ici le nom d’une personne.
site-licence-hint = Le numéro imprimé sur la licence, par exemple { $example }. Laissez vide si le site n’en a pas.
site-deposit = Nature du terrain
site-deposit-hint = Là où se trouve le gravier
site-locality = Village, chefferie ou district
site-office = Bureau
site-office-hint = Seulement là où plusieurs bureaux se partagent la région
site-reason = Pourquoi le modifier ?
site-reason-hint = Les anciennes valeurs restent visibles à côté des nouvelles.
site-register-button = Enregistrer le site
site-check = Vérifiez le site avant de l’enregistrer
site-check-overlap = Sur le même terrain se trouve { $code } : { $what }.
site-change-button = Enregistrer la modification

## La position du téléphone et le dessin

site-use-position = Utiliser la position de cet appareil
site-position-busy = Recherche de la position. Tenez l’appareil à ciel ouvert.
site-position-done = Position trouvée, à { $accuracy } m près
site-position-denied = L’appareil n’a pas le droit de donner sa position à cette page. Autorisez-le dans les réglages du navigateur, ou tapez la position.
site-position-unavailable = L’appareil ne trouve pas sa position. Tapez-la.
site-position-timeout = Aucune position n’a été trouvée à temps. Mettez-vous à ciel ouvert et recommencez, ou tapez-la.
site-position-insecure = Un navigateur ne donne la position que par une connexion sûre (HTTPS). Tapez-la.
site-walk-find = Chercher ma position pour le prochain sommet
site-walk-add = Ajouter cette position comme sommet
site-draw = Dessiner sur la carte
site-draw-needs-script = Dessiner demande un navigateur avec des scripts. Tapez la position ou les sommets plus haut.
site-draw-label = Carte pour dessiner le site
site-draw-undo = Annuler le dernier geste
site-draw-clear = Effacer le dessin
site-draw-handle = Sommet { $number }
site-draw-insert = Ajouter un sommet ici
site-draw-keys = Touchez ou cliquez pour poser un sommet ; faites-le glisser pour le déplacer. Au clavier : les flèches déplacent la carte, Entrée pose un sommet au milieu, Tab va à un sommet, les flèches le déplacent, Suppr l’enlève.

## Après l’enregistrement

site-registered = { $code } est enregistré
site-changed = La modification est enregistrée
site-saved-flags = Regardez ces points :
site-next-production = Enregistrer la production d’ici
site-next-another = Enregistrer un autre site

## La page d’un site

site-facts = Ce qui est enregistré
site-kind-point = Une position
site-kind-polygon = { $count ->
    [one] Surface à { $count } sommet
   *[other] Surface à { $count } sommets
}
site-size = Superficie
site-shape-kind = Forme
site-centre = Position
site-corner-no = Sommet
site-corners = Tous les sommets
site-admin = Région administrative
site-border = Distance à la frontière
site-survey = Relevé
site-reference = Importé de
site-reference-of = { $source }, numéro { $key }
site-licence-term = du { $from } au { $to }
site-licence-none = Aucune licence n’est indiquée
site-flags = Ce qui est remarquable
site-flags-none = Rien de remarquable
site-overlaps = Sur le même terrain
site-overlap-area = { $area } en commun
site-overlap-point = un point à l’intérieur de l’autre
site-production-here = La production d’ici
site-forward = Où sont allées ses pierres ?
site-forward-what = Les lots en stock et les certificats qui contiennent des carats d’ici
site-production-sum = { $count ->
    [0] Rien d’enregistré pour l’instant
    [one] { $count } écriture, { $carats }{"\u00A0"}ct
   *[other] { $count } écritures, { $carats }{"\u00A0"}ct
}
site-history = Historique
site-version-registered = Enregistré
site-version-changed = Modifié
site-version-entry = Écriture { $seq } du journal
site-version-why = Raison : { $reason }
site-version-what = Quoi
site-version-before = Avant
site-version-after = Après

## Ce qui est remarquable

site-flag-no-licence = Aucune licence n’est indiquée.
site-flag-licence-not-valid = La licence n’était pas valable le jour de cet enregistrement.
site-flag-licence-edge = Il dépasse le bord de la surface de la licence, dans la limite de précision des relevés.
site-flag-licence-full = Tous les sites de la licence ensemble dépassent la superficie permise pour une licence de ce type.
site-flag-overlap = Il partage du terrain avec un autre site.
site-flag-accuracy-poor = La position est moins précise que les règles ne le demandent.
site-flag-accuracy-unknown = La précision de la position n’a pas été notée.
site-flag-border-edge = Il est à la frontière, pour autant que la carte permette d’en juger.
site-flag-closed-mended = Le contour ne finissait pas là où il commençait ; il a été fermé par un côté droit.
site-flag-repeats-mended = Des sommets répétés ont été laissés de côté.
site-flag-winding-mended = Les sommets tournaient dans le mauvais sens ; leur ordre a été inversé.

## Ce qui ne va pas

violation-site-accuracy = Écrivez la précision en mètres entiers, de 1 à { $most }.
violation-site-no-such-licence = Il n’y a pas de licence au numéro { $number }. Vérifiez-le sur le papier, ou laissez le champ vide.
violation-site-licence-kind = { $number } n’est pas une licence d’exploitation. Écrivez celle de l’exploitant ou de la coopérative.
violation-site-reference-taken = { $code } a été importé sous la même référence. Modifiez plutôt ce site.
violation-site-too-large = La surface mesure { $area_m2 }{"\u00A0"}m². Une licence de ce type permet { $most_m2 }{"\u00A0"}m². Vérifiez les sommets, ou partagez le terrain entre plusieurs licences.
violation-site-outside-licence = Le site dépasse de { $distance_m }{"\u00A0"}m la surface de la licence { $number } (sur { $outside_m2 }{"\u00A0"}m²). Vérifiez les sommets et le numéro de la licence.
violation-site-overlap = { $area_m2 ->
    [0] Ceci se trouve sur le terrain de { $code }, exploité sous la licence { $number } d’un autre titulaire.
   *[other] Ceci partage { $area_m2 }{"\u00A0"}m² avec { $code }, exploité sous la licence { $number } d’un autre titulaire.
} Vérifiez la position. Si elle est juste, le superviseur doit d’abord régler à qui est le terrain.
violation-site-other-office = Ceci se trouve dans la région { $area }, dont votre bureau ne s’occupe pas. Demandez au bureau qui s’en occupe de l’enregistrer : { $office }.
violation-site-unchanged = Rien ne diffère de ce qui est enregistré. Changez quelque chose, ou quittez la page.
