nav-notices = Préavis

violation-notice-void = Le certificat { $number } est annulé. Plus personne n’en est avisé à l’étranger.
violation-notice-before-issue = Le certificat a été délivré le { $on } ; personne ne peut en avoir été avisé avant.
violation-notice-not-made = Il n’y a pas encore de texte de préavis. Ouvrez d’abord le préavis du certificat.
violation-notice-no-file = Ce certificat n’a pas de jeton : aucun fichier ne peut être envoyé. Sa page dit pourquoi.
notice-lead = Avant l’arrivée des marchandises, l’autorité d’importation est avisée de leur certificat, avec son fichier et un code à usage unique pour confirmer la réception. Ce qui a été envoyé figure au journal.
notice-one = Préavis
notice-title = Préavis du certificat { $number }
notice-none = Aucun préavis dans la file.
notice-all = Tous les préavis
notice-open = Ceux qui ne sont pas partis
notice-untold = Autorités étrangères pas encore avisées
notice-recipient = Envoyé à
notice-recipient-hint = Le service, et comment : coursier, lettre, adresse électronique
notice-tries = Essais
notice-trouble = Ce qui l’empêche
notice-trouble-no-server = Ce registre n’a pas de serveur de courriel. Envoyez le préavis par un autre moyen.
notice-trouble-no-address = Aucune adresse électronique de l’autorité d’importation n’est connue. Proposez-en une sous Participants, ou envoyez le préavis par un autre moyen.
notice-trouble-no-file = Ce certificat n’a pas de jeton : aucun fichier ne peut être envoyé. Sa page dit pourquoi.
notice-trouble-void = Le certificat est annulé.
notice-void-title = Dites-leur qu’il est annulé
notice-void-cause-error = quelque chose y était faux
notice-void-cause-spoiled = le papier a été détérioré
notice-void-cause-lost = le papier a été perdu
notice-void-cause-stolen = le papier a été volé
notice-void-cause-unused = il n’a pas servi
notice-void-how = Cette autorité a été prévenue du certificat avant son annulation. Envoyez-lui ce texte.
notice-void-text =
    À { $to },

    Le certificat { $number }, délivré le { $issued }, dont nous vous avons prévenus, est annulé depuis le { $on }. Motif : { $cause }.

    Ne l’acceptez pas. Si de la marchandise arrive avec lui, retenez-la et prévenez-nous.

    Son état : { $check }
    Tous les numéros à ne pas accepter : { $lost }

    { $authority }
notice-next = Nouvel essai à partir de { $at }
notice-not-queued = Pas encore dans la file
notice-sent = Ce qui a été envoyé
notice-again = Réessayer maintenant
notice-text = Le préavis
notice-text-how = Le code à usage unique qu’il contient permet de confirmer la réception. Ne le donnez qu’à l’autorité d’importation ou à l’importateur.
notice-mail-file = Le préavis en fichier
notice-certificate-file = Le certificat en fichier, à envoyer avec lui
notice-by-hand = Noter un envoi par un autre moyen
notice-by-hand-confirm = Noter
notice-on = Envoyé le
notice-reference = Référence
notice-reference-hint = Numéro de la lettre ou de l’envoi
notice-state-waiting = En attente
notice-state-failed = Échec, nouvel essai prévu
notice-state-sent = Envoyé
notice-state-by-hand = Envoyé par un autre moyen
notice-state-given-up = Abandonné
notice-way-smtp = Par courriel
notice-way-hand = Par un autre moyen
notice-mail-subject = Préavis du certificat du Processus de Kimberley { $number }
notice-mail-authority = l’autorité d’importation
notice-mail-text =
    À { $to }

    { $authority } a délivré un certificat du Processus de Kimberley pour une expédition vers votre pays.

    Numéro du certificat : { $number }
    Délivré le : { $issued }
    Valable jusqu’au : { $expires }
    Exportateur : { $exporter }
    Importateur : { $importer }
    Pays d’origine : { $origin }
    Pays de provenance : { $provenance }
    Carats : { $carats }
    Valeur : { $value }
    Lots : { $parcels }
    Scellés : { $seals }

    { $lines }

    Le fichier joint contient les champs du certificat (sans l’adresse de l’exportateur), son jeton signé et la preuve de son inscription dans notre journal. L’état du certificat peut être consulté à l’adresse
    { $check }

    Veuillez confirmer la réception à l’adresse
    { $receipt }
    avec ce code à usage unique : { $code }
