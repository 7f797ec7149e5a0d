nav-blanks = Certificats vierges

## What is refused

violation-blank-year = On reçoit des formulaires pour cette année, { $year }, ou pour l’année d’avant ou d’après.
violation-blank-number = « { $typed } » n’est pas un numéro de certificat. Écrivez-le comme il est imprimé, par exemple { $example }.
violation-blank-number-year = Ce numéro n’est pas de l’année { $year }.
violation-blank-range = Le dernier numéro est avant le premier, ou d’un autre tirage. Donnez le premier et le dernier numéro d’un même tirage.
violation-blank-too-many = Plus de { $limit } formulaires ne font pas la livraison d’un tirage. Vérifiez le dernier numéro.
violation-blank-width = Le dernier numéro a plus de chiffres que n’en ont les numéros de certificat.
violation-blank-overlap = Le numéro { $number } est dans un tirage déjà reçu. Un numéro n’est imprimé qu’une fois.
violation-blank-unknown = Aucun formulaire portant le numéro { $number } n’a jamais été reçu. Vérifiez le numéro ; si le papier le porte, le papier n’est pas authentique.
violation-blank-not-in-stock = Le formulaire { $number } n’est pas en stock : { $state ->
    [reserved] il est réservé à une expédition.
    [reported] quelqu’un l’a signalé, et une seconde personne n’a pas encore décidé.
    [issued] un certificat a été délivré dessus.
    [spoiled] il a été gâté.
    [lost] il a été perdu.
    [stolen] il a été volé.
    [returned] il a été rendu.
   *[other] il a été utilisé.
}
violation-blank-office = Ce bureau n’existe pas.
violation-blank-decided = Quelqu’un a été plus rapide : ce signalement est { $state ->
    [confirmed] confirmé.
   *[refused] rejeté.
}
violation-blank-same-person = Vous avez vous-même signalé ces formulaires, ou votre compte porte le nom de la personne qui l’a fait. Quelqu’un d’autre doit décider.
violation-blank-other-year = Le numéro { $number } est de la série de { $year }, et nous sommes en { $now }. Prenez un formulaire de la série de cette année.
violation-blank-none-left = Aucun certificat vierge de { $year } n’est en stock. Enregistrez d’abord la livraison d’un tirage.
violation-blank-elsewhere = Il ne reste aucun certificat vierge dans ce bureau ni au siège. D’autres bureaux en ont, le prochain est { $number } : faites envoyer et attribuer des formulaires, ou écrivez le numéro que vous avez en main.
violation-blank-read-it = Sortez le formulaire { $number } du coffre et écrivez le numéro imprimé dessus.
violation-blank-received-year = Des formulaires de { $year } n’ont pas pu arriver ce jour-là. Vérifiez la date.
violation-blank-not-this = Le numéro sur le papier, { $typed }, n’est pas { $number }, qui est réservé à cette expédition. Prenez le bon formulaire, ou demandez à l’agent de retirer sa signature et d’en choisir un autre.

## The stock

blank-lead = Chaque formulaire numéroté est dans un seul état. Ce qui est délivré, gâté, perdu, volé, rendu et inutilisé fait ensemble ce qui a été reçu.
blank-stock-left = Certificats vierges en stock
blank-none = Aucun tirage n’a encore été reçu.
blank-runs = Tirages
blank-run = Tirage
blank-numbers = Numéros
blank-year = Année de la série
blank-year-hint = L’année pour laquelle ces formulaires sont imprimés
blank-on = Reçu
blank-note = Bon de livraison ou imprimeur
blank-note-hint = Comme sur les papiers de la livraison
blank-first = Premier numéro
blank-last = Dernier numéro
blank-last-hint = Laissez vide pour un seul formulaire
blank-number-hint = Comme imprimé, par exemple { $example }
blank-run-size = Formulaires
blank-in-stock = En stock
blank-where = Où se trouve chaque formulaire
blank-kept-by = Gardé par
blank-head-office = Siège
blank-office-hint = Laissez vide pour le coffre du siège
blank-forms = { $count ->
    [one] { $count } formulaire
   *[other] { $count } formulaires
}
blank-state-stock = En stock
blank-state-reserved = Réservé
blank-state-reported = Signalé
blank-state-issued = Délivré
blank-state-spoiled = Gâté
blank-state-lost = Perdu
blank-state-stolen = Volé
blank-state-returned = Rendu
blank-receive = Recevoir un tirage
blank-receive-lead = Comptez les formulaires et regardez le premier et le dernier numéro avant de confirmer. Un numéro ne peut être reçu qu’une fois.
blank-receive-confirm = Recevoir ces formulaires
blank-allocate = Donner à un bureau
blank-allocate-confirm = Déplacer ces formulaires

