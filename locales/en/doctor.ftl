### What `placer doctor` finds, and what to do about it.

doctor-wrong = WRONG
doctor-look = look
doctor-done = { $looked } things looked at: { $wrong } wrong, { $look } to look at

## Settings

doctor-settings-base-url-missing = No public address is given, so QR codes lead to { $listen }.
doctor-settings-base-url-missing-do = Give the address under which people reach the register: --base-url https://…
doctor-settings-base-url-plain = The public address { $url } is not encrypted: passwords and sessions travel in the clear.
doctor-settings-base-url-plain-do = Put a reverse proxy that speaks HTTPS before the register, and give its https:// address with --base-url.
doctor-settings-listen-open = The server listens on { $listen }, where it can be reached past the proxy, unencrypted.
doctor-settings-listen-open-do = Listen on 127.0.0.1, or let a firewall admit the proxy alone.
doctor-settings-proxy-unlisted = The register is reached as { $url } through a proxy, but no proxy is believed: all visitors count as one address, and share one limit.
doctor-settings-proxy-unlisted-do = Name the address from which the proxy connects, as in --trusted-proxy 127.0.0.1.
doctor-settings-proxy-anybody = Nearly every address is believed as a proxy: anybody can pretend to be another address and guess without limit.
doctor-settings-proxy-anybody-do = Name only the addresses of your own proxies with --trusted-proxy.
doctor-settings-metrics-open = The numbers for watching are served on { $listen }, where others than this machine reach them.
doctor-settings-metrics-open-do = Serve them on 127.0.0.1, as in --metrics 127.0.0.1:9464, and let the watcher come by a tunnel.
doctor-settings-passwords-known = The list of stolen passwords { $path } cannot be searched, so the server does not start with it: { $error }
doctor-settings-passwords-known-do = Put the file in its place, with SHA-1 hashes in order and one to a line (HASH:COUNT), or leave --passwords-known out.

## Files

doctor-files-readable = { $path } can be read or written by every account of this machine (mode { $mode }).
doctor-files-readable-do = Take that away: chmod o-rwx { $path }
doctor-files-folder-open = In the folder { $path } every account of this machine may put files (mode { $mode }), also in the place of the register.
doctor-files-folder-open-do = Give the register a folder of its own: chmod o-w { $path }
doctor-files-keys-missing = The key folder { $path } is not there.
doctor-files-keys-missing-do = Put it back from its own copy before the server starts; without it what is encrypted cannot be read.
doctor-files-keys-readable = { $path } holds keys and is open to others than its owner (mode { $mode }).
doctor-files-keys-readable-do = Take that away: chmod go-rwx { $path }
doctor-files-key-unusable = { $why }
doctor-files-key-unusable-do = Until then a server that runs goes on with the keys it has; it cannot be started again.
doctor-files-heads-beside = The folder of the signed heads, { $path }, lies with the register: whoever puts an old copy of the register back puts back old heads with it, and nobody notices.
doctor-files-heads-beside-do = Give them another folder with --heads, best on another machine, and copy what is there.
doctor-files-heads-with-keys = The folder of the signed heads, { $path }, lies within that of the keys: whoever puts a copy of the keys back puts back old heads with it.
doctor-files-heads-with-keys-do = Give them another folder with --heads, best on another machine, and copy what is there.
doctor-files-certificate-key = Certificates were issued, but { $path } is not there: new ones get no token, so that nobody can check them without a network.
doctor-files-certificate-key-do = Put back the copy you keep of it. If this register never had one, make it with “placer key rotate-certificates”.
doctor-files-heads-missing = Heads were signed, but the folder of the signed heads, { $path }, has none of them: whether an old copy of the register was put back cannot be noticed, and the server starts read only.
doctor-files-heads-missing-do = Connect the disk it is on, or name the folder with --heads. If it is lost, put the newest head that is known elsewhere in with “placer checkpoint --keep FILE”.
doctor-register-closed = The register is read only. { $why }
doctor-register-closed-do = Keep a copy of the database as it is, and look for the newest whole one; see “Signed heads” in docs/operations.md and the page /standing of its server.
doctor-files-keys-beside = The key folder { $path } lies with the register: whoever takes the one takes the other.
doctor-files-keys-beside-do = Keep the keys on another disk, or at least in another folder that is not copied with the register.
doctor-files-room = Only { $free } MB are left in { $path }; { $wanted } MB are wanted.
doctor-files-room-do = Make room, or give the register a larger disk. When it is full, nothing more can be recorded.

## Backups

doctor-backup-none = No backup of this register is noted.
doctor-backup-none-do = Make one with “placer backup”, and then every day; keep a copy in another building.
doctor-backup-old = The last backup is of { $at }; it should not be older than { $hours } hours.
doctor-backup-old-do = Find out why none was made since, and make one now with “placer backup”.
doctor-backup-plain = The last backup ({ $path }) is not encrypted.
doctor-backup-plain-do = Encrypt backups to two keepers with --to, and destroy this one once there is another.
doctor-backup-unknown = Nobody said where backups of this register are noted.
doctor-backup-unknown-do = Give “placer backup” and “placer doctor” the same file with --mark or PLACER_BACKUP_MARK.

