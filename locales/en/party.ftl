### Parties: persons and organisations.

party-kind-person = Person
party-kind-organisation = Organisation

party-register = Register a party
party-change = Change this record
party-list-search = Name, code, ID or phone number
party-list-search-hint = The beginnings of the words of a name, two letters or more, in any order, for example: kam moh
party-list-role = Role
party-list-office = Office
party-list-name = Name
party-list-code = Code
party-list-none = No party found. Check the spelling, or type only the beginning of each word.
party-list-none-yet = No party is registered yet.

party-roles = Roles
party-roles-hint = Tick everything this person or organisation does in the trade
party-kind = Person or organisation
party-office = Office that keeps the record
party-office-hint = Leave it empty for somebody who works in the whole country
party-supporter = Code of the supporter
party-supporter-hint = Who pays for the digging beforehand, if anybody. For example { $example }
party-supports = Supports
party-name = Name
party-name-person-hint = As on the identity document, for example Aminata Kamara
party-name-organisation-hint = As registered, for example Sewa River Cooperative
party-address = Address or village
party-address-hint = For example: Tankoro, Koidu, Kono District
party-nationality = Nationality
party-nationality-organisation = Country of registration
party-residence = Residence status
party-residence-hint = For foreigners: what their papers say, for example: resident until 2027
party-id-type = Identity document
party-id-type-organisation = Kind of registration
party-id-number = Its number
party-id-number-hint = Letters and figures as printed
party-born-on = Birth day
party-born-on-hint = If only the year is known, write 1 January of that year
party-birth-place = Birth place
party-phone = Phone
party-phone-hint = For example +232 76 123 456
party-photo = Photograph on file
party-photo-hint = Number or place of the photograph in your files
party-owners = Beneficial owners
party-owners-hint = Who owns or controls the organisation: one person a line, with share
party-note = Remarks
party-reason = Reason for the change
party-reason-hint = For example: new phone number, told by the person on 3 May

id-type-national-id = National identity card
id-type-voter-card = Voter's card
id-type-passport = Passport
id-type-driving-licence = Driving licence
id-type-residence-permit = Residence permit
id-type-registration = Business registration
id-type-tax = Tax number
id-type-other = Other document

party-details-hidden = Your account shows the code, roles and licences of this party. Name and personal details are kept by this office: { $office }.
party-details-hidden-no-office = Your account shows the code, roles and licences of this party, not its name and personal details.
party-details-erased = The personal details of this party were erased.
party-section-details = Details
party-section-licences = Licences
party-section-history = History of the record
party-no-licences = No licence.
party-issue-licence = Issue a licence
party-holdings = Parcels held
party-registered-at = Registered { $at }
party-history-registered = Registered
party-history-changed = Changed
party-history-reason = Reason: { $reason }
party-history-by-office = by { $office }
party-history-before = Record as it was from then on
party-history-entry = Entry { $seq }

party-check-title = Check before you register
party-check-change-title = Check before you change the record
party-check-lead = Nothing is written yet.
party-confirm-register = Register
party-confirm-change = Write the change
party-registered = Registered as { $code }. Write this code on the card of the person.
party-changed = The record was changed.

party-duplicates-title = Is this somebody already registered?
party-duplicates-lead = { $count ->
    [one] One party in the register looks like the one you typed. Compare it before you go on: a person registered twice can dig and sell under two codes.
   *[other] { $count } parties in the register look like the one you typed. Compare them before you go on: a person registered twice can dig and sell under two codes.
}
party-duplicates-same = If it is the same one, open that record and change it instead.
party-duplicates-kept-elsewhere = Kept by another office
party-duplicates-typed = What you typed
party-duplicates-back = Back to the form
party-duplicates-other = This is somebody else: go on
party-duplicates-other-notice = You said that this is somebody else than { $codes }.

likeness-id-number = Same ID number
likeness-name-and-birth = Similar name, same birth day or year
likeness-name-and-place = Similar name, same birth place
likeness-phone = Same phone
likeness-same-name = Exactly the same name, and no birth day to tell them apart
likeness-firm-name = Similar name of an organisation

violation-party-no-role = Tick at least one role.
violation-party-no-supporter = There is no party with this code. Check the code of the supporter, or leave it empty.
violation-party-own-supporter = A party cannot be its own supporter. Leave the supporter empty.
violation-party-supporter-role = { $code } does not have the role of supporter. Change that record first, or correct the code.
violation-party-reference-taken = { $code } was imported from this very record. Change that party instead of registering it again.
violation-party-likely-duplicate = { $count ->
    [one] A party that looks the same is registered already: { $codes }. Change that record if it is the same one; if it is somebody else, confirm that: in a file, “yes” in the column acknowledged_duplicates.
   *[other] { $count } parties that look the same are registered already: { $codes }. Change that record if it is the same one; if it is somebody else, confirm that: in a file, “yes” in the column acknowledged_duplicates.
}
violation-party-hidden = This text has characters that cannot be seen, perhaps from copying. Delete it and type it anew.
violation-party-name-letters = A name has letters. Write the name as it is on the identity document.
violation-party-country = “{ $typed }” is no country code. Choose the country from the list.
violation-party-id-both = Give both, the kind of document and its number, or neither.
violation-party-id-number = A document number has letters or figures. Write it as printed.
violation-party-born = This birth day is too long ago. Check the year.
violation-party-phone = Write a phone number of 6 to 15 figures, for example +232 76 123 456.
violation-party-person-only = Only a person has this. Leave it empty for an organisation.
violation-party-organisation-only = Only an organisation has this. Leave it empty for a person.

## Where a party stands

party-state-active = In the trade
party-state-barred = Barred
party-state-dead = Dead
party-state-ended = Dissolved
party-state-set-active = In the trade: a bar is lifted, or a death or an end was written down wrongly
party-state-set-barred = Barred from the trade
party-state-set-dead = Has died
party-state-set-ended = Was dissolved
party-state-change = Change where it stands
party-state-explained = Who is barred, dead or dissolved on a day gets no licence, and on that day or later nothing is dug under its licences, bought, sold or prepared for export in its name. What it holds stays in the register.
party-state-now = At present:
party-state-question = What is it from now on?
party-state-on = From which day
party-state-on-hint = The day of the death, the decision or the end. To put an entry right, use its day.
party-state-reason = Reason
party-state-reason-hint = It stays in the journal for good: write no names and no numbers of persons.
party-state-note = Remarks
party-state-note-hint = For example which paper was seen. This too stays in the journal for good.
party-state-save = Save
party-state-saved = It is written down where this party stands.
party-section-state = Where it stands

violation-party-state-same = { $code } already stands so. Open the record again to see its history.
violation-party-state-over = { $code } is written down as dead or dissolved. If that was wrong, put it back in the trade first.
violation-party-state-person = Only a person dies. An organisation is dissolved.
violation-party-state-organisation = Only an organisation is dissolved. A person dies.
violation-party-state-order = The last change counts from { $day }. Give that day or a later one.
