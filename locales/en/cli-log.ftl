# The log on the command line: receipts, audit, keys.

## huying verify

verify-logged = Proven: entry { $index } (counted from 0) was in the log of { $origin } when the log had { $size } entries. It says:
verify-salt-alone = {"  "}{ $name }: only its salt is in the receipt; who has the text can compare it
verify-unchanged = Proven: until the log had { $size } entries, none of its first { $old } was altered, removed, moved or had another put before it.
verify-not-later = Not shown: that the log still has it. For that, give a later checkpoint with --checkpoint, or the desk's address with --url.
verify-no-witness-known = Not shown: that others are shown the same log. For that, give the witnesses' keys with --key.
verify-no-witness-signed = Not shown: that others are shown the same log. None of the { $known } witnesses whose keys were given has signed the checkpoint of { $size } entries.
verify-witnessed = Shown, as far as you trust them: { $signed } of { $known } witnesses hold the same log of { $size } entries ({ $names }).
verify-quorum = Reached: as many witnesses as your policy asks for have signed the checkpoint of { $size } entries.
verify-no-quorum = Not reached: fewer witnesses than your policy asks for have signed the checkpoint of { $size } entries. A receipt is given before they answer; ask with --url later.
verify-not-unlogged = Never shown by a receipt: what nobody logged.
verify-chain-whole = Proven: these are all events of case { $case } up to its event { $last }; each names the place in the log of the one before it. Whether there are later ones they do not say.
verify-chain-gaps = Not shown: all events of case { $case } up to its event { $last }. There is no receipt of event { $missing }; the requester has none of what is not told to them.
verify-chain-contradicts = Refuted: the receipts of case { $case } contradict each other at event { $event }. In one log a case has one history; keep all of them, and ask whoever runs the log.
verify-one-checkpoint = A file with a later checkpoint goes on from one receipt. Give one receipt with --checkpoint, or the desk's address with --url for several.
verify-refuted = The receipt does not prove what it was shown for. Keep the receipt, and the later checkpoint if there is one, and ask whoever runs the log.
verify-false-opening = Refuted: what the receipt says under “{ $name }” is not what was logged.
verify-checkpoint-not-by-log = Refuted: the receipt's checkpoint is not signed by any key that was given. Compare the key with the one on paper.
verify-checkpoint-false = Refuted: a signature under the receipt's checkpoint is false ({ $why }).
verify-checkpoint-not-then = Refuted: the key that signed the receipt's checkpoint may not sign it ({ $why }).
verify-checkpoint-unread = Refuted: the receipt's checkpoint is none ({ $why }).
verify-later-not-by-log = Refuted: the later checkpoint is not signed by any key that was given. If the log has a new key, give that one too.
verify-later-false = Refuted: a signature under the later checkpoint is false ({ $why }).
verify-later-not-then = Refuted: the key that signed the later checkpoint may not sign it ({ $why }).
verify-later-unread = Refuted: the later checkpoint is none ({ $why }).
verify-not-included = Refuted: what the receipt carries is not in the tree that the log signed ({ $why }).
verify-other-log = Refuted: the later checkpoint is of the log { $later }, the receipt of { $origin }.
verify-other-size = Refuted: the later checkpoint comes with a proof from { $old } entries on, the receipt's checkpoint has { $size }. Ask for the proof from { $size }.
verify-set-back = Refuted: the log has been set back. The receipt was given when it had { $old } entries; now it shows { $size }.
verify-not-continued = Refuted: the log of today does not continue the one of the receipt; what was logged has been changed ({ $why }).
verify-unusable = { $path } cannot be used: { $why }. Take the file as it was given out, unchanged.
verify-key = “{ $key }” is no key and no file of keys: { $why }. A key is one line, name+id+base64.
verify-key-file = { $path } holds no keys. Take the log's /log/keys or /log/policy, or a file with one key a line.
verify-handover = A handover that was given with --key is not signed by any key that was given, so it names no key that is to be believed. Give the key that came before.
verify-two-quorums = The policies that were given with --key ask for different witnesses. Give the one that you go by.
verify-checkpoint-bare = { $path } is a signed checkpoint of this log without the proof that it continues the receipt's. Ask for it at the log's /log/consistency?from={ $size }, or give the desk's address with --url.
verify-checkpoint-unsigned = { $path } is the text of a checkpoint without anybody's signature, and without the proof that it continues the receipt's: it shows nothing. Ask for both at the log's /log/consistency?from={ $size }, or give the desk's address with --url.
verify-checkpoint-other-log = { $path } is a checkpoint of the log { $later }, and the receipt is of { $origin }. Take a later checkpoint of the receipt's own log.
verify-url-failed = { $url } could not be asked: { $why }. Check the address, or take a file and give it with --checkpoint.
verify-url-status = { $url } answered { $status } instead of a later checkpoint. If the log is said to have fewer than { $size } entries, it has been set back: keep the receipt.
verify-url-form = { $url } is no address. Give one like https://desk.example.org or http://127.0.0.1:8420.
verify-followed = Followed: the owner of a key that you gave, or of one that follows it, named key { $id } as the log's next one. Ask for /log/keys to see until when the keys before it count.

## huying log audit

audit-progress = Auditing
audit-whole =
    The log is whole: { $size } entries, { $events } events with their texts, { $sealed } with what is sealed, { $files } files of evidence, { $checkpoints ->
        [0] no held checkpoint
        [one] one held checkpoint
       *[other] { $checkpoints } held checkpoints
    }.
