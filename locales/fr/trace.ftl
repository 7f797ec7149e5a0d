### Traces : d’un certificat, d’une expédition ou d’un lot vers les chantiers, et d’un chantier vers l’aval.

trace-title = Trace de { $code }
trace-of-certificate = D’où viennent les carats de ce certificat
trace-of-shipment = D’où viennent les carats de cette expédition
trace-of-parcel = D’où viennent les carats de ce lot
trace-cut = Cette trace n’est pas complète : la chaîne compte plus de { $most } lots et seuls ceux-ci sont montrés. Les carats par site sont complets.

trace-verdict-established = { $count ->
    [one] Les { $total } viennent tous de { $count } site enregistré.
   *[other] Les { $total } viennent tous de { $count } sites enregistrés.
}
trace-verdict-abroad = La provenance des { $total } est établie : { $sites ->
    [0] {""}
    [one] { $sites } site et{" "}
   *[other] { $sites } sites et{" "}
}{ $imports ->
    [one] { $imports } certificat étranger.
   *[other] { $imports } certificats étrangers.
}
trace-verdict-stock = Sur { $total }, { $stock } ont été déclarés comme stock initial de sites nommés. Le reste vient de relevés de production de sites enregistrés{ $imports ->
    [0] .
    [one] {" "}et de l’étranger avec { $imports } certificat étranger.
   *[other] {" "}et de l’étranger avec { $imports } certificats étrangers.
}
trace-verdict-unestablished = Sur { $total }, { $unknown } sont de provenance non établie.
trace-verdict-empty = Il n’y a rien dedans : la masse est nulle.

trace-stat-sites = Sites
trace-stat-entries = Relevés de production
trace-stat-imports = Certificats étrangers
trace-stat-licences = Licences
trace-stat-sales = Ventes
trace-stat-explain = À expliquer

trace-explain = À expliquer
trace-explain-none = Rien sur ce chemin n’appelle d’explication.
trace-not-valid = { $standing ->
    [expired] La validité de ce certificat est terminée.
   *[other] Ce certificat est annulé : aucune pierre ne peut voyager avec lui. L’origine dit pour quoi il a été délivré.
}
trace-more = { $count ->
    [one] { $count } autre cas se trouve dans le fichier.
   *[other] { $count } autres cas se trouvent dans le fichier.
}
trace-rest = { $count ->
    [one] { $count } autre ligne se trouve dans le fichier.
   *[other] { $count } autres lignes se trouvent dans le fichier.
}
trace-rest-file = Télécharger le fichier
trace-others = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}

trace-by-site = Carats par site
trace-by-origin = Carats par site et par certificat étranger
trace-site = Site
trace-area = Région
trace-share = Part
trace-entries = Relevés
trace-entries-count = { $count ->
    [one] { $count } relevé
   *[other] { $count } relevés
}
trace-licences = Licences concernées
trace-licences-none = Aucune licence n’est concernée.
trace-licences-count = { $count ->
    [one] { $count } licence
   *[other] { $count } licences
}
trace-stock-part = et { $carats } de stock initial
trace-standings = (alors : { $then } ; maintenant : { $now })
trace-unestablished = Provenance non établie
trace-import = Certificat étranger
trace-import-words = { $issuer } ; pays d’extraction : { $origins }
trace-import-none = aucun nommé
trace-import-mixed = Le certificat dit que l’origine est mixte.
trace-import-on = Arrivé le { $day }

trace-map = Carte des sites
trace-map-clear = Rien à expliquer
trace-map-explain = Quelque chose à expliquer
trace-map-open = Voir le site
trace-map-show = Sur la carte
trace-map-loading = Chargement de la carte…
trace-map-failed = La carte n’a pas pu être chargée entièrement. Le tableau ci-dessous dit la même chose.
trace-map-keys = Les flèches déplacent la carte, plus et moins changent l’échelle, Entrée ouvre le site le plus proche.
trace-map-legend = Légende de la carte
trace-map-zoom-in = Plus près
trace-map-zoom-out = Plus loin
trace-map-sketch = Contour du pays avec un point par site ; le tableau ci-dessous dit la même chose.

