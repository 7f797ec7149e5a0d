### Sauvegardes et restauration, à la console.

## Sauvegarder

backup-made = { $file } : { $entries ->
    [one] { $entries } écriture du journal
   *[other] { $entries } écritures du journal
}, racine { $root }
backup-plain = Attention : cette sauvegarde n’est pas chiffrée. Qui lit le fichier lit le registre. Gardez-la là où personne d’autre n’a accès, ou refaites-la avec --to.
backup-nobody = Une sauvegarde est chiffrée. Nommez au moins un destinataire avec --to age1… ou --recipients FICHIER (« age-keygen » crée une paire de clés), ou dites --plain pour la laisser en clair exprès.
backup-no-recipient = « { $typed } » n’est pas un destinataire. Un destinataire commence par age1 ; « age-keygen » l’affiche comme clé publique.
backup-recipients-file = Les destinataires de { $file } ne peuvent être lus : { $error }.
backup-file-fault = Un fichier ne peut être lu ou écrit : { $error }.
backup-not-noted = La sauvegarde est faite, mais sa date n’a pu être notée : { $error }. Indiquez un autre endroit avec --mark.

## Restaurer

restore-done = sauvegarde du { $made } restaurée (programme { $program }) : { $entries ->
    [one] { $entries } écriture du journal
   *[other] { $entries } écritures du journal
}, racine { $root } ; vérifiée, rien à signaler
restore-next = Comparez la racine au dernier point de contrôle imprimé, remettez les dossiers des clés et des têtes signées (ou une tête du papier ou d’un témoin, avec « placer checkpoint --keep FICHIER »), puis démarrez le serveur. Ce qui a été enregistré après la sauvegarde n’existe plus que sur papier.
restore-accounts = Chacun doit se reconnecter, et les jetons de machine sont à refaire. Ce qui a été changé aux comptes après la sauvegarde est comme avant : parcourez « placer account list » pour les comptes fermés depuis, les mots de passe, les seconds facteurs et les codes de secours.
restore-there = Il y a déjà quelque chose à { $place }. Une sauvegarde se restaure là où il n’y a rien : nommez un nouveau fichier, ou une base PostgreSQL vide.
restore-not-ours = Ce fichier n’est pas une sauvegarde de ce programme, ou n’est pas chiffré. Pour une sauvegarde faite avec --plain, dites --plain au lieu de --identity.
restore-encrypted = Cette sauvegarde est chiffrée. Nommez le fichier de l’identité qui l’ouvre : --identity FICHIER.
restore-no-key = Aucune des identités n’ouvre cette sauvegarde : elle a été chiffrée pour d’autres destinataires. Essayez l’identité d’un autre destinataire.
restore-no-identity = Aucune identité ne peut être lue : { $why }. Nommez un fichier tel que « age-keygen » l’écrit.
restore-changed = La sauvegarde n’est pas telle qu’elle a été écrite : elle a été modifiée ou abîmée à { $at }. Rien n’a été restauré. Prenez-en une autre copie, ou une sauvegarde plus ancienne.
restore-newer = La sauvegarde est au format { $format }, que ce programme ne connaît pas. Prenez le programme plus récent qui l’a faite.
restore-newer-tables = La sauvegarde vient d’un programme plus récent (ses tables sont de { $newest }). Prenez ce programme ou un plus récent.
restore-other-journal = Le journal de la sauvegarde n’est pas celui dont parle son manifeste. Rien n’a été restauré. Prenez une autre sauvegarde, et cherchez qui a écrit celle-ci.
restore-unsound = La vérification de la sauvegarde a trouvé { $found ->
    [one] { $found } anomalie
   *[other] { $found } anomalies
}. Rien n’a été restauré. Le sens de chaque code est dans docs/operations.md, « Checking » ; prenez une sauvegarde plus ancienne.
