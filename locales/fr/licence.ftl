### Licences.

standing-not-yet = Pas encore valable
standing-valid = Valable
standing-suspended = Suspendue
standing-revoked = Retirée
standing-expired = Expirée

licence-state-issued = Délivrée
licence-state-suspended = Suspendue
licence-state-revoked = Retirée
licence-state-reinstated = Rétablie

licence-issue = Délivrer une licence
licence-renew = Renouveler
licence-change = Modifier cette licence
licence-suspend = Suspendre
licence-reinstate = Rétablir
licence-revoke = Retirer
licence-print = Imprimer la licence

licence-list-search = Numéro
licence-list-search-hint = Le début du numéro. Les licences d’un titulaire se trouvent sur sa fiche
licence-list-standing = Aujourd’hui elle est
licence-list-kind = Type
licence-list-ending = Bientôt terminées
licence-list-ending-hint = Valables, non renouvelées, et terminées dans les 60 jours
licence-list-none = Aucune licence trouvée.
licence-list-none-yet = Aucune licence n’est encore au registre.
licence-number = Numéro
licence-number-hint = Laissez vide : le registre donne le numéro suivant. N’en écrivez un que pour une licence d’un autre registre.
licence-kind = Type de licence
licence-kind-choose = Quel type de licence ?
licence-kind-explained = { $role } · { $months ->
    [one] { $months } mois au plus
   *[other] { $months } mois au plus
}
licence-kind-no-role = Ce titulaire n’a pas ce rôle
licence-holder = Titulaire
licence-holder-code = Code du titulaire
licence-holder-hint = Comme sur la carte de la personne, par exemple { $example }. Pour le chercher, ouvrez { $parties }.
licence-office = Bureau de délivrance
licence-issued-on = Jour de délivrance
licence-starts-on = Premier jour valable
licence-ends-on = Dernier jour valable
licence-ends-on-hint = { $months ->
    [one] Au plus { $months } mois après le premier jour
   *[other] Au plus { $months } mois après le premier jour
}
licence-area = Périmètre
licence-area-hint = Un sommet par ligne : longitude, latitude. Par exemple { $pair }. Ou collez le texte d’un polygone GeoJSON.
licence-area-limit = Au plus { $most }
licence-area-size = { $size }, { $corners ->
    [one] { $corners } sommet
   *[other] { $corners } sommets
}
licence-fee = Droit payé
licence-fee-currency = Monnaie du droit
licence-fee-due = Le droit de ce type est de { $fee }
licence-receipt = Numéro du reçu
licence-receipt-hint = Du bordereau de banque ou du reçu de l’autorité
licence-workers = Nombre maximal de travailleurs
licence-workers-limit = Au plus { $most }
licence-depth = Profondeur permise
licence-depth-limit = Au plus { $most }
licence-machines = Engins
licence-machines-may = Peuvent déplacer la terre
licence-machines-not = Ne doivent pas déplacer la terre
licence-documents = Pièces vues
licence-documents-hint = Cochez chaque pièce que vous avez eue en main
licence-conditions = Conditions
licence-conditions-hint = Ce qui est imprimé sur la licence outre les règles du type, s’il y a lieu
licence-renews = Renouvelle
licence-renewed-by = Renouvelée par
licence-reason = Raison
licence-reason-hint = Elle reste dans l’historique pour toujours. Par exemple : extraction hors du périmètre, inspection du 3 mai
licence-state-on = À partir de quel jour
licence-recorded-later = Écrite le { $day }, après le jour de délivrance.

licence-section-terms = Ce qu’elle dit
licence-section-history = Historique
licence-section-changes = Modifications des termes
licence-history-from = à partir du { $day }
licence-public = Page publique de l’état
licence-ends-soon = { $days ->
    [0] Se termine aujourd’hui
    [one] Se termine dans { $days } jour
   *[other] Se termine dans { $days } jours
}

