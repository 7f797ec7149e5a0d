### Les relevés de production.

## Refus

violation-production-other-licence = Le site { $site } n’est pas exploité sous la licence { $number }. Choisissez la licence du site.
violation-production-licence-kind = La licence { $number } ne permet pas d’exploiter. Choisissez une licence d’exploitant ou de coopérative.
violation-production-licence-not-yet = La licence commence le { $from }. Elle ne couvre pas ce jour.
violation-production-licence-expired = Le dernier jour de la licence est le { $until }. Elle ne couvre pas ce jour.
violation-production-licence-suspended = La licence était suspendue le { $day }. Rien ne peut être produit sous cette licence.
violation-production-licence-revoked = La licence a été retirée et ne couvre rien le { $day }.
violation-production-late-reason = Ce jour remonte à plus de { $days } jours ouvrables. Dites pourquoi l’inscription est tardive.
violation-production-stopped-reason = La licence ou son titulaire a été arrêté depuis ce jour. Dites pourquoi l’inscription se fait seulement maintenant.
violation-production-no-weight = Saisissez un poids supérieur à zéro.
violation-production-no-stones = Saisissez le nombre de pierres trouvées : au moins 1.
violation-production-days-worked = Les jours travaillés vont de 1 à { $most }. Vérifiez le nombre.
violation-production-implausible = Ce nombre est trop grand pour être juste : au plus { $most }. Vérifiez-le.
violation-production-too-heavy = Ce poids est trop grand pour être juste : au plus { $most }. Vérifiez les chiffres et la place de la virgule.
violation-production-too-light = Autant de pierres ne peuvent pas peser si peu. Vérifiez le nombre de pierres et le poids.
violation-production-largest-above = La plus grosse pierre ne peut pas peser plus que toutes les pierres ensemble ({ $weight }).
violation-production-largest-below = { $stones ->
    [one] Il y a une seule pierre : elle pèse { $weight }, et la plus grosse aussi.
   *[other] { $stones } pierres qui ne dépassent pas celle-ci ne peuvent pas peser { $weight } ensemble. Vérifiez la plus grosse pierre, le nombre de pierres et le poids.
}
violation-production-class-unknown = Il n’y a pas de classe de taille « { $class } ». Prenez les classes du formulaire.
violation-production-class-twice = La classe de taille « { $class } » figure deux fois. Mettez ses pierres sur une seule ligne.
violation-production-class-empty = La classe de taille « { $class } » demande des pierres et un poids.
violation-production-classes-weight = Les classes de taille pèsent { $given } ensemble, mais le poids est de { $expected }. Les deux doivent être égaux.
violation-production-classes-stones = Les classes de taille comptent { $given } pierres ensemble, mais le nombre de pierres est de { $expected }. Les deux doivent être égaux.

## Pages

