# Contrôles et alertes

nav-alerts = Alertes
nav-controls = Contrôles

word-control = Contrôle
word-subject = À propos de

control-list = Contrôles
control-lead = Ce que le registre contrôle de lui-même, thème par thème, et combien de fois il l’a fait cette année. Les thèmes sont ceux du contrôle interne de la production alluviale ; ils ne citent aucune déclaration.
control-year = Année
control-year-of = Compté pour { $year }.
control-theme-none = Rien dans le registre n’agit encore sur ce thème.
control-does = Ce qu’il fait
control-refused = Refusé
control-alerted = Alertes
control-open = Ouvertes maintenant
control-wrong-rate = Données à tort
control-checks = Ce qu’il contrôle
control-frauds = Contre
control-source = D’où vient la règle
control-themes = Thèmes
control-settings = Réglages du pays
control-setting = Réglage
control-value = Valeur
control-evidence = Où regarder
control-alerts-latest = Dernières alertes
control-no-alerts = Il n’a donné aucune alerte.
control-how-often = Combien de fois cette année
control-answered = Répondu
control-wrong = Dont données à tort (le contrôle s’est trompé)
control-wrong-none = Personne n’a encore répondu d’une alerte de cette année.
control-coverage = Jusqu’où il va
control-coverage-lead = Ce que les chiffres de cette année disent des contrôles eux-mêmes.
control-cover-traced = Carats exportés suivis jusqu’à un site
control-cover-surveyed = Sites à la position mesurée
control-cover-on-time = Relevés de production inscrits à temps
control-cover-confirmed = Certificats dont la réception a été confirmée
control-cover-inspected = Sites inspectés dans l’intervalle
control-cover-nothing = rien à compter
control-uncovered = Ce qui n’est pas couvert
control-uncovered-lie = Un mensonge à la première pesée : un vrai titulaire de licence qui déclare une pierre de contrebande comme trouvée aujourd’hui. Les contrôles ne font qu’en élever le prix et montrer ce qui sort de l’habituel.
control-uncovered-outside = Les pierres qui ne viennent jamais à un bureau, chez un acheteur sous licence ou à un poste frontière.
control-uncovered-capacity = Ce qu’un site peut donner est calculé d’après les réglages du pays, sauf là où une estimation officielle confirmée en tient lieu. Les estimations de licences et de zones sont montrées, et rien n’est encore jugé d’après elles.
control-uncovered-inspections = Un inspecteur qui ferme les yeux : le tirage dit qui est visité, non ce qui y est vu. Les photographies d’une visite ne sont pas gardées.
control-uncovered-refusals = Les refus sont comptés depuis cette version du registre, et ce qu’un import a refusé à l’essai n’est pas compté.

control-soon = Quand
control-kind-refuses = Refuse l’acte
control-kind-holds = Le retient jusqu’à ce que quelqu’un ait décidé
control-kind-alerts = Prévient quelqu’un

control-within-act = Dans le même acte
control-within-minute = Dans la minute où l’on écrit
control-within-day = Dès le jour suivant

control-family-licences = Licences et rôles
control-family-mass = Le compte des carats et des pierres
control-family-slips = Bordereaux d’achat
control-family-places = Lieux
control-family-pit = Le cahier de la fosse
control-family-capacity = Ce qu’un site peut donner
control-family-offices = Bureaux et ceux qui inscrivent
control-family-trade = Acheter et vendre
control-family-exports = Évaluation, certificats et départ
control-family-abroad = De l’étranger et vers l’étranger
control-family-inspections = Inspections

theme-M1 = Les pierres se suivent de la mine à l’exportation
theme-M2 = Les exploitants ont une licence et sont enregistrés
theme-M3 = Les creuseurs sans licence à eux sont connus
theme-M4 = On sait où creuser est permis et où l’on creuse
theme-M5 = La production est inscrite à la fosse
theme-M6 = Négociants et comptoirs d’achat ont une licence et sont surveillés
theme-M7 = Chaque achat est inscrit, avec l’origine des pierres
theme-M8 = La production est comparée aux ventes
theme-M9 = Les infractions ont des suites
theme-M10 = L’autorité va voir elle-même, aussi sans prévenir
theme-M11 = La contrebande aux frontières est rendue plus difficile
theme-M12 = L’exploitant trouve son compte au marché légal
theme-M13 = On sait ce que le sol peut donner
theme-M14 = Les progrès sont rapportés

