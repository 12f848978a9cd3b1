# The log: what it is, receipts, and their verification.

# Faults
fault-no-log-key = The log cannot sign now
fault-no-log-key-next = The log's secret key is not on this machine, so there are no new checkpoints and receipts. What was logged is kept, and receipts given before stay good. Tell the administrator to put the file log.key back.
fault-no-seal-key = What is sealed cannot be opened now
fault-no-seal-key-next = The key file seal.key is missing on this machine or is not the one in use, so nothing can be sealed or opened. Nothing was changed and nothing is lost. Tell the administrator to put seal.key back from where it is kept, and to start the desk again.

# /log/
log-about-title = The Huying log of { $body }
log-about-what = Every event of every case is an entry of this log. An entry says which case, which kind of event, when and which post; what was written is in it only as a salted hash, so nobody can read it here.
log-about-proven = What is proven: a receipt and the key prove that an event was logged before the receipt's checkpoint was signed. A later checkpoint with its proof proves that until then nothing up to the receipt was altered, removed, moved or put in between.
log-about-not-proven = What is not: a receipt alone does not prove that the log still has the entry. Without witnesses' signatures nothing proves that others are shown the same log. What nobody ever logged is proven by nothing.
log-about-key = Get the key from somewhere else than this server: on paper, from another office, from somebody you trust. What stands below is for comparing.
log-about-where = Under this address: checkpoint, tile/<L>/<N>, tile/entries/<N>, checkpoint/witnessed, keys, handover/<key id>, policy, consistency?from=<size>[&to=witnessed]. Receipts are verified on /verify, with "huying verify", or with any program that reads C2SP tlog-proof.
# The log's watch
nav-log = Log
watch-title = The log's watch
watch-size =
    The log has { $size ->
        [one] one entry
       *[other] { $size } entries
    }
watch-witnesses = Witnesses
watch-no-witnesses = Nobody witnesses this log. Whoever holds no checkpoint cannot see that the whole of it was rewritten: have another body run a witness, and the administrator name it in log.witnesses.
watch-quorum =
    { $of ->
        [one] { $signed } of one witness
       *[other] { $signed } of { $of } witnesses
    } signed { $size ->
        [one] one entry
       *[other] { $size } entries
    }; that is enough by the log's policy.
watch-no-quorum =
    { $of ->
        [one] { $signed } of one witness
       *[other] { $signed } of { $of } witnesses
    } signed { $size ->
        [one] one entry
       *[other] { $size } entries
    }; the log's policy asks for more.
watch-never-signed = No witness has signed yet.
watch-name = Witness
watch-signed-size = Entries signed
watch-signed-at = Signed
watch-last = Last answer
watch-fine = nothing to report
watch-error = not signed: { $why }
watch-alarm = Alarm: { $name } contradicts this log
watch-alarm-longer = { $at }: it has signed { $size } entries, and this log had fewer. The log was set back.
watch-alarm-history = { $at }: it has signed another history than this log's. The log was rewritten, or shows different people different entries.
watch-alarm-next = Ask the witness for the checkpoint that it holds, have the whole data directory copied as it is, and have "huying log audit --from" run with that checkpoint.
watch-audit = The last audit
watch-audit-none = No audit was made on this machine yet.
watch-audit-whole =
    { $at }: whole, { $size ->
        [one] one entry
       *[other] { $size } entries
    }.
watch-audit-entry = { $at }: a difference at entry { $leaf }. Have "huying log audit" run again: it says which event and what is wrong.
watch-audit-log = { $at }: the log as a whole is not what was signed. Have "huying log audit" run again: it says what is wrong.
watch-audit-unopened =
    { $count ->
        [one] One file or sealed value was not looked into: the key that it is sealed under (seal.key) was not there. Put it back and have the audit run again.
       *[other] { $count } files and sealed values were not looked into: the key that they are sealed under (seal.key) was not there. Put it back and have the audit run again.
    }
watch-audit-how = An audit compares every event with its entry and the log with held checkpoints: "huying log audit", beside the open desk.
watch-public = What everybody sees of the log
watch-today = A witness contradicts the log
watch-today-next = See what it says, and what to do

