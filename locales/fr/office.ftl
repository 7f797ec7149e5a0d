office-open = Ouvrir un bureau
office-code = Code
office-code-hint = De 2 à 10 lettres ou chiffres, par exemple BO
office-name = Nom
office-areas = Zones dont il s’occupe
office-areas-hint = Une zone par ligne : son nom ou son code ISO
violation-office-code = Écrivez un code de 2 à 10 lettres ou chiffres.
violation-office-code-taken = Un autre bureau a le code { $code }. Choisissez-en un autre.