fraud-F1 = des exportations bien au-dessus de ce qui a pu être produit
fraud-F2 = un bureau dont le volume bondit à partir de rien
fraud-F3 = une valeur qui monte plus vite que le poids
fraud-F4 = de faux certificats
fraud-F5 = des certificats de pays non participants
fraud-F6 = le blanchiment par le bureau légal d’un voisin
fraud-F7 = des pierres qui sortent par le pays où la taxe est plus basse
fraud-F8 = une production qui n’a jamais eu lieu, pour rendre légales d’autres pierres
fraud-F9 = des valeurs déclarées trop bas
fraud-F10 = des premières ventes que personne n’inscrit
fraud-F11 = des pierres d’un temps d’embargo introduites plus tard
fraud-F12 = des pierres confisquées qui disparaissent ou reviennent
fraud-F13 = des chiffres de commerce de deux pays qui ne concordent pas
fraud-F14 = de fausses licences
fraud-F15 = des pierres portées à la main ou envoyées par la poste
fraud-F16 = des agents complices
fraud-F17 = des bureaux où il n’y a personne

severity-notice = Avis
severity-alarm = Alarme
severity-critical = Critique

alert-state-open = Ouverte
alert-state-explained = Expliquée
alert-state-case = Dossier
alert-state-false = Le contrôle s’est trompé

subject-site = Site
subject-party = Intervenant
subject-licence = Licence
subject-office = Bureau
subject-account = Compte
subject-shipment = Expédition
subject-certificate = Certificat
subject-parcel = Lot
subject-country = Pays

evidence-parcel = Lot
evidence-purchase = Achat
evidence-site = Site
evidence-licence = Licence
evidence-party = Intervenant
evidence-shipment = Expédition
evidence-certificate = Certificat

alert-list = Alertes
alert-lead = Ce que les contrôles ont vu qui sort de l’habituel. Une alerte ne refuse rien et n’accuse personne : quelqu’un regarde et dit ce qu’il a trouvé.
alert-none = Aucune alerte de ce genre.
alert-none-yet = Aucun contrôle n’a rien vu qui sorte de l’habituel.
alert-number = Alerte { $no }
alert-seen-first = Vue d’abord
alert-seen-last = Vue en dernier
alert-sightings = Nombre de fois
alert-gone = N’est plus vue depuis
alert-gone-tag = n’est plus vue
alert-gone-filter = Montrer aussi ce qui n’est plus vu
alert-owner = Suivie par
alert-owner-none = encore personne
alert-severity = Gravité
alert-what = Ce qui a été vu
alert-rests-on = Sur quoi elle repose
alert-more-links = D’autres écritures que celles-ci sont concernées ; les nombres ci-dessus les comptent toutes.
alert-do = Que faire
alert-answers = Ce qui a été répondu
alert-answers-none = Personne n’en a encore répondu.
alert-answer = En répondre
alert-answer-lead = Votre réponse et ce qui a été vu restent pour toujours au journal.
alert-state = Où elle en est désormais
alert-state-hint = « Ouverte » note seulement ce qui est en train d’être fait. Une alerte dont on a répondu se rouvre d’elle-même si l’on voit beaucoup plus.
alert-reason = Ce que vous avez trouvé, ou ce qu’il faut faire
alert-reason-hint = Cela reste pour toujours. Pas de nom de personne.
alert-case = Numéro du dossier
alert-case-hint = Seulement pour un dossier : sous quel numéro l’affaire est examinée.
alert-take = Je m’en occupe
alert-submit = Signer la réponse
alert-told-answered = Votre réponse est au journal.
alert-about-you = Cette alerte porte sur des écritures de votre propre compte. Quelqu’un d’autre en répond.
alert-home-show = Les examiner
alert-home =
    { $count ->
        [one] { $count } alerte est ouverte.
       *[other] { $count } alertes sont ouvertes.
    }
