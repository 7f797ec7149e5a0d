### Stock initial.

## Refus

violation-stock-closed = Le stock initial ne peut pas être déclaré le { $day } : les règles du pays ne le permettent pas, ou plus.
violation-stock-too-old = Le comptage peut dater d’un an au plus : du { $day } ou après. Comptez le stock de nouveau.
violation-stock-holder-state = { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[other] exclu
} le { $day } et ne peut déclarer aucun stock.
violation-stock-holder-role = L’intervenant { $code } n’a aucun rôle dans lequel on détient des pierres.
violation-stock-declared = L’intervenant { $code } a déjà déclaré son stock initial. Il se déclare une seule fois. Une erreur se rectifie par une correction.
violation-stock-no-lines = Inscrivez au moins un lot.
violation-stock-too-many = Au plus { $most } lots par déclaration. Réunissez les petits lots avant le comptage.
violation-stock-no-site = Il n’y a pas de tel site. Vérifiez le code, ou laissez le champ vide : l’origine n’est alors pas établie.
violation-stock-holder-unknown = Aucun intervenant de votre bureau ne porte ce code. Comparez-le avec la liste des intervenants.

## Pages

stock-title = Stock initial
stock-declare = Déclarer un stock initial
stock-explained = Ce qu’un détenteur avait déjà quand le registre a commencé. Cela se déclare une seule fois, et chaque trace le montre comme tel.
stock-none = Rien n’a été déclaré.
stock-holder = Détenteur
stock-holder-code = Code du détenteur
stock-holder-hint = Comme dans la liste des intervenants, par exemple SLE-000012-K
stock-on = Jour du comptage
stock-line = Lot { $number }
stock-site = Code du site
stock-site-hint = Seulement si des papiers le nomment ; vide veut dire provenance non établie
stock-note = Papiers
stock-note-hint = Quels papiers existent. Ni noms ni numéros de téléphone.
stock-test = Déclaration d’essai
stock-without-site = Carats de provenance non établie
stock-check = Vérifiez avant de déclarer
stock-confirm = Déclarer
stock-once = Un détenteur déclare son stock initial une seule fois.
stock-unestablished = { $count ->
    [one] { $count } lot ne nomme pas de site : sa provenance sera montrée comme non établie.
   *[other] { $count } lots ne nomment pas de site : leur provenance sera montrée comme non établie.
}
