### Les fichiers et dossiers des clés.

cli-keys-fault = Le fichier des clés, { $path }, ne peut être ni lu ni écrit : { $error }
cli-keys-open = D’autres peuvent lire le fichier des clés, { $path } (droits { $rights }). Que seul son propriétaire puisse le lire : chmod 600.
cli-keys-unreadable = Le fichier des clés, { $path }, est abîmé : { $line ->
    [0] il ne contient aucune clé
   *[other] la ligne { $line } n’est pas une clé
}. Remettez à sa place la copie que vous en gardez.
cli-keys-missing = Le fichier des clés, { $path }, est absent, mais des parties du registre sont scellées avec lui. Remettez à sa place la copie que vous en gardez, ou indiquez son dossier par --keys ou PLACER_KEYS.
cli-keys-other = Le fichier des clés, { $path }, contient la clé d’un autre journal. Remettez à sa place la copie que vous gardez du bon fichier, ou redémarrez le serveur si le journal continue sous un autre nom.
cli-keys-nowhere = Le compte sous lequel tourne ce programme n’a pas de dossier personnel. Dites dans quel dossier sont les clés par --keys ou PLACER_KEYS, et où sont gardées les têtes signées par --heads ou PLACER_HEADS ; tous deux à l’écart de la base de données.
cli-places = clés dans { $keys }, têtes signées dans { $heads }
cli-keys-beside = Attention : le dossier des clés, { $path }, est avec la base de données. Qui peut prendre ou changer l’une peut prendre les autres, et signer alors ce qu’il veut. Donnez-leur un autre dossier par --keys.
cli-heads-beside = Attention : le dossier des têtes signées, { $path }, est avec la base de données. Qui remet une ancienne copie de l’une remet aussi les autres, et personne ne le remarque. Donnez-leur un autre dossier par --heads, de préférence sur une autre machine.