## Accounts

doctor-accounts-demonstration-password = Accounts have the password of the demonstration, which everybody can read: { $logins }.
doctor-accounts-demonstration-password-do = Give each another at once: placer account set-password LOGIN
doctor-accounts-no-administrator = No active administrator is left, so no account can be made or closed.
doctor-accounts-no-administrator-do = Enable one: placer account enable LOGIN --reason …
doctor-accounts-one-administrator = There is one administrator only. When he is away or gone, nobody can close an account.
doctor-accounts-one-administrator-do = Make a second one for another person: placer account create LOGIN --role administrator
doctor-accounts-first-password = { $count ->
    [one] One account still has
   *[other] { $count } accounts still have
} the first password that somebody else knows.
doctor-accounts-first-password-do = Ask their owners to sign in, or close the accounts.
doctor-accounts-no-factor = Accounts whose role must have a second factor have none yet: { $logins }. Their password alone opens the page on which one is set up.
doctor-accounts-no-factor-do = Ask their owners to sign in and set one up, or close the accounts: placer account disable LOGIN --reason …
doctor-accounts-factor-known = Accounts have a second factor whose secret stands in standards and examples, so that anybody makes its codes: { $logins }. The program gives out none of these: somebody wrote to the tables past it.
doctor-accounts-factor-known-do = Take it away at once, placer account reset-factor LOGIN --reason …, and find out who has rights on the database.
doctor-accounts-factor-shared = Accounts have the same authenticator, so one person can sign as both: { $logins }. The program gives each its own: somebody wrote to the tables past it.
doctor-accounts-factor-shared-do = Take it away from all of them, placer account reset-factor LOGIN --reason …, and find out who has rights on the database.
doctor-accounts-factor-exempt = No second factor is asked of these roles: { $roles }. Whoever learns a password of theirs signs in as them.
doctor-accounts-factor-exempt-do = Leave a role out only where its people can have neither an app nor a passkey, write down why, and name it in --second-factor again as soon as they can.

## Register

doctor-register-demonstration = This is a demonstration; everything in it is fictitious.
doctor-register-demonstration-do = Do not give out its address as that of a register.
doctor-register-migrations = The tables are not up to date: { $versions } are missing.
doctor-register-migrations-do = Make a backup, then run “placer migrate”.
doctor-register-newer = The tables were made by a newer program ({ $versions }).
doctor-register-newer-do = Use that program or a newer one; this one may misread them.
doctor-register-not-set-up = The tables are there, but no register was set up in them.
doctor-register-not-set-up-do = Run “placer account create” first.
doctor-register-rules = The rules in force since { $since } are not those that this program brings for the country, or that you named.
doctor-register-rules-do = If the change is wanted, put it in force with --profile and --adopt-profile; else leave it: the register goes on under its own.
doctor-register-guard-missing = Guards that keep evidence from being changed are gone: { $names }.
doctor-register-guard-missing-do = Find out who has rights on the database, run “placer verify”, and restore a database that has them.

## Clock and database

doctor-clock-behind = The clock of this machine says { $now }, but the last entry was recorded at { $last }.
doctor-clock-behind-do = Set the clock and keep it set (NTP). Until then new entries bear the time of the last one.
doctor-clock-database = The clocks of this machine and of the database differ by { $seconds } seconds.
doctor-clock-database-do = Let both machines keep their time by NTP.
doctor-clock-never-set = The clock of this machine says { $now }; it was never set.
doctor-clock-never-set-do = Set the clock and keep it set (NTP) before anything is recorded.
doctor-database-pragmas = The database would not keep every acknowledged entry (journal mode { $mode }, synchronous { $synchronous }).
doctor-database-pragmas-do = Put the file on a disk of this machine: network disks take no write-ahead log. Open it with nothing but this program.
doctor-database-read-only = The database takes no entries.
doctor-database-read-only-do = Look at the owner and mode of its files, and whether its disk is mounted read-only.
doctor-database-superuser = The role with which the program connects is a superuser of PostgreSQL.
doctor-database-superuser-do = Make one role that owns this database alone and one for the server, run “placer migrate --role NAME” as the owner, and let the server connect as the other.
doctor-database-owner = The role with which the program connects owns the tables, and so can drop the guards that keep evidence from being changed.
doctor-database-owner-do = Make another role for the server, run “placer migrate --role NAME” as the owner, and let the server connect as the other.
doctor-database-may-change = The role with which the program connects may change or take away evidence, were it not for the guards.
doctor-database-may-change-do = Run “placer migrate --role NAME” as the owner of the tables: it takes these rights away.
doctor-database-unsafe = The PostgreSQL server may lose acknowledged entries at a power cut: { $names } is off.
doctor-database-unsafe-do = Turn it on in postgresql.conf and restart the server.
doctor-database-encoding = The database is in { $encoding }, which cannot hold every name.
doctor-database-encoding-do = Make a database with the encoding UTF8 and restore a backup into it.
