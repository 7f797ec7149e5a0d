## The journal's signed heads, witnesses, receipts and a closed register

heads-title = Is the journal still the same?
heads-lead = Every accepted act is an entry of the journal. A head is a short mark of the whole journal up to a number of entries, signed by the register. Whoever keeps one can show later that nothing up to it was changed or taken out.
heads-none = No head has been signed yet.
heads-newest = Newest head
heads-none-here = This copy of the register has no signed head.
heads-newest-here = Newest head in this copy of the register
heads-closed = What this page shows of the register as it is now is no proof until this is cleared up.
heads-size = Entries
heads-root = Mark
heads-made = Signed
heads-origin = Name of the journal
heads-text = The head as it is signed
heads-slip = Print this head
heads-slip-title = Signed head of the journal
heads-slip-how = Keep this paper away from the register. Later, an auditor can hold the journal against it.
heads-slip-print = Print it, or copy the text into a file.
heads-raw = The head as a plain file
heads-keys = Public keys of the journal
heads-keys-explained = Get these once by another way than this page, and keep them. A signature that they do not confirm is not the register’s.
heads-key-since = { $size ->
    [0] from the first entry on
   *[other] for journals longer than { $size } entries
}
heads-how = How to check
heads-how-page = Compare the head on your paper with this register: type the number of entries on it.
heads-how-size = Number of entries on your paper
heads-how-size-hint = As it is printed, for example 1,250.
heads-how-look = Show the mark at that number
heads-at-size = Mark of the first { $size } entries
heads-at-size-none = { $size ->
    [0] Give the number of entries that stands on your paper.
   *[other] The journal has fewer than { $size } entries. If your paper says { $size }, entries are missing: tell the authority and keep the paper.
}
heads-at-size-same = If the mark on your paper is another one, the journal was changed: tell the authority and keep the paper.
heads-how-file = The page works the mark out from the register itself. To trust nobody, check an exported journal or a proof file on your own computer, as these two pages say.
heads-how-format = The format of the journal and how to check it (in English)
heads-how-events = All kinds of entries and their rules (in English)
heads-witnesses = Witnesses
heads-witnesses-explained = A witness is somebody else’s computer that signs a head only if it continues the last one it saw.
heads-witnesses-none = No witnesses are set up. Heads are kept in a folder outside the database.
heads-witnesses-needed = { $needed } of { $all } are needed.
heads-witnesses-enough = The newest head has enough of them.
heads-witnesses-closed = What they signed is no sign that all is well: the register does not continue a head that is known to be signed.
heads-witnesses-few = The newest head has too few of them. They are asked again three times a minute.
heads-witness-under = has signed the newest head
heads-witness-behind = has last signed a head of { $size } entries
heads-witness-never = has signed none yet
heads-witness-reached-cosigned = answered
heads-witness-reached-silent = cannot be reached
heads-witness-reached-refused = refuses to sign: it may know another journal

sealed-title = In the journal
sealed-entry = Entry { $seq }, short code { $code }
sealed-head = Held by the signed head of { $size } entries.
sealed-soon = Its head is signed within the minute.
sealed-by = Witnesses that have signed it: { $names }.
sealed-by-none = No witness has signed it yet.
sealed-enough = That is enough ({ $needed } of { $all } are needed).
sealed-few = That is too few ({ $needed } of { $all } are needed). It counts all the same; the witnesses are asked again three times a minute.
sealed-enough-rule = That is enough by the rule for witnesses.
sealed-few-rule = That is too few by the rule for witnesses. It counts all the same; they are asked again three times a minute.
sealed-proof = Download the proof
sealed-proof-explained = The proof shows without a network that this entry is in the journal, unchanged.
sealed-short = Journal entry { $seq }, code { $code }
entry-check-there = Entry { $seq } is in the journal with this code.
entry-check-recorded = It was recorded on { $at }.
entry-check-receipt = Receipt of the journal entry, with its proof
entry-check-sign-in = Whoever recorded it, the office it was recorded in and auditors can have its receipt and its proof: sign in, and open this page again.
entry-check-not-yours = Its receipt and its proof are for whoever recorded it, for that office and for auditors. Ask one of them for the proof.
entry-check-nothing-else = So says the register; to trust nobody, ask for the proof. What the entry is about stands on the paper: compare that by the paper’s own number or check code.
entry-check-unknown = The journal has no entry with this number and this code.
entry-check-unknown-do = Compare both with the paper, character by character. If they stand there like this, the paper may be false or the journal was changed: keep the paper and tell the authority.

