slip-book-list = Slip books
slip-book-issue = Hand out a slip book
slip-book-number = Book { $no }
slip-book-holder = Holder
slip-book-holder-hint = The code of the person or firm, as on the licence, for example SLE-000012-K
slip-book-prefix = Letters before the number
slip-book-prefix-hint = As printed on the slips; may be empty
slip-book-first = First number
slip-book-last = Last number
slip-book-width = Digits of the printed number
slip-book-width-hint = 4 prints number 7 as 0007
slip-book-range = Slips
slip-book-size = { $count ->
    [one] { $count } slip
   *[other] { $count } slips
}
slip-book-used = Used
slip-book-unused = Unused
slip-book-next = Next free slip
slip-book-used-up = Used up
slip-book-none = No slip book has been handed out yet.
slip-book-none-own = You have no slip book. Ask your mining office for one: every offer needs a numbered slip.
slip-book-check = Check the book before you hand it out
slip-book-done = Slip book { $range } was handed out.
violation-slip-book-holder = No person or firm has the code { $code }. Check it character by character.
violation-slip-book-role = This party neither buys nor sells, so it cannot use purchase slips. Check its roles first.
violation-slip-book-prefix = Use up to 12 letters, digits, hyphens, points, slashes or spaces, and do not end with a digit.
violation-slip-book-first = The first number cannot be below 0.
violation-slip-book-range = The last number must not be smaller than the first.
violation-slip-book-too-many = A book has at most { $limit } slips. Check the last number.
violation-slip-book-width = The last number needs at least { $least } digits; at most 12 can be printed.
violation-slip-book-overlap = Another book has slips of this range ({ $range }). Choose numbers that no other book has.
