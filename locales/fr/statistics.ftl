# Statistiques : déclarations, rapprochement, chiffres des partenaires, ce qui est rendu public.

nav-statistics = Statistiques
return-kind-production = Déclaration de production
return-kind-trade = Déclaration de commerce
return-kind-annual = Rapport annuel : chiffres
period-year = { $year }
period-half = { $nth ->
    [1] Premier semestre { $year }
   *[other] Second semestre { $year }
}
period-quarter = { $nth ->
    [1] Premier trimestre { $year }
    [2] Deuxième trimestre { $year }
    [3] Troisième trimestre { $year }
   *[other] Quatrième trimestre { $year }
}

statistics-lead = Chaque chiffre est additionné à partir du registre : la production selon le jour d’extraction, les exportations d’après les certificats. Une déclaration transmise reste telle quelle ; ce qui a changé depuis est montré à côté.
statistics-bars-desc = Barres ; le tableau de cette page porte les mêmes chiffres.
statistics-bars-production = Production par mois, carats
statistics-bars-exports = Exportations par destination, carats

return-period = Période
return-due = Échéance
return-state-running = En cours
return-state-due = À transmettre
return-state-overdue = En retard
return-state-submitted = Transmise
return-state-submitted-late = Transmise en retard
return-submitted-on = Transmise le
return-version = Version { $version }
return-version-label = Version
return-live = La période se termine le { $last } ; la déclaration est due le { $due }. Voici les chiffres selon l’état actuel du registre.
return-running = La période n’est pas terminée : les chiffres vont changer, et rien ne peut encore être transmis.
return-changed = Le registre diffère de la dernière version transmise. Examinez les différences et transmettez une révision qui les explique.
return-differences = Différences
return-line = Ligne
return-was = Transmis
return-now = Maintenant
return-against = Différences avec la version { $version }
return-trade-rule = Les exportations sont comptées au jour de délivrance du certificat. Les certificats annulés alors que les marchandises étaient encore ici sont exclus. Les valeurs sont celles des certificats (franco à bord).
return-imports = Les importations sont celles qui sont entrées, au jour de leur arrivée et telles que leurs certificats les indiquent.
return-nothing = Rien pour cette période.
return-versions = Versions transmises
return-never = Rien n’a été transmis pour cette période.
return-changed-since = A changé depuis : à voir
return-submit = Transmettre cette déclaration
return-submit-lead = Les chiffres sont figés tels qu’ils sont montrés, avec l’empreinte du fichier CSV.
return-submit-confirm = Transmettre
return-reason = Motif de la révision
return-reason-hint = Nommez ce qui a changé : inscriptions tardives, corrections, certificats annulés.
return-hash = SHA-256 du fichier CSV
return-entry = Écriture du journal
return-home-open = { $count ->
    [one] Une déclaration statistique attend.
   *[other] { $count } déclarations statistiques attendent.
}
return-home-overdue = { $count ->
    [one] Une est en retard.
   *[other] { $count } sont en retard.
}
return-home-show = Voir les déclarations