audit-no-checkpoint = No checkpoint was compared: that the log as a whole was not rewritten or set back is not shown. Give one that somebody holds with --from.
audit-unopened = { $count } evidence files and sealed values were not looked into: the key that they are sealed under (seal.key) is not here.
audit-root = Root: { $root }
audit-event = Case { $case }, event { $event } (entry { $leaf }):
audit-leaf = Entry { $leaf }:
audit-leaves = Entries { $first } to { $last }:
audit-log = The log as a whole:
audit-leaf-altered = the entry is not the one that was logged. What was logged is never altered; here it was.
audit-leaf-missing = the entry is gone. What was logged is never removed; here it was.
audit-tiles = the hashes that are kept over them (tile { $tile } of level { $level }) are not theirs. Every entry can be shown to be in the log that was signed; here what shows it was damaged or rewritten, and a receipt that is made from it now holds before nobody.
audit-rewritten = its first { $size } entries are not those of the checkpoint that is held. The first { $good } are as an older checkpoint that is held has them, so what differs is among entries { $good } to { $last }. What was logged is never altered; here it was.
audit-rewritten-anywhere = its first { $size } entries are not those of the checkpoint that is held, and no older one that is held agrees with any of them, so what differs is among entries 0 to { $last }; a receipt given with --from tells of its own event. What was logged is never altered; here it was.
audit-set-back = the log has been set back. The checkpoint that is held has { $held } entries, and there are { $size }: entries { $size } to { $last } are gone. What was logged is never removed; here the end was.
audit-held-unread = a held checkpoint is not signed by a key of this log ({ $why }). It is another log's, or the log's keys were exchanged.
audit-receipt-altered = the entry is not the one that a receipt of this log holds. What was logged is never altered; here it was.
audit-receipt-missing = a receipt of this log holds the entry, and the log has it no more. What was logged is never removed; here it was.
audit-not-logged = the event is in no log entry. Every event is logged with the writing of it; this one was put in past the program.
audit-event-missing = the log has this event and the database has it no more. Nothing is deleted in silence; here it was.
audit-moved = the event is not at its place. Events stand in the order in which they were logged; here the order was changed.
audit-field = { $field } is { $kept }, and { $logged } was logged. What an event says of its time, kind, post and place never changes; here it was changed.
audit-text-open = the event's text is not the one that was logged. What was said and done is never altered; here it was.
audit-text-actor = who did it is not who was logged. Whoever acted is held to it; here the name was changed.
audit-salts = the salts of the event are gone, and its text is there. Only an erasure takes salts, and it takes the text too; here nothing can be compared.
audit-text-sealed = the sealed values of the event are not those that were logged. What was said in confidence is kept as it was; here it was taken or put in.
audit-case-key-missing = the key of the case is not there, though something is kept under it. A case's key goes only with an erasure that is logged; here it was taken.
audit-case-key-unknown = the key of the case is wrapped by a key that is not in seal.key. Put the right seal.key there and look again; if it is the right one, the case's key was exchanged here.
audit-case-key-destroyed = the key of the case was destroyed without an erasure being logged. What was said and handed in goes only with an event that says so; here it was made unreadable.
audit-emptied = the event was emptied without an erasure being logged. What people wrote goes only with an event that says so; here it was taken.
audit-file-missing = the file of evidence { $sha256 } is gone. What was handed in is kept; here it was removed.
audit-file-altered = the file of evidence { $sha256 } has other bytes. What was handed in is kept as it was; here it was exchanged.
audit-next = Stop the desk, keep a copy of the whole directory, and ask whoever has backups, receipts and checkpoints.
audit-from-unread = { $path } holds no checkpoint and no receipt: { $why }. Take the file as it was given out.
audit-from-false = The receipt in { $path } does not hold in itself: { $why }. Take the file as it was given out.
audit-not-noted = The desk is not told of this audit: log.audit could not be written into the data directory ({ $why }).

## huying log name

log-named = The log is called { $origin }. Its key: { $key }
log-name-taken = { $dir } has a log with a key already. A log keeps its name for ever.
log-name-bad = “{ $origin }” cannot be a log's name: ASCII or other letters without spaces and +, e.g. log.example.org/huying.
## huying log rotate

log-rotated = From { $size } entries on the log signs with the new key { $key }. An entry of the log names it, and the old key has signed for it: who has the old key can follow by /log/handover/{ $id }. Publish the new key where the old one was published; the old secret is gone. Receipts given before stay good.
log-rotated-lost = From { $size } entries on the log signs with the new key { $key }. Nothing that the old key signed leads to it: publish it as you published the first one, on paper and by others. Receipts given before stay good with the old key.
log-rotate-not-lost = The log's secret is there, so it is not lost: use “huying log rotate” without --lost. If it was stolen, move log.key away first and say with --last how many entries the log had when it was last yours.
log-rotate-last = --last is more than the log has entries. Say how many entries the log had when the old key was last yours.
log-rotate-no-secret = The log's secret key (log.key) is not there, so it cannot name the next one. Put it back; if it is lost for good, use “huying log rotate --lost”.

## huying log witnesses

log-no-witnesses = No witness is named in log.witnesses, so nobody else holds this log's checkpoints.
log-witness = { $name }: last signed { $size } entries ({ $at })
log-witness-error = { $name }: did not sign when it was last asked: { $why }
log-witness-alarm = ALARM: { $name } has signed another history of this log: { $why }. Stop the desk, keep a copy of the whole directory and of the witness's checkpoint, and run “huying log audit --from” with it.
cli-witnesses = log.witnesses cannot be read: { $why }. It has lines “witness NAME KEY URL”, “group NAME NUMBER WITNESS…” and one “quorum NAME” (c2sp.org/tlog-policy).

## huying restore

cli-restored-log = The log's secret key and log.checkpoint are in no backup: put both back from the old directory or from where you keep them, before the desk opens. A log that goes back behind log.checkpoint has lost what was signed, and says so.
