### Parties : personnes et organisations.

party-kind-person = Personne
party-kind-organisation = Organisation

party-register = Enregistrer un intervenant
party-change = Modifier cette fiche
party-list-search = Nom, code, numéro de pièce ou de téléphone
party-list-search-hint = Le début des mots du nom, deux lettres au moins, dans n’importe quel ordre, par exemple : kam moh
party-list-role = Rôle
party-list-office = Bureau
party-list-name = Nom
party-list-code = Code
party-list-none = Aucun intervenant trouvé. Vérifiez l’orthographe, ou écrivez seulement le début de chaque mot.
party-list-none-yet = Aucun intervenant n’est encore enregistré.

party-roles = Rôles
party-roles-hint = Cochez tout ce que cette personne ou organisation fait dans la filière
party-kind = Personne ou organisation
party-office = Bureau qui tient la fiche
party-office-hint = Laissez vide pour qui travaille dans tout le pays
party-supporter = Code du bailleur de fonds
party-supporter-hint = Qui finance l’extraction à l’avance, s’il y en a un. Par exemple { $example }
party-supports = Finance
party-name = Nom
party-name-person-hint = Comme sur la pièce d’identité, par exemple Aminata Kamara
party-name-organisation-hint = Tel qu’enregistré, par exemple Coopérative de la Sewa
party-address = Adresse ou village
party-address-hint = Par exemple : Tankoro, Koidu, district de Kono
party-nationality = Nationalité
party-nationality-organisation = Pays d’enregistrement
party-residence = Statut de séjour
party-residence-hint = Pour les étrangers : ce que disent leurs papiers, par exemple : résident jusqu’en 2027
party-id-type = Pièce d’identité
party-id-type-organisation = Nature de l’enregistrement
party-id-number = Son numéro
party-id-number-hint = Lettres et chiffres comme imprimés
party-born-on = Date de naissance
party-born-on-hint = Si seule l’année est connue, écrivez le 1er janvier de cette année
party-birth-place = Lieu de naissance
party-phone = Téléphone
party-phone-hint = Par exemple +232 76 123 456
party-photo = Photographie au dossier
party-photo-hint = Numéro ou emplacement de la photographie dans vos dossiers
party-owners = Bénéficiaires effectifs
party-owners-hint = Qui possède ou contrôle l’organisation : une personne par ligne, avec sa part
party-note = Remarques
party-reason = Raison de la modification
party-reason-hint = Par exemple : nouveau numéro de téléphone, donné par la personne le 3 mai

id-type-national-id = Carte nationale d’identité
id-type-voter-card = Carte d’électeur
id-type-passport = Passeport
id-type-driving-licence = Permis de conduire
id-type-residence-permit = Titre de séjour
id-type-registration = Registre du commerce
id-type-tax = Numéro fiscal
id-type-other = Autre pièce

party-details-hidden = Votre compte voit le code, les rôles et les licences de cet intervenant. Le nom et les données personnelles sont tenus par ce bureau : { $office }.
party-details-hidden-no-office = Votre compte voit le code, les rôles et les licences de cet intervenant, mais pas son nom ni ses données personnelles.
party-details-erased = Les données personnelles de cet intervenant ont été effacées.
party-section-details = Données
party-section-licences = Licences
party-section-history = Historique de la fiche
party-no-licences = Aucune licence.
party-issue-licence = Délivrer une licence
party-holdings = Lots détenus
party-registered-at = Enregistrée le { $at }
party-history-registered = Enregistrement
party-history-changed = Modification
party-history-reason = Raison : { $reason }
party-history-by-office = au bureau { $office }
party-history-before = La fiche à partir de ce moment
party-history-entry = Écriture { $seq }

party-check-title = Vérifiez avant d’enregistrer
party-check-change-title = Vérifiez avant de modifier la fiche
party-check-lead = Rien n’est encore écrit.
party-confirm-register = Enregistrer
party-confirm-change = Écrire la modification
party-registered = Enregistrée sous { $code }. Écrivez ce code sur la carte de la personne.
party-changed = La fiche a été modifiée.

party-duplicates-title = Est-ce quelqu’un de déjà enregistré ?
party-duplicates-lead = { $count ->
    [one] Un intervenant du registre ressemble à celui que vous avez saisi. Comparez avant de continuer : qui est enregistré deux fois peut extraire et vendre sous deux codes.
   *[other] { $count } intervenants du registre ressemblent à celui que vous avez saisi. Comparez avant de continuer : qui est enregistré deux fois peut extraire et vendre sous deux codes.
}
party-duplicates-same = Si c’est la même, ouvrez sa fiche et modifiez-la.
party-duplicates-kept-elsewhere = Tenue par un autre bureau
party-duplicates-typed = Ce que vous avez saisi
party-duplicates-back = Retour au formulaire
party-duplicates-other = C’est quelqu’un d’autre : continuer
party-duplicates-other-notice = Vous avez dit que c’est quelqu’un d’autre que { $codes }.