closed-banner = This register is read only.
closed-banner-link = Why, and what to do
closed-title = The register is read only
closed-missing = A head of { $known } entries was signed, but the journal has { $here }. Entries are missing: an old copy of the database was put back, or its end was cut off.
closed-changed = The first { $known } entries are not those that were signed. Somebody changed the journal, or another database was put in its place.
closed-untold = A head of { $known } entries was signed, but none is in the folder outside the database where signed heads are kept. Nobody can tell whether entries are missing.
closed-nothing = Nothing can be recorded until this is cleared up. Everything that is here can be read.
closed-open-title = The register is open
closed-open = The register is open. Its journal is the one that was signed.
closed-known = What was signed
closed-first = First
closed-first-text = Stop the server and put the newest copy of the database back. Look for it on every disk before you go on. When the register has all its entries again, it opens by itself at the next start.
closed-first-untold = Stop the server. If the folder of the signed heads is on another disk or machine, connect that again; if it was moved, name it with --heads. If it is lost, find the newest head elsewhere, on paper, at a witness or in a mirror, and put it in with “placer checkpoint --keep FILE”. Then start the server again.
closed-second = Only if the entries are lost
closed-second-text = Two people, each under an account of his own, can let the register go on without the lost entries. This stands in the journal for ever. The journal gets another name, because its old heads can never be reached again; its new public key must be given to auditors and witnesses.
closed-reason = What happened
closed-reason-hint = Say how the entries were lost, which days they cover, and where they are on paper.
closed-propose = Propose to go on without them
closed-waits = { $who } proposed on { $at } to go on without the lost entries:
closed-waits-other = A second person has to agree.
closed-approve = Agree, and open the register
fault-closed-title = The register is read only
fault-closed-text = Nothing was written: the journal is not the one that was signed. The page “Why, and what to do” at the top says what is missing.

violation-recovery-not-closed = The register is open; there is nothing to give up.
violation-recovery-waiting = Somebody has already proposed this. A second person has to agree.
violation-recovery-decided = This was agreed before.
violation-recovery-same-person = You proposed this. Somebody else has to agree.
violation-head-not-ours = This is no head that a key of this journal signed.
violation-head-older = This head is of { $size } entries, older than the one of { $known } that the register itself has. Look for a newer one.

event-key-adopted = Key of the journal changed
event-recovery-proposed = Going on after a loss proposed
event-recovery-approved = Going on after a loss agreed

cli-key-missing = The key “{ $name }” that signs the journal’s heads is not in { $folder }. Give its folder with --keys. If it is lost for good, docs/operations.md says what to do.
cli-origin = “{ $typed }” cannot be a name in signed heads: use letters, digits, points, hyphens and slashes, as in register.example/journal.
cli-other-origin = The journal is signed under the name { $name }, not { $typed }. Its name is for good; leave out --origin.
cli-no-head = This register has no key that signs its heads. Start it once with “placer serve”, or give the folder of its keys with --keys.
cli-head-fault = { $file } is no signed head: { $error }
cli-head-kept = The head of { $size } entries is kept. Start the server again: it compares the journal with it.
cli-no-key = There is no key here to work with. Give the folder of the keys with --keys.
cli-qr-too-long = The head is too long for a QR code.
cli-key-rotated = The head of { $size } entries is signed with both keys. From now on this key signs: { $key }
cli-key-restart = A server that runs takes it over by itself. Give the new key to auditors and witnesses, and copy the folder of the keys again.
cli-exported = { $entries } entries written to { $folder }
cli-witness-name = Give the witness a name of its own with --name, such as witness.example/west.
cli-witness-log = “{ $typed }” is no public key of a journal. “placer key show” prints it.
cli-witness-no-log = Give the public key of the journal to watch with --watch.
cli-witnesses-fault = The file of witnesses cannot be used: { $error }
cli-checkpoint-fault = This file holds no signed head: { $error }
cli-found-checkpoint-signature = a signed head is not signed by a key of the journal
cli-found-checkpoint-size = entries that were signed are missing
cli-found-checkpoint-root = the journal is not the one that was signed
cli-found-checkpoint-origin = the head is of another journal
cli-found-checkpoint-given-up = two people let the register go on without entries that were lost
cli-found-checkpoint-unreadable = a signed head cannot be read
cli-at-checkpoint = head of { $no } entries
cli-export-progress = read { $at } entries
cli-export-fault = This is no exported journal: { $error }
cli-found-journal-key-twice = the same account used the same key twice
cli-found-journal-author = the author was no account then, or was off
