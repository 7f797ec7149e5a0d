### Tokens of certificates: what anybody can check of a certificate, with and without a network.

## On the page of a certificate

token-title = Token of the certificate
token-explained = The token holds all fields of the certificate with a signature. Anybody can check it, also without a network.
token-check-link = Check a token
token-on-paper = Signed token: scan it to check this paper without a network
token-not-on-paper = Printed without a token: none could be signed.
token-text = The token as text
token-text-hint = To be copied whole, without changing anything.
token-file = Certificate as a file
token-file-explained = For the programs of the importing authority: all fields, the token and the proof from the journal.
token-none-no-key = There is no key that could sign a token of this certificate. The operator finds in the manual how to make one.
token-none-no-name = There is no token of this certificate: the exporter's name on the day of issue was erased or cannot be opened.
token-none-altered = No token is signed for this certificate: it is not what its journal entry says. Run “placer verify”.
token-none-unfit = The fields of this certificate do not fit a token. The log of the server says which.
violation-token-no-key = { token-none-no-key }
violation-token-no-name = { token-none-no-name }
violation-token-altered = { token-none-altered }
violation-token-unfit = { token-none-unfit }

## Checking one

token-check-title = Check the token of a certificate
token-check-lead = Paste the text that the QR code of a certificate holds. It is checked against the keys of this register, and against what the register says today. The text is not kept.
token-paste-hint = It begins with KPC1: and has some hundred characters.
token-check-do = Check
token-check-another = Check another token
token-paper-title = What stands on the paper
token-paper-lead = If you type these figures from the paper, they are compared with the token. You may leave them empty and compare by eye.
token-offline-link = Check certificates without a network
token-genuine = This token is genuine. Issuing country: { $country }.
token-not-genuine = This token is not genuine.
token-not-genuine-do = Do not accept the certificate by this token. Scan or copy it again, whole; if it is refused again, ask the issuing authority: { $authority }.
token-says = What the token says
token-compare = Compare every one of these lines with the paper, and the stones and seals with both. A genuine token on another paper proves nothing.
token-not-void = Whether the certificate was made void since, only the register can say.
token-behind-title = Where it stands in the journal
token-paper-differs = The paper differs from the token: { $what }. Do not accept it.
token-record-differs = The register differs from the token: { $what }. Do not accept it, and tell the issuing authority.
token-file-same = All fields of the file are as they were signed.
token-file-seals = Seals of its parcels: { $seals }
token-file-differs = Fields of the file differ from what was signed: { $what }. Do not rely on the file.
token-proof-missing = The file has no proof from the journal.
token-proof-unchecked = The journal entry in the file is this certificate's, and the head in the file holds it. Who signed that head was not checked: give the key of the journal with --head-key.
token-proof-holds = The journal holds this certificate: the entry, the path and the signed head in the file were checked.
token-proof-wrong-unreadable = The proof in the file cannot be read.
token-proof-wrong-no-entry = The proof in the file has no entry.
token-proof-wrong-other-entry = The proof in the file is that of another entry.
token-proof-wrong-path = The proof in the file does not lead to its head.
token-proof-wrong-unsigned = The head in the file was not signed by the key that was given.
token-proof-wrong-signature = The signature of the head in the file is wrong.
token-standing-valid = It is within its days, from { $from } until { $until }.
token-standing-expired = It is genuine, but its days are over: the last one was { $until }.
token-standing-not-yet = It is genuine, but its days have not begun: the first one is { $from }. Look whether the date of this device is right.

## How the register stands to it

token-live-valid = Valid
token-live-used = Used
token-live-expired = Expired
token-live-lost = Lost or stolen
token-live-void = Void
token-live-unknown = Unknown
token-live-told-valid = The token is genuine, and the register says that the certificate is valid today.
token-live-told-used = The token is genuine, but the goods of this certificate have arrived already and their receipt was confirmed. Other goods must not be accepted with it.
token-live-told-expired = The token is genuine, but the validity of the certificate has ended.
token-live-told-lost = The token is genuine, but the paper was lost or stolen and the certificate made void. It must not be accepted.
token-live-told-void = The token is genuine, but the certificate was made void. It must not be accepted.
token-live-told-unknown = The token bears a good signature, but the register has no certificate with this number. Do not accept it, and tell the issuing authority.

## Names