trace-chain = Chaîne de détention
trace-chain-desc = Les sites et les certificats étrangers à gauche, puis les détenteurs dans l’ordre des ventes. Les tableaux de cette page disent la même chose en mots.
trace-chain-read = À lire de gauche à droite : le site ou le certificat étranger, les lots de main en main, et ce qu’ils sont devenus. Les traits épais portent un quart des carats ou plus.
trace-chain-grouped = La chaîne est longue : les lots sont réunis par détenteur. À lire de gauche à droite ; les traits épais portent un quart des carats ou plus. Chaque lot est dans le fichier.
trace-chain-parcels = { $count ->
    [one] { $count } lot
   *[other] { $count } lots
}
trace-chain-other-sites = { $count ->
    [one] { $count } autre site
   *[other] { $count } autres sites
}
trace-chain-other-holders = { $count ->
    [one] { $count } autre détenteur
   *[other] { $count } autres détenteurs
}
trace-chain-unknown = Non établie
trace-chain-shipment = Expédition, { $carats }
trace-chain-certificate = Certificat, { $carats }
trace-chain-counts = { $parcels } lots et { $operations } opérations se trouvent entre les relevés et la fin. Les plus récents d’abord.
trace-chain-file = La chaîne complète est dans le fichier.
trace-stages = La chaîne en mots
trace-stage = Étape
trace-stage-name = { $hop ->
    [0] Au chantier, ou déclaré comme stock
    [1] Après la première vente
   *[other] Après { $hop } ventes
}
trace-holders = Détenteurs
trace-parcels = Lots
trace-received = Carats reçus
trace-sale = Bordereau { $serial }, { $day } : { $seller } à { $buyer }
trace-names = Noms des détenteurs que votre compte peut lire :
trace-operation-combine = Réunis
trace-operation-split = Divisé
trace-operation-sort = Trié

trace-number = Numéro
trace-holder = Détenteur
trace-then = Lors de l’emploi
trace-now = Maintenant
trace-term = Durée
trace-from-to = du { $from } au { $to }
trace-standing-not-yet = pas encore valide
trace-standing-valid = valide
trace-standing-suspended = suspendue
trace-standing-revoked = retirée
trace-standing-expired = expirée

trace-sources = Relevés de production concernés
trace-sources-abroad = Relevés de production et lots de l’étranger concernés
trace-sources-count = { $count ->
    [one] { $count } relevé
   *[other] { $count } relevés, les plus lourds d’abord
}
trace-entry = Relevé
trace-produced = Produit
trace-came-in = Entré au registre
trace-attributed = Dont ici
trace-licence = Licence
trace-remarks = Remarques
trace-flag-late = en retard
trace-flag-after-stop = inscrit après l’arrêt de la licence ou du titulaire
trace-flag-zone = dans une zone qui demande un second regard, ou gèle les pierres
trace-flag-outside-site = hors du site
trace-flag-no-position = sans position
trace-flag-too-many-diggers = trop de creuseurs
trace-flag-over-capacity = bien plus que le site ne peut donner
trace-flag-corrected = corrigé
trace-flag-stock = stock initial
trace-flag-import = de l’étranger
trace-flag-seizure = saisi, inscrit à aucun registre auparavant
trace-flag-licence-invalid = licence non valide ce jour-là
trace-as-of = État à l’écriture { $entry } du journal ; validité des licences au { $day }.

## Vers l’aval