likeness-id-number = Même numéro de pièce
likeness-name-and-birth = Nom semblable, même jour ou année de naissance
likeness-name-and-place = Nom semblable, même lieu de naissance
likeness-phone = Même téléphone
likeness-same-name = Exactement le même nom, et pas de date de naissance pour les distinguer
likeness-firm-name = Nom d’organisation semblable

violation-party-no-role = Cochez au moins un rôle.
violation-party-no-supporter = Aucun intervenant n’a ce code. Vérifiez le code du bailleur de fonds, ou laissez vide.
violation-party-own-supporter = Un intervenant ne peut pas être son propre bailleur de fonds. Laissez ce champ vide.
violation-party-supporter-role = { $code } n’a pas le rôle de bailleur de fonds. Modifiez d’abord cette fiche, ou corrigez le code.
violation-party-reference-taken = { $code } a été importé de ce même enregistrement. Modifiez cet intervenant au lieu de l’enregistrer de nouveau.
violation-party-likely-duplicate = { $count ->
    [one] Un intervenant qui semble le même est déjà enregistré : { $codes }. Si c’est le même, modifiez sa fiche ; si c’est quelqu’un d’autre, confirmez-le : dans un fichier, « oui » dans la colonne acknowledged_duplicates.
   *[other] { $count } intervenants qui semblent le même sont déjà enregistrés : { $codes }. Si c’est le même, modifiez sa fiche ; si c’est quelqu’un d’autre, confirmez-le : dans un fichier, « oui » dans la colonne acknowledged_duplicates.
}
violation-party-hidden = Ce texte contient des caractères invisibles, peut-être copiés. Effacez-le et écrivez-le à nouveau.
violation-party-name-letters = Un nom a des lettres. Écrivez le nom comme sur la pièce d’identité.
violation-party-country = « { $typed } » n’est pas un code de pays. Choisissez le pays dans la liste.
violation-party-id-both = Donnez les deux, la nature de la pièce et son numéro, ou aucun.
violation-party-id-number = Un numéro de pièce a des lettres ou des chiffres. Écrivez-le comme imprimé.
violation-party-born = Cette date de naissance est trop ancienne. Vérifiez l’année.
violation-party-phone = Écrivez un numéro de téléphone de 6 à 15 chiffres, par exemple +232 76 123 456.
violation-party-person-only = Seule une personne a cela. Laissez vide pour une organisation.
violation-party-organisation-only = Seule une organisation a cela. Laissez vide pour une personne.

## Situation d’un intervenant

party-state-active = Dans le métier
party-state-barred = Exclue
party-state-dead = Décédée
party-state-ended = Dissoute
party-state-set-active = Dans le métier : une exclusion est levée, ou un décès ou une dissolution avait été noté à tort
party-state-set-barred = Exclue du métier
party-state-set-dead = Est décédée
party-state-set-ended = A été dissoute
party-state-change = Changer sa situation
party-state-explained = Qui est exclu, décédé ou dissous un jour donné n’obtient pas de licence ; ce jour-là et ensuite, rien n’est extrait sous ses licences, ni acheté, vendu ou préparé pour l’exportation en son nom. Ce qui est détenu reste au registre.
party-state-now = Actuellement :
party-state-question = Quelle est désormais sa situation ?
party-state-on = À partir de quel jour
party-state-on-hint = Le jour du décès, de la décision ou de la dissolution. Pour rectifier une inscription, reprenez son jour.
party-state-reason = Raison
party-state-reason-hint = Elle reste au journal pour toujours : n’écrivez ni nom ni numéro de personne.
party-state-note = Remarques
party-state-note-hint = Par exemple la pièce vue. Cela aussi reste au journal pour toujours.
party-state-save = Enregistrer
party-state-saved = La situation de cet intervenant est inscrite.
party-section-state = Situation

violation-party-state-same = { $code } est déjà dans cette situation. Rouvrez la fiche pour voir son historique.
violation-party-state-over = { $code } est inscrite comme décédée ou dissoute. Si c’était une erreur, remettez-la d’abord dans le métier.
violation-party-state-person = Seule une personne décède. Une organisation est dissoute.
violation-party-state-organisation = Seule une organisation est dissoute. Une personne décède.
violation-party-state-order = Le dernier changement vaut à partir du { $day }. Donnez ce jour ou un jour ultérieur.
