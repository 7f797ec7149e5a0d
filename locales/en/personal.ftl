# Personal details: keys, masks, the access record, erasing.
cli-sealed = Personal details cannot be read or written: { $error }. Name the folder of the keys with --keys or PLACER_KEYS, and see that the file in it is the register's own.
cli-note-details-unchecked = Personal details could not be checked: the keys are not at hand. Everything else was.
cli-key-made = A new key was made. Copy the file of the keys to where you keep its copies before you go on working.
cli-key-goes-on = An earlier change of the key was broken off; it goes on.
cli-key-progress = sealed anew: { $count }
cli-key-done = Sealed anew: { $count }.
cli-key-current = { $key }  the current key ({ $rows } sealed with it)
cli-key-older = { $key }  an older key, still needed ({ $rows } sealed with it)
cli-key-unused = { $key }  an older key with which nothing is sealed any more: its line in the file of the keys may be destroyed, once no backup that you may still restore needs it
cli-found-details-no-key = the key that personal details are sealed with is not at hand
cli-found-details-not-erased = personal details that were erased are there again
cli-found-details-reads = a record of who read personal details was taken out
violation-details-erased = The personal details of { $code } were erased already.
violation-details-held-licences = { $code } has licences that are in force, suspended or about to begin: { $numbers }. Erase the details when these are over or revoked.
violation-details-held-parcels = { $code } holds parcels: { $parcels }. Erase the details when these are sold, exported or taken back.
