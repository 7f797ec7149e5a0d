violation-account-needs-office = Choisissez le bureau : ce rôle appartient à un bureau.
violation-account-needs-party = Choisissez l’intervenant : ce rôle agit pour lui.
violation-account-no-office = Ce bureau n’existe pas. Choisissez-en un dans la liste.
violation-account-no-party = Cet intervenant n’existe pas. Choisissez-en un dans la liste.
violation-account-login = Écrivez un nom de connexion de 3 à 60 lettres, chiffres, points, traits d’union, tirets bas ou @.
violation-account-login-taken = Quelqu’un se connecte déjà sous le nom { $login }. Choisissez un autre nom.
violation-account-own = Vous ne pouvez pas modifier votre propre compte. Demandez à un autre administrateur.
violation-account-same-state = Le compte est déjà dans cet état.