licence-check-title = Vérifiez la licence avant de la délivrer
licence-check-change-title = Vérifiez la modification
licence-check-lead = Rien n’est encore écrit. Le registre donne le numéro quand vous confirmez.
licence-check-change-lead = Rien n’est encore écrit. Ce que disait la licence auparavant reste visible.
licence-confirm-issue = Délivrer la licence
licence-confirm-change = Écrire la modification
licence-given-on-confirm = Donné quand vous confirmez
licence-issued = La licence { $number } a été délivrée.
licence-changed = La licence a été modifiée.
licence-state-changed = L’état de la licence a été changé.

licence-suspend-explained = Jusqu’à son rétablissement, rien ne peut être extrait, acheté ni vendu sous cette licence à partir de ce jour.
licence-reinstate-explained = La licence peut de nouveau servir à partir de ce jour.
licence-revoke-explained = Le retrait est définitif. La licence ne pourra plus jamais servir ni être renouvelée.
licence-confirm-suspend = Suspendre la licence
licence-confirm-reinstate = Rétablir la licence
licence-confirm-revoke = Retirer la licence définitivement

licence-print-holder = Titulaire
licence-print-code = Code du titulaire
licence-print-authority = Délivrée par
licence-print-check = Vérifiez cette licence : scannez le carré, ou ouvrez { $url }
licence-print-void = Non valable : { $standing }
licence-print-signature-authority = Pour l’autorité
licence-print-signature-holder = Le titulaire
licence-print-stamp = Cachet
licence-print-fictitious = Fictif : ceci n’est pas une licence
licence-qr-label = Code carré de l’adresse { $url }

licence-status-title = État d’une licence
licence-status-lead = Ce que le registre dit de cette licence aujourd’hui, { $day }.
licence-status-unknown = Le registre n’a pas de licence portant le numéro { $number }. Vérifiez le numéro lettre par lettre. S’il est exactement ainsi sur un papier, le papier est peut-être faux : dites-le à : { $authority }.
licence-status-personal = Le titulaire n’est pas montré ici. Comparez le nom sur le papier avec la pièce d’identité du porteur.
licence-status-another = Vérifier une autre licence
licence-status-number = Numéro de la licence
licence-status-number-hint = Comme imprimé, par exemple { $example }
licence-status-check = Vérifier

