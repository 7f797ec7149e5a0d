sign-in-login = Nom de connexion
sign-in-password = Mot de passe
error-word = Erreur :
fault-stale-title = Le formulaire est trop ancien
fault-stale-text = Rien n’a été écrit. Ouvrez de nouveau la page et envoyez le formulaire depuis celle-ci.
violation-sign-in-wrong = Le nom ou le mot de passe est faux. Vérifiez les deux et réessayez.
violation-occurred-future = L’heure est dans l’avenir. Vérifiez l’horloge de l’appareil.