trace-forward-title = Où sont allés les carats de { $code }
trace-forward-of-site = Où sont allés les carats de ce site
trace-forward-of-licence = Où sont allés les carats de cette licence
trace-forward-of-production = Où sont allés les carats de ce relevé
trace-forward-cut = Cette trace n’est pas complète : plus de { $most } lots se trouvent en aval et le reste n’a pas été examiné. Il peut y avoir plus de carats en stock que montré.
trace-forward-sum = Ce qui est entré est ce qui est en stock, ce qui a été exporté, ce que l’État a saisi et garde ou a laissé partir pour toujours, ce qui a été utilisé ici, perdu ou volé par déclarations confirmées, et ce qui a été perdu à la manipulation, aux pesées ou par arrondi.
trace-forward-days = Du { $first } au { $last }.
trace-in-stock = En stock
trace-exported = Sous certificat
trace-lost = Perdu, réduit à la pesée, arrondi
trace-removed = Utilisé ici, perdu, volé ou détruit
trace-seized = Saisi : gardé par l’État, ou parti sur ordre
trace-stock = Lots en stock
trace-stock-none = Aucun lot en stock ne contient de carats d’ici.
trace-parcel = Lot
trace-of-whole = Sur
trace-shipment = Expédition
trace-certificates = Certificats
trace-certificates-none = Aucun certificat ne contient de carats d’ici.
trace-issued = Délivré
trace-certificate-valid = Valide
trace-certificate-used = Utilisé
trace-certificate-expired = Expiré
trace-certificate-void = Annulé
trace-certificate-lost = Perdu ou volé
trace-certificate-replaced = Remplacé
trace-hidden-parcels = { $count ->
    [one] { $count } autre lot avec { $carats } carats d’ici n’est pas visible pour votre compte.
   *[other] { $count } autres lots avec { $carats } carats d’ici ne sont pas visibles pour votre compte.
}
trace-hidden-certificates = { $count ->
    [one] { $count } autre certificat avec { $carats } carats d’ici n’est pas visible pour votre compte.
   *[other] { $count } autres certificats avec { $carats } carats d’ici ne sont pas visibles pour votre compte.
}

## Lignes de ce qui est à expliquer

trace-line-licence = licence { $number }
trace-line-difference = différence { $difference }
trace-line-stones = { $count ->
    [one] { $count } pierre d’écart
   *[other] { $count } pierres d’écart
}
trace-line-times = { $count ->
    [one] une fois
   *[other] { $count } fois
}
trace-line-reason = motif donné : { $reason }
trace-line-entry = écriture { $entry } du journal

