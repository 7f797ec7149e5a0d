## Verification: what was found, and what a person should do about it. What each code means is also in cli.ftl,
## personal.ftl and keeping.ftl.

cli-verify-since = The tables up to entry { $entries } were taken from the kept file (SHA-256 { $sha256 }) and not replayed; compare that sum with the one you noted when it was kept. Whoever can change the kept file and the register together would not be seen; only a check without --since sees that.
cli-verify-kept = The replayed tables are kept in { $file } (SHA-256 { $sha256 }). Note this sum somewhere else.
cli-verify-not-kept = { $file } was not kept by this version of the program for tables like these. Run the check without --since.
cli-verify-kept-fault = The file { $file } cannot be used: { $error }
cli-verify-heads = { $heads ->
    [one] { $heads } signed head
   *[other] { $heads } signed heads
} held against the journal, { $brought } of them brought with --checkpoint; { $keys }
cli-verify-keys-own = the public keys are those that the register itself shows (--trust gives others)
cli-verify-keys-given = the public keys are those given with --trust
cli-verify-do = To do about { $code }: { $what }

cli-found-database-unreadable = the database could not be read to the end because of what was found
cli-found-schema-version = the tables are of another version than the program
cli-found-schema-trigger-changed = a guard that keeps evidence from being changed is another one, or switched off
cli-found-schema-index-missing = an index is gone, and with it a rule or speed
cli-found-schema-index-changed = an index is not the one that the program made
cli-found-schema-table-changed = a table, column or check is not the one that the program made
cli-found-schema-function-changed = a function behind the guards is gone or another one
cli-found-schema-extra = there is something in the database that the program did not make
cli-found-journal-id-twice = an earlier entry has the same id
cli-found-kept-size = the journal is shorter than the one that the kept file follows from
cli-found-kept-root = the journal is not the one that the kept file follows from

