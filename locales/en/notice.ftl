nav-notices = Advance notices

violation-notice-void = Certificate { $number } is void. Nobody abroad is told of it any more.
violation-notice-before-issue = The certificate was issued on { $on }; nobody can have been told before.
violation-notice-not-made = There is no text of a notice yet. Open the notice of the certificate first.
violation-notice-no-file = This certificate has no token, so no file of it can be sent. Its page says why.
notice-lead = Before goods arrive, the importing authority is told of their certificate, with its file and a one-time code for confirming the receipt. What was sent is in the journal.
notice-one = Advance notice
notice-title = Advance notice of certificate { $number }
notice-none = No notice is in the queue.
notice-all = All notices
notice-open = Those that did not go out
notice-untold = Authorities abroad not told yet
notice-recipient = Sent to
notice-recipient-hint = The office, and how: courier, letter, mail address
notice-tries = Attempts
notice-trouble = What stands in the way
notice-trouble-no-server = This register has no mail server. Send the notice by hand.
notice-trouble-no-address = No mail address of the importing authority is known. Propose one under Participants, or send the notice by hand.
notice-trouble-no-file = This certificate has no token, so no file of it can be sent. Its page says why.
notice-trouble-void = The certificate is void.
notice-void-title = Tell them that it is void
notice-void-cause-error = something on it was wrong
notice-void-cause-spoiled = the paper was spoiled
notice-void-cause-lost = the paper was lost
notice-void-cause-stolen = the paper was stolen
notice-void-cause-unused = it was not used
notice-void-how = This authority was told of the certificate before it was made void. Send it this text.
notice-void-text =
    To { $to },

    Certificate { $number }, issued on { $issued }, of which we told you, is void since { $on }. Reason: { $cause }.

    Do not accept it. If goods arrive with it, detain them and tell us.

    Its state: { $check }
    All numbers that are not to be accepted: { $lost }

    { $authority }
notice-next = Tried again at { $at } or later
notice-not-queued = Not in the queue yet
notice-sent = What was sent
notice-again = Try again now
notice-text = The notice
notice-text-how = The one-time code in it lets whoever has it confirm the receipt. Give it to the importing authority or the importer, and to nobody else.
notice-mail-file = The notice as a file
notice-certificate-file = The certificate as a file, to send with it
notice-by-hand = Record that it was sent by hand
notice-by-hand-confirm = Record it
notice-on = Sent on
notice-reference = Reference
notice-reference-hint = Number of the letter or consignment
notice-state-waiting = Waits
notice-state-failed = Failed, tried again
notice-state-sent = Sent
notice-state-by-hand = Sent by hand
notice-state-given-up = Given up
notice-way-smtp = By e-mail
notice-way-hand = By hand
notice-mail-subject = Advance notice of Kimberley Process certificate { $number }
notice-mail-authority = the importing authority
notice-mail-text =
    To { $to }

    { $authority } has issued a Kimberley Process certificate for a shipment to your country.

    Certificate number: { $number }
    Issued: { $issued }
    Valid until: { $expires }
    Exporter: { $exporter }
    Importer: { $importer }
    Country of origin: { $origin }
    Country of provenance: { $provenance }
    Carats: { $carats }
    Value: { $value }
    Parcels: { $parcels }
    Seals: { $seals }

    { $lines }

    The attached file holds the fields of the certificate (not the address of the exporter) with its signed token and the proof of its entry in our journal. The state of the certificate can be seen at
    { $check }

    Please confirm the receipt at
    { $receipt }
    with this one-time code: { $code }
