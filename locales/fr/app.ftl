### Les mots qui n’appartiennent à aucun nom en particulier : le cadre de chaque page, les unités, les rôles,
### les fautes, et ce qui ne va pas dans une saisie. Un fichier par nom à côté de celui-ci.
###
### Un mot pour chaque chose : intervenant (party), compte (account), licence, site, relevé de production
### (production entry), lot (parcel), bordereau d’achat (purchase slip), offre, acceptation, réunir (combine),
### diviser (split), trier (sort), repeser (reweigh), scellé (seal), expédition (shipment), certificat,
### bureau (office), correction, journal, provenance non établie (origin not established).
### Une espace simple devant « : ; ! ? » » et après « « » devient insécable au chargement ; ailleurs elle s’écrit
### avec son code, afin qu’on la voie.

-product = Placer

## Le cadre de chaque page

app-name = { -product }
app-tagline = Registre national et livre de suivi des diamants alluviaux
app-title = { $page } – { -product }
app-title-error = Erreur : { $title }
app-skip = Aller au contenu principal
app-back = Retour
app-request = Numéro de la requête : { $request }

## Les langues, chacune sous son propre nom

language-en = English
language-fr = Français

## Navigation

nav-label = Navigation principale
nav-home = Accueil
nav-parties = Intervenants
nav-licences = Licences
nav-sites = Sites
nav-map = Carte
nav-production = Production
nav-parcels = Lots
nav-purchases = Achats
nav-shipments = Expéditions
nav-certificates = Certificats
nav-accounts = Comptes
nav-offices = Bureaux
nav-corrections = Corrections
nav-journal = Journal

## Actions

action-save = Enregistrer
action-continue = Continuer
action-cancel = Ne rien changer
action-change = Modifier
action-sign-in = Se connecter
action-sign-out = Se déconnecter
action-search = Rechercher
action-filter = Filtrer
action-clear-filters = Effacer les filtres
action-print = Imprimer

## Petits mots

word-actions = Actions
word-yes = Oui
word-no = Non
word-none = Aucun
word-all = Tous
word-total = Total
word-unknown = Inconnu
word-not-given = Non renseigné
word-carats = Carats
word-stones = Pierres
word-day = Jour
word-state = État

## Avis

notice-success = Opération réussie
notice-warning = Attention

## Lots d’essai et données fictives

test-parcel = Lot d’essai
test-parcel-explained = Un lot d’essai ne contient aucune pierre réelle. Il n’entre dans aucun total et ne peut jamais partir sous un certificat.
demo-banner-title = Données fictives
demo-banner-text = Ceci est une démonstration. Les personnes, licences, sites et lots présentés ici sont tous inventés.

## Les pages d’une liste

pagination-label = Pages
pagination-next = Page suivante
pagination-shown = { $first } à { $last } sur { $total }
pagination-found = { $count ->
    [0] Aucun résultat
    [one] { $count } résultat
   *[other] { $count } résultats
}

## Unités

unit-carats = { $n }{"\u00A0"}ct
unit-percent = { $n }{"\u202F"}%
unit-kilometres = { $n }{"\u00A0"}km
unit-metres = { $n }{"\u00A0"}m
unit-square-metres = { $n }{"\u00A0"}m²
unit-cubic-metres = { $n }{"\u00A0"}m³
unit-hectares = { $n }{"\u00A0"}ha
unit-money = { $n }{"\u00A0"}{ $code }
unit-stones = { $count ->
    [one] { $count } pierre
   *[other] { $count } pierres
}
instant-utc = { $at }{"\u00A0"}UTC
degrees-north = { $n }° N
degrees-south = { $n }° S
degrees-east = { $n }° E
degrees-west = { $n }° O

## Rôles des comptes : qui se connecte

account-role-registrar = Agent d’enregistrement
account-role-by-code = Qui avait le code à usage unique
account-role-supervisor = Superviseur
account-role-buyer = Acheteur
account-role-exporter = Exportateur
account-role-officer = Agent de l’autorité
account-role-approver = Approbateur
account-role-reviewer = Vérificateur
account-role-administrator = Administrateur

## Rôles des intervenants : ce qu’une personne ou une organisation fait dans le métier

