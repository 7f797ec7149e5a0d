sign-in-login = Sign-in name
sign-in-password = Password
error-word = Error:
fault-stale-title = The form is too old
fault-stale-text = Nothing was written. Open the page again, and send the form from there.
violation-sign-in-wrong = The name or the password is wrong. Check both and try again.
violation-occurred-future = The time lies in the future. Check the clock of the device.