figure-part-production = Production
figure-part-production-region = Production par région
figure-part-export-total = Exportations
figure-part-export = Exportations
figure-part-import-total = Importations
figure-part-import = Importations
figure-part-certificates = Certificats
figure-table-production = Production
figure-table-export = Exportations
figure-table-import = Importations
figure-table-certificates = Certificats
figure-key-production = Région
figure-key-export = Destination
figure-key-import = Pays de provenance
figure-key-certificates = Certificats
figure-counted-production = Inscriptions
figure-counted-export = Certificats
figure-counted-import = Certificats
figure-counted-certificates = Nombre
figure-certificates-issued = Délivrés
figure-certificates-void = Parmi les délivrés, annulés à présent
figure-certificates-replacing = Parmi les délivrés, en remplacement d’un annulé
figure-certificates-received = Certificats étrangers reçus
figure-origin = Origine
figure-origin-unknown = Non établie
figure-origin-unnamed = Mixte, sans pays nommés
figure-origin-others = autres non nommés (mixte)
figure-region-unknown = Région inconnue
figure-hs = Code SH
figure-carats-label = Carats
figure-carats = { $carats } ct
figure-count = { $count ->
    [one] un enregistrement
   *[other] { $count } enregistrements
}
figure-value = Valeur, US$
figure-per-carat = Le carat
figure-rounded = Chaque chiffre est arrondi à part ; les totaux viennent des carats exacts, si bien que la somme des lignes peut différer au dernier chiffre. Un certificat figure dans chaque ligne à laquelle il appartient.
production-value-export-average = Valeur : carats produits à la valeur moyenne d’un carat d’origine nationale sur les certificats délivrés pendant le même semestre ; une année est la somme de ses semestres. Aucune valeur n’est déclarée sur le site, et aucune n’est donnée ici si aucun certificat de ce genre n’a été délivré pendant un semestre avec production.
production-value-not-stated = Valeur : non déclarée ; aucune valeur n’est inscrite sur le site.