violation-licence-reference-taken = Une licence a déjà été importée de ce même enregistrement.
violation-licence-reference-import = Seule une importation dit d’où vient une licence. Ne donnez pas de référence et indiquez pièces, redevance et quittance, ou reprenez la licence avec « placer import ».
violation-licence-no-renewed = La licence à renouveler n’est pas au registre, ou n’est pas tenue par votre bureau.
violation-licence-renews-other = { $number } est d’un autre titulaire ou d’un autre type. Un renouvellement garde les deux ; délivrez plutôt une nouvelle licence.
violation-licence-renewed-already = { $number } a déjà été renouvelée. Renouvelez la licence la plus récente.
violation-licence-renews-revoked = { $number } a été retirée et ne peut pas être renouvelée.
violation-licence-renews-start = { $number } court jusqu’au { $day }. Choisissez un premier jour après cette date.
violation-licence-renewal-starts = { $number }, son renouvellement, commence le { $day }. Choisissez un dernier jour avant cette date.
violation-licence-number-taken = Il y a déjà une licence { $number }. Vérifiez le numéro.
violation-licence-number-own = { $number } est un numéro que le registre donne lui-même. Laissez le champ vide.
violation-licence-fixed = Le titulaire et le type d’une licence restent ce qu’ils sont. Retirez cette licence et délivrez-en une autre.
violation-licence-used-outside = De la production ou des ventes du { $first } au { $last } sont écrites sous cette licence. Le premier et le dernier jour doivent les contenir.
violation-licence-revoked = { $number } a été retirée. C’est définitif ; délivrez une nouvelle licence si elle est accordée.
violation-licence-not-suspended = { $number } n’est pas suspendue.
violation-licence-suspended-already = { $number } est déjà suspendue.
violation-licence-ended = { $number } s’est terminée le { $day }. Une licence terminée ne peut pas être suspendue.
violation-licence-state-order = L’état a été changé en dernier au { $day }. Choisissez ce jour ou un jour plus tard.
violation-licence-no-holder = Aucun intervenant n’a ce code. Vérifiez le code du titulaire.
violation-licence-holder-elsewhere = { $code } est tenue par un autre bureau. Ce bureau délivre la licence, ou un agent de l’autorité le fait.
violation-licence-holder-role = { $code } n’est pas enregistrée comme { $role ->
    [digger] { role-digger }
    [miner] { role-miner }
    [cooperative] { role-cooperative }
    [supporter] { role-supporter }
    [dealer] { role-dealer }
    [agent] { role-agent }
    [exporter] { role-exporter }
    [courier] { role-courier }
    [state_buyer] { role-state-buyer }
   *[other] { $role }
}, le rôle auquel sert cette licence. Ouvrez la fiche de { $code }, cochez ce rôle, puis délivrez la licence.
violation-licence-holder-kind = { $kind ->
    [person] { $code } est une personne ; ce type de licence est pour les organisations.
   *[other] { $code } est une organisation ; ce type de licence est pour les personnes.
} Choisissez un autre type ou un autre titulaire.
violation-licence-nationality-unknown = Ce type de licence est réservé aux nationaux, et la nationalité de { $code } n’est pas écrite. Complétez d’abord la fiche.
violation-licence-nationals-only = Ce type de licence est réservé aux nationaux, et { $code } n’en est pas. Choisissez un autre type ou un autre titulaire.
violation-licence-starts-before-issue = Une licence ne peut pas être valable avant d’être délivrée. Choisissez le { $day } ou un jour plus tard.
violation-licence-starts-far = Ce premier jour est plus d’un an après le jour de délivrance. Vérifiez l’année.
violation-licence-ends-before-start = Le dernier jour est avant le premier, { $day }. Vérifiez les deux.
violation-licence-term = Ce type court au plus { $months ->
    [one] { $months } mois
   *[other] { $months } mois
}. Le dernier jour peut être le { $day } au plus tard.
violation-licence-fee-missing = Ce type a un droit à payer. Écrivez ce qui a été payé.
violation-licence-fee-negative = Un droit ne peut pas être inférieur à zéro.
violation-licence-fee-low = C’est moins que le droit de ce type. Vérifiez le montant.
violation-licence-receipt-missing = Écrivez le numéro du reçu pour le droit payé.
violation-licence-limit-zero = Écrivez un nombre supérieur à zéro, ou laissez vide.
violation-licence-workers = Ce type permet au plus { $most ->
    [one] { $most } travailleur
   *[other] { $most } travailleurs
}.
violation-licence-depth = Ce type permet une profondeur d’au plus { $metres } m.
violation-licence-documents = { $count ->
    [one] Une pièce manque : { $missing }. Cochez-la quand vous l’avez vue ; sans elle la licence ne peut pas être délivrée.
   *[other] { $count } pièces manquent : { $missing }. Cochez-les quand vous les avez vues ; sans elles la licence ne peut pas être délivrée.
}
violation-licence-no-area-type = Ce type de licence n’est pas pour un terrain. Laissez le périmètre vide.
violation-licence-area-point = Une licence couvre un périmètre. Donnez au moins trois sommets.
violation-licence-area-too-large = Le périmètre a { $found }{"\u00A0"}m² ; ce type permet au plus { $most }{"\u00A0"}m². Vérifiez les sommets.
violation-licence-area-taken = Ceci prend { $area_m2 }{"\u00A0"}m² du terrain de la licence { $number }, qu’un autre détient à la même période. Vérifiez les angles.
violation-licence-area-site = Le site { $code } se trouverait hors de la surface. Vérifiez les angles, ou corrigez d’abord le site.

violation-licence-holder-state = { $party } est inscrite comme { $state ->
    [dead] décédée
    [ended] dissoute
   *[other] exclue
} le { $day } et ne peut recevoir de licence.
