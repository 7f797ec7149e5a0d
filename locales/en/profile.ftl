### Words of the jurisdiction profiles: closed lists whose values come from a profile.

holder-person = Person
holder-organisation = Organisation

payment-cash = Cash
payment-bank = Bank transfer
payment-mobile-money = Mobile money
payment-cheque = Cheque

mixed-origin-asterisks = Asterisks
mixed-origin-list = List of countries

size-basis-aperture-um = Sieve
size-basis-mass-mct = Weight of the stone
