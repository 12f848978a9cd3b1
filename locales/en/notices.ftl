# Notices to the people who asked: chosen on the portal and at intake, sent by e-mail and text message, watched on the desk.
portal-ask-notices = Do you want to be told when something happens?
portal-seen-notices = Sealed: opened by the program alone, to send you notices
portal-done-notices = It is kept as you chose.
portal-done-no-notices = It is kept: no notices go out to you.
notices-title = Notices
notices-by = Tell me
notices-by-desk = Notices to the requester
notices-none = Not at all: I look here myself
notices-email = By e-mail
notices-text = By text message
notices-imap = Mailbox of replies
notices-where = E-mail address or mobile number
notices-where-hint = As it fits your choice. For example: name@example.org or 139 0000 0000.
notices-where-email = E-mail address
notices-where-email-hint = For example: name@example.org.
notices-sealed = It is sealed. The program opens it to send you notices, and for nothing else; nobody reads it. A notice says the number and that something happened, and no word of what you wrote. You can change or stop it at any time.
notices-to = { $way }: { $address }
notices-not-set-up = This can't be sent from here. Choose one of the others.
notices-email-wrong = Fill in an e-mail address such as name@example.org.
notices-text-wrong = This is not a telephone number. Write 5 to 15 digits, with + before a country's code.
notices-state-none = You are sent no notices.
notices-state-email = You are told by e-mail when something happens. The address is sealed and not shown here; to change something, fill it in again.
notices-back = Back to what you asked for
notices-state-text = You are sent notices by text message.
notices-change = Change
notices-keep = Save
notices-nothing = Nothing can be sent from here at present. What is sent can be stopped.
notices-failing = { $n ->
    [one] The last notice did not arrive. Check the address.
   *[other] The last { $n } notices did not arrive. Check the address.
}
notices-stopped = The last notices did not arrive, so no more are sent. Give an address that reaches you.
notices-sent = What was sent
notices-sent-note = Each time, the program opened your address to send this, and nobody saw it.
notices-sent-none = Nothing so far.
notice-state-waiting = waits to be sent
notice-state-sent = sent
notice-state-returned = did not arrive
notice-state-given-up = could not be sent
notice-state-dropped = not sent any more

notice-subject = { $body }: your request { $number }
notice-text = { $subject }. { $what } { $next }
notice-number = Your number: { $number }
notice-where = All of it is on the page of your request: open your secret link, or type it in at { $url }. The link is not in this letter, because only its fingerprint is kept.
notice-where-link = All of it is on the page of your request: open your secret link. It is not in this letter, because only its fingerprint is kept.
notice-reply-line = -- Please write your reply above this line --
notice-reply = You can answer this letter: your words and files come to those who handle it.
notice-reply-source = You can answer this letter: your words and files reach only the post that received your report, which passes on what does not tell who you are. What you write on the page of your request is read by whoever handles it.
notice-stop = If you want no more of these letters, or did not ask for them, answer with the one word STOP.
notice-chosen = Your request was received. From now on you are told in the way you chose.
notice-accepted = Your request was accepted.
notice-refused = Your request was not accepted. The reason is on its page.
notice-dispatched = A unit was made responsible for your request.
notice-acknowledged = The responsible unit has your request.
notice-answered = Your request was answered.
notice-returned = Your request was sent back to the unit that deals with it: there is another answer to come.
notice-closed = Your request has ended.
notice-reopened = Your request was opened again.
notice-withdrawn = Your request was taken back.
notice-messaged = There is a message for you.
notice-file = A file was added to your request.
notice-time = The time for an answer was changed.
notice-review-asked = A review of the answer was asked for.
notice-pass-proposed = Another unit was asked to take your request. Until then the first one answers for it.
notice-published = What the public can read of your request was changed.
notice-changed = Something was changed in your request.
notice-session = A mediation session was called, moved or called off. Its day and place are on the page.
notice-agreement = There is an agreement of the mediation, or a draft of one. It is on the page.
notice-party-chosen = From now on you are told of the mediation that you are a party of, in the way you chose.
notice-party-accepted = The mediation was registered.
notice-party-ended = The mediation has ended. How, and where else you can go, is on your page.
notice-party-anew = The mediation goes on again.
notice-party-changed = Something was changed in the mediation.
notice-party-next = What you can say or do now is on your page.
notice-party-subject = { $body }: mediation { $number }
notice-party-where = All of it is on your page of the mediation: open your own secret link, or type it in at { $url }. The link is not in this letter, because only its fingerprint is kept.
notice-party-where-link = All of it is on your page of the mediation: open your own secret link. It is not in this letter, because only its fingerprint is kept.
notice-mail-too-large = Your letter was too large and was not taken. Send less, or add files on the page of your request.
notice-mail-refused = Your letter was not taken: your request takes no messages now, or the letter was too long. See its page for what you can do.
notice-mail-files = Your words were taken, but not every file: only PDF, PNG, JPEG, WebP, Word or Excel up to 20 MB, and a few at a time. You can add them on the page of your request.

story-notices-email = Notices by e-mail were chosen
story-notices-text = Notices by text message were chosen
story-notices-stopped = Notices were stopped

