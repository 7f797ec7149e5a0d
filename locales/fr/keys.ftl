cli-keys-fault = Le fichier des clés, { $path }, ne peut être ni lu ni écrit : { $error }
cli-keys-open = D’autres peuvent lire le fichier des clés, { $path } (droits { $rights }). Que seul son propriétaire puisse le lire : chmod 600.
cli-keys-unreadable = Le fichier des clés, { $path }, est abîmé : la ligne { $line } n’est pas une clé. Remettez à sa place la copie que vous en gardez.
cli-keys-missing = Le fichier des clés, { $path }, est absent, mais des parties du registre sont scellées avec lui. Remettez à sa place la copie que vous en gardez, ou indiquez son dossier par --keys ou PLACER_KEYS.
