### Ce que le programme dit à la console. Les noms des commandes, des options et des variables restent tels qu’on les tape.

## Le registre et ses règles

cli-the-database = la base de données
cli-no-scheme = Ce n’est pas l’adresse d’une base de données. Elle commence par sqlite: suivi du chemin d’un fichier, comme sqlite:placer.sqlite, ou par postgres://.
cli-no-file = Il n’y a pas de fichier { $place }.
cli-no-register = Il n’y a pas de registre dans { $place }.
cli-unreadable = { $place } ne peut pas être ouvert : { $error }.
cli-check-address = Vérifiez l’adresse (--database ou PLACER_DATABASE). Un nouveau registre est créé par « placer serve », « placer migrate » ou « placer account create ».
cli-cannot-open = La base de données ne peut pas être ouverte : { $error }.
cli-busy = La base de données est occupée ; réessayez dans un instant. ({ $error })
cli-disk-full = Le disque est plein. Rien n’a été écrit. Libérez de la place et réessayez.
cli-damaged = Ce qui est conservé est endommagé : { $error }. Lancez « placer verify ».
cli-database-fault = La base de données refuse : { $error }.
cli-not-set-up = Les tables sont là, mais aucun registre n’y a été établi. Lancez d’abord « placer serve » ou « placer account create ».
cli-no-profile = Il n’y a ni profil { $profile } fourni, ni fichier de ce nom. Profils fournis : { $known }. Donnez l’un de ces codes, ou le chemin d’un fichier de profil.
cli-profile-fault = Le profil ne peut pas être utilisé : { $error }.
cli-map-fault = Une couche de la carte ne peut pas être utilisée : { $error }.
cli-other-country = Cette base de données est le registre de { $found }, non de { $asked }. Omettez --profile, ou donnez une autre --database.
cli-other-rules = Le registre suit d’autres règles que celles-ci, depuis le { $since }. Omettez --profile pour garder les siennes, ou ajoutez --adopt-profile pour mettre celles-ci en vigueur dès maintenant.
cli-not-adopted = Les règles conservées dans la base ne sont pas les dernières mises en vigueur : quelqu’un a écrit dans la table sans passer par le programme. « placer verify » dit ce qui a été changé. Restaurez la dernière bonne sauvegarde, ou mettez des règles en vigueur avec --profile et --adopt-profile.
cli-kinds-missing = Il manque à ces règles des types de licence dont le registre a des licences : { $kinds }.
cli-no-layer = Rien de fourni ne s’appelle { $name } pour { $code }. Donnez le vôtre avec --layers DOSSIER.
cli-outdated = Les tables ne sont pas à jour (il manque { $versions }), et ce rôle n’a pas le droit de les changer. Lancez d’abord « placer migrate --role NOM » en tant que propriétaire des tables.
cli-role-sqlite = Les rôles sont pour PostgreSQL ; un fichier SQLite appartient au compte qui fait tourner le serveur.
cli-granted = { $role } peut lire et ajouter, et tenir à jour ce qui est dérivé ; il ne peut changer ni les preuves ni les tables.
cli-migrated = { $count ->
    [one] { $count } migration effectuée
   *[other] { $count } migrations effectuées
}

## Le serveur

cli-listening = à l’écoute sur { $address }
cli-cannot-listen = Le serveur ne peut pas écouter sur { $address } : { $error }. Donnez une autre adresse avec --listen.
cli-cannot-listen-metrics = Les chiffres de surveillance ne peuvent être servis sur { $address } : { $error }. Donnez une autre adresse avec --metrics.
cli-metrics = chiffres de surveillance sur { $address }
cli-no-proxy = Attention : aucun mandataire n’est cru ; tous les visiteurs qui passent par un mandataire comptent comme une seule adresse. Nommez-le avec --trusted-proxy.
cli-new-register = Il n’y avait pas de registre à { $place } ; un nouveau, vide, de { $code } a été créé. Si vous en vouliez un autre, arrêtez le serveur, supprimez-le et donnez la bonne adresse.
cli-requests = --requests-per-minute est trop grand. Donnez un nombre plus petit, ou 0 pour un nombre quelconque de demandes.
cli-base-url = --base-url « { $typed } » n’est pas une adresse publique. Donnez le protocole et l’hôte par lesquels on atteint le registre, sans chemin, comme https://register.example.

## Comptes