role-digger = Creuseur
role-miner = Exploitant artisanal (titulaire de licence)
role-cooperative = Coopérative
role-supporter = Bailleur de fonds
role-dealer = Négociant ou collecteur
role-agent = Mandataire
role-exporter = Exportateur ou comptoir d’achat
role-courier = Convoyeur
role-official = Agent de l’autorité
role-valuer = Évaluateur indépendant
role-state-buyer = Acheteur d’État

## Récapitulatif des erreurs

error-summary-title = Il y a un problème
error-in-field = { $label } : { $text }

## Pages de faute

fault-unreadable-title = La demande n’a pas pu être lue
fault-unreadable-text = Une partie de l’envoi manque ou est abîmée. Revenez en arrière, vérifiez votre saisie et envoyez-la de nouveau.
violation-query-unknown = { $field ->
    [licence] L’adresse demande un état de licence qui n’existe pas. Choisissez-le de nouveau dans le filtre.
    [production] L’adresse demande la production par un autre mot que oui ou non. Choisissez-le de nouveau dans le filtre.
    [office] L’adresse demande un bureau qui n’existe pas. Choisissez-le de nouveau dans le filtre.
    [bbox] L’adresse demande une partie de la carte qui ne peut pas être lue. Ouvrez de nouveau la carte.
   *[other] L’adresse demande quelque chose qui n’existe pas. Choisissez-le de nouveau dans le filtre.
}
violation-query-unreadable = Une partie de l’adresse, après le point d’interrogation, ne peut pas être lue. Ouvrez de nouveau la page depuis le menu.
violation-form-too-large = Le formulaire contient plus de texte que le registre n’en prend à la fois. Raccourcissez-le, par exemple les sommets d’une zone, et envoyez-le de nouveau.
violation-form-unreadable = Le formulaire n’est pas arrivé entier. Vérifiez la connexion et envoyez-le de nouveau.
fault-unauthenticated-title = Connectez-vous d’abord
fault-unauthenticated-text = Vous n’êtes pas connecté, ou votre absence a été trop longue. Connectez-vous et réessayez.
fault-forbidden-title = Vous n’y êtes pas autorisé
fault-forbidden-text = Votre compte n’a pas accès à cette page. Si votre travail l’exige, adressez-vous à votre administrateur.
fault-forbidden-act = Votre compte ne peut pas accomplir cet acte. Ce qu’il peut faire figure sous /api/v1/me. Si votre travail exige cet acte, adressez-vous à votre administrateur.
fault-forbidden-read = Votre compte ne peut pas lire ceci. Ce qu’il peut faire figure sous /api/v1/me. Si votre travail l’exige, adressez-vous à votre administrateur.
fault-not-found-title = Page introuvable
fault-not-found-check = Vérifier un numéro ou un code inscrit sur un papier
fault-not-found-visitor = Rien n’est conservé à cette adresse, ou cela n’est montré qu’à qui se connecte. Vérifiez l’adresse.
fault-not-found-text = Rien n’est conservé à cette adresse, ou votre compte ne peut pas le voir. Vérifiez l’adresse, ou recherchez le numéro ou le nom.
fault-method-title = Cela ne peut pas se faire ici
fault-method-text = L’adresse existe mais n’accepte pas ce genre de demande. Revenez en arrière et utilisez le bouton de la page.
fault-conflict-title = Quelqu’un vous a devancé
fault-conflict-text = Cette fiche a été modifiée depuis que vous l’avez ouverte. Relisez-la avant de continuer.
fault-too-large-title = Le fichier est trop volumineux
fault-too-large-text = Envoyez un fichier plus petit, ou plusieurs fichiers plus petits.
fault-refused-title = Refusé
fault-refused-text = Rien n’a été écrit. Les raisons sont données ici.
fault-internal-title = Une panne s’est produite de notre côté
fault-internal-text = Rien n’a été écrit. Réessayez. Si cela se reproduit, donnez à votre administrateur le numéro de la requête ci-dessous.
fault-busy-title = Le registre est occupé
fault-busy-text = Rien n’a été écrit. Attendez quelques secondes, puis réessayez.
fault-lost-title = La base de données a disparu un instant
fault-lost-text = Il n’est pas certain que cela ait été écrit. Attendez quelques secondes et renvoyez-le : il ne comptera qu’une fois.
violation-register-lost = La base de données a disparu un instant : il n’est pas certain que cela ait été écrit. Votre saisie est encore là : attendez quelques secondes et renvoyez-la, elle ne comptera qu’une fois.
fault-disk-title = Le disque est en panne
fault-disk-text = Rien n’est sûr d’avoir été écrit. Prévenez tout de suite votre administrateur ; renvoyez l’acte quand le disque remarchera : il ne comptera qu’une fois.
violation-register-closed = Le registre est en lecture seule : rien n’a été écrit, car son journal n’est pas celui qui a été signé. Votre saisie est encore là : notez-la sur papier, et renvoyez-la quand le registre sera ouvert.
violation-register-full = Le disque est plein : rien n’a été écrit. Prévenez tout de suite votre administrateur. Votre saisie est encore là : renvoyez-la quand il y aura de la place.
violation-register-disk = Le disque est en panne : rien n’est sûr d’avoir été écrit. Prévenez tout de suite votre administrateur. Votre saisie est encore là : renvoyez-la plus tard, elle ne comptera qu’une fois.
violation-register-busy = Le registre est occupé : rien n’a été écrit. Votre saisie est encore là : attendez quelques secondes, puis renvoyez-la.
fault-full-title = Le disque est plein
fault-full-text = Rien n’a été écrit. Prévenez tout de suite votre administrateur : le registre ne peut plus rien recevoir tant qu’il n’y a pas de place.

