### Certificates on their way out: the container, the border, endorsements; goods that are still here.

## What is refused

violation-departure-gone = The goods of certificate { $number } left on { $on }. Nothing more can be written down here.
violation-departure-not-valid = The certificate is valid from { $from } to { $to }. The day must lie between them.
violation-departure-number = The container bears { $typed }, and the certificate is { $number }. Put the right number on the container, or take the right certificate.
violation-departure-parcel-number = The parcel number { $typed } does not end in the number of the certificate, { $number }. A container with another number is how a forged certificate was once known: look at both again.
violation-departure-not-sealed = The container of certificate { $number } has not been closed yet. Close it first.
violation-departure-seal-other = The container was closed with the seal { $seal }, and customs read { $found }. Do not let it out before that is explained; if it was closed again, write that down first.
violation-departure-before-seal = The container was closed on { $on }. Goods leave on that day or later.
violation-departure-transport = Say how the goods leave.
violation-departure-no-courier = { $code } is not registered as a courier. Look at the code, or leave the field empty if it goes as freight.
violation-departure-courier-state = { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[barred] barred
} on { $day }, and cannot carry anything.
violation-departure-endorse-what = Say what is to be put right.
violation-departure-endorse-same = That is what stands there already.
violation-departure-not-here = The goods left on { $on }: they are not here any more.
violation-departure-was-used = The goods left with this certificate on { $on }: it was used.
violation-departure-endorse-other = This is another text, not a slip of the pen. For another importer make the certificate void, and issue another.
violation-departure-not-told = The importing authority has not been told of this certificate yet.
violation-departure-not-printed = This certificate has not been printed yet.
departure-destination-closed = No trade with it now
violation-departure-seal-used = A container was closed with seal { $seal } before. Each container has a seal of its own: read the number again.
violation-departure-seal-of-parcel = Seal { $seal } is on a parcel. The container around it has a seal of its own: read that number.
violation-departure-unused-gone = A certificate that was not used has its goods here. If they left without it, say what became of the certificate: lost, stolen, or an error.
violation-departure-received = The receipt of these goods was confirmed abroad, on { $on }: they are not here any more.
violation-departure-was-received = The receipt of its goods was confirmed abroad, on { $on }: the certificate was used.

## Forms

departure-do-seal = Close the container
departure-do-depart = Record that it left
departure-do-endorse = Endorse a slip of the pen
departure-seal-again = Close it again
departure-lead-seal = Put the certificate's number on the container, close it with a numbered seal, and type here what you read on it.
departure-lead-depart = Customs look at the seal before the goods leave. Type what they read, and how the goods travel.
departure-lead-endorse = Only a slip of the pen in the importer's name or address can be put right on the paper. If carats, value, origin, days, numbers or the country are wrong, make the certificate void and issue another.
departure-confirm-seal = Close the container
departure-confirm-depart = Record the departure
departure-confirm-endorse = Endorse
departure-seal = Number of the seal
departure-seal-hint = As it is printed on the seal or bag.
departure-seal-read = As customs read it now on the container.
departure-number = Certificate number on the container
departure-number-hint = Read it from the container, not from the screen.
departure-parcel-number = Parcel number on the container
departure-parcel-number-must = It must end in the number of the certificate.
departure-parcel-number-may = If there is one.
departure-on = Day
departure-again = Why it was closed again
departure-again-hint = For example: customs opened it to look.
departure-under = Closed with seal { $seal } on { $on }
departure-seal-first = The container has not been closed yet.
departure-place = Airport or border post
departure-transport = How it leaves
transport-air = By air
transport-road = By road
transport-water = By ship or boat
departure-reference = Flight, vehicle or ship
departure-reference-hint = Flight number and air waybill, registration of the vehicle, or name of the ship.
departure-courier = Courier
departure-courier-hint = Code from the register. Leave it empty if it goes as freight.
departure-freight = As freight, without a courier
departure-endorse-what = What is wrong
endorsed-field-importer-name = Name of the importer
endorsed-field-importer-address = Address of the importer
departure-is = What should stand there
departure-was = What stands there
departure-endorse-hint = What happened, and on whose instruction.

## On pages

departure-container = Container
departure-left = Left the country
departure-endorsed = Endorsement { $no }
paper-endorsed = Endorsement { $no }, { $on }: { $what }: { $is }
departure-ended-here = The validity has ended and the goods are still here.
departure-ended-do = Have the paper returned, and make the certificate void as not used. The shipment can then get another one.
departure-here = Goods still here
departure-ended-unused = Certificates that ended unused
departure-here-lead = Valid certificates whose goods have not left, those that end first on top.
departure-here-none = The goods of all valid certificates have left.
departure-here-more = There are more. Those that end later are not shown.
departure-next = Next
departure-next-return = Ended: have the paper returned, make it void
departure-next-leave-soon = Ends soon: must leave
departure-next-seal-soon = Ends soon: close the container
departure-next-seal = Close the container
departure-next-leave = May leave
departure-days-left = { $count ->
    [0] last day
    [one] { $count } day left
   *[other] { $count } days left
}
departure-urgent = { $count ->
    [one] { $count } urgent
   *[other] { $count } urgent
}
shipment-step-sealed = Container closed
shipment-step-departed = Left the country
shipment-step-notified = Importing authority told
shipment-step-received = Receipt confirmed abroad
shipment-happened-certificate-printed = Put on paper
shipment-happened-certificate-sealed = Container closed
shipment-happened-certificate-departed = Left the country
shipment-happened-certificate-endorsed = Endorsed
shipment-happened-certificate-notified = Importing authority told
certificate-standing-replaced = Replaced
certificate-told-replaced = This certificate is void: another one over the same goods took its place. It must not be accepted.
token-live-replaced = Replaced
token-live-told-replaced = The token is genuine, but the certificate was made void and another one took its place. It must not be accepted.
told-closed = Container closed
told-next-closed = Record that it left, once customs have looked at the seal.
told-departed = Departure recorded
told-next-departed = The importing authority confirms the receipt.
told-endorsed = Endorsed
told-next-endorsed = Write the endorsement on the paper, sign and stamp it.
prove-act-endorse-certificate = Endorse a certificate