notices-desk-title = Notices to the requester
notices-desk-none = No notices are sent.
notices-desk-email = Notices are sent by e-mail.
notices-desk-text = Notices are sent by text message.
notices-desk-change = Choose or change it
notices-desk-save = Save
notices-desk-where = (for e-mail and text messages)
notices-desk-party = Who is told
notices-desk-party-choose = Choose who is told.
notices-desk-party-state = { $party }: { $state }
notices-desk-way = How
notices-desk-stop = Not at all, or not any more
notices-desk-choose = Choose how they are told.
notices-desk-why = What they asked for; they read this
notices-desk-hint = At the requester's wish. The address is kept under seal and shown to nobody here; it replaces the one before.
notices-desk-done = How the requester is told was changed

nav-notices = Notices
watch-notices-title = Notices and replies
watch-notices-note = Whether people who asked are told of what happens. No case and no address is on this page.
watch-notices-ways = Ways
watch-notices-off = Not set up
watch-notices-unused = Not used yet
watch-notices-good = Works
watch-notices-once = Failed
watch-notices-failing = Fails
watch-notices-last = last worked { $at }
watch-notices-numbers = { $waiting } waiting, { $lost } not delivered
watch-notices-refused = { $n ->
    [one] { $n } letter
   *[other] { $n } letters
} refused, last { $at }: cases that take no more. The writers were told; whoever handles such a case can reopen it or call them.
watch-notices-refused-large = { $n ->
    [one] { $n } letter
   *[other] { $n } letters
} refused, last { $at }: too large. The writers were told and can send less, or use the portal; what is allowed is most_bytes in notices.toml.
watch-notices-refused-unreadable = { $n ->
    [one] { $n } letter
   *[other] { $n } letters
} refused, last { $at }: not letters that can be read. Nobody could be told; if there are many, see what else uses this mailbox.
watch-notices-letters = Letters that came in
watch-notices-letters-note = Up to { $most } MB. Of a letter that came into no case, nothing is kept but this count.
watch-notices-letters-none = None so far.
watch-notices-letters-last = last { $at }
mail-letter-file = Letter.txt
mail-recorded = Came into a case
mail-repeated = Had come in before
mail-stopped = Asked for no more notices
mail-unknown = Answers no notice of ours
mail-automatic = Written by a program
mail-own = Our own, come back
mail-bounced = Said that a notice did not arrive
mail-too-large = Too large; the writer is told
mail-empty = Empty
mail-refused = Not taken by the case; the writer is told
mail-unreadable = Not a letter
notice-error-address = the address cannot be written to
notice-error-letter = the letter could not be made
notice-error-tls = no safe connection: check the server's certificate
notice-error-late = no answer in time
notice-error-unreachable = the server cannot be reached
notice-error-refused = the server refused: check user and password
notice-error-answer = the server answered
notice-error-gateway = the gateway's answer does not say that it was taken
notice-error-undelivered = the gateway says that it did not arrive
notice-error-kept = letters could not be written down. They lie in the mailbox still and are tried at each look; check the disk and the program's log. How many:
notice-error-not-set-up = not set up in notices.toml

refusal-notice-email = This is not an e-mail address. Write it like name@example.org.
refusal-notice-text = This is not a telephone number. Write 5 to 15 digits, with + before a country's code.

notices-file-unreadable = { $path } cannot be read: { $error }. Let the program read it, or take its name out of notices.toml.
notices-file-wrong = { $path } is not understood: { $error }. docs/mail.md shows what can stand in it.
notices-ca-wrong = { $path } holds no certificates that can be read. Put the authority's certificate into it as PEM (it begins with BEGIN CERTIFICATE), or take ca_file out of notices.toml.
notices-secret-missing = A password is missing. Put it into the variable { $variable }, or into a file named in notices.toml.
notices-address-wrong = { $what } in notices.toml cannot be used. docs/mail.md shows how it is written.
notices-replies-wrong = The address of replies in notices.toml cannot be used: before the at sign it needs at most { $most } characters and no plus. Or set replies = false.
notices-imap-starttls = Mail is fetched over TLS from the first byte. Set security = "tls" under [imap], mostly with port 993.
notices-not-safe = { $what } in notices.toml is another machine, and what goes there would go in the open. Use TLS (https).
notices-receipts-wrong = In notices.toml and calls.toml, receipt_field goes with receipt_failed: which field of a receipt, and what it says where a message did not arrive.
notices-text-template = The gateway's url and body in notices.toml have to contain {"{"}number{"}"} and {"{"}text{"}"}.
cli-mail-full = { $dir } holds too many letters that wait. Is `huying serve` running? The mail server tries again later.
cli-mail-empty = Nothing came on standard input. Give the letter there: huying mail-in < letter
cli-mail-not-taken = No mail is taken in: notices.toml has no [mail] with replies. docs/mail.md shows how it is set up.
help-mail-in = Takes a letter from standard input, for a mail server's pipe (docs/mail.md)
help-mail-in-data = Data directory
help-mail-in-recipient = To whom the letter was sent, as the mail server knows it