## Ce qui ne va pas dans une saisie

violation-number-empty = Saisissez un nombre.
violation-number-not-a-number = { $decimals ->
    [0] « { $typed } » n’est pas un nombre entier que le registre sait lire. Utilisez seulement les chiffres 0 à 9, sans signe, espace ni lettre, par exemple 1250.
   *[other] « { $typed } » n’est pas un nombre que le registre sait lire. Utilisez seulement des chiffres, avec une virgule pour les décimales et sans signe, espace ni lettre, par exemple 1250,5.
}
violation-number-grouped = « { $typed } » peut se lire de deux façons. Saisissez un nombre entier sans point, virgule ni espace, par exemple 1250.
violation-number-ambiguous = « { $typed } » peut se lire de deux façons. Ne séparez pas les milliers (1250) et écrivez les décimales avec une virgule (1,25).
violation-number-too-fine = « { $typed } » a trop de décimales. { $decimals ->
    [0] Saisissez un nombre entier.
    [one] Donnez au plus { $decimals } décimale.
   *[other] Donnez au plus { $decimals } décimales.
}
violation-number-too-large = « { $typed } » est plus grand que ce que le registre peut conserver. Vérifiez les chiffres et la place de la virgule.
violation-required = Remplissez ce champ.
violation-unknown-choice = Choisissez l’une des réponses proposées.
violation-too-long = Ce texte est trop long. { $limit ->
    [one] Employez au plus { $limit } caractère.
   *[other] Employez au plus { $limit } caractères.
}
day-example = 27/3/2026
violation-day-invalid = Saisissez un jour qui existe, avec le jour, le mois et l’année en chiffres, par exemple 27/3/2026.
violation-day-future = Ce jour n’est pas encore venu. Saisissez la date d’aujourd’hui ou un jour antérieur.

home-work-here = Pour ceux qui travaillent avec le registre
sign-in-go-on = Connectez-vous pour continuer.
sign-in-go-on-lost = Connectez-vous pour continuer. Le formulaire que vous avez envoyé n’a pas été enregistré, car votre session avait pris fin : remplissez-le de nouveau.
list-fold = Chercher et filtrer
sign-in-kept = Votre session a pris fin. Ce que vous aviez saisi est gardé : connectez-vous avec le même compte, et le formulaire revient rempli. Personne d’autre ne le verra. Rien n’en a encore été enregistré.
kept-title = Retour à votre formulaire
kept-text = Votre session avait pris fin quand vous avez envoyé le formulaire : rien n’en a été enregistré. Ce que vous aviez saisi est gardé. Relisez-le et envoyez-le de nouveau.
kept-show = Montrer le formulaire tel que je l’ai rempli
kept-leave = Abandonner le formulaire et aller à la première page
violation-form-kept = Votre session avait pris fin : rien n’a encore été enregistré. Voici ce que vous aviez saisi : vérifiez-le et envoyez-le de nouveau.

## Ce qui vient d’être fait, et la suite