token-behind-issuer = Issued by
token-behind-key = Key
token-behind-entry = Entry of the journal
token-behind-leaf = Its hash
token-behind-composition = Digest of the composition
token-claim-country = issuing country
token-claim-number = number
token-claim-issued-on = day of issue
token-claim-expires-on = last day of validity
token-claim-exporter = exporter
token-claim-importer = importer
token-claim-importer-address = address of the importer
token-claim-destination = country of destination
token-claim-origins = country of origin
token-claim-weight-mct = carats
token-claim-stones = stones
token-claim-value-usd-cents = value
token-claim-parcels = number of parcels
token-claim-lines = lines by subheading
token-claim-unestablished-mct = carats without established origin
token-claim-unestablished-reason = what is said of carats without established origin
token-claim-composition = digest of the composition
token-claim-entry = entry of the journal
token-claim-signature = something that only the signature of the whole file covers (its seals, addresses, authority)

## Why a token is not genuine

token-fault-not-a-token = The text is no token of a certificate. A token begins with KPC1: and has only capital letters, figures and a few signs.
token-fault-too-long = The text is longer than a token can be.
token-fault-version = It is of version { $what }, which is not known here. Get a newer program or page.
token-fault-damaged = It was misread or copied in part. Scan or copy it again, whole.
token-fault-cbor = What is in it cannot be read.
token-fault-trailing = Something stands behind its end.
token-fault-header = Its header is not that of a certificate's token.
token-fault-unknown-key = No key of the list signed it; it names the key { $what }. Get the newest list of keys from the issuing authority. If the key is not in it either, the token is forged.
token-fault-signature = Its signature is wrong: somebody changed it, or made it up.
token-fault-unknown-claim = It says something that is not known here ({ $what }). Get a newer program or page.
token-fault-claim = A field is missing or cannot be read: { $what }.
token-fault-contradiction = Its fields contradict each other: { $what }.
token-fault-not-canonical = It is not written in the one way that tokens are: somebody wrote it anew.
token-fault-key-not-in-use = The key { $what } was not in use when it says that it was issued.
token-fault-other-issuer = The key that signed it belongs to another register.

## Without a network

offline-title = Check a certificate without a network
offline-lead = This page works without a network. Paste the text that the QR code of a certificate holds.
offline-token = The token
offline-token-hint = It begins with KPC1:
offline-number = Number on the paper
offline-carats = Carats on the paper
offline-value = Value on the paper, US dollars
offline-check = Check
offline-scan = Scan with the camera
offline-genuine = The token is genuine.
offline-false = The token is not genuine.
offline-differs = The paper differs from the token:
offline-unread = Not compared, because it cannot be read as a number:
offline-empty = Scan the token, or paste it, first.
offline-compare = Compare every one of these lines with the paper, and the stones and seals with both. A genuine token on another paper proves nothing.
offline-no-state = Without a network nobody can know whether the certificate was made void since. If in doubt, ask the issuing authority.
offline-unable = This browser cannot check signatures of this kind (Ed25519). Open the page in a newer browser.
offline-clock = Judged by the date of this device:
offline-keys = Keys in this page:
offline-camera = The camera cannot be used. Paste the text instead.
offline-language = Language
offline-made = This page was made on { $at }. Keys that came later are unknown to it.
offline-page-lead = One file for a telephone or a computer. Keep it; it checks the token of a certificate where there is no network.
offline-page-get = Get the file
offline-page-how = Open the file in a browser and paste the token. Nothing of it leaves the device.
offline-page-browser = The browser must know signatures of the kind Ed25519; those of the last years do. The page says so where one does not.
offline-page-anew = Get the file anew now and then, and whenever it does not know a key: keys change.
offline-page-state = Without a network nobody can know whether a certificate was made void since. Where there is one, check the number here.
offline-page-keys = Keys
offline-page-keys-explained = These keys signed the tokens of this register. Compare their names with those that the issuing authority sent you by another way.
offline-page-keys-file = List of keys as a file
offline-page-key-current = signs since { $from }
offline-page-key-older = signed from { $from } until { $until }
offline-page-no-keys = This register has no key for tokens yet.

## At the console

cli-token-day = “{ $typed }” is no day. Write it as in 22/11/2026 or 2026-11-22.
cli-token-number = “{ $typed }” is no figure that can be read. Write it with one decimal sign and without marks between the thousands.
cli-token-file = { $file } cannot be read: { $error }.
cli-token-keys = { $file } is no list of keys: { $error }. Get one from the register's address, at /check/keys.json.
cli-token-no-file = { $file } is no file of a certificate.
cli-token-unknown = No certificate has the number { $number }.
cli-token-void = This certificate is void; its token stays genuine.
cli-token-neither = "{ $typed }" is neither a token nor a file that is there.
token-do-not-accept = Do not accept it: something differs, as told below.
cli-certificate-key-current = signs tokens of certificates since { $from }
cli-certificate-key-older = signed tokens of certificates from { $from } until { $until }
cli-certificate-key-rotated = Tokens of certificates issued from now on are signed with { $key }. Give the list at /check/keys.json to those who check them, and keep a copy of certificate.key.
event-certificate-key-adopted = Key of certificates changed