# Receipts
case-receipt = Receipt
case-receipt-of = Receipt: { $what }
case-take-receipt = Receipt to take home
receipts-title = Receipt to take home
receipts-number = Number
receipts-event = What was logged
receipts-when = When
receipts-by = By
receipts-entry = Entry of the log
receipts-save = Save the receipt
receipts-verify = Verify a receipt
receipts-code = QR code of the receipt
receipts-code-what = The code holds the whole receipt, the same text as below.
receipts-proves-title = What this receipt proves
receipts-proves = With the log's key it proves that the event was logged, as the receipt says, before its checkpoint was signed. It does not prove that the log still has it.
receipts-proves-later = With a later checkpoint and its proof, which the verify page fetches, it proves that until then nothing in the log up to the receipt was altered, removed, moved or put in between.
receipts-proves-not = Without witnesses' signatures it does not prove that others are shown the same log; and nothing proves what nobody ever logged.
receipts-words = What was written stands in this receipt, and can be read by whoever has it. Keep it like the paper that the request was written on.
receipts-no-words = What was written does not stand in this receipt; only a hash of it, from which nobody can read it.
receipts-how = Keep the file or this sheet. It is verified on the page /verify of this server, or without it with "huying verify". Get the log's key from somewhere else than this server: on paper, from another office, from somebody you trust.
receipts-text = The receipt

# Verification
receipt-check-title = Verify a receipt
receipt-check-intro = Paste a receipt or open its file. Once this page is loaded, your browser verifies it without any network; if it is online, it also asks the log whether anything was changed since.
receipt-check-no-script = Scripts are off: the button below sends the receipt to this server, which verifies it. To verify it without this server, use "huying verify".
receipt-check-insecure = This browser has no cryptography here, because the page did not come over HTTPS. The button below sends the receipt to this server, which verifies it. To verify it without this server, use "huying verify".
receipt-check-kept = This page stays in this browser and opens without a network, too. Nothing of you or your receipts is kept with it.
receipt-check-receipt = The receipt
receipt-check-file = Or open its file
receipt-check-keys = The log's key
receipt-check-keys-hint = One line for each key; witnesses' keys may stand there too. This one comes from this server: get it from elsewhere than this server, on paper, from another office, from somebody you trust, and compare or replace it.
receipt-check-button = Verify
receipt-check-elsewhere = Keys, checkpoints and all entries of the log are open to everybody:
receipt-check-proven = Proven
receipt-check-not-proven = Not proven
receipt-check-logged = The receipt is genuine: what stands below was put into the log { $origin } as its entry { $index }, and the log, which had { $size } entries then, was signed with it.
receipt-check-unchanged = Nothing was changed since: until now, when the log has { $size } entries, none of the first { $old } was altered, removed, moved or put in between.
receipt-check-witnessed = Seen by another: { $name } has signed the log with its { $size } entries, on { $at }. Until then the log showed the same to it and to you.
receipt-check-not-witnessed = Not shown: that another body sees the same log. No witness whose key is given has signed a checkpoint since the receipt; witnesses sign about once a minute.
receipt-check-not-unchanged = It is not proven that the log still has it. Keep the receipt and ask: it is the evidence.
receipt-check-not-shown = Not shown: that nothing was changed since. The log was not asked, is another one, or did not answer.
receipt-check-offline = Not shown: that nothing was changed since. There is no network, so it could not be checked that the log of today continues what the receipt says. Verify it again when there is one.
receipt-check-own-key = Not shown: that this key is really the log's, if you have it from this server.
receipt-check-field-kind = What happened
receipt-check-field-time = When
receipt-check-field-post = By
receipt-check-words = What was written, as it was logged:
receipt-check-exact = For programs: the log's own text, letter by letter
receipt-check-unreadable = This is not a receipt, or it was not copied whole. Copy it from its first line, c2sp.org/tlog-proof@v1, to its last.
receipt-check-key = The key can't be read. Copy it whole: one line, name+id+base64.
receipt-check-not-signed = No signature on the receipt is by this key. It is of another log, or the key is another one.
receipt-check-signature-false = A signature under the log's or a witness's name is false. What it signs was altered.
receipt-check-key-not-then = The key that signed may not sign at this size of the log: it was replaced before, or came later.
receipt-check-not-included = The entry is not in the log that was signed: the receipt was altered, or never came from this log.
receipt-check-opening-false = What the receipt says was written is not what was logged.
receipt-check-later-unreadable = What the log answered can't be read.
receipt-check-other-log = What the log answered is of another log.
receipt-check-set-back = The log is shorter now than when it signed the receipt: entries are gone.
receipt-check-not-continued = The log of today does not begin with the entries that it had then.
