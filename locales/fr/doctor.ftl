### Ce que « placer doctor » trouve, et ce qu’il faut faire.

doctor-wrong = FAUX
doctor-look = à voir
doctor-done = { $looked } points examinés : { $wrong } faux, { $look } à voir

## Réglages

doctor-settings-base-url-missing = Aucune adresse publique n’est donnée : les codes QR mènent à { $listen }.
doctor-settings-base-url-missing-do = Donnez l’adresse sous laquelle on atteint le registre : --base-url https://…
doctor-settings-base-url-plain = L’adresse publique { $url } n’est pas chiffrée : mots de passe et sessions circulent en clair.
doctor-settings-base-url-plain-do = Placez devant le registre un serveur mandataire qui parle HTTPS, et donnez son adresse https:// avec --base-url.
doctor-settings-listen-open = Le serveur écoute sur { $listen }, où on peut l’atteindre sans passer par le mandataire, en clair.
doctor-settings-listen-open-do = Écoutez sur 127.0.0.1, ou faites qu’un pare-feu n’admette que le mandataire.
doctor-settings-proxy-unlisted = On atteint le registre à { $url } par un mandataire, mais aucun n’est cru : tous les visiteurs comptent comme une seule adresse et partagent une seule limite.
doctor-settings-proxy-unlisted-do = Nommez l’adresse d’où vient le mandataire, par exemple --trusted-proxy 127.0.0.1.
doctor-settings-proxy-anybody = Presque toute adresse est crue comme mandataire : n’importe qui peut se donner une autre adresse et deviner sans limite.
doctor-settings-proxy-anybody-do = Ne nommez que les adresses de vos propres mandataires avec --trusted-proxy.
doctor-settings-metrics-open = Les chiffres de surveillance sont servis sur { $listen }, où d’autres que cette machine les atteignent.
doctor-settings-metrics-open-do = Servez-les sur 127.0.0.1, par exemple --metrics 127.0.0.1:9464, et faites passer la surveillance par un tunnel.
doctor-settings-passwords-known = On ne peut pas chercher dans la liste de mots de passe volés { $path }, le serveur ne démarre donc pas avec elle : { $error }
doctor-settings-passwords-known-do = Remettez le fichier à sa place, avec des empreintes SHA-1 en ordre, une par ligne (EMPREINTE:NOMBRE), ou omettez --passwords-known.

## Fichiers

doctor-files-readable = Tout compte de cette machine peut lire ou écrire { $path } (mode { $mode }).
doctor-files-readable-do = Retirez ce droit : chmod o-rwx { $path }
doctor-files-folder-open = Dans le dossier { $path }, tout compte de cette machine peut poser des fichiers (mode { $mode }), même à la place du registre.
doctor-files-folder-open-do = Donnez au registre un dossier à lui : chmod o-w { $path }
doctor-files-keys-missing = Le dossier des clés { $path } n’est pas là.
doctor-files-keys-missing-do = Remettez-le depuis sa propre copie avant de démarrer le serveur ; sans lui, ce qui est chiffré ne peut être lu.
doctor-files-keys-readable = { $path } contient des clés et s’ouvre à d’autres que son propriétaire (mode { $mode }).
doctor-files-keys-readable-do = Retirez ce droit : chmod go-rwx { $path }
doctor-files-key-unusable = { $why }
doctor-files-key-unusable-do = D’ici là, un serveur en marche continue avec les clés qu’il a ; il ne pourra pas redémarrer.
doctor-files-heads-beside = Le dossier des têtes signées, { $path }, est avec le registre : qui remet une ancienne copie du registre remet aussi d’anciennes têtes, et personne ne le remarque.
doctor-files-heads-beside-do = Donnez-leur un autre dossier par --heads, de préférence sur une autre machine, et copiez-y ce qui s’y trouve.
doctor-files-heads-with-keys = Le dossier des têtes signées, { $path }, est dans celui des clés : qui remet une copie des clés remet aussi d’anciennes têtes.
doctor-files-heads-with-keys-do = Donnez-leur un autre dossier par --heads, de préférence sur une autre machine, et copiez-y ce qui s’y trouve.
doctor-files-certificate-key = Des certificats ont été délivrés, mais { $path } n’est pas là : les nouveaux n’ont pas de jeton, et personne ne peut les vérifier sans réseau.
doctor-files-certificate-key-do = Remettez la copie que vous en gardez. Si ce registre n’en a jamais eu, faites-la avec « placer key rotate-certificates ».
doctor-files-heads-missing = Des têtes ont été signées, mais le dossier des têtes signées, { $path }, n’en a aucune : on ne peut remarquer qu’une ancienne copie du registre a été remise, et le serveur démarre en lecture seule.
doctor-files-heads-missing-do = Reconnectez le disque où il est, ou nommez le dossier par --heads. S’il est perdu, mettez-y la tête la plus récente connue ailleurs avec « placer checkpoint --keep FICHIER ».
doctor-register-closed = Le registre est en lecture seule. { $why }
doctor-register-closed-do = Gardez une copie de la base de données telle qu’elle est, et cherchez la copie entière la plus récente ; voir « Signed heads » dans docs/operations.md et la page /standing de son serveur.
doctor-files-keys-beside = Le dossier des clés { $path } est avec le registre : qui prend l’un prend l’autre.
doctor-files-keys-beside-do = Gardez les clés sur un autre disque, ou au moins dans un dossier qui n’est pas copié avec le registre.
doctor-files-room = Il ne reste que { $free } Mo dans { $path } ; il en faut { $wanted }.
doctor-files-room-do = Faites de la place, ou donnez au registre un disque plus grand. Quand il est plein, plus rien ne peut être enregistré.

