# Données personnelles : clés, masques, registre des accès, effacement.
cli-sealed = Les données personnelles ne peuvent être ni lues ni écrites : { $error }. Indiquez le dossier des clés par --keys ou PLACER_KEYS, et vérifiez que le fichier qui s’y trouve est bien celui du registre.
cli-note-details-unchecked = Les données personnelles n’ont pas pu être vérifiées : les clés manquent. Tout le reste l’a été.
cli-key-made = Une nouvelle clé a été faite. Copiez le fichier des clés là où vous gardez ses copies avant de continuer à travailler.
cli-key-goes-on = Un changement de clé avait été interrompu ; il reprend.
cli-key-progress = scellés de nouveau : { $count }
cli-key-done = Scellés de nouveau : { $count }.
cli-key-current = { $key }  la clé actuelle ({ $rows } scellés avec elle)
cli-key-older = { $key }  une ancienne clé, encore nécessaire ({ $rows } scellés avec elle)
cli-key-unused = { $key }  une ancienne clé avec laquelle plus rien n’est scellé : sa ligne dans le fichier des clés peut être détruite, dès qu’aucune sauvegarde à restaurer n’en a besoin
cli-found-details-no-key = la clé avec laquelle des données personnelles sont scellées manque
cli-found-details-not-erased = des données personnelles effacées sont de nouveau là
cli-found-details-reads = une trace de lecture de données personnelles a été enlevée
violation-details-erased = Les données personnelles de { $code } sont déjà effacées.
violation-details-held-licences = { $code } a des titres en vigueur, suspendus ou à venir : { $numbers }. Effacez les données quand ils seront échus ou retirés.
violation-details-held-parcels = { $code } détient des lots : { $parcels }. Effacez les données quand ils seront vendus, exportés ou repris.
