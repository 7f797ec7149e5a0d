## Les têtes signées du journal, les témoins, les reçus et un registre fermé

heads-title = Le journal est-il toujours le même ?
heads-lead = Chaque acte accepté est une écriture du journal. Une tête est une courte empreinte de tout le journal jusqu’à un certain nombre d’écritures, signée par le registre. Qui en garde une peut montrer plus tard que rien n’a été changé ni retiré jusque-là.
heads-none = Aucune tête n’a encore été signée.
heads-newest = Dernière tête
heads-none-here = Cette copie du registre n’a pas de tête signée.
heads-newest-here = Dernière tête dans cette copie du registre
heads-closed = Ce que cette page montre du registre tel qu’il est n’est pas une preuve avant que ce soit éclairci.
heads-size = Écritures
heads-root = Empreinte
heads-made = Signée
heads-origin = Nom du journal
heads-text = La tête telle qu’elle est signée
heads-slip = Imprimer cette tête
heads-slip-title = Tête signée du journal
heads-slip-how = Gardez ce papier loin du registre. Plus tard, un contrôleur pourra y comparer le journal.
heads-slip-print = Imprimez-la, ou copiez le texte dans un fichier.
heads-raw = La tête en fichier simple
heads-keys = Clés publiques du journal
heads-keys-explained = Procurez-vous ces clés une fois par un autre chemin que cette page, et gardez-les. Une signature qu’elles ne confirment pas n’est pas celle du registre.
heads-key-since = { $size ->
    [0] depuis la première écriture
   *[other] pour les journaux de plus de { $size } écritures
}
heads-how = Comment vérifier
heads-how-page = Comparez la tête de votre papier à ce registre : tapez le nombre d’écritures qui y figure.
heads-how-size = Nombre d’écritures sur votre papier
heads-how-size-hint = Comme il est imprimé, par exemple 1 250.
heads-how-look = Montrer l’empreinte à ce nombre
heads-at-size = Empreinte des { $size } premières écritures
heads-at-size-none = { $size ->
    [0] Donnez le nombre d’écritures qui figure sur votre papier.
   *[other] Le journal a moins de { $size } écritures. Si votre papier dit { $size }, des écritures manquent : prévenez l’autorité et gardez le papier.
}
heads-at-size-same = Si l’empreinte de votre papier est autre, le journal a été changé : prévenez l’autorité et gardez le papier.
heads-how-file = La page calcule l’empreinte à partir du registre lui-même. Pour ne devoir croire personne, vérifiez un journal exporté ou un fichier de preuve sur votre propre ordinateur, comme le disent ces deux pages.
heads-how-format = Le format du journal et comment le vérifier (en anglais)
heads-how-events = Toutes les sortes d’écritures et leurs règles (en anglais)
heads-witnesses = Témoins
heads-witnesses-explained = Un témoin est l’ordinateur de quelqu’un d’autre qui ne signe une tête que si elle continue la dernière qu’il a vue.
heads-witnesses-none = Aucun témoin n’est prévu. Les têtes sont gardées dans un dossier hors de la base de données.
heads-witnesses-needed = Il en faut { $needed } sur { $all }.
heads-witnesses-enough = La dernière tête en a assez.
heads-witnesses-closed = Ce qu’ils ont signé ne montre pas que tout va bien : le registre ne continue pas une tête dont on sait qu’elle a été signée.
heads-witnesses-few = La dernière tête en a trop peu. Ils sont redemandés trois fois par minute.
heads-witness-under = a signé la dernière tête
heads-witness-behind = a signé en dernier une tête de { $size } écritures
heads-witness-never = n’en a encore signé aucune
heads-witness-reached-cosigned = a répondu
heads-witness-reached-silent = ne peut être joint
heads-witness-reached-refused = refuse de signer : il connaît peut-être un autre journal