reconcile-title = Rapprochement
reconcile-lead = Ce qui était détenu, ce qui a bougé et ce qui reste selon les écritures { $from } à { $upto } du journal, aux masses que le registre retient aujourd’hui ; et tout ce qui ne concorde pas.
reconcile-differences = Différences
reconcile-none = Tout concorde.
reconcile-ratio = Exportations des douze mois jusqu’à la fin de la période : { $exports } ct, dont { $imports } ct venus de l’étranger ; production : { $production } ct. Exportations propres par rapport à la production :
reconcile-mirrored = Chiffres de partenaires concordants en carats : { $agree } ; concordants en carats à une révision près : { $revised }.
reconcile-answer = Répondre d’une différence
reconcile-which = Quelle différence
reconcile-cause = Ce qui l’explique
reconcile-words = En toutes lettres
reconcile-answer-do = Consigner la réponse
reconcile-grown = Autre que celle à laquelle on a répondu
reconcile-answered = Répondu
reconcile-grown-do = Regardez encore, et répondez de la différence telle qu’elle est.
reconcile-country = Stock du pays
reconcile-difference = Différence
reconcile-adds-up = Le compte est juste
reconcile-not-there = Le registre ne sait rien des saisies ni des inventaires des détenteurs : ils ne sont pas comptés ici, ce qui ne veut pas dire qu’il n’y en a pas eu. Les importations comptent ici pour les carats trouvés ; les déclarations ont ceux des certificats étrangers. Les pierres utilisées ici, perdues ou volées comptent à partir du jour où cela a été confirmé.
reconcile-offices = Par bureau qui tient le dossier du détenteur
reconcile-holders = Par détenteur
reconcile-who = Qui
reconcile-came = Entré
reconcile-went = Sorti
reconcile-no-office = Aucun bureau
reconcile-more = { $count ->
    [one] Un autre détenteur n’est pas montré ; son stock est juste.
   *[other] { $count } autres détenteurs de moindre mouvement ne sont pas montrés.
}
movement-opening = Stock d’ouverture
movement-dug = Extrait
movement-declared = Déclaré comme stock d’ouverture
movement-imported = Importé
movement-found = Trouvé aux pesées
movement-back = Rendu par des certificats annulés
movement-bought = Acheté
movement-received = Attribué par la décision d’un litige
movement-released = Rendu par l’État
movement-sold-by-state = Acheté à l’État, qui l’avait saisi
movement-sold = Vendu
movement-given = Retiré par la décision d’un litige
movement-weighed-less = Manquant aux pesées
movement-lost = Perdu au tri et au mélange
movement-domestic = Utilisé dans le pays
movement-gone = Perdu, volé ou détruit
movement-seized = Saisi par l’État
movement-exported = Exporté
movement-mixed = Mélangé avec des pierres d’ailleurs
movement-closing = Stock de clôture
movement-kept-before = Gardé par l’État avant (dans le stock de personne)
movement-kept-after = Gardé par l’État après (dans le stock de personne)
alarm-alarm = À examiner
alarm-critical = Critique
difference-balance = Le stock n’est pas juste
difference-balance-what = { $holder } : { $carats } ct
difference-recording = Extrait et inscrit dans des périodes différentes
difference-recording-what = Extrait pendant la période et inscrit après : { $later } ct. Inscrit pendant la période et extrait avant : { $earlier } ct.
difference-submitted = Différent de ce qui a été transmis
difference-submitted-what = { $line } : transmis { $was } ct, maintenant { $now } ct.
difference-submitted-value = Valeur : transmise { $was }, maintenant { $now }.
difference-ratio = Exportations supérieures à la production
difference-ratio-what = En douze mois, { $exports } ct sont sortis, dont { $imports } ct venus de l’étranger ; { $production } ct ont été extraits. Détenus au début de ces douze mois ou déclarés depuis comme stock : { $stock } ct.
difference-jump = Un bureau a inscrit bien plus qu’avant
difference-jump-what = { $office } a inscrit { $carats } ct en { $month }, plus de trois fois la médiane des mois précédents.
difference-mirror = Un partenaire dit autre chose
difference-mirror-what = { $partner }, { $hs } : { $own } ct sont sortis d’après nos certificats, il en déclare { $said } ct.
difference-mirror-worth = Valeur : { $own } selon nos certificats, { $said } selon le partenaire.
difference-mirror-value = Un partenaire indique une autre valeur
difference-mirror-value-what = { $partner }, { $hs } : { $own } selon nos certificats, { $said } selon le partenaire
difference-receipt = Autre chose est arrivé que ce qui est parti
difference-receipt-what = Certificat { $number } : { $said } ct ont été confirmés à l’étranger, { $by } ct d’écart avec ce qui était certifié.
difference-unconfirmed = Personne n’a confirmé la réception
difference-unconfirmed-what = Certificat { $number } : { $carats } ct comptent comme exportés, et aucune réception n’a été confirmée à temps.
difference-stayed = Compté comme exporté, mais personne ne l’a vu partir
difference-stayed-what = Certificat { $number } : sa validité est terminée, et ni le passage à la frontière ni une réception n’ont été notés pour ses { $carats } ct. Si les marchandises sont ici, faites revenir le certificat et annulez-le.
difference-unseen = Reçu à l’étranger, mais personne ne l’a vu partir
difference-unseen-what = Certificat { $number } : { $carats } ct ont été reçus à l’étranger le { $received }, et personne n’a noté leur départ. Interrogez le bureau de douane et notez la sortie.
difference-unseen-after = Certificat { $number } : { $carats } ct ont été reçus à l’étranger le { $received }, et ne seraient partis que le { $left }. L’une des deux dates est fausse.
difference-cause-late = Inscription tardive
difference-cause-correction = Une écriture a été corrigée
difference-cause-timing = Sorti dans une période, arrivé dans la suivante
difference-cause-rounding = Arrondi ou révisé par l’autre partie
difference-cause-classification = Autre classe ou valeur chez l’autre partie
difference-cause-stock = Stock d’avant la période
difference-cause-inquiry = En cours d’examen
difference-cause-other = Autre chose, dite ci-dessous

partner-title = Chiffres des partenaires
partner-lead = Tableaux de ce que les partenaires disent avoir importé d’ici. Ils sont gardés tels qu’ils sont venus et comparés à nos certificats.
partner-none = Il n’en est pas encore venu.
partner-receive = Recevoir des chiffres de partenaires
partner-receive-do = Recevoir
partner-check-lead = Un tableau versé reste au registre. Regardez d’abord ce qu’il dit.
partner-rows = Lignes
partner-how = La première ligne nomme les colonnes : partner (deux lettres), period (2026-Q3 ou 2026) et carats ; hs, value_usd et rounded_to peuvent s’y ajouter. Les nombres ont un point avant les décimales. De plusieurs tableaux le dernier compte, et les précédents montrent qui a révisé.
partner-source = D’où il vient
partner-source-hint = La publication, la lettre, le jour.
partner-file = Le fichier, ou son texte
partner-file-hint = CSV en UTF-8, 2 000 lignes au plus