explain-unestablished = Carats de provenance non établie ({ $count })
explain-unestablished-hint = Quelqu’un détenait ces carats à l’ouverture du registre et n’a pu nommer de site. Ils passent par tous les mélanges et restent marqués.
explain-opening-stock = Stock initial ({ $count })
explain-opening-stock-hint = Déclaré une seule fois par un détenteur à l’ouverture du registre. Aucun relevé au chantier ne l’appuie.
explain-licence-invalid-then = Produit alors que la licence n’était pas valide ({ $count })
explain-licence-invalid-then-hint = Le jour de la production, la licence était suspendue, retirée, échue ou pas encore commencée, d’après ce que l’on sait aujourd’hui.
explain-licence-revoked = Licence retirée depuis ({ $count })
explain-licence-revoked-hint = La licence couvrait ces relevés, sauf ceux cités plus haut ; elle a été retirée plus tard. Demandez pourquoi.
explain-licence-suspended = Licence suspendue maintenant ({ $count })
explain-licence-suspended-hint = Rien ne peut être produit sous cette licence en ce moment. Demandez pourquoi, et si ces relevés sont touchés.
explain-licence-ended = Licence échue depuis ({ $count })
explain-licence-ended-hint = Sa durée est terminée. C’est ordinaire pour une production ancienne.
explain-licence-written-later = Licence inscrite après l’extraction ({ $count })
explain-licence-written-later-hint = La licence couvre le jour de production, mais elle n’est entrée au registre que plus tard. Voyez quand et par qui elle a été délivrée.
explain-site-without-licence = Site sans licence maintenant ({ $count })
explain-site-without-licence-hint = Le site est enregistré, mais aucune licence ne lui est liée aujourd’hui.
explain-site-moved = Site déplacé depuis le certificat ({ $count })
explain-site-moved-hint = Le lieu ou la forme montrés ne sont pas ceux du registre à la délivrance. Sa page garde les deux.
explain-outside-site = Position hors du site ({ $count })
explain-outside-site-hint = Le relevé a été fait plus loin du site que les deux précisions ne le permettent.
explain-no-position = Aucune position relevée ({ $count })
explain-no-position-hint = Le lieu repose sur la parole de la personne qui a fait le relevé.
explain-too-many-diggers = Plus de creuseurs que permis ({ $count })
explain-too-many-diggers-hint = Plus de personnes travaillaient que la licence ne le permet.
explain-over-capacity = Bien plus que le site ne peut donner ({ $count })
explain-over-capacity-hint = Avec le relevé, le site a donné dans le mois plus que les règles du pays, ou une estimation officielle, ne le permettent. Un agent a libéré les pierres.
explain-late-entry = Relevé tardif ({ $count })
explain-late-entry-hint = Le relevé a été fait plus longtemps après le jour de la production que les règles ne le permettent.
explain-after-stop = Inscrit après l’arrêt de la licence ou du titulaire ({ $count })
explain-after-stop-hint = Le jour de la production, rien n’était encore arrêté ; le jour de l’inscription, si. Voyez pourquoi l’inscription n’a été faite qu’alors.
explain-zone = Dans une zone qui demande un second regard ou gèle les pierres ({ $count })
explain-zone-hint = Voyez les zones du site, et ce qu’elles étaient le jour de la production.
explain-late-sale = Vente inscrite en retard ({ $count })
explain-late-sale-hint = Le bordereau est entré au registre plus tard après le jour de la vente que les règles ne le permettent.
explain-corrected-since-issue = Corrigé après la délivrance du certificat ({ $count })
explain-corrected-since-issue-hint = Deux personnes ont rectifié le relevé après le départ du certificat. Les carats montrés ici suivent la correction.
explain-corrected = Relevé corrigé ({ $count })
explain-corrected-hint = Deux personnes ont rectifié le relevé. Le journal garde ce qui avait été écrit d’abord.
explain-earlier-certificate = Sous un certificat antérieur, annulé ({ $count })
explain-earlier-certificate-hint = Ces pierres ont déjà été certifiées. Ce certificat a été annulé alors qu’elles étaient encore là. Demandez pourquoi, et où est le papier.
explain-in-dispute = Dans un litige ouvert ({ $count })
explain-in-dispute-hint = On rapporte de ces pierres deux actes qui ne peuvent être vrais tous deux. Elles sont bloquées jusqu’à la décision d’un agent.
explain-disputed = Dans un litige clos ({ $count })
explain-disputed-hint = Quelqu’un a revendiqué ces pierres. Voyez comment cela a été tranché, et pourquoi.
explain-seized-found = Saisies, inscrites à aucun registre auparavant ({ $count })
explain-seized-found-hint = L’État a pris ces pierres, qu’aucun registre n’avait. Leur origine n’est pas établie.
explain-seized-kept = Saisies et gardées par l’État ({ $count })
explain-seized-kept-hint = Rien ne peut être fait de ces pierres avant l’exécution d’un ordre.
explain-seized-sold = Saisies et vendues par l’État ({ $count })
explain-seized-sold-hint = L’État a pris ces pierres et les a vendues sur un ordre. Voyez la saisie.
explain-seized-returned = Saisies et rendues ({ $count })
explain-seized-returned-hint = L’État a pris ces pierres et les a rendues sur un ordre. Voyez la saisie.
explain-revised = Composition refaite depuis la délivrance ({ $count })
explain-revised-hint = Une correction du passé a changé les carats par site. La composition d’origine figure sous les carats par site.
trace-as-issued = Tel que le certificat a été délivré
trace-as-issued-hint = Les carats par site au jour de la délivrance, avant la correction du passé. C’est pour eux que le papier a été signé.
explain-reweighed = Repesé avec un autre résultat ({ $count })
explain-reweighed-hint = Lors d’une vente ou séparément, un lot a été pesé et la balance a dit autre chose, dans la tolérance.
explain-loss = Perte déclarée ({ $count })
explain-loss-hint = Ce qui est sorti d’une réunion, d’une division ou d’un tri pesait moins que ce qui y est entré.
explain-stones-changed = Nombre de pierres changé ({ $count })
explain-stones-changed-hint = Des pierres se sont brisées ou effritées à la manipulation, ou un nouveau comptage a donné un autre nombre.

## À la console

trace-console-subject = { $kind } { $code }
trace-console-site = { $carats } ({ $share }) { $code } { $name }, { $count ->
    [one] { $count } relevé
   *[other] { $count } relevés
}
trace-console-import = { $carats } ({ $share }) certificat étranger { $number }, { $words }, arrivé le { $day }
trace-console-unestablished = { $carats } ({ $share }) de provenance non établie
trace-kind-certificate = Certificat
trace-kind-shipment = Expédition
trace-kind-parcel = Lot
