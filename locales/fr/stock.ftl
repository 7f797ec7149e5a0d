### Stock initial.

## Refus

violation-stock-closed = Le stock initial ne peut pas être déclaré le { $day } : les règles du pays ne le permettent pas, ou plus.
violation-stock-holder-role = L’intervenant { $code } n’a aucun rôle dans lequel on détient des pierres.
violation-stock-declared = L’intervenant { $code } a déjà déclaré son stock initial. Il se déclare une seule fois. Une erreur se rectifie par une correction.
violation-stock-no-lines = Inscrivez au moins un lot.
violation-stock-too-many = Au plus { $most } lots par déclaration. Réunissez les petits lots avant le comptage.
violation-stock-no-site = Il n’y a pas de tel site. Vérifiez le code, ou laissez le champ vide : l’origine n’est alors pas établie.