sealed-title = Dans le journal
sealed-entry = Écriture { $seq }, code court { $code }
sealed-head = Contenue dans la tête signée de { $size } écritures.
sealed-soon = Sa tête est signée dans la minute.
sealed-by = Témoins qui l’ont signée : { $names }.
sealed-by-none = Aucun témoin ne l’a encore signée.
sealed-enough = Cela suffit (il en faut { $needed } sur { $all }).
sealed-few = C’est trop peu (il en faut { $needed } sur { $all }). Elle compte tout de même ; les témoins sont redemandés trois fois par minute.
sealed-enough-rule = Cela suffit selon la règle des témoins.
sealed-few-rule = C’est trop peu selon la règle des témoins. Elle compte tout de même ; ils sont redemandés trois fois par minute.
sealed-proof = Télécharger la preuve
sealed-proof-explained = La preuve montre sans réseau que cette écriture est dans le journal, inchangée.
sealed-short = Écriture { $seq } du journal, code { $code }
entry-check-there = L’écriture { $seq } est dans le journal avec ce code.
entry-check-recorded = Elle a été enregistrée le { $at }.
entry-check-receipt = Reçu de l’écriture du journal, avec sa preuve
entry-check-sign-in = Qui l’a enregistrée, son bureau et les contrôleurs peuvent avoir son reçu et sa preuve : connectez-vous, puis rouvrez cette page.
entry-check-not-yours = Son reçu et sa preuve sont pour qui l’a enregistrée, pour son bureau et pour les contrôleurs. Demandez la preuve à l’un d’eux.
entry-check-nothing-else = C’est ce que dit le registre ; pour ne devoir croire personne, demandez la preuve. Ce dont parle l’écriture est sur le papier : vérifiez-le par le numéro ou le code de contrôle du papier lui-même.
entry-check-unknown = Le journal n’a pas d’écriture avec ce numéro et ce code.
entry-check-unknown-do = Comparez les deux au papier, caractère par caractère. S’ils y figurent ainsi, le papier est peut-être faux, ou le journal a été changé : gardez le papier et prévenez l’autorité.

closed-banner = Ce registre est en lecture seule.
closed-banner-link = Pourquoi, et que faire
closed-title = Le registre est en lecture seule
closed-missing = Une tête de { $known } écritures a été signée, mais le journal en a { $here }. Des écritures manquent : une ancienne copie de la base de données a été remise, ou sa fin a été coupée.
closed-changed = Les { $known } premières écritures ne sont pas celles qui ont été signées. Quelqu’un a changé le journal, ou une autre base de données a été mise à sa place.
closed-untold = Une tête de { $known } écritures a été signée, mais aucune n’est dans le dossier hors de la base de données où les têtes signées sont gardées. Personne ne peut dire si des écritures manquent.
closed-nothing = Rien ne peut être enregistré avant que ce soit éclairci. Tout ce qui est ici peut être lu.
closed-open-title = Le registre est ouvert
closed-open = Le registre est ouvert. Son journal est celui qui a été signé.
closed-known = Ce qui a été signé
closed-first = D’abord
closed-first-text = Arrêtez le serveur et remettez la copie la plus récente de la base de données. Cherchez-la sur tous les disques avant de continuer. Quand le registre a de nouveau toutes ses écritures, il s’ouvre de lui-même au prochain démarrage.
closed-first-untold = Arrêtez le serveur. Si le dossier des têtes signées est sur un autre disque ou une autre machine, reconnectez-le ; s’il a été déplacé, nommez-le par --heads. S’il est perdu, cherchez la tête la plus récente ailleurs, sur papier, chez un témoin ou dans un miroir, et mettez-la en place avec « placer checkpoint --keep FICHIER ». Puis redémarrez le serveur.
closed-second = Seulement si les écritures sont perdues
closed-second-text = Deux personnes, chacune sous son propre compte, peuvent laisser le registre continuer sans les écritures perdues. Cela reste pour toujours dans le journal. Le journal reçoit un autre nom, car ses anciennes têtes ne pourront plus jamais être atteintes ; sa nouvelle clé publique doit être remise aux contrôleurs et aux témoins.
closed-reason = Ce qui s’est passé
closed-reason-hint = Dites comment les écritures ont été perdues, quels jours elles couvrent et où elles sont sur papier.
closed-propose = Proposer de continuer sans elles
closed-waits = { $who } a proposé le { $at } de continuer sans les écritures perdues :
closed-waits-other = Une deuxième personne doit être d’accord.
closed-approve = Être d’accord, et ouvrir le registre
fault-closed-title = Le registre est en lecture seule
fault-closed-text = Rien n’a été écrit : le journal n’est pas celui qui a été signé. La page « Pourquoi, et que faire » en haut dit ce qui manque.

