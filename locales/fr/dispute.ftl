## Litiges : deux actes qui ne peuvent être vrais tous deux

nav-disputes = Litiges
dispute-one = Dossier
dispute-code = Code du dossier
dispute-parcel = Lot
dispute-parcels = Lots
dispute-open = Déposer une revendication
dispute-list-lead = Chaque dossier concerne des lots dont on rapporte deux actes qui ne peuvent être vrais tous deux. Les deux sont conservés, les lots sont bloqués, et un agent ou un approbateur tranche en donnant ses motifs.
dispute-none = Il n’y a aucun dossier.
dispute-none-found = Aucun dossier ne correspond.
dispute-opened = Ouvert
dispute-claimed = Revendiqué
dispute-whole-slip = bordereau entier : { $n }
dispute-recorded = Enregistré
dispute-from-to = de { $seller } à { $buyer }

## Le formulaire

dispute-open-lead = Pour qui a acheté, vendu ou offert des lots dont le registre dit autre chose : parce qu’un autre a été le premier, ou parce que le bordereau ou le téléphone arrive tard. Notez l’acte entier tel qu’il s’est passé.
dispute-open-then = Personne ne perd les pierres par une revendication. Elles sont bloquées là où elles sont jusqu’à la décision d’un agent.
dispute-claimant = Qui revendique
dispute-claimant-hint = Le côté qui se présente au guichet.
dispute-act = Ce qui est revendiqué
dispute-seller = Vendeur
dispute-buyer = Acheteur
dispute-agent = Intermédiaire
dispute-seller-licence = Licence du vendeur
dispute-buyer-licence = Licence de l’acheteur
dispute-own-licence-hint = Laissez vide pour votre propre côté : la licence qui convient au jour est prise.
dispute-on = Jour de la vente ou de l’offre
dispute-written = Noté
dispute-rows-hint = Le code figure sur l’étiquette du lot et sur le bordereau. Masse et pierres telles que vous les avez pesées et comptées.
dispute-weight = Masse
dispute-stones = Pierres
dispute-terms = Prix et papiers
dispute-price = Prix
dispute-slip = Bordereau ou reçu
dispute-slip-optional = Numéro du bordereau ou du reçu (s’il y en a un)
dispute-slip-hint = Tel qu’il est imprimé sur le papier. Gardez le papier : l’agent le demandera.
dispute-place = Lieu
dispute-statement = Ce qui s’est passé
dispute-statement-hint = Qui a donné quoi à qui, quand cela a été payé et quels papiers existent. Nommez les parties par leurs codes : ni noms ni numéros de personnes, car cela reste pour toujours au journal.

dispute-check = Vérifiez la revendication
dispute-check-lead = Elle est consignée telle que vous la dites. Elle peut être retirée, mais non modifiée.
dispute-check-freezes = Ce qui reste de ces lots est bloqué : il ne peut être ni vendu, ni retravaillé, ni scellé, ni exporté avant la décision d’un agent.
dispute-confirm = Consigner

## La page d’un dossier

dispute-open-explained = Les lots sont bloqués jusqu’à ce que le dossier soit tranché. Les corrections restent possibles.
dispute-gone-explained = Il ne reste ici rien de ces lots ; rien n’est donc bloqué. Le dossier est tranché tout de même.
dispute-state-explained-stands = Ce qui était enregistré est maintenu. La revendication a été rejetée.
dispute-state-explained-upheld = La revendication est fondée.
dispute-state-explained-settled = Les parties se sont arrangées. Rien n’a changé de mains.
dispute-state-explained-withdrawn = L’auteur a retiré sa revendication.
dispute-reason-quoted = Motif : { $reason }
dispute-both = Les deux actes
dispute-not-shown = Ne vous est pas montré
dispute-first-day-claim = D’après le jour que chacun indique, l’acte revendiqué est le premier.
dispute-first-day-same = Les deux actes indiquent le même jour.
dispute-first-day-recorded = D’après le jour que chacun indique, l’acte enregistré est le premier.
dispute-first-record = Le registre a eu d’abord l’acte enregistré : { $at }.
dispute-against = Ce qui s’oppose à la revendication
dispute-here = Ce qui reste des lots
dispute-part-mixed = Mélangé à d’autres pierres
dispute-others = Autres dossiers ouverts sur ces lots
dispute-decision = Trancher
dispute-ruling = Que décidez-vous ?
dispute-reason = Motifs
dispute-reason-hint = Les deux parties les lisent. Quels papiers vous avez vus, qui vous avez entendu et pourquoi. Ni noms ni numéros de personnes.
dispute-not-upheld = Les lots ne peuvent pas être remis à celui que dit la revendication :
dispute-not-yours = Vous ne pouvez pas trancher ce dossier :
dispute-check-decision = Vérifiez la décision
dispute-confirm-decision = Décider ainsi
dispute-to = Les lots vont à
dispute-moved = Ce qui change de mains
dispute-shipments-end = Les expéditions qui contiennent ces lots sont défaites.
dispute-offers-end = Les offres en attente sur ces lots prennent fin.
dispute-withdraw = Retirer la revendication
dispute-withdraw-lead = Les lots sont de nouveau libres, sauf si un autre dossier les bloque. La revendication reste consignée comme retirée.
dispute-withdraw-reason = Pourquoi