## Sauvegardes

doctor-backup-none = Aucune sauvegarde de ce registre n’est notée.
doctor-backup-none-do = Faites-en une avec « placer backup », puis chaque jour ; gardez-en une copie dans un autre bâtiment.
doctor-backup-old = La dernière sauvegarde est du { $at } ; elle ne devrait pas avoir plus de { $hours } heures.
doctor-backup-old-do = Cherchez pourquoi il n’y en a pas eu depuis, et faites-en une maintenant avec « placer backup ».
doctor-backup-plain = La dernière sauvegarde ({ $path }) n’est pas chiffrée.
doctor-backup-plain-do = Chiffrez les sauvegardes pour deux gardiens avec --to, et détruisez celle-ci dès qu’il y en a une autre.
doctor-backup-unknown = Personne n’a dit où les sauvegardes de ce registre sont notées.
doctor-backup-unknown-do = Donnez le même fichier à « placer backup » et à « placer doctor », avec --mark ou PLACER_BACKUP_MARK.

## Comptes

doctor-accounts-demonstration-password = Des comptes ont le mot de passe de la démonstration, que chacun peut lire : { $logins }.
doctor-accounts-demonstration-password-do = Donnez-en un autre à chacun tout de suite : placer account set-password NOM
doctor-accounts-no-administrator = Il ne reste aucun administrateur actif : aucun compte ne peut être créé ni fermé.
doctor-accounts-no-administrator-do = Réactivez-en un : placer account enable NOM --reason …
doctor-accounts-one-administrator = Il n’y a qu’un seul administrateur. S’il est absent ou parti, personne ne peut fermer un compte.
doctor-accounts-one-administrator-do = Créez-en un second pour une autre personne : placer account create NOM --role administrator
doctor-accounts-first-password = { $count ->
    [one] Un compte a encore
   *[other] { $count } comptes ont encore
} le premier mot de passe, que quelqu’un d’autre connaît.
doctor-accounts-first-password-do = Demandez à leurs titulaires de se connecter, ou fermez ces comptes.
doctor-accounts-no-factor = Des comptes dont le rôle doit avoir un second facteur n’en ont pas encore : { $logins }. Leur mot de passe seul ouvre la page où l’on en met un en place.
doctor-accounts-no-factor-do = Demandez à leurs titulaires de se connecter et d’en mettre un en place, ou fermez ces comptes : placer account disable NOM --reason …
doctor-accounts-factor-known = Des comptes ont un second facteur dont le secret figure dans des normes et des exemples, si bien que chacun en produit les codes : { $logins }. Le programme n’en donne aucun de ceux-là : quelqu’un a écrit dans les tables sans passer par lui.
doctor-accounts-factor-known-do = Retirez-le tout de suite, placer account reset-factor NOM --reason …, et cherchez qui a des droits sur la base de données.
doctor-accounts-factor-shared = Des comptes ont la même application d’authentification, une seule personne peut donc signer pour les deux : { $logins }. Le programme en donne une à chacun : quelqu’un a écrit dans les tables sans passer par lui.
doctor-accounts-factor-shared-do = Retirez-la à tous, placer account reset-factor NOM --reason …, et cherchez qui a des droits sur la base de données.
doctor-accounts-factor-exempt = Aucun second facteur n’est demandé à ces rôles : { $roles }. Qui apprend un de leurs mots de passe se connecte à leur place.
doctor-accounts-factor-exempt-do = Ne dispensez un rôle que si ses agents ne peuvent avoir ni application ni clé d’accès, notez pourquoi, et nommez-le de nouveau dans --second-factor dès qu’ils le peuvent.

