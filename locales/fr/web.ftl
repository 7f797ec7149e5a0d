sign-in-login = Nom de connexion
sign-in-password = Mot de passe
error-word = Erreur :
fault-stale-title = Le formulaire est trop ancien
fault-stale-text = Rien n’a été écrit. Ouvrez de nouveau la page et envoyez le formulaire depuis celle-ci.
fault-too-often-title = Trop de demandes
fault-too-often-text = Plus de demandes sont venues de votre adresse qu’un bureau n’en fait. Celle-ci n’a rien écrit ; ce que vous avez saisi est encore dans la page précédente.
violation-limit-wait = { $seconds ->
    [one] Attendez { $seconds } seconde, puis revenez en arrière et réessayez.
   *[other] Attendez { $seconds } secondes, puis revenez en arrière et réessayez.
}
violation-sign-in-wrong = Le nom ou le mot de passe est faux. Vérifiez les deux et réessayez.
violation-occurred-future = L’heure est dans l’avenir. Vérifiez l’horloge de l’appareil.
violation-occurred-too-old = L’heure remonte à plus de { $days } jours. Vérifiez l’année et l’horloge de l’appareil ; pour un fait plus ancien, ne donnez pas d’heure et indiquez le jour dans l’écriture elle-même.
violation-device-reserved = Le nom « { $name } » est réservé au registre lui-même. Donnez un autre nom à l’appareil.
sign-in-forgotten = Mot de passe oublié ? Demandez un nouveau premier mot de passe à votre administrateur.
violation-sign-in-wait-seconds = Trop d’essais. { $seconds ->
    [one] Attendez { $seconds } seconde, puis réessayez.
   *[other] Attendez { $seconds } secondes, puis réessayez.
}
violation-sign-in-wait-minutes = Trop d’essais. { $minutes ->
    [one] Attendez { $minutes } minute, puis réessayez.
   *[other] Attendez { $minutes } minutes, puis réessayez.
}
fault-password-title = Choisissez d’abord votre mot de passe
fault-password-text = Vous avez encore le mot de passe que vous avez reçu. Choisissez le vôtre avant de continuer.
form-file = Choisir un fichier
form-file-or = Choisissez un fichier ci-dessus, ou collez son texte ici. Si les deux sont là, le fichier compte.
