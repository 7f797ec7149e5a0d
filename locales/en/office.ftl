office-open = Open an office
office-code = Code
office-code-hint = 2 to 10 letters or digits, for example BO
office-name = Name
office-areas = Areas it looks after
office-areas-hint = One area a line: its name or its ISO code
violation-office-code = Write a code of 2 to 10 letters or digits.
violation-office-code-taken = Another office has the code { $code }. Choose another.
