removal-list = Sorties de stock
removal-list-link = Pierres utilisées dans le pays, perdues, volées ou détruites
removal-one = Déclaration : sortie de stock
removal-lead = Pierres utilisées dans le pays, perdues, volées ou détruites. Le détenteur les déclare ; un approbateur confirme. Ce que l’État saisit ne figure pas ici.
removal-none = Rien n’a été déclaré.
removal-code = Déclaration
removal-report = Déclarer des pierres sorties de stock
removal-how = Pour un lot entier qui n’est plus en stock sans avoir été exporté. Seulement une partie d’un lot ? Divisez-le d’abord. Le lot ne peut faire l’objet d’aucun autre acte avant qu’un approbateur ait confirmé ou refusé.
removal-report-lead = Le lot est bloqué dès maintenant. Un approbateur confirme ou refuse ; une fois confirmé, il est sorti pour de bon.
removal-report-confirm = Déclarer
removal-parcel-hint = Le code du paquet, par exemple P-000123-4
removal-cause = Ce qui s’est passé
removal-cause-domestic = Utilisées dans le pays (taillées, serties, vendues en bijoux)
removal-cause-lost = Perdues
removal-cause-stolen = Volées
removal-cause-destroyed = Broyées ou détruites
removal-on = Jour où cela est arrivé ou a été constaté
removal-taker = Qui a pris les pierres
removal-taker-hint = Seulement pour des pierres utilisées dans le pays : l’entreprise et le numéro de sa licence. Pas de nom de personne.
removal-reference = Numéro de la pièce
removal-reference-hint = Plainte à la police, reçu de l’entreprise, procès-verbal. Nécessaire pour des pierres volées ou utilisées.
removal-happened = Comment c’est arrivé
removal-happened-hint = Qui a constaté quoi, quand et où. Pas de nom de personne.
removal-reported = Déclaré
removal-state-waiting = Attend un approbateur
removal-state-confirmed = Sorti de stock
removal-state-refused = Refusé
removal-waits = Le lot ne peut faire l’objet d’aucun acte avant qu’un approbateur ait confirmé ou refusé cette déclaration.
removal-waits-other = Vous l’avez déclaré. Quelqu’un d’autre doit décider.
removal-decision-reason = Ce que vous en dites
removal-decision-hint = Nécessaire pour refuser.
removal-confirm = Confirmer : sorti de stock pour de bon
removal-refuse = Refuser : en stock comme avant
removal-home = { $count ->
    [one] 1 déclaration de pierres sorties de stock vous attend.
   *[other] { $count } déclarations de pierres sorties de stock vous attendent.
}
removal-home-reported = { $count ->
    [one] 1 lot est déclaré sorti du stock et reste bloqué jusqu’à la décision d’un approbateur.
   *[other] { $count } lots sont déclarés sortis du stock et restent bloqués jusqu’à la décision d’un approbateur.
}
removal-home-show = Les voir
removal-parcel-waits = Déclaré sorti de stock :
removal-parcel-gone = Sorti de stock par déclaration
violation-removal-cause = Dites ce qui est arrivé aux pierres.
violation-removal-taker = Indiquez l’entreprise qui a pris les pierres, avec le numéro de sa licence.
violation-removal-reference = Indiquez le numéro de la pièce : la plainte à la police ou le reçu de l’entreprise.
violation-removal-too-early = Les pierres sont entrées au registre, ou chez leur détenteur, le { $day }. Elles ne peuvent pas en être sorties avant ce jour.
violation-removal-decided = Quelqu’un a déjà décidé de cette déclaration.
violation-removal-same-person = Vous avez déclaré ces pierres. Quelqu’un d’autre doit décider.
violation-removal-changed = Le lot { $code } n’est plus tel que déclaré : son détenteur, ses carats ou ses pierres ont changé. Refusez la déclaration ; une nouvelle pourra alors être faite.
violation-parcel-reported-gone = Le lot { $code } est déclaré sorti de stock (déclaration { $report }). Rien ne peut en être fait avant qu’un approbateur ait confirmé ou refusé.
violation-correction-removed = Le lot est sorti de stock par une déclaration confirmée, avec les carats et les pierres qu’elle indique. Ils ne peuvent plus être corrigés.
