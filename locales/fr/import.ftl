### Importing parties, licences and sites from files. In front of each of these stands the line, the row, the
### heading and the value.

## The report

import-at-line = ligne { $line }
import-at-row = ligne { $line }, rangée { $row }
import-at-mapping = fichier de correspondance, ligne { $line }
import-refused = non reprise
import-skipped = laissée de côté
import-stopped = rien n’a été repris
import-cell = { $heading } « { $value } » :
import-counts = { $read } rangées lues : { $registered } enregistrées, { $changed } modifiées, { $unchanged } inchangées, { $skipped } laissées de côté, { $refused } non reprises.
import-ignored = Rien n’est repris de ces colonnes : { $headings }.
import-dry-run = Ce n’était qu’un essai : rien n’a été écrit.
import-not-run = Aucune rangée n’a été examinée et rien n’a été écrit.
import-progress = { $done } rangées sur { $total }, { $seconds } s
import-do-refused = Corrigez la cellule dans le fichier, ou dites dans le fichier de correspondance comment la lire, puis relancez l’importation. Les rangées déjà reprises restent telles quelles.
import-do-duplicate = Si c’est la même personne, retirez la rangée du fichier ou corrigez le dossier ; si c’est quelqu’un d’autre, mettez « oui » dans le champ acknowledged_duplicates de la rangée et relancez l’importation.
import-do-skipped = Rien, si c’est voulu.
import-do-mapping = Corrigez le fichier de correspondance et relancez l’importation.
import-do-file = Corrigez le fichier et relancez l’importation.
import-not-allowed = Ce compte ne peut pas importer. Indiquez un superviseur ou un agent avec --as.
import-no-account = Il n’y a pas de compte actif dont l’identifiant est « { $login } ».
import-as-whom = Indiquez avec --as IDENTIFIANT le compte pour lequel importer. On ne peut l’omettre que s’il y a un seul agent.
import-broken-off = L’importation s’est interrompue : { $error }. Ce que le rapport compte comme enregistré ou modifié est conservé. Relancez le même fichier quand la panne est réparée.

## The file

violation-import-empty = Le fichier est vide.
violation-import-utf16 = Le fichier est écrit en UTF-16. Enregistrez-le en « CSV UTF-8 ».
violation-import-spreadsheet = C’est un fichier de tableur. Enregistrez la feuille en « CSV UTF-8 » et importez ce fichier-là.
violation-import-too-large = Le fichier dépasse { $most }{"\u00A0"}Mo. Partagez-le, ou permettez davantage avec --max-mb.
violation-import-too-many-rows = Le fichier a plus de { $most } rangées. Partagez-le, ou permettez davantage avec --max-rows.
violation-import-heading-twice = L’en-tête « { $heading } » figure deux fois. Donnez à chaque colonne son propre en-tête.
violation-import-not-utf8 = Ce texte n’est pas en UTF-8. Enregistrez le fichier en « CSV UTF-8 ».
violation-import-cells = Cette rangée a { $found } cellules, l’en-tête en a { $wanted }. Cherchez un guillemet qui n’est pas fermé, ou un séparateur dans une cellule sans guillemets.
violation-import-cell-too-long = Cette cellule dépasse un million d’octets. Cherchez un guillemet qui n’est pas fermé.
violation-import-not-json = Ce n’est pas du JSON lisible à la colonne { $column }. Exportez le fichier de nouveau.
violation-import-no-features = Ce n’est pas une collection d’objets GeoJSON : la liste « features » manque.
violation-import-not-a-feature = Ce n’est pas un objet GeoJSON. Chaque membre de « features » doit être du type « Feature ».
violation-import-feature-too-large = L’objet { $feature } dépasse 2{"\u00A0"}Mo. Simplifiez son contour.
violation-import-crs = Les positions de ce fichier ne sont pas des longitudes et latitudes (WGS84). Exportez-le en EPSG:4326.

## The mapping file

violation-import-map-syntax = Ce n’est pas du TOML : { $detail }.
violation-import-map-key = « { $key } » n’est pas connu ici. Sont connus : { $known }.
violation-import-map-type = « { $key } » attend une valeur d’une autre sorte. Voyez docs/import.md.
violation-import-map-choice = « { $key } » attend une de ces valeurs : { $known }.
violation-import-map-field = Il n’y a pas de champ « { $field } ». Les champs sont : { $known }.
violation-import-map-twice = « { $field } » figure sous [columns] et sous [constants]. Gardez l’un des deux.
violation-import-map-needs = Il manque « { $key } » sous [{ $section }].
violation-import-map-group = Les rangées sont groupées selon la clé de la référence. Écrivez by = "{ $key }".
violation-import-map-missing = Aucune colonne ne remplit « { $field } ». Indiquez-en une sous [columns], ou une valeur sous [constants].
violation-import-map-place = Aucune colonne ne dit où est le site. Indiquez-en une pour « shape » ou « position », ou deux pour « lon » et « lat ».
violation-import-map-reference = Rien ne dit à quoi une rangée se reconnaît. Indiquez la source et la clé sous [reference], ou donnez au fichier les colonnes « source » et « key ».
violation-import-no-column = Le fichier n’a pas d’en-tête « { $heading } ». Il a : { $known }.

## Rows

violation-import-skipped = { $reason }
violation-import-superseded = La rangée de la ligne { $line } concerne la même chose et elle est plus récente ; c’est elle qui compte.
violation-import-no-key = La rangée n’a pas la source et la clé auxquelles elle se reconnaît, ou elles sont bien trop longues. Remplissez la clé.
violation-import-key-twice = La clé « { $key } » figure déjà à la ligne { $line }. Supprimez une des rangées, ou groupez-les dans le fichier de correspondance.
violation-import-hidden = Ce texte contient des caractères cachés, de commande ou de direction. Saisissez-le de nouveau.
violation-import-day = Ce n’est pas un jour de la forme { $forms }. Corrigez-le, ou indiquez sa forme dans le fichier de correspondance sous [file] dates.
violation-import-word = Ce n’est pas une réponse connue pour « { $field } ». Employez l’une de celles-ci : { $known } ; ou traduisez le mot sous [values.{ $field }] dans le fichier de correspondance.{ $list ->
    [no] {""}
   *[other] {" "}Plusieurs réponses dans une case sont séparées ici par « { $list } » ; indiquez un autre signe dans le fichier de correspondance sous [file] list.
}
violation-import-no-place = La rangée ne dit pas où est le site. Remplissez la position.
violation-import-licence-state = Le fichier dit que cette licence est { $state ->
    [suspended] suspendue
   *[other] révoquée
}. Elle n’est pas reprise comme valide : délivrez-la à la main et inscrivez son état, avec le jour et le motif.
violation-import-no-licence = Aucune licence ne porte ce numéro, et aucune n’a été importée avec cette clé. Importez-la ou délivrez-la d’abord.
violation-import-no-party = Aucun intervenant ne porte ce code, et aucun n’a été importé de « { $source } » avec cette clé. Importez-le ou enregistrez-le d’abord.
violation-import-forbidden = Ce dossier relève d’un autre bureau. Faites-le importer par un compte de ce bureau, ou par un agent.
violation-import-erased = Les données personnelles de cet intervenant ont été effacées. Une importation ne les ramène pas ; retirez la rangée du fichier.
violation-import-number-fixed = Cette licence porte ici le numéro { $number }. Un numéro reste tel quel ; pour un autre, retirez la licence et délivrez-en une nouvelle.