## Reports

blank-report = Signaler des formulaires
blank-report-one = Signalement de certificats vierges
blank-report-how = Signalez les formulaires gâtés, perdus, volés ou rendus avant qu’un certificat ait été délivré dessus. Personne ne peut plus s’en servir ensuite. Quelqu’un d’autre doit confirmer. Pour un certificat délivré, ouvrez le certificat et annulez-le.
blank-report-lead = Personne ne pourra se servir de ces formulaires dès que vous les signalez. Une seconde personne doit confirmer.
blank-report-lead-warning = Personne ne pourra se servir de ces formulaires dès que vous les signalez, et tout le monde est aussitôt averti de ne pas accepter ces numéros. Une seconde personne doit confirmer.
blank-report-confirm = Signaler ces formulaires
blank-reports = Signalements
blank-reports-waiting = Signalements qui attendent une seconde personne
blank-fate = Ce qu’ils sont devenus
blank-fate-spoiled = Détériorés
blank-fate-lost = Perdus
blank-fate-stolen = Volés
blank-fate-returned = Rendus ou détruits sans usage
blank-happened-on = Quand c’est arrivé ou a été remarqué
blank-how-come = Comment c’est arrivé
blank-how-come-hint = Ce qui s’est passé, qui était là, où est le papier à présent
blank-reported = Signalé
blank-report-waiting = Attend une seconde personne
blank-report-confirmed = Confirmé
blank-report-refused = Rejeté : les formulaires sont de nouveau en stock
blank-waits = Personne ne peut se servir de ces formulaires avant qu’une seconde personne ait décidé.
blank-waits-public = Personne ne peut se servir de ces formulaires avant qu’une seconde personne ait décidé. Les numéros sont déjà sur la liste publique.
blank-waits-other = Vous avez signalé ces formulaires. Quelqu’un d’autre doit décider.
blank-decision-reason = Votre motif
blank-decision-hint = Nécessaire pour rejeter. Ce qui est confirmé est définitif.
blank-confirm = Confirmer définitivement
blank-refuse = Rejeter : les formulaires sont là

## Signing

blank-set-aside = Certificat vierge
blank-set-aside-hint = Le formulaire réservé à cette expédition. Le prochain en stock est déjà écrit.
blank-take = Sortez le formulaire { $number } du coffre.
blank-in-hand = Numéro sur le papier
blank-in-hand-hint = Lisez-le ou scannez-le sur le papier que vous tenez
certificate-replaces = Remplace
certificate-replaced-by = Remplacé par

## What anybody may know

blank-lost-title = Numéros à ne pas accepter
blank-lost-lead = { $authority } demande à tous de ne pas accepter un certificat portant l’un de ces numéros. État au { $on }.
blank-lost-none = Aucun numéro n’est connu comme perdu, volé ou annulé.
blank-lost-file = La même liste en fichier (CSV)
blank-since = Depuis
blank-unconfirmed = signalé, pas encore confirmé
blank-warning-form-spoiled = Formulaire vierge détérioré
blank-warning-form-lost = Formulaire vierge perdu
blank-warning-form-stolen = Formulaire vierge volé
blank-warning-form-returned = Formulaire vierge rendu ou détruit
blank-warning-certificate-void = Certificat annulé
blank-warning-certificate-lost = Certificat perdu
blank-warning-certificate-stolen = Certificat volé
blank-told-lost = Le formulaire portant ce numéro a été perdu avant qu’un certificat ait été délivré dessus. Un certificat portant ce numéro n’est pas authentique.
blank-told-stolen = Le formulaire portant ce numéro a été volé avant qu’un certificat ait été délivré dessus. Un certificat portant ce numéro n’est pas authentique.
blank-told-spoiled = Le formulaire portant ce numéro a été gâté. Aucun certificat n’a été délivré dessus ; un certificat portant ce numéro n’est pas authentique.
blank-told-returned = Le formulaire portant ce numéro a été rendu sans usage. Aucun certificat n’a été délivré dessus ; un certificat portant ce numéro n’est pas authentique.
