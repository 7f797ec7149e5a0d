violation-account-needs-office = Choose the office: this role belongs to one.
violation-account-needs-party = Choose the party: this role acts for one.
violation-account-no-office = There is no such office. Choose one of the list.
violation-account-no-party = There is no such party. Choose one of the list.
violation-account-login = Write a sign-in name of 3 to 60 letters, digits, points, hyphens, underscores or @.
violation-account-login-taken = Somebody already signs in as { $login }. Choose another name.
violation-account-own = You cannot change your own account. Ask another administrator.
violation-account-same-state = The account is in this state already.
