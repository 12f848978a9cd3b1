# The log: what it is, receipts, and their verification.

# Faults
fault-no-log-key = The log cannot sign now
fault-no-log-key-next = The log's secret key is not on this machine, so there are no new checkpoints and receipts. What was logged is kept, and receipts given before stay good. Tell the administrator to put the file log.key back.

# /log/
log-about-title = The Huying log of { $body }
log-about-what = Every event of every case is an entry of this log. An entry says which case, which kind of event, when and which post; what was written is in it only as a salted hash, so nobody can read it here.
log-about-proven = What is proven: a receipt and the key prove that an event was logged before the receipt's checkpoint was signed. A later checkpoint with its proof proves that until then nothing up to the receipt was altered, removed, moved or put in between.
log-about-not-proven = What is not: a receipt alone does not prove that the log still has the entry. Without witnesses' signatures nothing proves that others are shown the same log. What nobody ever logged is proven by nothing.
log-about-key = Get the key from somewhere else than this server: on paper, from another office, from somebody you trust. What stands below is for comparing.
log-about-where = Under this address: checkpoint, tile/<L>/<N>, tile/entries/<N>, keys, policy, consistency?from=<size>. Receipts are verified on /verify, with "huying verify", or with any program that reads C2SP tlog-proof.
