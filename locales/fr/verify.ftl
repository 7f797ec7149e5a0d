## Vérification : ce qui a été trouvé, et ce qu’une personne doit faire. Ce que signifie chaque code se trouve aussi dans
## cli.ftl, personal.ftl et keeping.ftl.

cli-verify-since = Les tables jusqu’à l’écriture { $entries } viennent du fichier conservé (SHA-256 { $sha256 }) et n’ont pas été rejouées ; comparez cette somme à celle que vous avez notée quand il a été conservé. Qui peut changer à la fois le fichier conservé et le registre ne serait pas vu ; seule une vérification sans --since le voit.
cli-verify-kept = Les tables rejouées sont conservées dans { $file } (SHA-256 { $sha256 }). Notez cette somme ailleurs.
cli-verify-not-kept = { $file } n’a pas été conservé par cette version du programme pour de telles tables. Lancez la vérification sans --since.
cli-verify-kept-fault = Le fichier { $file } ne peut pas être utilisé : { $error }
cli-verify-heads = { $heads ->
    [one] { $heads } tête signée comparée
   *[other] { $heads } têtes signées comparées
} au journal, dont { $brought } apportées avec --checkpoint ; { $keys }
cli-verify-keys-own = les clés publiques sont celles que le registre montre lui-même (--trust en donne d’autres)
cli-verify-keys-given = les clés publiques sont celles données avec --trust
cli-verify-do = À faire pour { $code } : { $what }

cli-found-database-unreadable = la base de données n’a pas pu être lue jusqu’au bout à cause de ce qui a été trouvé
cli-found-schema-version = les tables sont d’une autre version que le programme
cli-found-schema-trigger-changed = une garde qui empêche de changer les preuves n’est plus la même, ou elle est désactivée
cli-found-schema-index-missing = un index a disparu, et avec lui une règle ou de la vitesse
cli-found-schema-index-changed = un index n’est pas celui que le programme a créé
cli-found-schema-table-changed = une table, une colonne ou un contrôle n’est pas celui que le programme a créé
cli-found-schema-function-changed = une fonction dont dépendent les gardes a disparu ou n’est plus la même
cli-found-schema-extra = la base de données contient quelque chose que le programme n’a pas créé
cli-found-journal-id-twice = une écriture antérieure porte le même identifiant
cli-found-kept-size = le journal est plus court que celui dont vient le fichier conservé
cli-found-kept-root = le journal n’est pas celui dont vient le fichier conservé

