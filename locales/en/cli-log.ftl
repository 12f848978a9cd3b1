# The log on the command line: receipts, audit, keys.

## huying verify

verify-logged = Proven: entry { NUMBER($index, useGrouping: 0) } (counted from 0) was in the log of { $origin } when the log had { NUMBER($size, useGrouping: 0) } entries. It says:
verify-salt-alone = {"  "}{ $name }: only its salt is in the receipt; who has the text can compare it
verify-unchanged = Proven: until the log had { NUMBER($size, useGrouping: 0) } entries, none of its first { NUMBER($old, useGrouping: 0) } was altered, removed, moved or had another put before it.
verify-not-later = Not shown: that the log still has it. For that, give a later checkpoint with --checkpoint, or the desk's address with --url.
verify-no-witness-known = Not shown: that others are shown the same log. For that, give the witnesses' keys with --key.
verify-no-witness-signed = Not shown: that others are shown the same log. None of the { $known } witnesses whose keys were given has signed the checkpoint of { NUMBER($size, useGrouping: 0) } entries.
verify-witnessed = Shown, as far as you trust them: { $signed } of { $known } witnesses hold the same log of { NUMBER($size, useGrouping: 0) } entries ({ $names }).
verify-not-unlogged = Never shown by a receipt: what nobody logged.
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
verify-url-failed = { $url } gave no later checkpoint: { $why }. Check the address, or take a file and give it with --checkpoint.
verify-url-status = { $url } answered { $status } instead of a later checkpoint. If the log is said to have fewer than { $size } entries, it has been set back: keep the receipt.
verify-url-https = { $url }: this command speaks plain HTTP only. Fetch this address with a browser and give the file with --checkpoint; what it proves does not depend on the way it came.
verify-url-form = { $url } is no address. Give one like http://127.0.0.1:8420.
