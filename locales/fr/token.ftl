### Les jetons des certificats : ce que chacun peut vérifier d’un certificat, avec et sans réseau.

## Sur la page d’un certificat

token-title = Jeton du certificat
token-explained = Le jeton contient tous les champs du certificat avec une signature. Chacun peut le vérifier, même sans réseau.
token-check-link = Vérifier un jeton
token-on-paper = Jeton signé : scannez-le pour vérifier ce papier sans réseau
token-not-on-paper = Imprimé sans jeton : aucun n’a pu être signé.
token-text = Le jeton en texte
token-text-hint = À copier en entier, sans rien changer.
token-file = Certificat sous forme de fichier
token-file-explained = Pour les programmes de l’autorité d’importation : tous les champs, le jeton et la preuve tirée du journal.
token-none-no-key = Aucune clé ne peut signer un jeton de ce certificat. L’exploitant trouve dans le manuel comment en créer une.
token-none-no-name = Il n’y a pas de jeton de ce certificat : le nom de l’exportateur au jour de la délivrance a été effacé ou ne peut pas être descellé.
token-none-altered = Aucun jeton n’est signé pour ce certificat : il n’est pas ce que dit son écriture au journal. Lancez « placer verify ».
token-none-unfit = Les champs de ce certificat ne tiennent pas dans un jeton. Le journal du serveur dit lesquels.
violation-token-no-key = { token-none-no-key }
violation-token-no-name = { token-none-no-name }
violation-token-altered = { token-none-altered }
violation-token-unfit = { token-none-unfit }

## En vérifier un

token-check-title = Vérifier le jeton d’un certificat
token-check-lead = Collez le texte que contient le code QR d’un certificat. Il est vérifié avec les clés de ce registre et comparé à ce que le registre dit aujourd’hui. Le texte n’est pas conservé.
token-paste-hint = Il commence par KPC1: et compte quelques centaines de caractères.
token-check-do = Vérifier
token-check-another = Vérifier un autre jeton
token-paper-title = Ce que dit le papier
token-paper-lead = Si vous tapez ces chiffres d’après le papier, ils sont comparés au jeton. Vous pouvez les laisser vides et comparer à l’œil.
token-offline-link = Vérifier des certificats sans réseau
token-genuine = Ce jeton est authentique. Pays de délivrance : { $country }.
token-not-genuine = Ce jeton n’est pas authentique.
token-not-genuine-do = N’acceptez pas le certificat sur la foi de ce jeton. Scannez-le ou copiez-le de nouveau, en entier ; s’il est encore refusé, demandez à l’autorité de délivrance : { $authority }.
token-says = Ce que dit le jeton
token-compare = Comparez chacune de ces lignes avec le papier, et les pierres et les scellés avec les deux. Un jeton authentique sur un autre papier ne prouve rien.
token-not-void = Seul le registre peut dire si le certificat a été annulé depuis.
token-behind-title = Où il figure au journal
token-paper-differs = Le papier diffère du jeton : { $what }. Ne l’acceptez pas.
token-record-differs = Le registre diffère du jeton : { $what }. Ne l’acceptez pas et prévenez l’autorité de délivrance.
token-file-same = Tous les champs du fichier sont tels qu’ils ont été signés.
token-file-seals = Scellés de ses lots : { $seals }
token-file-differs = Des champs du fichier diffèrent de ce qui a été signé : { $what }. Ne vous fiez pas au fichier.
token-proof-missing = Le fichier ne contient pas de preuve tirée du journal.
token-proof-unchecked = L’écriture contenue dans le fichier est celle de ce certificat, et la tête contenue dans le fichier la renferme. Qui a signé cette tête n’a pas été vérifié : donnez la clé du journal par --head-key.
token-proof-holds = Le journal renferme ce certificat : l’écriture, le chemin et la tête signée du fichier ont été vérifiés.
token-proof-wrong-unreadable = La preuve contenue dans le fichier est illisible.
token-proof-wrong-no-entry = La preuve contenue dans le fichier n’a pas d’écriture.
token-proof-wrong-other-entry = La preuve contenue dans le fichier est celle d’une autre écriture.
token-proof-wrong-path = La preuve contenue dans le fichier ne mène pas à sa tête.
token-proof-wrong-unsigned = La tête contenue dans le fichier n’a pas été signée par la clé donnée.
token-proof-wrong-signature = La signature de la tête contenue dans le fichier est fausse.
token-standing-valid = Il est dans sa période de validité, du { $from } au { $until }.
token-standing-expired = Il est authentique, mais sa validité est terminée : le dernier jour était le { $until }.
token-standing-not-yet = Il est authentique, mais sa validité n’a pas commencé : le premier jour est le { $from }. Regardez si la date de cet appareil est juste.

