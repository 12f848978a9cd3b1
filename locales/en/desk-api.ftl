# Keys for programs, and what the interface for programs says.
api-keys = Keys for programs
api-keys-note = A program that shows a key acts in the key's post: it sees and does what the post may, within the key's scopes. What it may do is described in
api-key-name = What the key is for
api-key-name-needed = Say in 1 to 60 characters what the key is for
api-key-post = Post whose rights it has
api-key-scopes = Scopes
api-key-scope-needed = Choose at least one scope
api-key-new = Make a key
api-key-revoke = Revoke
api-key-revoke-label = Revoke the key { $name }
scope-cases-read = It reads cases, their papers and receipts, rounds, kinds and units.
scope-cases-write = It registers cases, takes steps in them, attaches files and imports lists.
scope-sealed-open = It opens what is sealed, and files, with a reason; each time goes into the access record, which the requester reads.
scope-days-read = It reads the daily reports, judgements, briefs and assignments.
scope-days-write = It reports the day, has it judged and drafts briefs; it signs none.
scope-watch-read = It reads rosters with leave and swaps, plans and drills.
scope-watch-write = It changes rosters and drafts plans; it prepares and directs drills.
scope-open311 = It sends in requests of the public through Open311.
scope-days-decide = It keeps and drops what is judged, signs briefs and gives out assignments, as you would.
scope-cases-export = It saves lists of cases as files, with a reason that goes into the access record.
scope-warnings-read = It reads public warnings, received ones among them, and operating levels.
scope-warnings-write = It drafts, approves and publishes warnings, and sets and ends operating levels.
scope-own-read = It reads your calls, your duty and the ways by which you are called.
scope-own-write = It answers your calls, asks for leave and swaps, and changes the ways by which you are called.
scope-body-read = It reads accounts, webhooks, who looked at what, and what can be erased.
scope-body-write = It keeps accounts and webhooks, and erases what may be erased.
own-keys = Keys of my own
own-keys-lead = A program that shows a key of yours acts as you, in the post you hold then, within the key's scopes: what it does is written down as done by you. A new password revokes all of them.
own-keys-none = You have no keys.
own-keys-many = You have { $most } keys in force. Revoke one that you do not need.
own-key-new = Make a key of my own
own-key-days = In force for
own-key-days-needed = Choose for how long the key is in force
own-key-for = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
own-key-ends = until { $time }
own-key-of = { $name }'s own
own-key-over = It opens nothing any more.
own-key-current = So that nobody makes a key in a browser that you left open.
fault-own-key = Only a key of somebody's own opens this
fault-own-key-next = People decide this. Whoever may do it makes a key of their own on the desk, at /account/keys, and the program shows that one.
api-key-revoke-does = The program that shows this key is refused from now on. That cannot be undone: if it is needed again, make a new key.
api-key-revoked-at = Revoked { $time }
api-key-handover = The key { $name }, shown this once:
api-key-handover-next = Put it where the program keeps its secrets. Only what it hashes to is kept here; if it is lost, revoke it and make another.
api-key-reused = Another request was sent under this Idempotency-Key. Use a fresh key for each request, and the same key only to repeat one.
api-body-differs = The body is not as /api/v1/openapi.json describes it: { $why }.
api-column-unknown = No field of that name is read from files. Take the names that the import answers under `fields`.
api-duty-broken = Nothing was planned. Change the teams or the days. { $what }
api-duty-despite = Nothing was planned. Change the teams or the days, or say under `despite` why it is to be planned all the same. { $what }
api-proposal-none = There is no roster in it to be planned. Ask for the proposal until it is no longer worked at; where rules clash, change one of them and ask for another.
api-proposal-undoes = Nothing was planned, since it would undo what was agreed on. Plan these days otherwise, or say `despite`. { $what }
api-proposal-outdated = Something has changed since this roster was proposed. Ask for another one. { $what }
api-feed-over = The address that was made under this Idempotency-Key has been ended or replaced. Make another one under a fresh key.
api-missing = This step needs "{ $what }" in the body. See /api/v1/openapi.json.
fault-not-json = The body is not JSON
fault-not-json-next = Send Content-Type: application/json.

webhooks-title = News to other programs
webhooks-note = Each change of a case is told to these addresses: its number, kind, category, unit and status, and not a word of what people wrote. Messages are signed in the form of Standard Webhooks and tried again for some 40 hours.
webhook-new = Add an address
webhook-url = Address (https)
webhook-url-needed = Enter an https address of at most 500 characters, without a user or password; http only for a receiver on this machine
webhook-post = Post whose cases it hears of
webhook-secret = The secret that signs the messages, shown this once:
webhook-secret-next = Give it to whoever looks after the receiver: with it the receiver knows what is really from here.
webhook-end = Send nothing more
webhook-end-label = Send nothing more to { $url }
webhook-ended-at = Nothing is sent since { $time }
webhook-log = What was sent
webhook-log-empty = Nothing yet.
webhook-waiting = Waiting
webhook-failed = Not taken, tried again
webhook-sent = Taken
webhook-given-up = Given up
webhook-no-more-tries = it is tried no more
webhook-attempts =
    { $n ->
        [one] tried once
       *[other] tried { $n } times
    }
webhook-next = next { $time }
webhook-again = Send again
webhook-again-label = Send { $kind } again
webhook-earlier = Earlier
fault-not-bytes = The body is not a file
fault-not-bytes-next = Send the bytes of the file with Content-Type: application/octet-stream, and its name in the address (?name=).