violation-recovery-not-closed = Le registre est ouvert ; il n’y a rien à abandonner.
violation-recovery-waiting = Quelqu’un l’a déjà proposé. Une deuxième personne doit être d’accord.
violation-recovery-decided = Cela a déjà été décidé.
violation-recovery-same-person = Vous l’avez proposé. Quelqu’un d’autre doit être d’accord.
violation-head-not-ours = Ce n’est pas une tête signée par une clé de ce journal.
violation-head-older = Cette tête est de { $size } écritures, plus ancienne que celle de { $known } que le registre a lui-même. Cherchez-en une plus récente.

event-key-adopted = Clé du journal changée
event-recovery-proposed = Reprise après une perte proposée
event-recovery-approved = Reprise après une perte acceptée

cli-key-missing = La clé « { $name } » qui signe les têtes du journal n’est pas dans { $folder }. Donnez son dossier avec --keys. Si elle est perdue pour de bon, docs/operations.md dit que faire.
cli-origin = « { $typed } » ne peut pas être un nom dans les têtes signées : employez des lettres, des chiffres, des points, des traits d’union et des barres obliques, comme dans registre.example/journal.
cli-other-origin = Le journal est signé sous le nom { $name }, non { $typed }. Son nom est définitif ; omettez --origin.
cli-no-head = Ce registre n’a pas de clé qui signe ses têtes. Démarrez-le une fois avec « placer serve », ou donnez le dossier de ses clés avec --keys.
cli-head-fault = { $file } n’est pas une tête signée : { $error }
cli-head-kept = La tête de { $size } écritures est gardée. Redémarrez le serveur : il y compare le journal.
cli-no-key = Il n’y a pas de clé ici. Donnez le dossier des clés avec --keys.
cli-qr-too-long = La tête est trop longue pour un code QR.
cli-key-rotated = La tête de { $size } écritures est signée par les deux clés. Désormais signe cette clé : { $key }
cli-key-restart = Un serveur en marche la prend de lui-même. Remettez la nouvelle clé aux contrôleurs et aux témoins, et copiez de nouveau le dossier des clés.
cli-exported = { $entries } écritures dans { $folder }
cli-witness-name = Donnez au témoin un nom à lui avec --name, par exemple temoin.example/ouest.
cli-witness-log = « { $typed } » n’est pas la clé publique d’un journal. « placer key show » l’affiche.
cli-witness-no-log = Donnez la clé publique du journal à surveiller avec --watch.
cli-witnesses-fault = Le fichier des témoins ne peut pas servir : { $error }
cli-checkpoint-fault = Ce fichier ne contient pas de tête signée : { $error }
cli-found-checkpoint-signature = une tête signée ne l’est par aucune clé du journal
cli-found-checkpoint-size = des écritures qui avaient été signées manquent
cli-found-checkpoint-root = le journal n’est pas celui qui a été signé
cli-found-checkpoint-origin = la tête est d’un autre journal
cli-found-checkpoint-given-up = deux personnes ont laissé le registre continuer sans des écritures perdues
cli-found-checkpoint-unreadable = une tête signée ne peut être lue
cli-at-checkpoint = tête de { $no } écritures
cli-export-progress = { $at } écritures lues
cli-export-fault = Ceci n’est pas un journal exporté : { $error }
cli-found-journal-key-twice = le même compte a employé deux fois la même clé
cli-found-journal-author = l’auteur n’était pas un compte, ou était désactivé