cli-do-database-integrity = Arrêtez le serveur, copiez les fichiers tels quels, restaurez la dernière bonne sauvegarde et remplacez le disque.
cli-do-database-unreadable = Réparez d’abord ce qui a été trouvé avant, puis vérifiez de nouveau : la suite n’a pas été examinée.
cli-do-schema-version = Vérifiez avec le programme qui sert le registre ; ou lancez une fois le nouveau programme, qui met les tables à jour, puis vérifiez de nouveau.
cli-do-schema-trigger-missing = Cherchez qui a des droits sur la base de données et quand cela s’est produit. Comparez le journal avec une sauvegarde, écriture par écriture, et restaurez une base qui a ses gardes.
cli-do-schema-trigger-changed = Cherchez qui a des droits sur la base de données et quand cela s’est produit. Comparez le journal avec une sauvegarde, écriture par écriture, et restaurez une base qui a ses gardes.
cli-do-schema-index-missing = Cherchez qui l’a supprimé. S’il était unique, cherchez ce qu’il aurait refusé (deux détenteurs, un scellé employé deux fois, deux certificats valides) : les autres anomalies le nomment. Restaurez la dernière bonne sauvegarde.
cli-do-schema-index-changed = Cherchez qui l’a changé. S’il était unique, cherchez ce qu’il aurait refusé : les autres anomalies le nomment. Restaurez la dernière bonne sauvegarde.
cli-do-schema-table-changed = Cherchez qui a changé la table, et regardez les lignes que le contrôle perdu aurait refusées : les autres anomalies les nomment. Restaurez la dernière bonne sauvegarde.
cli-do-schema-function-changed = Sans elle les gardes ne font rien : tenez pour douteux tout ce qui suit la dernière bonne vérification, comparez le journal avec une sauvegarde, écriture par écriture, et restaurez une base qui l’a.
cli-do-schema-extra = Lisez ce que cela fait avant de le supprimer, et gardez-en une copie : un déclencheur, une règle ou une vue peut changer ce qui est écrit ou montré. Si un de vos outils l’a créé, mettez-le dans une base ou un schéma à lui.
cli-do-journal-gap = Quelqu’un a falsifié le journal, ou la base a été assemblée à la main. Comparez avec une sauvegarde et restaurez-la.
cli-do-journal-unreadable = Si le programme est plus ancien que le registre, employez le plus récent. Sinon comparez l’écriture avec une sauvegarde et restaurez-la.
cli-do-journal-hash = Quelqu’un a changé l’écriture. Une sauvegarde ou un journal exporté dit ce qui s’y trouvait ; restaurez la sauvegarde.
cli-do-journal-subject = Quelqu’un a changé le classement de l’écriture. Comparez avec une sauvegarde et restaurez-la.
cli-do-journal-time = Le serveur n’enregistre jamais une telle écriture, quoi que dise son horloge. Cherchez qui l’a faite, et comparez avec une sauvegarde.
cli-do-journal-head = Des écritures ont été coupées ou ajoutées à la fin. Comparez avec une sauvegarde et avec la tête signée la plus récente.
cli-do-journal-impossible = Regardez l’écriture : quelqu’un a écrit dans le journal sans passer par le programme. Comparez avec une sauvegarde.
cli-do-journal-not-replayed = Réparez d’abord le journal. D’ici là, les lignes fausses des tables ne signifient rien.
cli-do-journal-id-twice = Quelqu’un a écrit dans le journal sans passer par le programme. Comparez les deux écritures avec une sauvegarde et restaurez-la.
cli-do-journal-key-twice = Quelqu’un a écrit dans le journal sans passer par le programme, ou un acte a compté deux fois. Comparez les deux écritures avec une sauvegarde.
cli-do-journal-author = Regardez l’écriture : personne avec un compte actif ne peut l’avoir faite. Comparez avec une sauvegarde.
cli-do-rules-none = Rien ne dit sous quelles règles les premiers actes ont été faits. Comparez avec une sauvegarde et un journal exporté.
cli-do-rules-missing = Ce qui dépend des règles n’a pas été jugé pour les écritures suivantes. Remettez le fichier dont l’écriture porte l’empreinte, pris d’une sauvegarde ou d’une exportation, et cherchez qui l’a retiré.
cli-do-rules-differ = Ce qui dépend des règles a été jugé d’après d’autres que celles en vigueur : des infractions peuvent être cachées. Remettez les règles dont l’écriture porte l’empreinte, prises d’une sauvegarde ou d’une exportation, vérifiez de nouveau et cherchez qui les a changées.
cli-do-rules-unreadable = Ce qui dépend des règles n’a pas été jugé pour les écritures suivantes. Remettez le fichier dont l’écriture porte l’empreinte, pris d’une sauvegarde ou d’une exportation, et vérifiez de nouveau.
cli-do-rules-extra = Quelqu’un a mis des règles sans passer par le programme : des infractions peuvent être cachées. Cherchez qui, restaurez la dernière bonne sauvegarde et vérifiez-la.
cli-do-projection-missing = Là où des écritures sont nommées avec journal.hash ou journal.gap, ces lignes peuvent en découler : regardez-les d’abord. Sinon le journal a raison, et quelqu’un a écrit dans les tables en dehors du programme : cherchez qui, restaurez la dernière bonne sauvegarde et vérifiez-la.
cli-do-projection-differs = Là où des écritures sont nommées avec journal.hash ou journal.gap, ces lignes peuvent en découler : regardez-les d’abord. Sinon le journal a raison, et quelqu’un a écrit dans les tables en dehors du programme : cherchez qui, restaurez la dernière bonne sauvegarde et vérifiez-la.
cli-do-projection-extra = Là où des écritures sont nommées avec journal.hash ou journal.gap, ces lignes peuvent en découler : regardez-les d’abord. Sinon le journal a raison, et quelqu’un a écrit dans les tables en dehors du programme : cherchez qui, restaurez la dernière bonne sauvegarde et vérifiez-la.
cli-do-projection-more = Comme pour les lignes énumérées.
cli-do-details-missing = Restaurez les lignes de cet intervenant à partir d’une sauvegarde. S’il n’y en a pas, un bureau reprend les données par une modification de l’intervenant.
cli-do-details-differ = Restaurez les lignes de cet intervenant à partir d’une sauvegarde. S’il n’y en a pas, un bureau reprend les données par une modification de l’intervenant.
cli-do-details-extra = Quelqu’un a écrit dans les tables sans passer par le programme. Cherchez qui, restaurez la dernière bonne sauvegarde et vérifiez-la.
cli-do-details-words = L’intervenant n’est pas trouvé par son nom. Une modification de sa fiche réécrit ces mots ; cherchez qui les a changés.
cli-do-details-keys = L’intervenant peut être enregistré deux fois. Une modification de sa fiche réécrit ces clés ; cherchez qui les a changées.
cli-do-details-no-key = Remettez à sa place la copie que vous gardez du fichier des clés, puis vérifiez de nouveau.
cli-do-details-not-erased = Le plus souvent une ligne a été remise à la main à partir d’une sauvegarde. Cherchez qui l’a fait et pourquoi ; un approbateur efface de nouveau les données.
cli-do-details-reads = Quelqu’un a écrit dans les tables sans passer par le programme. Cherchez qui a des droits sur la base de données, et quelle lecture devait être cachée.
cli-do-print-missing = Restaurez la ligne de certificate_copy à partir d’une sauvegarde ; l’empreinte de l’écriture dit quel fichier est le bon. Cherchez qui l’a enlevée.
cli-do-print-differs = Restaurez la ligne de certificate_copy à partir d’une sauvegarde ; l’empreinte de l’écriture dit quel fichier est le bon. Cherchez qui l’a changée.
cli-do-print-extra = Quelqu’un a écrit dans les tables sans passer par le programme. Cherchez qui ; le fichier ne prouve rien.
cli-do-print-no-key = Remettez à sa place la copie que vous gardez du fichier des clés, puis vérifiez de nouveau.
cli-do-print-not-erased = Le plus souvent une ligne a été remise à la main à partir d’une sauvegarde. Cherchez qui l’a fait et pourquoi, et enlevez de nouveau la ligne de certificate_copy.
cli-do-checkpoint-size = C’est une ancienne copie de la base, ou sa fin a été coupée. Gardez la tête, cherchez la copie la plus récente et remettez-la.
cli-do-checkpoint-root = Quelqu’un a changé des écritures, même si tout le reste concorde. Comparez avec une sauvegarde et un journal exporté, et gardez la tête : elle est la preuve.
cli-do-checkpoint-signature = Si vous avez apporté la tête : comparez chaque lettre avec le papier, elle peut être mal tapée ou être celle d’un autre registre. Si le registre la garde : quelqu’un a écrit dans les tables sans passer par le programme. Procurez-vous les clés publiques du journal par une autre voie et comparez. Ce qu’une tête non signée dit des écritures n’est pas jugé.
cli-do-checkpoint-unreadable = Quelqu’un a écrit dans les tables sans passer par le programme. Comparez avec les têtes hors de la base de données.
cli-do-checkpoint-origin = Regardez de qui est cette tête : ce registre n’a jamais porté ce nom.
cli-do-checkpoint-given-up = Lisez le motif que deux personnes ont donné à cette écriture, et interrogez-les.
cli-do-row-unreadable = Quelqu’un a écrit dans les tables sans passer par le programme, ou le disque est défaillant. Restaurez la dernière bonne sauvegarde et vérifiez-la.
cli-do-rule-broken = Un agent examine l’écriture et les papiers. Une production mal notée se rectifie par une correction.
cli-do-lineage-pool = Ne vous fiez pas aux traces qui passent par ce lot. Cherchez qui a écrit dans les tables, et restaurez la dernière bonne sauvegarde.
cli-do-lineage-certificate = Ne vous fiez pas à la trace de ce certificat. Cherchez qui a écrit dans les tables, et restaurez la dernière bonne sauvegarde.
cli-do-lineage-digest = Ne vous fiez pas à la trace de ce certificat, et prévenez l’approbateur qui l’a signé. Cherchez qui a écrit dans les tables, et restaurez la dernière bonne sauvegarde.
cli-do-kept-size = C’est une ancienne copie de la base, ou sa fin a été coupée. Gardez le fichier conservé : il montre jusqu’où allait le journal. Remettez la copie la plus récente.
cli-do-kept-root = Des écritures déjà vérifiées ont été changées, ou le fichier conservé est celui d’un autre registre. Gardez le fichier, et lancez la vérification sans --since.
