### What the program says at the console. Names of commands, options and variables stay as they are typed.

## The register and its rules

cli-the-database = the database
cli-no-scheme = This is no address of a database. It begins with sqlite: and the path of a file, as in sqlite:placer.sqlite, or with postgres://.
cli-no-file = There is no file { $place }.
cli-no-register = { $place } holds no register.
cli-unreadable = { $place } cannot be opened: { $error }.
cli-check-address = Check the address (--database or PLACER_DATABASE). A new register is made by “placer serve”, “placer migrate” or “placer account create”.
cli-cannot-open = The database cannot be opened: { $error }.
cli-busy = The database is busy; try again in a moment. ({ $error })
cli-disk-full = The disk is full. Nothing was written. Make room and try again.
cli-damaged = What is stored is damaged: { $error }. Run “placer verify”.
cli-database-fault = The database refuses: { $error }.
cli-not-set-up = The tables are there, but no register was set up in them. Run “placer serve” or “placer account create” first.
cli-no-profile = There is no bundled profile { $profile }, and no such file. Bundled are { $known }. Give one of these codes, or the path of a profile file.
cli-profile-fault = The profile cannot be used: { $error }.
cli-map-fault = A map layer cannot be used: { $error }.
cli-other-country = This database is the register of { $found }, not of { $asked }. Leave --profile out, or give another --database.
cli-other-rules = The register works under other rules than these, since { $since }. Leave --profile out to go on under its own, or add --adopt-profile to put these in force from now on.
cli-not-adopted = The rules kept in the database are not those that were put in force last: somebody wrote to the table past the program. “placer verify” says what was changed. Restore the last good backup, or put rules in force with --profile and --adopt-profile.
cli-kinds-missing = These rules lack licence types of which there are licences in the register: { $kinds }.
cli-no-layer = Nothing bundled is called { $name } for { $code }. Give your own with --layers FOLDER.
cli-outdated = The tables are not up to date ({ $versions } are missing), and this role may not change them. Run “placer migrate --role NAME” as the owner of the tables first.
cli-role-sqlite = Roles are for PostgreSQL; a SQLite file belongs to the account that runs the server.
cli-granted = { $role } may read and append, and keep what is derived up to date; it can neither change evidence nor tables.
cli-migrated = { $count ->
    [one] { $count } migration run
   *[other] { $count } migrations run
}

## The server

cli-listening = listening on { $address }
cli-cannot-listen = The server cannot listen on { $address }: { $error }. Give another address with --listen.
cli-cannot-listen-metrics = The numbers for watching cannot be served on { $address }: { $error }. Give another address with --metrics.
cli-metrics = numbers for watching on { $address }
cli-no-proxy = Warning: no proxy is believed, so all visitors who come through one count as one address. Name it with --trusted-proxy.
cli-new-register = There was no register at { $place }; a new, empty one of { $code } was made. If you meant another, stop the server, remove it and give the right address.
cli-requests = --requests-per-minute is too large. Give a smaller number, or 0 for any number of requests.
cli-base-url = --base-url “{ $typed }” is no public address. Give the scheme and the host under which the register is reached, without a path, as in https://register.example.

## Accounts

cli-no-administrator = No active administrator is left.
cli-no-login = Nobody signs in as { $login }.
cli-no-role = There is no role { $typed }. Known are { $known }.
cli-no-office = There is no office { $code }. An administrator opens it on the page “Offices”.
cli-no-party = There is no party { $code }.
cli-not-hashed = The password cannot be kept. Try again.
cli-account-made = account { $account } made (journal entry { $entry })
cli-first-password = first password, shown this once: { $password }
cli-password-set = new first password set (journal entry { $entry })
cli-account-enabled = account enabled (journal entry { $entry })
cli-account-disabled = account disabled (journal entry { $entry })
cli-active = active
cli-disabled = disabled

## Trace and backup

cli-no-subject = There is no certificate, parcel or shipment { $typed }.
cli-exists = { $file } exists already. Give a name that is free.

## The demonstration

cli-demo-begin = Placer demonstration: everything in it is fictitious.
cli-demo-database = database: { $database }
cli-demo-real = This database is a real register. The demonstration needs one of its own.
cli-demo-there = The register is there already; it is served as it is.
cli-demo-day = day { $day } of { $days }
cli-demo-made = { $entries } journal entries in { $seconds } s:
cli-demo-trade = {"  "}{ $production } production entries, { $sales } sales, { $reworks } mixes and sortings
cli-demo-left = {"  "}{ $certificates } certificates, { $refused } acts refused
cli-demo-latest = {"  "}the latest certificate: { $number }
cli-demo-sign-in = sign in (password { $password }):
cli-demo-open = open { $address } in a browser; stop with Ctrl+C

## Verification

cli-verify-progress = replayed { $at } of { $size } entries
cli-verified = { $entries } entries replayed, { $rows } rows compared, { $found ->
    [one] { $found } finding
   *[other] { $found } findings
}
cli-verify-help = What each code means and what to do is in docs/operations.md, “Checking”.
cli-at-entry = entry { $no }
cli-at-parcel = parcel { $no }
cli-found-database-integrity = the database finds itself damaged
cli-found-schema-trigger-missing = a guard that keeps evidence from being changed is gone
cli-found-journal-gap = an entry is missing from the journal
cli-found-journal-unreadable = an entry cannot be read
cli-found-journal-hash = the entry is not the one that was written
cli-found-journal-subject = the entry is filed under something else than it speaks of
cli-found-journal-time = the entry bears an earlier time than the one before it
cli-found-journal-head = the journal is not as long as its head says
cli-found-journal-impossible = the entry cannot follow from those before it
cli-found-journal-not-replayed = the journal is not whole, so the tables were not compared to its end
cli-found-projection-missing = a row is gone
cli-found-projection-differs = a row is not what the journal says
cli-found-projection-extra = a row comes from nothing in the journal
cli-found-projection-more = more rows of this table are wrong
cli-found-details-missing = personal details are gone
cli-found-details-differ = personal details are not those that were recorded
cli-found-details-extra = personal details, or words that find a party, come from nothing in the journal
cli-found-details-words = the words that find the party are not those of its name
cli-found-details-keys = what tells likely duplicates of the party is not worked out from its details
cli-found-print-missing = the file of a printed certificate is gone
cli-found-print-differs = the file of a printed certificate is not the one that was printed
cli-found-print-extra = the file of a certificate comes from no print in the journal
cli-found-print-no-key = the key that the file of a printed certificate is sealed with is not at hand
cli-found-print-not-erased = the file of a certificate that was erased with its exporter’s details is there again
cli-found-row-unreadable = a stored value cannot be read
cli-found-rule-broken = the journal breaks a rule of custody
cli-found-lineage-pool = the origins kept for the parcel are not those of the journal
cli-found-lineage-certificate = the origins of a certificate are not those of the journal
cli-found-lineage-digest = the origins of a certificate are not those that were signed for
cli-smtp-fault = The mail server cannot be used: { $error }
cli-smtp-from = Name the address that mails come from: --smtp-from or PLACER_SMTP_FROM.