alert-home-critical =
    { $count ->
        [one] { $count } alerte critique est ouverte.
       *[other] { $count } alertes critiques sont ouvertes.
    }

violation-alert-state = Dites où en est l’alerte désormais.
violation-alert-own = Cette alerte porte sur des écritures de votre propre compte. Quelqu’un d’autre en répond.
violation-alert-case = Donnez le numéro sous lequel le dossier est examiné.
violation-alert-changed = On a vu davantage de cette alerte depuis que vous avez ouvert la page. Regardez-la encore, puis répondez.

control-c1-name = Une licence valable ce jour-là
control-c1-checks = Qui creuse, vend, achète, travaille des lots, exporte ou importe a pour cela une licence valable ce jour-là.
control-c2-name = Qui peut vendre à qui
control-c2-checks = Chaque vente se fait entre des rôles que les règles du pays admettent, sous une licence pour ce rôle, et jamais avec soi-même.
control-x1-name = Ni décédé, ni dissous, ni exclu
control-x1-checks = Rien n’est extrait, vendu, acheté, expédié ni mis sous licence au nom d’un intervenant décédé, dissous ou exclu.
control-f14-name = Un numéro de licence ne sert qu’une fois
control-f14-checks = Une licence a un numéro à elle et se renouvelle une seule fois. Chacun peut vérifier un numéro sur la page publique.
control-c17-name = Une licence dormante qui vend
control-c17-checks = Une licence sous laquelle rien n’a été fait pendant longtemps, puis qui extrait et vend en deux mois.
control-c17-alert = Rien n’a été fait sous cette licence pendant { $days } jours. Elle s’est réveillée le { $woke } et a vendu, à partir du { $first }, { $sold } en deux mois.
control-c17-do = Demandez qui travaille là maintenant, voyez le site, et comparez les papiers de la première vente avec le cahier de la fosse.

control-c3-name = Ce qui entre ressort
control-c3-checks = Peser, mélanger, diviser et trier ne font perdre ni gagner plus que l’écart des balances et ce que le nettoyage enlève, dans un acte comme sur tout le chemin.
control-c4-name = Nul ne cède ce qu’il ne détient pas
control-c4-checks = Un lot n’est vendu, mélangé, emballé ou déclaré sorti de stock que s’il est là, s’il est à son détenteur et s’il n’est promis à personne d’autre. Ainsi aucun stock ne tombe sous zéro, à aucun jour.
control-c7-name = Les origines sont gardées quand des lots sont mélangés
control-c7-checks = Un certificat dit d’où vient chaque carat. De carats de provenance non établie, quelqu’un répond par sa signature et un motif, ou ils ne sont pas exportés.
control-c12-name = Un lot d’essai reste un essai
control-c12-checks = Les lots qui passent la chaîne à l’essai ne sont jamais mélangés à d’autres, ni certifiés, et n’entrent dans aucun total.
control-f12-name = Ce qui est saisi ne repart que sur ordre
control-f12-checks = Ce que l’État a pris est scellé et gardé sous un reçu, repesé partout où il va, et n’est rendu, vendu ou détruit que par un ordre numéroté sur lequel deux personnes s’accordent.
control-x2-name = Ce qui est contesté attend
control-x2-checks = Des lots d’un dossier ouvert, déclarés sortis de stock ou dont une correction attend, rien n’est fait avant que quelqu’un ait décidé.

control-c5-name = Un bordereau sert une fois, d’un carnet qui a été remis
control-c5-checks = Le numéro d’un bordereau est dans un carnet remis à son acheteur et ne figure que sur une vente. Les carnets ne se recouvrent pas.
control-c6-name = Les bordereaux sont datés dans l’ordre
control-c6-checks = Rien n’est vendu avant le jour où il a été extrait, après l’arrêt de la licence, ou sur une offre échue.
control-f10-name = La production avant la vente
control-f10-checks = Seul un lot qui est au registre peut être vendu : le cahier de la fosse, un stock déclaré ou une importation vient d’abord.
control-x3-name = Le prix et le paiement sont indiqués
control-x3-checks = Chaque vente indique son prix, son taux et le moyen de paiement. Les espèces au-dessus de la limite du pays sont refusées.