## Ce qu’en dit le registre

token-live-valid = Valable
token-live-used = Utilisé
token-live-expired = Expiré
token-live-lost = Perdu ou volé
token-live-void = Annulé
token-live-unknown = Inconnu
token-live-told-valid = Le jeton est authentique, et le registre dit que le certificat est valable aujourd’hui.
token-live-told-used = Le jeton est authentique, mais les marchandises de ce certificat sont déjà arrivées et leur réception a été confirmée. Il ne faut pas accepter d’autres marchandises avec lui.
token-live-told-expired = Le jeton est authentique, mais la validité du certificat est terminée.
token-live-told-lost = Le jeton est authentique, mais le papier a été perdu ou volé et le certificat annulé. Il ne faut pas l’accepter.
token-live-told-void = Le jeton est authentique, mais le certificat a été annulé. Il ne doit pas être accepté.
token-live-told-unknown = La signature du jeton est bonne, mais le registre n’a pas de certificat portant ce numéro. Ne l’acceptez pas et prévenez l’autorité de délivrance.

## Noms

token-behind-issuer = Délivré par
token-behind-key = Clé
token-behind-entry = Écriture au journal
token-behind-leaf = Son empreinte
token-behind-composition = Empreinte de la composition
token-claim-country = pays de délivrance
token-claim-number = numéro
token-claim-issued-on = jour de délivrance
token-claim-expires-on = dernier jour de validité
token-claim-exporter = exportateur
token-claim-importer = importateur
token-claim-importer-address = adresse de l’importateur
token-claim-destination = pays de destination
token-claim-origins = pays d’origine
token-claim-weight-mct = carats
token-claim-stones = pierres
token-claim-value-usd-cents = valeur
token-claim-parcels = nombre de lots
token-claim-lines = lignes par sous-position
token-claim-unestablished-mct = carats de provenance non établie
token-claim-unestablished-reason = ce qui est dit des carats de provenance non établie
token-claim-composition = empreinte de la composition
token-claim-entry = écriture au journal
token-claim-signature = quelque chose que seule la signature du fichier entier couvre (scellés, adresses, autorité)

## Pourquoi un jeton n’est pas authentique

token-fault-not-a-token = Le texte n’est pas le jeton d’un certificat. Un jeton commence par KPC1: et n’a que des majuscules, des chiffres et quelques signes.
token-fault-too-long = Le texte est plus long qu’un jeton ne peut l’être.
token-fault-version = Il est de la version { $what }, inconnue ici. Procurez-vous un programme ou une page plus récents.
token-fault-damaged = Il a été mal lu ou copié en partie. Scannez-le ou copiez-le de nouveau, en entier.
token-fault-cbor = Son contenu est illisible.
token-fault-trailing = Quelque chose suit sa fin.
token-fault-header = Son en-tête n’est pas celui du jeton d’un certificat.
token-fault-unknown-key = Aucune clé de la liste ne l’a signé ; il nomme la clé { $what }. Procurez-vous la liste des clés la plus récente auprès de l’autorité de délivrance. Si la clé n’y est pas non plus, le jeton est un faux.
token-fault-signature = Sa signature est fausse : quelqu’un l’a changé ou inventé.
token-fault-unknown-claim = Il dit une chose inconnue ici ({ $what }). Procurez-vous un programme ou une page plus récents.
token-fault-claim = Un champ manque ou est illisible : { $what }.
token-fault-contradiction = Ses champs se contredisent : { $what }.
token-fault-not-canonical = Il n’est pas écrit de la seule manière dont les jetons le sont : quelqu’un l’a récrit.
token-fault-key-not-in-use = La clé { $what } n’était pas en usage au moment où il dit avoir été délivré.
token-fault-other-issuer = La clé qui l’a signé appartient à un autre registre.

