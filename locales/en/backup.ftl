### Backups and restoring, at the console.

## Making one

backup-made = { $file }: { $entries ->
    [one] { $entries } journal entry
   *[other] { $entries } journal entries
}, root { $root }
backup-plain = Warning: this backup is not encrypted. Whoever reads the file reads the register. Keep it where nobody else can, or make it again with --to.
backup-nobody = A backup is encrypted. Name at least one recipient with --to age1… or --recipients FILE (a key pair is made by “age-keygen”), or say --plain to leave it unencrypted on purpose.
backup-no-recipient = “{ $typed }” is no recipient. A recipient begins with age1; “age-keygen” prints it as the public key.
backup-recipients-file = The recipients in { $file } cannot be read: { $error }.
backup-file-fault = A file cannot be read or written: { $error }.
backup-not-noted = The backup is made, but the note of when it was made cannot be written: { $error }. Give another place with --mark.

## Restoring

restore-done = restored the backup of { $made } (program { $program }): { $entries ->
    [one] { $entries } journal entry
   *[other] { $entries } journal entries
}, root { $root }; verified, nothing found
restore-next = Compare the root with the last printed checkpoint, put the folders of the keys and of the signed heads back (or a head from paper or a witness, with “placer checkpoint --keep FILE”), then start the server. What was recorded after the backup is on paper only.
restore-accounts = Everybody has to sign in again, and machine tokens have to be made anew. What was changed on accounts after the backup is as it was before: look through “placer account list” for accounts that were closed since, passwords, second factors and recovery codes.
restore-there = Something is at { $place } already. A backup is restored where nothing is: name a new file, or an empty PostgreSQL database.
restore-not-ours = This file is no backup of this program, or not an encrypted one. For a backup made with --plain say --plain instead of --identity.
restore-encrypted = This backup is encrypted. Name the file with the identity that opens it: --identity FILE.
restore-no-key = None of the identities opens this backup: it was encrypted to other recipients. Try the identity of another recipient.
restore-no-identity = No identity can be read: { $why }. Name a file as “age-keygen” writes it.
restore-changed = The backup is not as it was written: it was changed or damaged at { $at }. Nothing was restored. Use another copy of it, or an older backup.
restore-newer = The backup is in format { $format }, which this program does not know. Use the newer program that made it.
restore-newer-tables = The backup was made by a newer program (its tables are of { $newest }). Use that program or a newer one.
restore-other-journal = The journal in the backup is not the one that its manifest speaks of. Nothing was restored. Use another backup, and find out who wrote this one.
restore-unsound = Verifying the backup found { $found ->
    [one] { $found } thing
   *[other] { $found } things
} wrong. Nothing was restored. What each code means is in docs/operations.md, “Checking”; use an older backup.
