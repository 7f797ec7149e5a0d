sign-in-login = Sign-in name
sign-in-password = Password
error-word = Error:
fault-stale-title = The form is too old
fault-stale-text = Nothing was written. Open the page again, and send the form from there.
fault-too-often-title = Too many requests
fault-too-often-text = More requests came from your address than one office makes. Nothing was written by this one; what you typed is still in the page before.
violation-limit-wait = { $seconds ->
    [one] Wait { $seconds } second, then go back and try again.
   *[other] Wait { $seconds } seconds, then go back and try again.
}
violation-sign-in-wrong = The name or the password is wrong. Check both and try again.
violation-occurred-future = The time lies in the future. Check the clock of the device.
violation-occurred-too-old = The time lies more than { $days } days back. Check the year and the clock of the device; for something older leave the time out and say the day in the entry itself.
violation-device-reserved = The name “{ $name }” is kept for the register itself. Give the device another name.
sign-in-forgotten = Forgotten your password? Ask your administrator for a new first password.
violation-sign-in-wait-seconds = Too many attempts. { $seconds ->
    [one] Wait { $seconds } second, then try again.
   *[other] Wait { $seconds } seconds, then try again.
}
violation-sign-in-wait-minutes = Too many attempts. { $minutes ->
    [one] Wait { $minutes } minute, then try again.
   *[other] Wait { $minutes } minutes, then try again.
}
fault-password-title = Choose your password first
fault-password-text = You still have the password you were given. Choose your own before you go on.
form-file = Choose a file
form-file-or = Choose a file above, or paste its text here. Where both are there, the file counts.
