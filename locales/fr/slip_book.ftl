slip-book-list = Carnets de bordereaux
slip-book-issue = Remettre un carnet de bordereaux
slip-book-number = Carnet { $no }
slip-book-holder = Titulaire
slip-book-holder-hint = Le code de la personne ou de l’entreprise, comme sur la licence, par exemple SLE-000012-K
slip-book-prefix = Lettres devant le numéro
slip-book-prefix-hint = Comme imprimées sur les bordereaux ; peut rester vide
slip-book-first = Premier numéro
slip-book-last = Dernier numéro
slip-book-width = Chiffres du numéro imprimé
slip-book-width-hint = Avec 4, le numéro 7 s’imprime 0007
slip-book-range = Bordereaux
slip-book-size = { $count ->
    [one] { $count } bordereau
   *[other] { $count } bordereaux
}
slip-book-used = Utilisés
slip-book-unused = Libres
slip-book-next = Prochain bordereau libre
slip-book-used-up = Épuisé
slip-book-none = Aucun carnet de bordereaux n’a encore été remis.
slip-book-none-own = Vous n’avez pas de carnet de bordereaux. Demandez-en un à votre bureau des mines : chaque offre exige un bordereau numéroté.
slip-book-check = Vérifiez le carnet avant de le remettre
slip-book-done = Le carnet { $range } a été remis.
violation-slip-book-holder = Aucune personne ni entreprise n’a le code { $code }. Vérifiez-le caractère par caractère.
violation-slip-book-role = Cet intervenant n’achète ni ne vend ; il ne peut pas utiliser de bordereaux. Vérifiez d’abord ses rôles.
violation-slip-book-prefix = Employez au plus 12 lettres, chiffres, traits d’union, points, barres ou espaces, sans chiffre à la fin.
violation-slip-book-first = Le premier numéro ne peut pas être inférieur à 0.
violation-slip-book-range = Le dernier numéro ne doit pas être plus petit que le premier.
violation-slip-book-too-many = Un carnet compte au plus { $limit } bordereaux. Vérifiez le dernier numéro.
violation-slip-book-width = Le dernier numéro demande au moins { $least } chiffres ; 12 au plus peuvent être imprimés.
violation-slip-book-overlap = Un autre carnet contient des bordereaux de cette série ({ $range }). Choisissez des numéros qu’aucun autre carnet n’a.
