valuation-title = Évaluer l’expédition
valuation-again = Évaluer de nouveau
valuation-one = Évaluation
valuation-lead = Triez les pierres par classe de taille et écrivez ce que chaque évaluateur en dit. Les carats et les pierres doivent faire ce qui est emballé :
valuation-on = Jour de la séance
valuation-present = Agents présents
valuation-present-hint = { $count ->
    [one] Le code d’au moins un agent, comme dans la liste des intervenants ; plusieurs avec des virgules
   *[other] Les codes d’au moins { $count } agents, comme dans la liste des intervenants, avec des virgules
}
valuation-independent = Évaluateur indépendant
valuation-independent-hint = Le code, comme dans la liste des intervenants
valuation-packed = { $hs } : { $carats }, { $stones }, déclaré { $declared }
valuation-line = Ligne { $number }
valuation-hs = Sous-position
valuation-class = Classe de taille
valuation-people = Qui peut siéger à une évaluation
valuation-people-officials = Agents de l’autorité
valuation-people-valuers = Évaluateurs indépendants
valuation-per-carat = Le carat, selon l’État
valuation-declared = Valeur déclarée
valuation-taken = Valeur retenue
valuation-confirm = Enregistrer cette évaluation
valuation-check-lead = Ce qui est retenu ici va sur le certificat et est taxé. On peut recommencer tant que personne n’a signé.
valuation-due = { $rate } de { $base } : { $sum }
valuation-due-fees = { $count ->
    [one] un à { $base }
   *[other] { $count } à { $base } chacun : { $sum }
}
valuation-charge-duty = Droit de sortie
valuation-charge-special = Redevance sur les pierres spéciales
valuation-odd-ratio = L’exportateur déclare { $ratio } de ce que dit l’évaluateur de l’État ; moins de { $least } est inhabituel.
valuation-odd-band = { $class } : { $value } par carat. Dans l’année précédente, huit lots semblables sur dix ({ $where ->
    [region] { $region }
   *[country] tout le pays
}) étaient entre { $low } et { $high } ({ $count } lignes).
valuation-usual = { $where ->
    [region] { $region }
   *[country] tout le pays
} : { $low } à { $high } ({ $count } lignes)
valuation-usual-explained = Sous la valeur d’un carat se lit entre quelles valeurs se trouvaient, dans l’année précédente, huit lignes sur dix de la même classe et de la même sous-position : celles des expéditions venues pour plus de la moitié de la même région, ou de tout le pays s’il y en a moins de dix.
valuer-exporter = Exportateur
valuer-government = État
valuer-independent = Indépendant

violation-valuation-empty = Écrivez au moins une ligne.
violation-valuation-too-many = Une feuille a au plus { $most } lignes.
violation-valuation-twice = Cette classe est déjà dans une ligne. Réunissez les deux lignes ; seules des pierres seules ont leur propre ligne.
violation-valuation-stones-none = Écrivez combien de pierres.
violation-valuation-weightless = Écrivez les carats.
violation-valuation-special-apart = Ces pierres valent tant que l’une d’elles doit être une pierre spéciale, sur laquelle la redevance est due. Donnez à chaque pierre de ce genre sa propre ligne.
violation-valuation-no-value = Écrivez une valeur supérieure à zéro.
violation-valuation-not-asked = Le pays n’a pas d’évaluateur indépendant. Laissez ce champ vide.
violation-valuation-weight-differs = { $hs } : la feuille a { $sheet }, emballé { $packed }.
violation-valuation-stones-differ = { $hs } : la feuille a { $sheet } pierres, emballé { $packed }.
violation-valuation-declared-differs = { $hs } : les valeurs de l’exportateur font { $sheet }, soit { $by } de { $way ->
    [less] moins
   *[more] plus
} que les { $declared } qu’il a déclarés. La colonne tient ce qu’il a déclaré ; si c’est faux, renvoyez l’expédition.
violation-valuation-before-packing = L’expédition a été préparée le { $day }. La séance ne peut pas être d’avant.
violation-valuation-no-official = { $code } n’est pas un agent du registre. Enregistrez d’abord la personne avec le rôle « agent de l’autorité », ou vérifiez le code.
violation-valuation-no-valuer = { $code } n’est pas un évaluateur indépendant du registre. Enregistrez d’abord la personne ou la société avec le rôle « évaluateur indépendant », ou vérifiez le code.
violation-valuation-present = Au moins { $least } agents doivent être présents.
violation-valuation-own-stones = L’exportateur ne peut pas juger de la valeur de ses propres pierres. Nommez quelqu’un d’autre.
violation-valuation-two-parts = L’évaluateur indépendant ne peut pas être l’un des agents présents. Nommez quelqu’un d’autre.
violation-valuation-barred = { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[other] exclu du commerce
} au { $day } et ne peut pas prendre part à la séance.
violation-valuation-out-of-bounds = Les valeurs sont trop grandes pour être additionnées.
violation-certificate-not-valued = L’expédition n’a pas encore été évaluée.
