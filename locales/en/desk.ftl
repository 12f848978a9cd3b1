# The desk: pages, forms, and what to do when something goes wrong.

# Frame
skip-to-content = Skip to content
nav-label = Sections
nav-today = Today
nav-cases = Cases
nav-units = Units
nav-accounts = Accounts
sign-out = Sign out
foot = Huying: every call gets a number, one responsible unit, a deadline and an answer.
stated-time = Rehearsal: the program's clock was set by hand and shows { $time }.
errors-title = Please check the following
error-prefix = Error:
choose = Choose…

# Times
moment-now = now
moment-in-minutes = in { $n } { $n ->
        [one] minute
       *[other] minutes
    }
moment-minutes-ago = { $n } { $n ->
        [one] minute
       *[other] minutes
    } ago
moment-in-hours = in { $n } hours
moment-hours-ago = { $n } hours ago
moment-in-days = in { $n } days
moment-days-ago = { $n } days ago

# Faults
fault-sign-in = Sign in first
fault-sign-in-next = Your session has ended or was never begun. Sign in, then do it again; what you typed was not saved.
fault-change-password = Choose your own password first
fault-change-password-next = The administrator gave you a one-time password. Choose your own, then go on.
fault-not-allowed = Your post has no right to this
fault-not-allowed-next = Ask somebody whose post has it, or ask the administrator whether your post is the right one.
fault-not-found = There is nothing here
fault-not-found-next = The address may be mistyped, or your post may not see it. Check the number, or look for it in the list of cases.
fault-method = This page can't be used that way
fault-method-next = Go back to the page and use its buttons.
fault-form-expired = This form is no longer valid
fault-form-expired-next = It was opened too long ago or in another session. Go back, reload the page and send it again.
fault-unreadable = This can't be read
fault-unreadable-next = Go back, check what you filled in or chose, and send it again.
fault-too-large = This is too large
fault-too-large-next = Shorten the text or choose a smaller file, then send it again.
fault-too-many = Too many attempts
fault-too-many-next = Wait a quarter of an hour and try again. If you have forgotten the password, ask the administrator for a new one.
fault-refused = This was not done
fault-refused-next = Check what you filled in and send it again.
fault-stopping = The program is stopping
fault-stopping-next = Nothing of what you sent was saved. Wait a minute, then send it again.
fault-too-slow = This took too long
fault-too-slow-next = It was stopped. Look whether it was done before you send it again; narrow the search if it was one.
fault-broken = Something went wrong on our side
fault-broken-next = Look whether it was done, then try again. If it happens again, tell the administrator the request number below.
fault-request = Request number:
fault-home = To the first page
changed-meanwhile = Somebody else changed this at the same time. Reload the page, look at what changed, and do it again if it is still needed.
external-taken = The number { $external } of the source system already belongs to case { $number }. Open that case instead of registering it twice.
account-taken = The sign-in name { $user } is taken. Choose another.

# Accounts, sign-in, passwords
field-user = Sign-in name
field-password = Password
field-repeat = The password again
field-current = Present password
field-new = New password
field-name = Shown name
field-post = Post
sign-in-title = Sign in
sign-in-button = Sign in
sign-in-wrong = The sign-in name or the password is wrong, or the account is shut. Check both, or ask the administrator.
sign-in-help = No account or forgotten password? The administrator makes accounts and gives out new one-time passwords.
password-title = Change password
password-hint = At least 12 characters; a few words in a row are easy to remember.
password-length = The password needs at least { $least } and at most { $most } characters. Choose a longer or a shorter one.
password-differs = The two passwords differ. Type the same one twice.
password-current-wrong = The present password is wrong. Type it again.
password-same = The new password is the old one. Choose another.
password-one-time = You have signed in with a one-time password. Choose your own before you go on.
password-button = Save the new password
set-up-title = The first administrator
set-up-intro = This link works once. It makes the account that makes the other accounts; its post is “{ $post }”.
set-up-button = Make the account
set-up-link-shut = This link has been used or is too old. Start the program again: it prints a new one while there is no administrator. If there is one, sign in.
set-up-no-post = The pack in use has no post with the role of administrator. Add one to the pack, then start the program again.
account-user-plain = 2 to 40 letters, digits, dots or hyphens without accents or spaces.
account-name-needed = Fill in a name of 1 to 60 characters.
account-post-needed = Choose a post from the list.
account-taken-short = This sign-in name is taken. Choose another.
accounts-title = Accounts
accounts-new = New account
accounts-new-note = The rights come with the post. The program makes a one-time password; its holder chooses an own one at the first sign-in.
accounts-new-button = Make the account
accounts-made = Made
accounts-state = State
accounts-actions = Actions
accounts-open = Open
accounts-one-time = One-time password, not used yet
accounts-shut-at = Shut { $time }
accounts-reset = New password
accounts-reset-label = New one-time password for { $user }
accounts-shut = Shut
accounts-shut-label = Shut the account { $user }
accounts-reopen = Open
accounts-reopen-label = Open the account { $user } again
accounts-handover = One-time password of { $user }:
accounts-handover-next = Hand it over in person. It is shown only now; at the first sign-in its holder chooses another.
accounts-own = This is your own account. Ask another administrator to shut or reset it.
accounts-post-gone = A post that the pack no longer has

# Today
today-title = Today
