nav-participants = Participants

## What is refused

participant-row-of = { $line ->
    [0] { "" }
   *[other] Ligne { $line } :{ " " }
}
violation-participant-none = Il n’y a pas encore de liste des participants au Processus de Kimberley : personne ne peut dire où des diamants bruts peuvent être envoyés. Un agent en propose une sous Participants, et un approbateur la confirme.
violation-participant-stranger = { $country } : aucun participant au Processus de Kimberley au { $on }, ni à titre propre ni par un autre. Aucun diamant brut ne peut y être envoyé.
violation-participant-closed = { $standing ->
    [suspended] { $participant } : participation au Processus de Kimberley suspendue
    [left] { $participant } : ne participe plus au Processus de Kimberley
   *[member] { $participant } : pas de commerce de diamants bruts
}{ $since ->
    [unknown] , depuis une date inconnue
   *[other] {" "}depuis le { $since }
}. Aucun diamant brut ne peut être envoyé vers cette destination : { $country }.
violation-participant-row = { participant-row-of }Dites de quoi il s’agit : standing, importing ou exporting.
violation-participant-unknown = { participant-row-of }« { $typed } » n’est ni un code de pays (deux lettres, ISO 3166) ni EU.
violation-participant-country = { participant-row-of }« { $typed } » n’est pas un pays que ce participant pourrait représenter.
violation-participant-standing = { participant-row-of }Indiquez le statut : trade, member, suspended ou left.
violation-participant-covered = { participant-row-of }Pour un pays représenté, le statut est « trade » (représenté) ou « left » (plus représenté).
violation-participant-authority = { participant-row-of }Indiquez le nom de l’autorité.
violation-participant-email = { participant-row-of }Ce n’est pas une adresse électronique, comme imports@authority.example.
violation-participant-day = { participant-row-of }« { $typed } » n’est pas une date. Écrivez 2026-05-20, ou laissez vide si personne ne la connaît.
violation-participant-empty = Il n’y a aucune ligne. Proposez au moins une déclaration.
violation-participant-too-many = Plus de { $most } lignes, c’est trop pour une modification. Divisez le fichier.
violation-participant-twice = Deux lignes indiquent le statut de { $participant } à partir du même jour. N’en laissez qu’une.
violation-participant-column = Le fichier n’a pas de colonne « { $column } ». Sa première ligne nomme les colonnes.
violation-participant-decided = Quelqu’un vous a devancé : cette modification est { $state ->
    [confirmed] confirmée.
   *[refused] refusée.
}
violation-participant-same-person = Vous l’avez proposée vous-même, ou votre compte porte le même nom. Quelqu’un d’autre doit décider.

## The list

participant-lead = Des diamants bruts ne peuvent être envoyés qu’à un participant avec lequel le commerce est permis le jour où un certificat est signé. La liste vaut selon les sources qu’elle nomme ; là où aucun jour n’est connu, aucun n’est donné.
participant-one = Participant
participant-today = Aujourd’hui
participant-since = À partir du
participant-countries = Pays représentés
participant-contacts = Autorités
participant-contact-none = Inconnues
participant-contacts-none = On ne sait pas comment joindre ses autorités. Les préavis ne peuvent pas être envoyés par courriel.
participant-not-yet = Rien de connu pour aujourd’hui
participant-day-unknown = Jour inconnu
participant-from = à partir du { $on }
participant-from-unknown = jour inconnu
participant-open = Au { $on }, le commerce est permis avec { $open } participants sur { $all }.
participant-empty = Aucune liste des participants n’est encore confirmée. D’ici là, aucun certificat ne peut être délivré.
participant-file = La liste avec son historique en fichier (CSV)
participant-stands-for = Représente
participant-history = Ce qui a été déclaré, par pays et par jour
participant-former = ancienne
participant-what = Ce qui est déclaré
participant-standing = Statut
participant-standing-trade = Commerce permis
participant-standing-member = Membre sans commerce
participant-standing-suspended = Suspendu
participant-standing-left = Sorti
participant-row-standing = Statut
participant-row-importing = Autorité d’importation
participant-row-exporting = Autorité d’exportation

## Changing it

participant-propose = Proposer une modification
participant-propose-how = Indiquez le statut d’un participant à partir d’un jour, ou comment joindre une de ses autorités. Rien n’est effacé : ce que vous déclarez pour le même participant, le même pays et le même jour remplace la déclaration antérieure, qui reste dans l’historique. Quelqu’un d’autre doit le confirmer.
participant-propose-lead = Une seconde personne doit confirmer avant que cela compte.
participant-propose-confirm = Proposer
participant-country = Seulement pour un pays représenté
participant-country-hint = Par exemple un État membre de l’Union européenne : que le participant le représente, ou comment joindre l’autorité propre à ce pays. Laissez vide pour le participant lui-même, dont l’autorité est avisée quand celle du pays n’est pas connue.
participant-from-hint = Laissez vide si personne ne le connaît
participant-contact = Comment joindre une autorité
participant-authority = Nom de l’autorité
participant-authority-hint = Un service, pas une personne : cela reste à jamais dans le journal
participant-email = Adresse électronique
participant-email-hint = Celle du service, pour les préavis
participant-address = Adresse postale
participant-source = Source
participant-source-hint = Avis, lettre ou liste, pour que d’autres la retrouvent
participant-source-on = Jour de la source
participant-rows = Déclarations
participant-statements = { $count ->
    [one] { $count } déclaration
   *[other] { $count } déclarations
}
participant-load = Proposer une liste par fichier
participant-load-how = Collez le texte d’un fichier CSV. Sa première ligne nomme ces colonnes :
participant-load-text = Le fichier, ou son texte
participant-load-hint = Des virgules, points-virgules ou tabulations entre les cellules
participant-load-bundled = Reprendre la liste fournie avec le programme
participant-bundled-source = Liste fournie avec le programme : faits publics connus en novembre 2024, chaque ligne avec sa source
participant-waiting = Modifications de la liste des participants en attente
participant-change-one = Modification de la liste des participants
participant-change-waiting = Attend une seconde personne
participant-change-confirmed = Confirmée
participant-change-refused = Refusée
participant-proposed = Proposée
participant-waits = Cela ne compte pas tant qu’une seconde personne ne l’a pas confirmé.
participant-waits-other = Vous l’avez proposée. Quelqu’un d’autre doit décider.
participant-decision-hint = Nécessaire si vous refusez
participant-confirm = Confirmer : valable dès maintenant
participant-refuse = Refuser
