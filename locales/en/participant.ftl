nav-participants = Participants

## What is refused

participant-row-of = { $line ->
    [0] { "" }
   *[other] Row { $line }:{ " " }
}
violation-participant-none = There is no list of participants of the Kimberley Process yet, so nobody can tell where rough diamonds may go. An officer proposes one under Participants, and an approver confirms it.
violation-participant-stranger = { $country } is no participant of the Kimberley Process on { $on }, and no participant stands for it. Rough diamonds may not be sent there.
violation-participant-closed = { $standing ->
    [suspended] { $participant } is suspended from the Kimberley Process
    [left] { $participant } is no participant of the Kimberley Process any more
   *[member] { $participant } does not trade in rough diamonds
}{ $since ->
    [unknown] ; since when is not known
   *[other] {" "}since { $since }
}. Rough diamonds may not be sent to { $country }.
violation-participant-row = { participant-row-of }Say what it is about: standing, importing or exporting.
violation-participant-unknown = { participant-row-of }"{ $typed }" is no code of a country (two letters, ISO 3166) or EU.
violation-participant-country = { participant-row-of }"{ $typed }" is no country for which this participant could stand.
violation-participant-standing = { participant-row-of }Say what it is: trade, member, suspended or left.
violation-participant-covered = { participant-row-of }For a country it stands for, a participant is either "trade" (stands for it) or "left" (no more).
violation-participant-authority = { participant-row-of }Give the name of the authority.
violation-participant-email = { participant-row-of }This is no e-mail address, such as imports@authority.example.
violation-participant-day = { participant-row-of }"{ $typed }" is no day. Write it as 2026-05-20, or leave it empty where nobody knows.
violation-participant-empty = There is no row. Propose at least one statement.
violation-participant-too-many = More than { $most } rows are too many for one change. Divide the file.
violation-participant-twice = Two rows say what { $participant } is from the same day. Leave one.
violation-participant-column = The file has no column "{ $column }". Its first line names the columns.
violation-participant-decided = Somebody was first: this change is { $state ->
    [confirmed] confirmed.
   *[refused] refused.
}
violation-participant-same-person = You proposed this yourself, or your account has the name of who did. Somebody else must decide.

## The list

participant-lead = Rough diamonds may go only to participants with which there is trade on the day on which a certificate is signed. The list is as known from the sources it names; where no day is known, none is given.
participant-one = Participant
participant-today = Today
participant-since = From
participant-countries = Countries it stands for
participant-contacts = Authorities
participant-contact-none = Not known
participant-contacts-none = It is not known how its authorities are reached. Advance notices cannot be sent by e-mail.
participant-not-yet = Nothing known for today
participant-day-unknown = Day not known
participant-from = from { $on }
participant-from-unknown = day not known
participant-open = On { $on } there is trade with { $open } of { $all } participants.
participant-empty = No list of participants was confirmed yet. Until then no certificate can be issued.
participant-file = The list with its history as a file (CSV)
participant-stands-for = Stands for
participant-history = What was stated, by country and day
participant-former = former
participant-what = What is stated
participant-standing = What it is
participant-standing-trade = Trade allowed
participant-standing-member = Member without trade
participant-standing-suspended = Suspended
participant-standing-left = Left
participant-row-standing = Standing
participant-row-importing = Importing authority
participant-row-exporting = Exporting authority

## Changing it

participant-propose = Propose a change
participant-propose-how = State what a participant is from a day on, or how one of its authorities is reached. Nothing is deleted: what you state of the same participant, country and day stands instead, and the earlier statement stays in the history. Somebody else must confirm it.
participant-propose-lead = A second person must confirm this before it counts.
participant-propose-confirm = Propose it
participant-country = Only for a country it stands for
participant-country-hint = For example a member state of the European Union: that the participant stands for it, or how that country’s own authority is reached. Leave empty for the participant itself, whose authority is told where the country’s own is not known.
participant-from-hint = Leave empty where nobody knows
participant-contact = How an authority is reached
participant-authority = Name of the authority
participant-authority-hint = An office, not a person: it stays in the journal for ever
participant-email = E-mail address
participant-email-hint = The office’s own, for advance notices
participant-address = Postal address
participant-source = Source
participant-source-hint = Notice, letter or list, so that others can find it
participant-source-on = Day of the source
participant-rows = Statements
participant-statements = { $count ->
    [one] { $count } statement
   *[other] { $count } statements
}
participant-load = Propose a list from a file
participant-load-how = Paste the text of a CSV file. Its first line names these columns:
participant-load-text = The file, or its text
participant-load-hint = Commas, semicolons or tabs between the cells
participant-load-bundled = Fill in the list that comes with the program
participant-bundled-source = List that comes with the program: public facts as known in November 2024, each row with its source
participant-waiting = Changes of the list of participants that wait
participant-change-one = Change of the list of participants
participant-change-waiting = Waits for a second person
participant-change-confirmed = Confirmed
participant-change-refused = Refused
participant-proposed = Proposed
participant-waits = This does not count until a second person has confirmed it.
participant-waits-other = You proposed this. Somebody else must decide.
participant-decision-hint = Needed when you refuse
participant-confirm = Confirm: it counts from now on
participant-refuse = Refuse
