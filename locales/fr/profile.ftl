### Les mots des profils de pays : listes fermées dont les valeurs viennent d’un profil.

holder-person = Personne physique
holder-organisation = Organisation

payment-cash = Espèces
payment-bank = Virement bancaire
payment-mobile-money = Argent mobile
payment-cheque = Chèque

mixed-origin-asterisks = Astérisques
mixed-origin-list = Liste des pays

size-basis-aperture-um = Tamis
size-basis-mass-mct = Poids de la pierre
