### Le cahier de production.

## Refus

violation-production-other-licence = Le site { $site } n’est pas exploité sous la licence { $number }. Choisissez la licence du site.
violation-production-licence-kind = La licence { $number } ne permet pas d’exploiter. Choisissez une licence d’exploitant ou de coopérative.
violation-production-licence-not-yet = La licence commence le { $from }. Elle ne couvre pas ce jour.
violation-production-licence-expired = La licence a pris fin le { $until }. Elle ne couvre pas ce jour.
violation-production-licence-suspended = La licence était suspendue le { $day }. Rien ne peut être produit sous cette licence.
violation-production-licence-revoked = La licence a été retirée et ne couvre rien le { $day }.
violation-production-late-reason = Ce jour remonte à plus de { $days } jours ouvrables. Dites pourquoi l’inscription est tardive.
violation-production-no-weight = Saisissez un poids supérieur à zéro.
violation-production-no-stones = Saisissez le nombre de pierres trouvées : au moins 1.
violation-production-implausible = Ce nombre est trop grand pour être juste : au plus { $most }. Vérifiez-le.
violation-production-too-heavy = Ce poids est trop grand pour être juste : au plus { $most }. Vérifiez les chiffres et la place de la virgule.
violation-production-too-light = Autant de pierres ne peuvent pas peser si peu. Vérifiez le nombre de pierres et le poids.
violation-production-largest-above = La plus grosse pierre ne peut pas peser plus que toutes les pierres ensemble ({ $weight }).
violation-production-largest-below = { $stones ->
    [one] Il y a une seule pierre : elle pèse { $weight }, et la plus grosse aussi.
   *[other] { $stones } pierres qui ne dépassent pas celle-ci ne peuvent pas peser { $weight } ensemble. Vérifiez la plus grosse pierre, le nombre de pierres et le poids.
}
violation-production-class-unknown = Il n’y a pas de classe de taille « { $class } ». Prenez les classes du formulaire.
violation-production-class-twice = La classe de taille { $class } figure deux fois. Mettez ses pierres sur une seule ligne.
violation-production-class-empty = La classe de taille { $class } demande des pierres et un poids.
violation-production-classes-weight = Les classes de taille pèsent { $given } ensemble, mais le poids est de { $expected }. Les deux doivent être égaux.
violation-production-classes-stones = Les classes de taille comptent { $given } pierres ensemble, mais le nombre de pierres est de { $expected }. Les deux doivent être égaux.