control-c8-name = Les sites sont où ils peuvent être
control-c8-checks = Un site est dans le pays, dans le périmètre de sa licence, pas plus grand que permis, et n’en recouvre pas un autre.
control-f11-name = Pierres de zones fermées au commerce
control-f11-checks = Ce qui est extrait dans une zone est jugé d’après son statut au jour de l’extraction, quel que soit le jour de l’inscription : refusé, ou gelé jusqu’à ce qu’un ordre le libère. Le stock d’avant une date limite est compté, scellé et gelé.
control-x4-name = Relevés faits hors de leur site
control-x4-checks = Beaucoup de relevés d’un mois dont la position est hors du site qu’ils disent.
control-x4-alert = En { $month }, { $outside } des { $entries } relevés avec une position ont été faits hors du site.
control-x4-do = Voyez le site. Son contour peut être faux, ou l’on inscrit des pierres qui n’y ont pas été extraites.
control-x5-name = À deux endroits à la fois
control-x5-checks = Deux relevés d’un même compte dont les positions sont trop éloignées pour le temps qui les sépare, quand un appareil a noté les deux.
control-x5-alert = En { $month }, { $count ->
        [one] une paire de relevés est trop éloignée
       *[other] { $count } paires de relevés sont trop éloignées
    } pour le temps qui les sépare. La pire : { $metres } mètres en { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
control-x5-do = Demandez qui a fait les relevés, et si un compte est partagé.
control-x8-name = Tailles autres que celles du lieu
control-x8-checks = Un lot que personne n’a trié, dont les pierres se répartissent entre les classes de taille autrement que l’empreinte de l’endroit d’où l’on dit qu’elles viennent. C’est un indice, non une preuve.
control-x8-alert = Les { $stones } pierres de { $parcel } ({ $weight }) diffèrent de la référence de l’endroit d’où l’on dit qu’elles viennent : { $gap } des carats sont dans d’autres classes de taille. Le hasard seul en ferait autant une fois sur { $once_in }, ou moins souvent.
control-x8-do = Voyez la comparaison, demandez comment les pierres ont été réunies, et si de petites ont été laissées de côté. Des photographies et une inspection du site en disent plus.
control-x9-name = Le semestre d’un exportateur autre que ses lieux
control-x9-checks = Tout ce qu’un exportateur a envoyé en un semestre, trié ou non, se répartit entre les classes de taille autrement que les empreintes d’où l’on dit qu’il vient. C’est un indice, non une preuve.
control-x9-alert = Ce que { $exporter } a envoyé du { $from } au { $to } et qui a été compté par taille ({ $stones } pierres, { $weight }) diffère de la référence de l’endroit d’où l’on dit qu’il vient : { $gap } des carats sont dans d’autres classes de taille. Le hasard seul en ferait autant une fois sur { $once_in }, ou moins souvent.
control-x9-do = Voyez la comparaison, et ce que l’exportateur a acheté et gardé : qui vend un genre de pierres dans le pays en envoie un autre à l’étranger.

control-c10-name = Une pierre hors de proportion
control-c10-checks = Une pierre bien des fois plus grosse que toutes celles que le site a données avant.
control-c10-alert = Le { $day }, une pierre de { $stone } a été trouvée. La plus grosse avant pesait { $before }, sur { $stones } pierres.
control-c10-do = Voyez la pierre ou sa photographie, et demandez aux autres bureaux si elle manque à quelqu’un.
control-f8-name = Un site qui donne bien plus que jamais
control-f8-checks = Un mois d’un site à plusieurs fois la médiane de l’année d’avant, et au-dessus de chacun de ses mois.
control-f8-alert = En { $month }, il y a { $mct }. La médiane des mois d’avant est de { $median } ; au-delà de { $factor } fois cela, c’est signalé.
control-f8-do = Voyez le site : combien creusent, combien de terre a été déplacée, et qui achète.
control-f6-name = Plus que d’habitude près d’une frontière
control-f6-checks = Un mois d’un site près de la frontière à plus de deux fois la médiane de l’année d’avant, et au-dessus de chacun de ses mois.
control-f6-alert = En { $month }, il y a { $mct }, à { $metres } mètres de la frontière. La médiane des mois d’avant est de { $median } ; au-delà de { $factor } fois cela, c’est signalé.
control-f6-do = Voyez le site et comparez les pierres avec ce qu’il donne d’habitude : on y inscrit peut-être des pierres venues d’au-delà de la frontière.
control-c9-name = Plus qu’un site ne peut donner
control-c9-checks = Un mois d’un site au-dessus d’un multiple de ce qu’il peut donner : son estimation officielle confirmée s’il en est une, sinon ce que ses creuseurs peuvent laver d’après les creuseurs, les jours, le gravier et la teneur des réglages du pays.
control-c9-alert = { $month } compte { $mct }. { $diggers ->
        [one] Un creuseur
       *[other] { $diggers } creuseurs
    } en { $days } jours peuvent donner { $can } ; au-delà de { $over } fois, l’alerte est donnée.
control-c9-do = Compter les creuseurs sur place et comparer la terre remuée avec ce qui a été inscrit.
control-c14-name = Relevés ou ventes qui se ressemblent
control-c14-checks = Deux relevés, ou deux ventes, d’un même intervenant le même jour, de même masse et de même nombre de pierres.
control-c14-alert = { $count } relevés ou ventes se ressemblent. Le premier : { $stones ->
        [one] une pierre
       *[other] { $stones } pierres
    }, { $mct }, le { $day }.
control-c14-do = Demandez si quelque chose a été inscrit deux fois. Si oui, faites retirer l’un des deux.
control-x6-name = Des relevés possibles et à temps
control-x6-checks = La plus grosse pierre, les classes et les sommes d’un relevé s’accordent. Un relevé tardif dit pourquoi, et aucun ne remonte à plus d’un an.

control-f2-name = Un bureau qui bondit
control-f2-checks = Un mois d’un bureau à plusieurs fois la médiane de l’année d’avant, et au-dessus de chacun de ses mois.
control-f2-alert = En { $month }, il y a { $mct }. La médiane des mois d’avant est de { $median } ; au-delà de { $factor } fois cela, c’est signalé.
control-f2-do = Inspectez : creuse-t-on davantage, ou des pierres viennent-elles d’ailleurs ?
control-f17-name = Un bureau muet
control-f17-checks = Un bureau qui d’habitude inscrit de la production et n’a rien inscrit depuis longtemps.
control-f17-alert = Rien n’a été inscrit depuis { $days } jours, depuis le { $last }. D’habitude, il y a { $entries } relevés par mois.
control-f17-do = Sachez s’il y a quelqu’un, et où ses creuseurs vendent en attendant.
control-c13-name = Beaucoup est inscrit tard
control-c13-checks = Un mois dont trop de relevés sont venus après la limite du pays.
control-c13-alert = Sur { $entries } relevés pour { $month }, { $late } sont venus tard : { $share }.
control-c13-do = Demandez au bureau ce qui le retient, et comparez les relevés tardifs avec les ventes des mêmes jours.
control-c15-name = Des poids qui semblent inventés
control-c15-checks = Trop de poids ronds parmi ceux qu’un compte a inscrits en un mois, ou des derniers chiffres trop inégaux pour une balance. Seuls les poids d’un carat ou plus sont regardés.
control-c15-alert = { $what ->
        [round] Sur { $entries } poids inscrits en { $month }, { $share } finissent par un zéro ; par hasard, ce serait un dixième.
       *[digits] Sur { $entries } poids inscrits en { $month }, { $times } finissent par { $digit } : trop inégal pour une balance.
    }
control-c15-do = Assistez à quelques pesées, et vérifiez la balance.

control-c16-name = Un prix hors de l’habituel
control-c16-checks = Des achats bien au-dessous ou au-dessus de ce que huit acheteurs sur dix ont payé le carat dans les six mois d’avant.
control-c16-alert = En { $month }, { $count ->
        [one] un achat était
       *[other] { $count } achats étaient
    } plus de { $apart } fois hors de l’habituel, { $low } à { $high } le carat. Le plus bas : { $price }.
control-c16-do = Demandez les papiers du paiement. Un prix trop bas peut cacher un paiement à côté, un prix trop haut peut payer des pierres qui ne sont pas sur le bordereau.
control-c18-name = Des pierres qui reviennent
control-c18-checks = Un intervenant qui achète à quelqu’un à qui il a vendu, directement ou par un seul autre, dans les six mois d’avant.
control-c18-alert = { $party } a vendu { $out } le { $first } et a acheté { $back } à { $other } le { $last } : { $sales } ventes en cercle.
control-c18-do = Mettez les bordereaux côte à côte : sont-ce les mêmes pierres, et qui gagne au détour ?
control-c19-name = Un seul vendeur pour presque tout
control-c19-checks = Un trimestre où un seul vendeur a fourni plus que la limite du pays de ce qu’un acheteur a acheté.
control-c19-alert = { $seller } a fourni { $share } des { $mct } achetés en { $purchases } achats dans le trimestre commencé en { $month }.
control-c19-do = Demandez d’où viennent les pierres de ce vendeur ; il ne fait peut-être que prêter son nom.

control-c11-name = Un certificat dit ce qui est là
control-c11-checks = Chaque lot est là, scellé, évalué et tel qu’on a signé pour lui ; les jours, la destination et les sommes sont justes ; rien ne part autrement.
control-f4-name = Des certificats sur des formulaires de leur année
control-f4-checks = Un certificat prend le prochain formulaire en stock, de l’année, avec le numéro lu sur le papier.
control-f15-name = Les marchandises partent avec un convoyeur connu
control-f15-checks = Un départ nomme un convoyeur sous licence ou une lettre de transport aérien.
control-f16-name = Deux personnes, deux endroits
control-f16-checks = Ce qui demande deux signatures les reçoit de deux personnes, dans deux navigateurs, avec deux moyens d’authentification. Nul n’évalue ses propres pierres.
control-f1-name = Il sort plus qu’il n’est extrait
control-f1-checks = Douze mois où l’on a exporté plus que produit ; au-delà d’une fois et demie, c’est critique.
control-f1-alert = Dans les douze mois jusqu’en { $month }, { $exports } sont sortis et { $production } ont été extraits ; { $inhand } extraits avant n’étaient pas sortis. Déclaré d’avant le registre : { $stock }.
control-f1-do = Cherchez de quel exportateur et de quels bureaux cela vient ; demandez aux pays de destination ce qu’ils ont compté.
control-f3-name = La valeur devance le poids
control-f3-checks = Douze mois où un carat est sorti à une fois et demie ce qu’il valait dans l’une des cinq années d’avant.
control-f3-alert = Dans les douze mois jusqu’en { $month }, un carat est sorti à { $now } ; { $years ->
        [one] un an
       *[other] { $years } ans
    } plus tôt, c’était { $before }. Croissance du poids : { $weight }, de la valeur : { $value }.
control-f3-do = Regardez par classe de taille et par exportateur : des pierres plus chères d’une autre origine se voient ainsi.
control-f7-name = Les grosses pierres ne viennent plus
control-f7-checks = Un semestre où bien moins de grosses pierres sont sorties que les deux années d’avant ne le laissaient attendre.
control-f7-alert = Dans les six mois jusqu’en { $month }, { $large ->
        [0] aucune pierre de { $least } ou plus n’est sortie
        [one] une pierre de { $least } ou plus est sortie
       *[other] { $large } pierres de { $least } ou plus sont sorties
    }, pour { $mct } en tout ; on en attendait { $expected }.
control-f7-do = Comparez la taxe sur les grosses pierres avec celle des voisins, et demandez-leur ce qu’ils ont certifié.
control-f9-name = Déclaré ou évalué hors de l’habituel
control-f9-checks = Une expédition dont l’exportateur déclare bien moins que l’évaluateur de l’État, ou dont le prix du carat est hors de ce que sa classe vaut d’habitude.
control-f9-alert = { $what ->
        [low] L’exportateur de { $code } déclare { $ratio } de la valeur de l’État.
       *[band] { $lines ->
            [one] Une ligne de l’évaluation de { $code } est
           *[other] { $lines } lignes de l’évaluation de { $code } sont
        } hors de ce que la classe valait dans l’année d’avant.
    }
control-f9-do = Faites-la évaluer de nouveau par quelqu’un d’autre avant qu’elle soit certifiée.

control-f5-name = Ce qui vient de l’étranger est regardé
control-f5-checks = Un envoi dont le certificat vient d’un pays non participant, a expiré, a déjà servi, fait l’objet d’un avertissement ou ne correspond pas à ce qui est là est retenu jusqu’à la décision d’un approbateur.
control-f13-name = Ce qui est parti et ce qui est arrivé
control-f13-checks = Un certificat dont personne n’a confirmé la réception à temps, ou sous lequel d’autres carats sont arrivés que ceux certifiés.
control-f13-alert = { $what ->
        [apart] Sous { $number }, { $certified } ont été certifiés et { $received } seraient arrivés.
       *[overdue] Personne n’a confirmé la réception de { $number }, délivré il y a { $days } jours, avec { $certified }.
    }
control-f13-do = Écrivez à l’autorité de destination. Répondez de la différence là où se trouve sa confirmation.

cli-controls-left = { $looked } objets examinés ; { $left } restent à examiner.
cli-controls-looked = { $looked } objets examinés ; { $seen } constats inhabituels.
cli-controls-open = Alertes ouvertes : { $critical } critiques, { $alarm } alarmes, { $notice } avis.

control-c20-name = Un site que nul n’a regardé
control-c20-checks = Sites avec licence qui n’ont pas été inspectés dans l’intervalle du pays, compté depuis leur inscription s’ils ne l’ont jamais été.
control-c20-alert = { $what ->
    [again] Il a été inspecté la dernière fois le { $since }, il y a { $days } jours. L’intervalle est de { $interval } jours.
   *[never] Il n’a jamais été inspecté dans les { $days } jours depuis son inscription le { $since }. L’intervalle est de { $interval } jours.
}
control-c20-do = Inspectez-le, ou faites-le tirer : ce qui n’a pas été vu depuis longtemps pèse plus.

control-x7-name = Nul ne s’inspecte lui-même, et nul ne choisit ce qui est tiré
control-x7-checks = Qui a inscrit un site ou travaille dans un bureau ne l’inspecte pas. Tout ce qui peut être tiré est fixé avant que commence le jour dont la dernière tête du journal donne la graine.
control-x10-name = Comptages qui ne sont pas le bilan
control-x10-checks = Le stock compté par son détenteur ou par un agent, comparé à ce que laissent tous les mouvements jusqu’à ce jour ; si le comptage est inscrit le jour même, ceux de ce jour inscrits avant lui. On y regarde de nouveau quand quelque chose est inscrit en retard.
control-x10-alert = Le { $on }, { $counted } ont été comptés chez { $party }, où le bilan dit { $book } : { $apart } et { $stones } pierres d’écart.
control-x10-do = Voyez le stock et pesez-le de nouveau. Manque-t-il une inscription, ou a-t-on vendu ce qu’aucun bordereau ne montre ?
control-x11-name = Les pierres au-delà de ce qu’un site peut donner sont retenues
control-x11-checks = Où les règles du pays le disent, les pierres d’un relevé avec lequel un site a donné dans le mois bien plus qu’il ne peut ne prennent part à rien tant qu’un agent n’a pas vérifié et ne les a pas libérées avec un motif. Le relevé lui-même n’est jamais perdu.
