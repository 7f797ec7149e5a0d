desk-title = À décider aujourd’hui
desk-lead = Ce qui pèse le plus vient d’abord, puis ce qui attend depuis le plus longtemps. Chaque ligne mène là où l’on décide.
desk-nothing = Rien ne vous attend.
desk-since = Depuis le { $day }.
desk-until = Jusqu’au { $day }.
desk-aged = Elle attend depuis plus de 14 jours et remonte donc d’un rang.
desk-more = { $count ->
    [one] { $count } autre ligne n’est pas montrée ; les listes l’ont.
   *[other] { $count } autres lignes ne sont pas montrées ; les listes les ont.
}
desk-named = { $what } { $code }
desk-forms = Rapport { $no } sur des certificats vierges
desk-participants = Changement de la liste des participants
desk-licence = Licence
desk-risk-urgent = Urgent
desk-risk-high = Élevé
desk-risk-usual = Habituel
desk-risk-low = Faible
desk-why-alert-critical = Un contrôle a vu quelque chose de critique, et personne n’y a répondu.
desk-why-alert-alarm = Un contrôle a vu quelque chose d’inhabituel, et personne n’y a répondu.
desk-why-alert-notice = Un contrôle a vu un petit écart, et personne n’y a répondu.
desk-why-dispute = Deux actes se contredisent ; les pierres sont gelées jusqu’à la décision.
desk-why-seizure-differs = Des pierres saisies ne pèsent pas ce qu’elles devraient ; quelqu’un doit en répondre.
desk-why-seizure-order = Une ordonnance sur des pierres saisies attend une seconde personne.
desk-why-zone = La zone n’est jugée ainsi qu’une fois confirmée par une seconde personne.
desk-why-correction = Une entrée serait fausse ; tant que rien n’est décidé, elle compte telle quelle.
desk-why-removal = Un lot serait parti ; on ne peut rien en faire d’ici là.
desk-why-forms = Des formulaires perdus peuvent servir à frauder ; l’avertissement ne part qu’une fois le rapport confirmé.
desk-why-participants = D’ici là, les expéditions sont jugées selon l’ancienne liste.
desk-why-held = Avec leur relevé, le site a donné dans le mois bien plus qu’il ne peut ; on ne peut rien en faire tant que vous ne les avez pas libérés en disant pourquoi.
desk-why-licence = La licence finit bientôt et n’a pas été renouvelée ; son titulaire s’arrête ce jour-là.
desk-why-shipment-check = Un exportateur attend ; plus il attend, plus cela pèse.
desk-why-shipment-approve = Elle a sa première signature et attend la seconde.
desk-why-warned = Des pierres sont entrées sous un numéro signalé depuis.
desk-why-here = Les pierres sont encore ici et leur certificat finit bientôt.
desk-why-detained = Des pierres venues de l’étranger sont retenues jusqu’à une décision.
desk-why-unconfirmed = Aucune autorité étrangère n’a confirmé l’arrivée dans le délai.
desk-why-differences = Ce qui est arrivé à l’étranger n’est pas ce qui est parti.
desk-why-untold = L’autorité étrangère n’a pas encore été prévenue.
desk-why-unused = Le certificat a pris fin alors que les pierres étaient ici ; il faut l’annuler.
desk-why-returns-overdue = Son jour est passé.
desk-why-returns = Elle est due bientôt.
desk-why-reviews = Le jour prévu est passé.
desk-why-footprints = Une seconde personne doit l’adopter ou dire pourquoi non.
desk-why-estimates = Une seconde personne doit la confirmer ou dire pourquoi non.
desk-why-actions-late = Le jour prévu pour remettre en ordre est passé.
desk-why-actions = À remettre en ordre avant un jour qui vient encore.
desk-count-held = { $count ->
    [one] { $count } lot retenu pour un agent
   *[other] { $count } lots retenus pour un agent
}
desk-count-warned = { $count ->
    [one] { $count } expédition de l’étranger sous un numéro signalé
   *[other] { $count } expéditions de l’étranger sous des numéros signalés
}
desk-count-here = { $count ->
    [one] { $count } certificat dont les pierres devraient partir maintenant
   *[other] { $count } certificats dont les pierres devraient partir maintenant
}
desk-count-detained = { $count ->
    [one] { $count } expédition de l’étranger retenue
   *[other] { $count } expéditions de l’étranger retenues
}
desk-count-unconfirmed = { $count ->
    [one] { $count } certificat dont personne n’a confirmé l’arrivée
   *[other] { $count } certificats dont personne n’a confirmé l’arrivée
}
desk-count-differences = { $count ->
    [one] { $count } confirmation qui diffère
   *[other] { $count } confirmations qui diffèrent
}
desk-count-untold = { $count ->
    [one] { $count } certificat dont l’autorité étrangère n’a pas été prévenue
   *[other] { $count } certificats dont l’autorité étrangère n’a pas été prévenue
}
desk-count-unused = { $count ->
    [one] { $count } certificat fini sans avoir servi
   *[other] { $count } certificats finis sans avoir servi
}
desk-count-returns-overdue = { $count ->
    [one] { $count } déclaration statistique en retard
   *[other] { $count } déclarations statistiques en retard
}
desk-count-returns = { $count ->
    [one] { $count } déclaration statistique due
   *[other] { $count } déclarations statistiques dues
}
desk-count-reviews = { $count ->
    [one] { $count } recommandation d’une visite d’examen en retard
   *[other] { $count } recommandations de visites d’examen en retard
}
blocked-title = Ce qui vous bloque
blocked-stops = D’ici là, rien ne peut être vendu ni acheté à ce titre.
blocked-show = Voir
blocked-ask-office = Renseignez-vous auprès du bureau { $office }.
blocked-ask = Renseignez-vous auprès de votre bureau des mines.
blocked-no-licence = Il n’y a pas de licence à votre nom.
blocked-no-licence-todo = Apportez vos papiers au bureau des mines et demandez-en une.
blocked-licence-ends = La licence { $number } finit le { $day }.
blocked-licence-ends-todo = Demandez son renouvellement maintenant, pour ne pas devoir vous arrêter.
blocked-licence-expired = La licence { $number } a pris fin le { $day }.
blocked-licence-expired-todo = Demandez son renouvellement.
blocked-licence-not-yet = La licence { $number } commence le { $day }.
blocked-licence-not-yet-todo = Attendez ce jour, ou demandez si le jour est juste.
blocked-licence-suspended = La licence { $number } est suspendue depuis le { $day }.
blocked-licence-suspended-todo = Demandez pourquoi, et ce qu’il faut faire pour qu’elle vous soit rendue.
blocked-licence-revoked = La licence { $number } a été retirée le { $day }.
blocked-licence-revoked-todo = Elle ne revient pas. Demandez si vous pouvez en avoir une autre.
blocked-for-offence = C’est la suite de l’infraction { $code }.
blocked-party = Le registre vous tient pour « { $state } » depuis le { $day }.
blocked-party-todo = Si c’est faux, apportez vos papiers au bureau. Si c’est juste, demandez combien de temps cela dure.
blocked-seized = { $count ->
    [one] Par { $count } saisie, l’État garde des pierres à vous.
   *[other] Par { $count } saisies, l’État garde des pierres à vous.
}
blocked-seized-todo = Gardez le reçu. Elles ne reviennent que par une ordonnance ; demandez où elle en est.
blocked-disputed = { $count ->
    [one] { $count } de vos lots est dans un litige et n’admet aucun acte.
   *[other] { $count } de vos lots sont dans un litige et n’admettent aucun acte.
}
blocked-disputed-todo = Dites ce que vous savez dans le litige, et attendez la décision.
blocked-reported = { $count ->
    [one] { $count } de vos lots a été déclaré parti ; une seconde personne n’a pas encore répondu.
   *[other] { $count } de vos lots ont été déclarés partis ; une seconde personne n’a pas encore répondu.
}
blocked-reported-todo = Il n’y a rien à faire, sauf si la déclaration est fausse : prévenez alors le bureau tout de suite.
blocked-frozen = { $count ->
    [one] { $count } de vos lots est gelé à cause de la zone d’où il vient.
   *[other] { $count } de vos lots sont gelés à cause de la zone d’où ils viennent.
}
blocked-frozen-todo = Seule une ordonnance les libère. Demandez-la au bureau, avec ce qui montre qu’ils ont été extraits là où c’est permis.
blocked-held = { $count ->
    [one] { $count } de vos lots est retenu, parce que son site a donné dans un mois bien plus qu’il ne peut.
   *[other] { $count } de vos lots sont retenus, parce que leur site a donné dans un mois bien plus qu’il ne peut.
}
blocked-held-todo = Adressez-vous au bureau des mines. Il examine le site, et un agent les libère en disant pourquoi.
quality-title = Vos entrées de ce mois
quality-entries = Vous en avez écrit { $mine } ; au milieu de votre bureau, c’est { $office }.
quality-well = Rien ici ne dépasse l’habitude de votre bureau. Merci.
quality-better = Là où une ligne est marquée, d’autres de votre bureau en ont moins. Demandez-leur comment ils font ; le superviseur aide aussi.
quality-measure = Quoi
quality-mine = Les vôtres
quality-share = Part des vôtres
quality-office = Milieu du bureau
quality-above = plus que d’habitude
quality-late = Écrites en retard
quality-corrected = Corrigées ensuite
quality-no-position = Sans position
quality-outside = Position hors du site
quality-doubles = Une fois de plus la même (site, jour, poids, pierres)
quality-remarked = Avec une remarque
alert-seen-filter = Vu auparavant
violation-licence-stopped-for-offence = La licence { $number } a été arrêtée pour l’infraction { $offence }. Voyez l’infraction, ou demandez au bureau qui la tient ce qui peut être fait.
search-title = Recherche
search-what = Que cherchez-vous ?
search-hint = Un code ou un numéro quel qu’il soit, ou le début d’un nom. Une alerte s’écrit #12.
search-box = Chercher dans le registre
search-do = Chercher
search-nothing = Rien n’est trouvé que vous puissiez voir. Vérifiez le code ; d’un nom, tapez le début de ses mots.
search-cut = Il y a plus que ce qui est montré. Tapez-en davantage, ou ouvrez la liste de ce genre et restreignez-la là.
story-title = Histoire de { $name }
story-lead = Tout ce que le registre sait de ce qui s’est passé ici, le plus récent d’abord, dans la mesure où vous pouvez le voir.
story-nothing = Rien ne s’est encore passé que vous puissiez voir.
story-alert = Vu par un contrôle :
story-show = Toute l’histoire
list-tools = Cette liste
list-files = La liste telle que vous la voyez, en fichier :
list-file-cut = Seules les { $count } premières lignes sont ici. Restreignez la liste pour avoir le reste.
saved-title = Filtres enregistrés
saved-lead = Ils sont à vous seul, et personne d’autre ne les voit.
saved-none = Vous n’avez enregistré aucun filtre. Restreignez une liste, et enregistrez-la là sous un nom.
saved-name = Enregistrer ce filtre sous
saved-hint = Quelques mots pour vous-même, 60 lettres au plus. Pas de nom de personne.
saved-save = Enregistrer le filtre
saved-delete = Supprimer
saved-manage = Tous les filtres enregistrés
violation-saved-filter-nothing = Il n’y a rien à enregistrer : restreignez d’abord la liste.
violation-saved-filter-many = Vous avez 100 filtres enregistrés. Supprimez-en un dont vous n’avez pas besoin.
place-list = Districts et bureaux
place-title = District ou bureau
place-lead = Où chacun en est aujourd’hui, et ce qu’il a donné ces douze derniers mois. Chacun mène à ses mois.
place-none = Il n’y a pas encore de bureau.
place-name = Nom
place-kind = Genre
place-kind-district = District
place-kind-office = Bureau
place-sites = Sites
place-licences = Licences en vigueur
place-open-alerts = Alertes ouvertes
place-dug-year = Extrait, 12 mois (ct)
place-exported-year = Exporté, 12 mois (ct)
place-months = Mois
place-series = Mois par mois
place-month = Mois
place-entries = Entrées
place-dug = Extrait (ct)
place-late = En retard
place-sold = Vendu tel quel (ct)
place-exported = Exporté (ct)
place-alerts = Alertes
place-how = Vendu : les pierres vendues telles qu’extraites, au jour de la vente ; exporté : ce que les certificats du mois font remonter à ses sites ; alertes : pour un district, celles de ses sites ; pour un bureau, toutes les siennes ; au mois où elles ont été vues d’abord.
map-time-title = Dans le temps
map-time-slider = Mois
map-time-from = Du mois
map-time-to = Au mois
map-time-layers = Montrer
map-time-dug = Extrait (ct)
map-time-capacity = Part de ce que le site peut donner
map-time-alerts = Alertes ouvertes
map-time-do = Montrer sur la carte
map-time-choose = Choisissez ce qu’il faut montrer : la carte colore et dimensionne les sites ainsi, et la liste sous le formulaire dit la même chose.
map-time-nothing = Aucun site n’a rien donné dans ces mois.
map-time-site = Site
map-time-zones = Zones à la fin de { $month }
map-time-no-status = sans statut alors
map-time-alert = Une alerte est ouverte
map-time-over = Plus qu’il ne peut donner
map-time-near = Près de ce qu’il peut donner
map-time-within = En deçà de ce qu’il peut donner
map-time-none = Rien d’extrait dans ces mois, ou hors des 200 premiers
list-csv = CSV
list-xlsx = XLSX
desk-count-footprints = { $count ->
    [one] { $count } empreinte proposée
   *[other] { $count } empreintes proposées
}
desk-count-estimates = { $count ->
    [one] { $count } estimation officielle proposée
   *[other] { $count } estimations officielles proposées
}
desk-count-actions-late = { $count ->
    [one] { $count } chose à remettre en ordre après une inspection est en retard
   *[other] { $count } choses à remettre en ordre après des inspections sont en retard
}
desk-count-actions = { $count ->
    [one] { $count } chose à remettre en ordre après une inspection
   *[other] { $count } choses à remettre en ordre après des inspections
}