cli-do-database-integrity = Stop the server, copy the files as they are, restore the last good backup and replace the disk.
cli-do-database-unreadable = Mend what was found before it first, then check again: what comes after it was not looked at.
cli-do-schema-version = Check with the program that the register runs on; or start the new program once, which brings the tables up to date, and check again.
cli-do-schema-trigger-missing = Find out who has rights on the database and when it was done. Compare the journal with a backup entry by entry, and restore a database that has its guards.
cli-do-schema-trigger-changed = Find out who has rights on the database and when it was done. Compare the journal with a backup entry by entry, and restore a database that has its guards.
cli-do-schema-index-missing = Find out who took it away. Where it was unique, look for what it would have refused (two holders, one seal twice, two valid certificates): the other findings name it. Restore the last good backup.
cli-do-schema-index-changed = Find out who changed it. Where it was unique, look for what it would have refused: the other findings name it. Restore the last good backup.
cli-do-schema-table-changed = Find out who changed the table, and look at the rows that the lost check would have refused: the other findings name them. Restore the last good backup.
cli-do-schema-function-changed = The guards do nothing without it, so treat everything since the last good check as doubtful: compare the journal with a backup entry by entry, and restore a database that has it.
cli-do-schema-extra = Read what it does before you take it away, and keep a copy: a trigger, rule or view can change what is written or shown. If a tool of yours made it, put it into a database or schema of its own.
cli-do-journal-gap = Somebody tampered with it, or the database was put together by hand. Compare with a backup and restore it.
cli-do-journal-unreadable = If the program is older than the register, use the newer one. Else compare the entry with a backup and restore it.
cli-do-journal-hash = Somebody changed the entry. A backup or an exported journal tells what stood there; restore the backup.
cli-do-journal-subject = Somebody changed where the entry is filed. Compare with a backup and restore it.
cli-do-journal-time = The server never writes such an entry, whatever its clock says. Find out who wrote it, and compare with a backup.
cli-do-journal-head = Entries were cut off or added at the end. Compare with a backup and with the newest signed head.
cli-do-journal-impossible = Look at the entry: somebody wrote to the journal past the program. Compare with a backup.
cli-do-journal-not-replayed = Mend what is wrong with the journal first. Until then wrong rows of tables mean nothing.
cli-do-journal-id-twice = Somebody wrote to the journal past the program. Compare both entries with a backup and restore it.
cli-do-journal-key-twice = Somebody wrote to the journal past the program, or an act was counted twice. Compare both entries with a backup.
cli-do-journal-author = Look at the entry: nobody with a working account can have written it. Compare with a backup.
cli-do-rules-none = Nothing says under which rules the first acts stood. Compare with a backup and an exported journal.
cli-do-rules-missing = What hangs on the rules was not judged for the entries after it. Put the file back whose digest the entry bears, from a backup or an export, and find out who took it away.
cli-do-rules-differ = What hangs on the rules was judged by others than those in force, so breaches may be hidden. Put the rules back whose digest the entry bears, from a backup or an export, check again, and find out who changed them.
cli-do-rules-unreadable = What hangs on the rules was not judged for the entries after it. Put the file back whose digest the entry bears, from a backup or an export, and check again.
cli-do-rules-extra = Somebody put rules in past the program, so breaches may be hidden. Find out who, restore the last good backup and check it.
cli-do-projection-missing = Where entries are named with journal.hash or journal.gap, these rows may follow from them: look at those first. Otherwise the journal is right, and somebody wrote to the tables past the program: find out who, restore the last good backup and check it.
cli-do-projection-differs = Where entries are named with journal.hash or journal.gap, these rows may follow from them: look at those first. Otherwise the journal is right, and somebody wrote to the tables past the program: find out who, restore the last good backup and check it.
cli-do-projection-extra = Where entries are named with journal.hash or journal.gap, these rows may follow from them: look at those first. Otherwise the journal is right, and somebody wrote to the tables past the program: find out who, restore the last good backup and check it.
cli-do-projection-more = The same as for the rows that are listed.
cli-do-details-missing = Restore the rows of that party from a backup. If there is none, an office takes the details down again as a change of the party.
cli-do-details-differ = Restore the rows of that party from a backup. If there is none, an office takes the details down again as a change of the party.
cli-do-details-extra = Somebody wrote to the tables past the program. Find out who, restore the last good backup and check it.
cli-do-details-words = The party is not found by its name. A change of the party’s record writes the words anew; find out who changed them.
cli-do-details-keys = The party may be registered twice. A change of the party’s record writes the keys anew; find out who changed them.
cli-do-details-no-key = Put the copy that you keep of the file of the keys in its place, and check again.
cli-do-details-not-erased = Most often a row was put back from a backup by hand. Find out who did it and why; an approver erases the details again.
cli-do-details-reads = Somebody wrote to the tables past the program. Find out who has rights on the database, and whose reading was to be hidden.
cli-do-print-missing = Restore the row of certificate_copy from a backup; the hash of the entry tells which file is right. Find out who took it out.
cli-do-print-differs = Restore the row of certificate_copy from a backup; the hash of the entry tells which file is right. Find out who changed it.
cli-do-print-extra = Somebody wrote to the tables past the program. Find out who; the file is no evidence.
cli-do-print-no-key = Put the copy that you keep of the file of the keys in its place, and check again.
cli-do-print-not-erased = Most often a row was put back from a backup by hand. Find out who did it and why, and take the row of certificate_copy out again.
cli-do-checkpoint-size = This is an old copy of the database, or its end was cut off. Keep the head, find the newest copy and put it back.
cli-do-checkpoint-root = Somebody changed entries, also where everything else fits together. Compare with a backup and an exported journal, and keep the head: it is the proof.
cli-do-checkpoint-signature = Where you brought the head: compare every letter with the paper, it may be mistyped, or be another register’s. Where the register keeps it: somebody wrote to the tables past the program. Get the journal’s public keys by another way and compare. What an unsigned head says of the entries is not judged.
cli-do-checkpoint-unreadable = Somebody wrote to the tables past the program. Compare with the heads outside the database.
cli-do-checkpoint-origin = Look whose head it is: this register never bore that name.
cli-do-checkpoint-given-up = Read the reason that two people gave at that entry, and ask them.
cli-do-row-unreadable = Somebody wrote to the tables past the program, or the disk failed. Restore the last good backup and check it.
cli-do-rule-broken = An officer looks at the entry and at the papers. A wrong entry of production is put right by a correction.
cli-do-lineage-pool = Do not rely on traces that go through this parcel. Find out who wrote to the tables, and restore the last good backup.
cli-do-lineage-certificate = Do not rely on the trace of this certificate. Find out who wrote to the tables, and restore the last good backup.
cli-do-lineage-digest = Do not rely on the trace of this certificate, and tell the approver who signed it. Find out who wrote to the tables, and restore the last good backup.
cli-do-kept-size = This is an old copy of the database, or its end was cut off. Keep the kept file: it shows how far the journal went. Put the newest copy back.
cli-do-kept-root = Entries that were checked before have been changed, or the kept file is another register’s. Keep the file, and run the check without --since.
