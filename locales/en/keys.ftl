### Files and folders of keys.

cli-keys-fault = The file of the keys, { $path }, cannot be read or written: { $error }
cli-keys-open = Others may read the file of the keys, { $path } (rights { $rights }). Let only its owner read it: chmod 600.
cli-keys-unreadable = The file of the keys, { $path }, is damaged: { $line ->
    [0] it holds no key
   *[other] line { $line } is no key
}. Put the copy you keep of it in its place.
cli-keys-missing = The file of the keys, { $path }, is not there, but parts of the register are sealed with it. Put the copy you keep of it in its place, or name its folder with --keys or PLACER_KEYS.
cli-keys-other = The file of the keys, { $path }, holds the key of another journal. Put the copy you keep of the right one in its place, or restart the server if the journal goes on under another name.
cli-keys-nowhere = The account that runs this has no home folder. Say in which folder the keys are with --keys or PLACER_KEYS, and where signed heads are kept with --heads or PLACER_HEADS; both apart from the database.
cli-places = keys in { $keys }, signed heads in { $heads }
cli-keys-beside = Warning: the folder of the keys, { $path }, lies with the database. Whoever can take or change the one can take the other, and then sign whatever he likes. Give them another folder with --keys.
cli-heads-beside = Warning: the folder of the signed heads, { $path }, lies with the database. Whoever puts an old copy of the one back puts back the other, and nobody notices. Give them another folder with --heads, best on another machine.