claimed-act-sale = Les lots ont été vendus
claimed-act-offer = Les lots ont été offerts
claim-side-buyer = L’acheteur
claim-side-seller = Le vendeur
dispute-state-open = Ouvert
dispute-state-stands = Acte enregistré maintenu
dispute-state-upheld = Revendication fondée
dispute-state-settled = Arrangé
dispute-state-withdrawn = Retiré
ruling-stands = Ce qui est enregistré est maintenu : la revendication est rejetée
ruling-upheld = La revendication est fondée : les lots vont à celui qu’elle dit
ruling-settled = Arrangé : les parties sont d’accord, rien ne change de mains
ruling-means-stands = Les lots restent à qui les détient et sont de nouveau libres, sauf si un autre dossier les bloque.
ruling-means-upheld = Les lots vont à celui que dit la revendication, à la masse du registre, et sont de nouveau libres, sauf si un autre dossier les bloque.
ruling-means-settled = Rien ne change de mains. Les lots sont de nouveau libres, sauf si un autre dossier les bloque.

## Sur d’autres pages

dispute-claim-title = Tenez-vous un bordereau, ou avez-vous payé ?
dispute-claim-text = Ce que dit le registre reste pour l’instant. Vous pouvez consigner votre acte à côté : les lots sont bloqués et un agent tranche. Tout ce que vous avez saisi est gardé.
dispute-claim = Déposer ma revendication
dispute-claim-api = Qui tient un bordereau ou a payé peut consigner son acte à côté de celui qui fut le premier. Les lots sont bloqués et un agent tranche.
dispute-all-the-same = Cette vente ou cette offre a-t-elle eu lieu malgré tout ?
dispute-parcel-frozen = Bloqué jusqu’à ce qu’il soit tranché : dossier
dispute-parcel-case = Un dossier est ouvert à son sujet :
dispute-parcel-past = Un dossier l’a concerné :
dispute-certificate-open = Un dossier est ouvert sur des lots de ce certificat :
dispute-certificate-past = Un dossier a concerné des lots de ce certificat :
dispute-home-decide =
    { $count ->
        [one] { $count } dossier attend une décision ; ses lots sont bloqués.
       *[other] { $count } dossiers attendent une décision ; leurs lots sont bloqués.
    }
dispute-home-open =
    { $count ->
        [one] { $count } dossier ouvert vous concerne ; ses lots sont bloqués.
       *[other] { $count } dossiers ouverts vous concernent ; leurs lots sont bloqués.
    }
dispute-home-show = Les voir
parcel-frozen = Bloqué

## Refus

violation-dispute-frozen = Le lot { $parcel } est bloqué par le dossier { $case } : on en rapporte deux actes qui ne peuvent être vrais tous deux. Rien ne peut en être fait avant qu’un agent ait tranché le dossier.
violation-dispute-unknown = Aucun dossier { $typed } ne vous concerne. Comparez le code avec le papier.
violation-dispute-over = Le dossier { $case } n’est plus ouvert : { $state ->
    [withdrawn] la revendication a été retirée
   *[other] il est tranché
}.
violation-dispute-never-held = Le vendeur n’a jamais détenu de lot { $parcel }. Comparez le code et le numéro de la licence avec le papier.
violation-dispute-not-own = Aucune des deux licences n’est la vôtre comme vous le dites. Une revendication vient de l’acheteur ou du vendeur ; pour un autre, c’est un bureau qui la note.
violation-dispute-other-office = Votre bureau ne suit pas tous ces lots. Envoyez l’auteur au bureau qui les suit, ou à un agent.
violation-dispute-open-already = Cette revendication attend déjà, dans le dossier { $case }. Elle peut y être retirée.
violation-dispute-decided-before = Cela a été tranché dans le dossier { $case }. Avec de nouvelles preuves, adressez-vous à un bureau ou à un agent.
violation-dispute-withdrawn-before = Vous avez déjà retiré cette revendication, en dernier dans le dossier { $case }. Adressez-vous avec vos papiers à un bureau ou à un agent, qui peut la rouvrir.
violation-dispute-too-many = Vous avez { $open } dossiers ouverts. Attendez que certains soient tranchés, retirez-en un, ou adressez-vous avec vos papiers à un bureau ou à un agent, qui peut l’ouvrir pour vous.
violation-dispute-as-recorded = Le registre dit déjà la même chose, par le bordereau { $serial }. Il n’y a rien à revendiquer.
violation-dispute-nothing-against = Rien dans le registre ne s’y oppose. Notez-le comme une vente ou une offre ordinaire.
violation-dispute-same-person = Vous avez consigné cette revendication ; c’est donc un autre qui tranche.
violation-dispute-own-case = Vous agissez pour une des parties ; c’est donc un autre qui tranche.
violation-dispute-mixed = Le lot { $parcel } a été mélangé à d’autres pierres ; personne ne peut dire lesquelles sont revendiquées. Rejetez la revendication, ou laissez les parties s’arranger.
violation-dispute-nothing-here = Il ne reste ici rien de ces lots. Rejetez la revendication, ou laissez les parties s’arranger.
violation-dispute-recipient-licence = { $party } n’a pas, le { $day }, de licence valide pour détenir des pierres. Faites-la d’abord délivrer ou renouveler.
violation-dispute-recipient-state = { $party } est noté, le { $day }, comme { $state ->
    [dead] mort
    [ended] dissous
   *[other] exclu
}. Rien ne peut lui être remis.
