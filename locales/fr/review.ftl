### Visites d’examen, leurs recommandations et leur suivi.

violation-review-to-come = La visite commence au plus tard le { $today } : ce qui est encore à venir s’inscrit quand cela commence.
violation-review-days = Le dernier jour n’est pas avant le { $first }, le premier.
violation-review-report = Dites comment retrouver le rapport, ou laissez son jour vide.
violation-review-report-on = Dites quel jour le rapport est arrivé.
violation-review-report-day = Le rapport est arrivé entre le { $first }, début de la visite, et le { $today }.
violation-review-after-recommendation = Une recommandation a été faite le { $given } : la visite ne peut pas commencer après.
violation-review-unchanged = Rien ne diffère de ce qui est inscrit.
violation-recommendation-given-on = Elle a été faite entre le { $first }, début de la visite, et le { $today }.
violation-recommendation-due-on = L’échéance est le { $given }, jour où elle a été faite, ou plus tard.
violation-recommendation-on = La déclaration vaut pour un jour entre le { $least }, celui de la précédente, et le { $today }.
violation-recommendation-evidence = Dites ce qui montre que c’est fait : un document, une écriture, un lieu où on peut le voir.
violation-recommendation-no-evidence = Une preuve va avec ce qui est fait. Dites-le dans la déclaration, ou choisissez « Fait ».
violation-recommendation-closed = Elle est faite ou écartée. Rouvrez-la d’abord, et dites pourquoi.
violation-recommendation-not-moved = Donnez l’autre jour, ou laissez le motif vide.
violation-recommendation-moved-closed = Ce qui est fait ou écarté n’a pas d’autre échéance. Laissez-la vide.
violation-recommendation-same-due = L’échéance est déjà ce jour-là.
violation-recommendation-moved-before = L’autre échéance est le { $on } ou plus tard.

review-list = Visites d’examen
review-lead = Visites du Processus de Kimberley et examens propres au pays, leurs recommandations et ce qu’elles sont devenues. Les déclarations s’ajoutent ; les précédentes restent telles quelles.
review-none = Aucune visite n’est encore inscrite.
review-new = Inscrire une visite
review-one = Visite
review-name = { $no }. { $kind }, { $year }
review-days = Jours
review-kind = Quelle visite
review-kind-visit = Visite d’examen
review-kind-mission = Mission d’examen
review-kind-follow-up = Visite de suivi
review-kind-internal = Examen propre au pays
review-first-on = Premier jour
review-last-on = Dernier jour
review-last-on-hint = Vide pour une visite d’un jour.
review-team = Qui est venu
review-team-hint = Les participants et observateurs qui ont envoyé l’équipe. Pas de noms de personnes : ceci reste dans le journal pour toujours.
review-report = Rapport
review-report-hint = Comment le retrouver : titre, numéro ou lettre. Vide tant qu’il n’est pas arrivé.
review-report-on = Jour où le rapport est arrivé
review-came-on = Arrivé le { $on }.
review-no-report = Pas encore de rapport
review-reason = Pourquoi la visite est réinscrite
review-reason-hint = Le rapport est arrivé, ou ce qui était faux.
review-change = Réinscrire la visite
review-change-lead = Ce qui était inscrit avant reste dans le journal.
review-confirm = Inscrire
review-recommendations = Recommandations
review-count = { $all }, dont ouvertes : { $open }
review-home-overdue = { $count ->
    [one] { $count } recommandation d’un examen est en retard.
   *[other] { $count } recommandations d’examens sont en retard.
}
review-home-show = Voir
recommendation-title = Recommandation { $number }
recommendation-number = Numéro
recommendation-new = Inscrire une recommandation
recommendation-none = Aucune recommandation n’est inscrite.
recommendation-text = Ce qui est recommandé
recommendation-text-hint = Dans les termes du rapport.
recommendation-owner = Qui en répond
recommendation-owner-hint = Un bureau ou un ministère, pas une personne.
recommendation-office = Bureau du registre
recommendation-office-hint = Si l’un d’eux en répond.
recommendation-given-on = Faite le
recommendation-given-on-hint = À la réunion de clôture, ou par le rapport.
recommendation-due-on = Échéance
recommendation-first-due = Première échéance le { $on }
recommendation-overdue = en retard
recommendation-open = Recommandations à exécuter
recommendation-open-lead = De toutes les visites, la plus proche échéance en tête.
recommendation-open-none = Rien n’est ouvert.
recommendation-open-count = { $count ->
    [one] { $count } recommandation est ouverte
   *[other] { $count } recommandations sont ouvertes
}
recommendation-overdue-count = { $count ->
    [one] { $count } en retard
   *[other] { $count } en retard
}
recommendation-history = Ce qui en a été dit
recommendation-history-none = Rien n’a encore été dit.
recommendation-state-open = Ouverte
recommendation-state-in-hand = En cours
recommendation-state-done = Faite
recommendation-state-declined = Écartée
recommendation-follow-up = Dire où elle en est
recommendation-follow-up-lead = Cette déclaration reste pour toujours à côté des précédentes. Ce qui est fait ou écarté peut être rouvert.
recommendation-on = Jour
recommendation-on-hint = Le jour pour lequel cela vaut.
recommendation-statement = Ce qui a été fait, ou pourquoi non
recommendation-statement-hint = Dites aussi ce qui manque encore.
recommendation-evidence = Ce qui le montre
recommendation-evidence-hint = Pour « Faite » seulement : un document avec sa référence, une écriture du journal, un lieu.
recommendation-moved = Autre échéance
recommendation-moved-hint = Vide tant qu’elle n’est pas déplacée.
recommendation-due-reason = Pourquoi elle est déplacée