## Sans réseau

offline-title = Vérifier un certificat sans réseau
offline-lead = Cette page fonctionne sans réseau. Collez le texte que contient le code QR d’un certificat.
offline-token = Le jeton
offline-token-hint = Il commence par KPC1:
offline-number = Numéro sur le papier
offline-carats = Carats sur le papier
offline-value = Valeur sur le papier, en dollars des États-Unis
offline-check = Vérifier
offline-scan = Scanner avec l’appareil photo
offline-genuine = Le jeton est authentique.
offline-false = Le jeton n’est pas authentique.
offline-differs = Le papier diffère du jeton :
offline-unread = Non comparé, car ce n’est pas lisible comme un nombre :
offline-empty = Scannez ou collez d’abord le jeton.
offline-compare = Comparez chacune de ces lignes avec le papier, et les pierres et les scellés avec les deux. Un jeton authentique sur un autre papier ne prouve rien.
offline-no-state = Sans réseau, personne ne peut savoir si le certificat a été annulé depuis. En cas de doute, demandez à l’autorité de délivrance.
offline-unable = Ce navigateur ne sait pas vérifier ce genre de signatures (Ed25519). Ouvrez la page dans un navigateur plus récent.
offline-clock = Jugé d’après la date de cet appareil :
offline-keys = Clés contenues dans cette page :
offline-camera = L’appareil photo ne peut pas servir. Collez plutôt le texte.
offline-language = Langue
offline-made = Cette page a été faite le { $at }. Elle ne connaît pas les clés venues plus tard.
offline-page-lead = Un seul fichier pour un téléphone ou un ordinateur. Gardez-le ; il vérifie le jeton d’un certificat là où il n’y a pas de réseau.
offline-page-get = Prendre le fichier
offline-page-how = Ouvrez le fichier dans un navigateur et collez le jeton. Rien n’en quitte l’appareil.
offline-page-browser = Le navigateur doit connaître les signatures Ed25519 ; ceux des dernières années les connaissent. La page le dit quand ce n’est pas le cas.
offline-page-anew = Reprenez le fichier de temps en temps, et chaque fois qu’il ne connaît pas une clé : les clés changent.
offline-page-state = Sans réseau, personne ne peut savoir si un certificat a été annulé depuis. Là où il y en a un, vérifiez le numéro ici.
offline-page-keys = Clés
offline-page-keys-explained = Ces clés ont signé les jetons de ce registre. Comparez leurs noms avec ceux que l’autorité de délivrance vous a envoyés par une autre voie.
offline-page-keys-file = Liste des clés sous forme de fichier
offline-page-key-current = signe depuis le { $from }
offline-page-key-older = a signé du { $from } au { $until }
offline-page-no-keys = Ce registre n’a pas encore de clé pour les jetons.

## À la console

cli-token-day = « { $typed } » n’est pas un jour. Écrivez-le comme 22/11/2026 ou 2026-11-22.
cli-token-number = « { $typed } » n’est pas un nombre lisible. Écrivez-le avec un seul signe décimal et sans signe entre les milliers.
cli-token-file = { $file } ne peut pas être lu : { $error }.
cli-token-keys = { $file } n’est pas une liste de clés : { $error }. Prenez-en une à l’adresse du registre, sous /check/keys.json.
cli-token-no-file = { $file } n’est pas le fichier d’un certificat.
cli-token-unknown = Aucun certificat ne porte le numéro { $number }.
cli-token-void = Ce certificat est annulé ; son jeton reste authentique.
cli-token-neither = « { $typed } » n’est ni un jeton ni un fichier présent.
token-do-not-accept = Ne l’acceptez pas : quelque chose diffère, comme dit plus bas.
cli-certificate-key-current = signe les jetons des certificats depuis le { $from }
cli-certificate-key-older = a signé les jetons des certificats du { $from } au { $until }
cli-certificate-key-rotated = Les jetons des certificats délivrés à partir de maintenant sont signés avec { $key }. Donnez la liste qui est sous /check/keys.json à ceux qui les vérifient, et gardez une copie de certificate.key.
event-certificate-key-adopted = Clé des certificats changée