## Registre

doctor-register-demonstration = Ceci est une démonstration ; tout y est fictif.
doctor-register-demonstration-do = Ne donnez pas son adresse comme celle d’un registre.
doctor-register-migrations = Les tables ne sont pas à jour : { $versions } manquent.
doctor-register-migrations-do = Faites une sauvegarde, puis lancez « placer migrate ».
doctor-register-newer = Les tables viennent d’un programme plus récent ({ $versions }).
doctor-register-newer-do = Prenez ce programme ou un plus récent ; celui-ci pourrait mal les lire.
doctor-register-not-set-up = Les tables sont là, mais aucun registre n’y a été établi.
doctor-register-not-set-up-do = Lancez d’abord « placer account create ».
doctor-register-rules = Les règles en vigueur depuis { $since } ne sont pas celles que ce programme apporte pour le pays, ou que vous avez nommées.
doctor-register-rules-do = Si le changement est voulu, mettez-le en vigueur avec --profile et --adopt-profile ; sinon laissez : le registre continue sous les siennes.
doctor-register-guard-missing = Des gardes qui empêchent de changer les preuves ont disparu : { $names }.
doctor-register-guard-missing-do = Cherchez qui a des droits sur la base, lancez « placer verify », et restaurez une base qui les a.

## Horloge et base de données

doctor-clock-behind = L’horloge de cette machine dit { $now }, mais la dernière écriture date du { $last }.
doctor-clock-behind-do = Réglez l’horloge et gardez-la réglée (NTP). D’ici là, les nouvelles écritures portent l’heure de la dernière.
doctor-clock-database = Les horloges de cette machine et de la base diffèrent de { $seconds } secondes.
doctor-clock-database-do = Faites régler les deux machines par NTP.
doctor-clock-never-set = L’horloge de cette machine dit { $now } ; elle n’a jamais été réglée.
doctor-clock-never-set-do = Réglez l’horloge et gardez-la réglée (NTP) avant d’enregistrer quoi que ce soit.
doctor-database-pragmas = La base ne garderait pas toute écriture confirmée (mode du journal { $mode }, synchronous { $synchronous }).
doctor-database-pragmas-do = Mettez le fichier sur un disque de cette machine : les disques en réseau n’acceptent pas ce mode. Ne l’ouvrez avec rien d’autre que ce programme.
doctor-database-read-only = La base n’accepte aucune écriture.
doctor-database-read-only-do = Regardez le propriétaire et le mode de ses fichiers, et si son disque est monté en lecture seule.
doctor-database-superuser = Le rôle avec lequel le programme se connecte est superutilisateur de PostgreSQL.
doctor-database-superuser-do = Créez un rôle qui ne possède que cette base et un autre pour le serveur, lancez « placer migrate --role NOM » en tant que propriétaire, et que le serveur se connecte avec l’autre.
doctor-database-owner = Le rôle avec lequel le programme se connecte possède les tables, et peut donc retirer les gardes qui empêchent de changer les preuves.
doctor-database-owner-do = Créez un autre rôle pour le serveur, lancez « placer migrate --role NOM » en tant que propriétaire, et que le serveur se connecte avec l’autre.
doctor-database-may-change = Le rôle avec lequel le programme se connecte pourrait changer ou retirer des preuves, n’étaient les gardes.
doctor-database-may-change-do = Lancez « placer migrate --role NOM » en tant que propriétaire des tables : ces droits seront retirés.
doctor-database-unsafe = Le serveur PostgreSQL peut perdre des écritures confirmées lors d’une coupure : { $names } est désactivé.
doctor-database-unsafe-do = Activez-le dans postgresql.conf et redémarrez le serveur.
doctor-database-encoding = La base est en { $encoding }, qui ne peut contenir tous les noms.
doctor-database-encoding-do = Créez une base en UTF8 et restaurez-y une sauvegarde.
