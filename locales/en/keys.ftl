cli-keys-fault = The file of the keys, { $path }, cannot be read or written: { $error }
cli-keys-open = Others may read the file of the keys, { $path } (rights { $rights }). Let only its owner read it: chmod 600.
cli-keys-unreadable = The file of the keys, { $path }, is damaged: line { $line } is no key. Put the copy you keep of it in its place.
cli-keys-missing = The file of the keys, { $path }, is not there, but parts of the register are sealed with it. Put the copy you keep of it in its place, or name its folder with --keys or PLACER_KEYS.
