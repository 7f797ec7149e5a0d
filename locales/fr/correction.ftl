violation-correction-withdraw-touched = Le lot { $code } a déjà servi : il a été vendu, pesé, scellé, emballé ou utilisé. Un relevé ne peut être retiré qu’avant cela.
violation-correction-import = Ce lot vient de l’étranger : ce qui a été trouvé est inscrit dans { $code } et ne se corrige pas. Pesez le lot de nouveau si c’est autre chose.
violation-correction-nothing = Rien n’est différent. Changez ce qui est faux avant d’envoyer la correction.
violation-correction-no-site = Il n’y a pas de site { $code }. Vérifiez le code.
violation-correction-pending = Quelqu’un a déjà proposé une correction de cette inscription. Il faut d’abord en décider.
violation-correction-licence-not-valid = La licence { $number } n’était pas valable le { $day }. Vérifiez le jour.
violation-correction-site-of-other-licence = Le site { $code } n’appartient pas à la licence de cette inscription. Choisissez un site de cette licence.
violation-correction-weighed-since = Le lot a été pesé plus tard à { $weighed }. La masse corrigée doit s’y accorder dans la tolérance.
violation-correction-path-gain = Avec ce poids, le lot { $code } aurait gagné { $gain } depuis sa première pesée ; { $most } au plus sont admis. Vérifiez le poids ; s’il est juste, examinez les pesées de ce lot et de ceux dont il est fait.
violation-correction-path-loss = Avec ce poids, { $lost } du lot { $code } auraient été perdus en route ; { $most } au plus sont admis. Vérifiez le poids ; s’il est juste, signalez au superviseur qu’il manque des pierres.
violation-correction-counted-since = Les pierres ont été comptées plus tard : { $stones }. Le nombre corrigé doit s’y accorder.
violation-correction-breaks-mix = Le lot est entré dans un mélange qui a donné { $out }. Avec la masse corrigée, le mélange gagnerait, ou perdrait plus que permis.
violation-correction-in-shipment = Le lot est dans une expédition. Sa masse reste ; retirez-le de l’expédition et pesez-le de nouveau.
violation-correction-rate = Écrivez combien d’unités de la monnaie coûte un dollar des États-Unis.
violation-correction-decided = Cette correction a déjà été décidée.
violation-correction-same-person = Vous avez proposé cette correction. Une autre personne doit l’approuver.
violation-correction-changed-since = L’inscription a changé après la proposition de cette correction. Refusez-la et proposez-en une nouvelle.
violation-correction-not-sold = Ce bordereau n’a pas été accepté : rien n’a été vendu. L’offre peut être retirée et refaite.
violation-correction-not-found = Aucun relevé de production ni bordereau ne porte ce code parmi ceux que vous pouvez voir. Comparez avec le papier.
violation-correction-no-entry = Le lot { $code } n’a pas été inscrit sur un site. Il provient d’autres lots ou d’un stock déclaré. Corrigez le relevé du lot dont il provient.

## Pages