production-start = Que venez-vous faire ?
production-record = Inscrire une production
production-record-hint = Poids et pierres d’un jour sur un site
production-again-here = Un autre relevé pour ce site
production-my-today = Mes relevés d’aujourd’hui
production-my-latest = Mes derniers relevés
production-other-work = Autres travaux
production-go-party = Enregistrer une personne ou une organisation
production-go-site = Enregistrer un site
production-go-list = Tous les relevés de production
production-which-site = Quel site ?
production-sites-recent = Où vous étiez récemment
production-sites-other = Autres sites de votre bureau
production-sites-found = Sites trouvés
production-sites-none = Aucun site sous licence n’a été trouvé dans votre bureau. Essayez une autre partie du nom, ou le code.
production-find-site = Chercher un site
production-find-site-hint = Une partie de son nom, ou son code
production-other-site = Choisir un autre site
production-under = Licence { $number }, titulaire { $holder }
production-under-not-yet = Cette licence commence le { $day }. Rien ne peut être inscrit pour un jour antérieur.
production-under-expired = Le dernier jour de cette licence était le { $day }. Seuls ce jour et les jours antérieurs peuvent être inscrits.
production-under-suspended = Cette licence a été suspendue le { $day }. Seuls les jours antérieurs peuvent être inscrits.
production-under-revoked = Cette licence a été retirée le { $day }. Seuls les jours antérieurs peuvent être inscrits.
production-no-licence = Ce site n’a pas de licence. Rien ne peut y être produit avant qu’il en ait une.
production-weight-all = Poids de toutes les pierres
production-stones-all = Nombre de pierres
production-on = Jour de production
production-weight = Poids
production-late-reason = Pourquoi l’inscription se fait-elle seulement maintenant ?
production-late-reason-hint = { $count ->
    [one] La question se pose quand le jour remonte à plus de { $count } jour ouvrable, ou quand la licence ou son titulaire a été arrêté depuis.
   *[other] La question se pose quand le jour remonte à plus de { $count } jours ouvrables, ou quand la licence ou son titulaire a été arrêté depuis.
}
production-more = Plus : plus grosse pierre, creuseurs, gravier, page, essai
production-largest = Plus grosse pierre
production-diggers = Creuseurs présents
production-days-worked = Jours travaillés
production-days-worked-hint = Si cette inscription couvre plus d’un jour
production-recorder = Inscrit par
production-gravel = Gravier lavé
production-gravel-hint = En mètres cubes
production-page = Page du cahier
production-classes = Classes de taille
production-classes-hint = Toutes les pierres ou aucune : les classes doivent donner ensemble le poids et le nombre ci-dessus
production-class-from = { $from }{"\u00A0"}ct et plus
production-class-below = Moins de { $to }{"\u00A0"}ct
production-class-between = De { $from } à moins de { $to }{"\u00A0"}ct
production-position = Position
production-position-take = Relever ma position
production-position-typed = Écrire la position
production-position-lat = Latitude
production-position-lon = Longitude
production-position-accuracy = Précision
production-position-busy = Recherche des satellites. Tenez-vous à découvert et attendez.
production-position-done = Position relevée, à { $accuracy }{"\u00A0"}m près.
production-position-denied = Le navigateur n’a pas le droit d’employer la position. Autorisez-le, ou continuez sans elle.
production-position-unavailable = Cet appareil ne donne pas de position. Continuez sans elle, ou écrivez-la.
production-position-timeout = Aucune position trouvée. Tenez-vous à découvert et recommencez, ou continuez sans elle.
production-position-insecure = Le navigateur ne donne la position que par une connexion sûre. Écrivez-la, ou continuez sans elle.
production-check = Vérifiez avant d’inscrire
production-confirm = Inscrire
production-twin = Un relevé du même site, du même jour, du même poids et du même nombre de pierres existe déjà : { $code }. Assurez-vous que ce n’est pas la même page.
production-notice-late = Ce jour remonte plus loin que les règles ne le permettent. Le relevé sera marqué tardif.
production-notice-after-stop = La licence ou son titulaire a été arrêté depuis ce jour. Le relevé sera marqué.
production-notice-zone = La zone du site demande un second regard, ou gèle les pierres. Le relevé sera marqué.
production-notice-outside-site = La position est hors du site. Le relevé sera marqué.
production-notice-outside-by = La position se trouve à { $distance } du site. Vérifiez : est-ce le bon site, et la latitude et la longitude sont-elles justes ? L’entrée sera marquée.
production-notice-no-position = Aucune position n’a été relevée. Le relevé sera marqué.
production-notice-too-many-diggers = Il y avait plus de creuseurs que la licence ne le permet. Le relevé sera marqué.
production-notice-over-capacity = Avec ce relevé, le site donne ce mois-ci bien plus qu’il ne peut. Les pierres seront retenues jusqu’à ce qu’un agent les libère.
production-flag-over-capacity = Bien plus que le site ne peut donner
production-flag-late = Tardif
production-flag-after-stop = Inscrit après l’arrêt de la licence ou du titulaire
production-flag-zone = Dans une zone qui demande un second regard ou gèle les pierres
production-flag-outside-site = Hors du site
production-flag-no-position = Sans position
production-flag-too-many-diggers = Trop de creuseurs
production-site = Site
production-site-code = Code du site
production-licence = Licence
production-holder = Titulaire
production-parcel = Lot
production-recorded = Inscrit
production-receipt = Reçu de production
production-done = C’est inscrit
production-withdrawn = Cette entrée a été retirée. Rien n’est entré par elle, et son code ne doit figurer sur aucun sachet.
production-receipt-void = Nul : l’entrée a été retirée
production-mark-bag = Écrivez ce code sur le sachet :
production-sign-holder = Titulaire ou témoin
production-sign-registrar = Agent d’enregistrement
production-record-next = Inscrire une autre production
production-again = Un autre relevé pour ce site
production-open-entry = Montrer le relevé
production-entry = Relevé de production
production-entries = Relevés de production
production-forward = Où est-ce parti ?
production-tests = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}
production-from = Du
production-to = Au
production-flagged = Marqué
production-office = Bureau
production-none = Aucun relevé de production trouvé.

violation-production-no-licence = Ce site n’a pas de licence. Rien ne peut y être produit avant qu’il en ait une.
violation-production-filter-days = Le dernier jour précède le premier ({ $from }). Échangez-les.
violation-production-filter-site = Aucun site ne porte ce code. Comparez-le avec la liste des sites.
violation-production-filter-licence = Aucune licence ne porte ce numéro. Écrivez-le comme il est imprimé.
production-unlikely-mean = { $mean } par pierre en moyenne, c’est très peu vraisemblable. Vérifiez le poids (la virgule est-elle à sa place ?) et le nombre de pierres. Si les deux sont justes, continuez.
production-unlikely-largest = Une pierre de { $largest } est très rare. Vérifiez le chiffre (la virgule est-elle à sa place ?). S’il est juste, continuez.
production-unlikely-stones = { $stones } pierres en un jour, c’est beaucoup pour les personnes présentes. Vérifiez le chiffre. S’il est juste, continuez.

violation-production-holder-state = Le titulaire { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[other] exclu
} le { $day }. Rien ne peut être extrait sous cette licence ce jour-là.
production-open-site = Ouvrir le site pour lui donner une licence