cli-no-administrator = Il ne reste aucun administrateur actif.
cli-no-login = Personne ne se connecte sous le nom { $login }.
cli-no-role = Il n’y a pas de rôle { $typed }. Rôles connus : { $known }.
cli-no-office = Il n’y a pas de bureau { $code }. Un administrateur l’ouvre à la page « Bureaux ».
cli-no-party = Il n’y a pas d’intervenant { $code }.
cli-not-hashed = Le mot de passe ne peut pas être conservé. Réessayez.
cli-account-made = compte { $account } créé (écriture { $entry } du journal)
cli-first-password = premier mot de passe, montré cette seule fois : { $password }
cli-password-set = nouveau premier mot de passe enregistré (écriture { $entry } du journal)
cli-account-enabled = compte réactivé (écriture { $entry } du journal)
cli-account-disabled = compte désactivé (écriture { $entry } du journal)
cli-active = actif
cli-disabled = désactivé

## Trace et sauvegarde

cli-no-subject = Il n’y a ni certificat, ni lot, ni expédition { $typed }.
cli-exists = { $file } existe déjà. Donnez un nom libre.

## La démonstration

cli-demo-begin = Démonstration de Placer : tout y est fictif.
cli-demo-database = base de données : { $database }
cli-demo-real = Cette base de données est un vrai registre. La démonstration a besoin d’une base à elle.
cli-demo-there = Le registre existe déjà ; il est servi tel quel.
cli-demo-day = jour { $day } sur { $days }
cli-demo-made = { $entries } écritures du journal en { $seconds } s :
cli-demo-trade = {"  "}{ $production } relevés de production, { $sales } ventes, { $reworks } mélanges et tris
cli-demo-left = {"  "}{ $certificates } certificats, { $refused } actes refusés
cli-demo-latest = {"  "}le dernier certificat : { $number }
cli-demo-sign-in = connexion (mot de passe { $password }) :
cli-demo-open = ouvrez { $address } dans un navigateur ; arrêtez avec Ctrl+C

## Vérification

cli-verify-progress = { $at } écritures rejouées sur { $size }
cli-verified = { $entries } écritures rejouées, { $rows } lignes comparées, { $found ->
    [one] { $found } anomalie
   *[other] { $found } anomalies
}
cli-verify-help = Ce que signifie chaque code et ce qu’il faut faire se trouve dans docs/operations.md, « Checking ».
cli-at-entry = écriture { $no }
cli-at-parcel = lot { $no }
cli-found-database-integrity = la base de données se trouve elle-même endommagée
cli-found-schema-trigger-missing = une garde qui empêche de changer les preuves a disparu
cli-found-journal-gap = une écriture manque au journal
cli-found-journal-unreadable = une écriture ne peut pas être lue
cli-found-journal-hash = l’écriture n’est pas celle qui a été enregistrée
cli-found-journal-subject = l’écriture est classée sous autre chose que ce dont elle parle
cli-found-journal-time = l’écriture porte une heure antérieure à celle qui la précède
cli-found-journal-head = le journal n’a pas la longueur que dit sa tête
cli-found-journal-impossible = l’écriture ne peut pas suivre celles qui la précèdent
cli-found-journal-not-replayed = le journal n’est pas entier, les tables n’ont donc pas été comparées jusqu’au bout
cli-found-projection-missing = une ligne a disparu
cli-found-projection-differs = une ligne n’est pas ce que dit le journal
cli-found-projection-extra = une ligne ne vient de rien dans le journal
cli-found-projection-more = d’autres lignes de cette table sont fausses
cli-found-details-missing = des données personnelles ont disparu
cli-found-details-differ = des données personnelles ne sont pas celles qui ont été enregistrées
cli-found-details-extra = des données personnelles, ou des mots qui font trouver un intervenant, ne viennent de rien dans le journal
cli-found-details-words = les mots qui font trouver l’intervenant ne sont pas ceux de son nom
cli-found-details-keys = ce qui signale les doublons probables de l’intervenant n’est pas tiré de ses données
cli-found-print-missing = le fichier d’un certificat imprimé a disparu
cli-found-print-differs = le fichier d’un certificat imprimé n’est pas celui qui a été imprimé
cli-found-print-extra = le fichier d’un certificat ne vient d’aucune impression du journal
cli-found-print-no-key = la clé avec laquelle le fichier d’un certificat imprimé est scellé manque
cli-found-print-not-erased = le fichier d’un certificat, effacé avec les données de son exportateur, est de nouveau là
cli-found-row-unreadable = une valeur conservée ne peut pas être lue
cli-found-rule-broken = le journal enfreint une règle de détention
cli-found-lineage-pool = les origines conservées pour le lot ne sont pas celles du journal
cli-found-lineage-certificate = les origines d’un certificat ne sont pas celles du journal
cli-found-lineage-digest = les origines d’un certificat ne sont pas celles qui ont été signées
cli-smtp-fault = Le serveur de courriel ne peut pas être utilisé : { $error }
cli-smtp-from = Indiquez l’adresse d’expédition : --smtp-from ou PLACER_SMTP_FROM.