correction-one = Correction
correction-number = Correction { $no }
correction-link = C’est faux : corriger
correction-propose = Proposer une correction
correction-propose-lead = Vous pouvez rectifier un relevé de production, ou le prix et le paiement d’un achat. Rien n’est effacé : une deuxième personne décide, et ce qui fut écrit d’abord reste visible.
correction-which = Code du lot ou numéro du bordereau
correction-which-hint = Comme il figure sur le papier
correction-form-lead = Voici ce qui est écrit. Ne changez que ce qui est faux. Une deuxième personne décide avant que rien ne compte.
correction-purchase-lead = Les poids ne se corrigent pas ici : repesez le lot, ou corrigez le relevé fait sur le site.
correction-site-hint = Sites de la licence de ce relevé
correction-reason = Qu’est-ce qui est faux ?
correction-reason-hint = La deuxième personne le lit pour décider. Par exemple : 10 lu au lieu de 1,0 à la page 7.
correction-check = Vérifier la correction
correction-check-lead = Rien ne change avant qu’une deuxième personne l’approuve.
correction-classes-dropped = Les classes de taille correspondent à l’ancien total. Elles disparaissent avec lui.
correction-confirm = Proposer la correction
correction-compared = Ce qui est écrit et ce qui devrait l’être
correction-was = Écrit
correction-now = Devrait être
correction-unchanged = inchangé
correction-what = Ce qu’elle rectifie
correction-kind-production = Relevé de production
correction-kind-stock = Lot d’un stock déclaré
correction-kind-withdrawal = Relevé de production retiré
correction-stock-note = Pièces
correction-stock-site-hint = Code du site que nomment ses pièces. Laissez vide si l’origine n’est pas établie.
correction-nothing-stands = rien
correction-lat = Latitude
correction-lon = Longitude
correction-accuracy = Précision de la position
correction-withdraw-legend = Le relevé a-t-il été fait par erreur ?
correction-withdraw-hint = Cochez seulement si la même trouvaille a été inscrite deux fois. Les autres champs ne comptent alors pas.
correction-withdraw = Retirer tout le relevé
correction-kind-purchase = Bordereau d’achat
correction-state-proposed = En attente
correction-state-approved = Approuvée
correction-state-refused = Refusée
correction-state-all = Toutes
correction-by = Proposée par
correction-by-me = Moi
correction-you = vous
correction-changes = Changement
correction-reason-short = Motif
correction-of = Ce qu’elle corrige
correction-proposed = Proposée
correction-proposed-because = Motif donné
correction-decided = Décidée
correction-because = Motif : « { $reason } »
correction-none = Aucune correction que vous puissiez voir n’a été proposée.
correction-none-waiting = Aucune correction n’attend.
correction-none-found = Aucune correction ne correspond à votre demande. Vérifiez le code, ou effacez les filtres.
correction-show-all = Voir toutes les corrections
correction-waiting-count = { $count ->
    [one] { $count } correction attend une deuxième personne.
   *[other] { $count } corrections attendent une deuxième personne.
}
correction-own = Vous avez proposé cette correction. Une autre personne doit l’approuver.
correction-waits = Elle attend une deuxième personne : un approbateur, ou un superviseur du bureau qui a inscrit le relevé.
correction-approved-explained = Cette correction est en vigueur. Ce qu’elle rectifie compte partout ; ce qui fut écrit d’abord reste visible.
correction-refused-explained = Cette correction est sans effet. Ce qui était écrit reste valable.
correction-decision = Votre décision
correction-decision-ask = Que décidez-vous ?
correction-approve = Approuver : « Devrait être » compte désormais
correction-refuse = Refuser : « Écrit » reste valable
correction-decision-reason = Pourquoi ?
correction-decision-reason-hint = Nécessaire si vous refusez. La personne qui l’a proposée le lira.
correction-against = Elle ne peut pas être approuvée maintenant :
correction-take-back = La retirer
correction-back-reason = Pourquoi la retirez-vous ?
correction-check-approve = Vérifier avant d’approuver
correction-check-approve-lead = La correction prend effet aussitôt, et tout ce qui en dépend suit.
correction-confirm-approve = Approuver la correction
correction-check-refuse = Vérifier avant de refuser
correction-check-refuse-lead = Ce qui était écrit reste valable. La correction reste au registre comme refusée.
correction-confirm-refuse = Refuser la correction
correction-check-back-lead = Ce qui était écrit reste valable. Vous pourrez ensuite proposer une autre correction.
correction-confirm-back = Retirer la correction
correction-followed = Ce qui a suivi
correction-would-follow = Ce qui suivrait
correction-parcel-now = à présent { $weight },
correction-parcel-then = alors { $weight },
correction-operation-then = { $operation } : la perte y serait alors de { $loss }
correction-came-count = { $count ->
    [one] { $count } lot en est issu
   *[other] { $count } lots en sont issus
}
correction-certificates-count = { $count ->
    [one] { $count } certificat la mentionne
   *[other] { $count } certificats la mentionnent
}
correction-weighing-stays = Il a été pesé plus tard à { $weight }. Cette pesée reste valable ; la différence est notée à côté.
correction-nothing-came = Aucun autre lot n’en est issu.
correction-descendants-followed = Ces lots en sont issus. Leurs poids restent tels que pesés ; leurs parts par site ont été recalculées :
correction-descendants-would = Ces lots en sont issus. Leurs poids resteraient tels que pesés ; leurs parts par site seraient recalculées :
correction-hidden = { $count ->
    [one] { $count } autre lot qui ne vous est pas montré
   *[other] { $count } autres lots qui ne vous sont pas montrés
}
correction-cut = Il y en a d’autres ; le suivi les montre tous.
correction-certificates-followed = Des pierres de ce relevé sont parties sous ces certificats. Ils restent tels que délivrés ; leurs suivis montrent les deux lectures :
correction-certificates-would = Des pierres de ce relevé sont parties sous ces certificats. Ils resteraient tels que délivrés ; leurs suivis montreraient les deux lectures :
correction-certificates-hidden = { $count ->
    [one] { $count } certificat qui ne vous est pas montré
   *[other] { $count } certificats qui ne vous sont pas montrés
}
correction-notice-approved = Corrigé le { $at }
correction-notice-waiting = Quelqu’un dit que ceci est faux. Une deuxième personne doit encore décider.
correction-compared-done = D’abord écrit, et à présent
correction-was-done = D’abord écrit
correction-now-done = Compte à présent
correction-operation = { $operation } : la perte y est à présent de { $loss }
correction-label = { $label } :
violation-correction-day-after-use = Le { $first }, ces pierres étaient déjà vendues ou travaillées. Elles ne peuvent avoir été extraites plus tard. Vérifiez le jour.