figures-title = Statistiques publiques
figures-lead = Les statistiques que { $authority } a déclarées, à partir de { $days } jours après la fin de chaque période. Un chiffre derrière lequel se trouvent moins de { $least } détenteurs n’est pas montré, ni celui dont on pourrait le déduire.
figures-none = Rien n’est encore publié.
figures-kind-production = Production
figures-kind-trade = Exportations
figures-key-production = Région
figures-key-trade = Destination
figures-mark = c
figures-hidden = non montré, pour que les chiffres de personne ne puissent être devinés.

violation-return-not-over = La période se termine le { $last }. Une déclaration peut être transmise dès le lendemain.
violation-return-not-begun = La période n’a pas commencé.
violation-return-no-reason = C’est la première version : n’indiquez pas de motif.
violation-return-unchanged = Les chiffres sont ceux de la dernière version. Il n’y a rien à réviser.
violation-return-moved-on = Le registre a changé depuis votre examen. Examinez de nouveau les chiffres, puis transmettez-les.
violation-return-no-difference = Cette différence n’existe plus. Regardez la page à nouveau.
violation-partner-too-large = Le tableau dépasse { $most } kilo-octets. Envoyez-le en plusieurs parties.
violation-partner-column-missing = La colonne { $column } manque dans la première ligne.
violation-partner-column-unknown = La colonne « { $column } » est inconnue. Retirez-la, ou nommez-la comme indiqué.
violation-partner-unreadable = La ligne { $line } est illisible.
violation-partner-fields = La ligne { $line } a plus de champs que la première ligne n’a de colonnes. Écrivez les décimales avec un point, ou séparez les champs par des points-virgules.
violation-partner-twice = La ligne { $line } a les mêmes partenaire, période et code SH qu’une ligne précédente.
violation-partner-too-many = Le tableau a plus de { $most } lignes. Envoyez-le en plusieurs parties.
violation-partner-empty = Le tableau n’a pas de lignes.
violation-partner-country = Ligne { $line } : « { $typed } » n’est pas un code de pays à deux lettres.
violation-partner-period = Ligne { $line } : « { $typed } » n’est pas un trimestre (2026-Q3) ni une année (2026).
violation-partner-hs = Ligne { $line } : « { $typed } » n’est pas 7102.10, 7102.21 ou 7102.31.
violation-partner-carats = Ligne { $line } : « { $typed } » n’est pas un nombre de carats avec un point avant les décimales, trois au plus.
violation-partner-value = Ligne { $line } : « { $typed } » n’est pas une valeur en dollars US avec un point avant les décimales, deux au plus.
violation-partner-rounded-to = Ligne { $line } : « { $typed } » n’est pas un nombre de carats.
violation-partner-own = { $country } est ce pays : un partenaire en est un autre.
violation-partner-known = Ce même tableau est déjà venu.

## Valeur et poids

values-title = Valeur et poids
values-lead = À combien les expéditions ont été évaluées, par mois de séance, sur les deux dernières années : la dernière évaluation de chaque expédition, certifiée ou non, sans les essais ni les annulées. Une valeur qui monte plus vite que les carats peut venir de pierres d’une autre origine : regardez d’abord les tailles et les lieux.
values-none = Rien n’a été évalué pendant ces deux années.
values-no-year = Il n’y a pas d’évaluation de l’année précédente à comparer.
values-growth = Des douze derniers mois, par rapport aux douze d’avant : carats { $weight }, valeur { $value }.
values-odd = Un carat vaut une fois et demie ce qu’il valait l’année d’avant.
values-bars = Dollars US par carat, par mois
values-month = Mois
values-sheets = Évaluations
values-per-carat = US$ par carat