told-recorded = Achat enregistré
told-next-recorded = Imprimez le bordereau et remettez-le au vendeur.
told-offered = Offre envoyée
told-next-offered = L’acheteur pèse les pierres et répond. Rien n’est vendu avant cela.
told-accepted = Achat accepté
told-next-accepted = Les pierres sont à vous. Imprimez le bordereau pour vous deux.
told-combined = Lots réunis
told-next-combined = Écrivez le nouveau code sur le sachet.
told-split = Lot divisé
told-next-split = Écrivez le code de chaque nouveau lot, indiqué plus bas, sur son sachet.
told-sorted = Lot trié
told-next-sorted = Écrivez le code de chaque nouveau lot, indiqué plus bas, sur son sachet.
told-reweighed = Nouveau poids enregistré
told-next-reweighed = Le lot garde son code. Corrigez le poids sur le sachet.
told-sealed = Lot scellé
told-next-sealed = Il peut maintenant partir dans une expédition.
told-unsealed = Scellé ouvert
told-next-unsealed = Scellez de nouveau le lot avant son départ.
told-gone-reported = Déclaration faite
told-next-gone-reported = Un approbateur la confirme ou la refuse ensuite. D’ici là, rien ne peut être fait du lot.
told-gone-confirmed = Confirmé
told-next-gone-confirmed = Le lot est sorti de stock pour de bon.
told-gone-refused = Refusé
told-next-gone-refused = Le lot est en stock comme avant.
told-seized = Pierres saisies
told-next-seized = Imprimez le reçu et remettez-le à la personne à qui elles ont été prises.
told-seizure-moved = Inscrit
told-next-seizure-moved = Ce qui différait, le cas échéant, va à un approbateur.
told-seizure-answered = Réponse inscrite
told-next-seizure-answered = La saisie peut de nouveau être déplacée et faire l’objet d’un ordre.
told-seizure-ordered = Ordre inscrit
told-next-seizure-ordered = Un approbateur le confirme ou le refuse ensuite.
told-seizure-order-confirmed = Exécuté
told-next-seizure-order-confirmed = Les pierres sont là où le dit l’ordre.
told-seizure-order-refused = Refusé
told-next-seizure-order-refused = Les pierres sont gardées comme avant.
told-offence-recorded = Infraction inscrite
told-next-offence-recorded = Dites ici comment l’affaire continue. Les licences et parties s’arrêtent sur leurs propres pages.
told-offence-followed = Inscrit
told-next-offence-followed = Ce qui a été dit auparavant reste.
told-inspection-announced = Tirage annoncé
told-next-inspection-announced = On pourra tirer quand son jour sera fini.
told-inspection-drawn = Tiré
told-next-inspection-drawn = Ne le dites à personne avant la visite.
told-inspection-recorded = Inspection inscrite
told-next-inspection-recorded = Dites ici quand quelque chose est remis en ordre.
told-inspection-action-done = Inscrit
told-next-inspection-action-done = Ce n’est plus sur la liste de ce qui est à faire.
told-dry-run-started = Essai à blanc commencé
told-next-dry-run-started = Faites suivre la chaîne au lot d’essai. Ses étapes paraissent ici d’elles-mêmes.
told-dry-run-concluded = Essai à blanc conclu
told-next-dry-run-concluded = Le rapport peut être imprimé.
told-prepared = Expédition préparée
told-next-prepared = Un agent la fait évaluer et la vérifie ensuite. Vous voyez ici où elle en est.
told-presented = L’expédition est de nouveau prête
told-next-presented = Un agent la vérifie de nouveau. Vous voyez ici où elle en est.
told-sent-back = Expédition renvoyée
told-next-sent-back = L’exportateur voit votre motif sur sa première page. Elle revient aux agents quand il a répondu.
told-taken-back = Signature reprise
told-next-taken-back = L’expédition attend de nouveau un agent.
told-valued = Évaluation enregistrée
told-next-valued = Un agent vérifie ensuite l’expédition et signe.
told-signed = Vérifiée et signée
told-next-signed = Une seconde personne l’approuve ensuite.
told-printed = Certificat imprimé
told-next-printed = Ouvrez le fichier. Imprimez l’original sur son formulaire, puis faites-le signer et tamponner ; une copie est marquée et va sur un autre papier.
told-issued = Certificat délivré
told-next-issued = Imprimez le document, puis faites-le signer et tamponner.
violation-of-row = Ligne { $of_row }, { $of_column } : { $told }
violation-of-line = Ligne { $of_line } : { $told }
word-colon = { "\u00A0" }:
