# The command line.

## --help

help-huying =
    Huying: whoever calls gets a number, one responsible unit, a clock and an answer.
    呼应：有呼必应。加 --lang zh-CN 查看中文帮助。

    To look around:  huying demo
    To begin work:   huying serve
help-exit-codes =
    Exit codes:
      0  done
      1  not done, or found to be false; the message says why and what to do next
      2  the command line was not understood, or what verify was given cannot be used
      3  done, but some rows could not be read; the report names each of them
      65, 75, 78  of mail-in, for mail servers: no letter, try again, nothing set up

    Data go to standard output, messages to standard error.
help-heading-usage = Usage:
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-value-command = COMMAND
help-global-help = Show this help
help-global-version = Show the version
help-global-lang = Language of messages [default: from LANG] and of documents [default: the pack's]
help-global-at = Start the program's clock at this time, for rehearsals; e.g. 2026-03-02T08:00:00+08:00
help-global-log = Form of the log
help-global-verbose = Say more
help-demo = Fill an invented county with twelve weeks of work and open its desk
help-demo-data = Where the demonstration is kept; made anew on each run
help-demo-listen = Address of the desk
help-demo-no_serve = Only make it; do not open the desk
help-demo-json = Print the address and the accounts as JSON
help-serve = Open the desk
help-serve-data = Data directory; made if it is missing
help-serve-pack = Folder of the policy pack (or the name of a built-in one); remembered in the data directory
help-serve-listen = Address of the desk
help-serve-https = Browsers come over HTTPS, spoken by a proxy in front
help-serve-proxy = Believe the last entry of X-Forwarded-For, set by a proxy in front
help-serve-metrics_token = With this token (Authorization: Bearer TOKEN), a collector reads /metrics; else only the administrator does. Better given as HUYING_METRICS_TOKEN, out of sight of other users
help-serve-map_tiles = Map under public places and the portal's place question: address of its tiles, with {"{z}"}, {"{x}"} and {"{y}"} in it. Browsers ask that server, which must let other pages show its pictures (CORS). Without it no page asks anybody else
help-serve-map_credit = Whose map it is, as its terms ask for
help-serve-map_view = What a map without points shows first: degrees north, degrees east, how close (2 to 18), such as 30.25,120.15,12
help-import = Bring in files; the desk must be stopped. Beside an open desk, hand them in on its page “Import”
help-import-requests = Make cases of the rows of spreadsheets (XLSX, XLS, ODS, CSV, TSV)
help-import-requests-files = Files
help-import-requests-data = Data directory; made if it is missing
help-import-requests-pack = Folder of the policy pack (or the name of a built-in one); remembered in the data directory
help-import-requests-map = TOML file that says which column holds which field
help-import-requests-to_mend = Write the rows that could not be read into this file, and not beside the first one
help-import-requests-dry_run = Only say what would happen
help-import-requests-json = Print the report as JSON
help-day = Run a whole day: import the units' files, judge, draft the brief and the assignments; the desk must be stopped. Beside an open desk, use its pages “Import”, “Judgement” and “Briefs”
help-day-date = The day, e.g. 2026-03-02
help-day-units = Folder with the units' files
help-day-out = Folder for brief.docx, brief.pdf, brief.html, assignments.xlsx and summary.json
help-day-data = Data directory; made if it is missing
help-day-pack = Folder of the policy pack (or the name of a built-in one); remembered in the data directory
help-day-json = Print summary.json to standard output as well; of each unit it says on_time, late, missing, zero, or awaited while its report is not due yet
help-pack = Work on policy packs
help-pack-check = Say everything that is wrong with a pack: file, line, what to do
help-pack-check-dir = Folder of the pack
help-pack-check-json = Print what was found as JSON on stdout
help-rebuild = Make the read models again from the events, and say whether they were equal
help-rebuild-data = Data directory
help-rebuild-pack = Folder of the policy pack (or the name of a built-in one); remembered in the data directory
help-backup = Write everything into one checksummed file; the desk may stay open
help-backup-file = File to write; must not be there yet
help-backup-data = Data directory
help-restore = Bring a backup back into an empty data directory
help-restore-file = The backup
help-restore-data = Data directory; must not hold data yet
help-restore-keys = Where the newest file of case keys is, if not beside the backup
help-restore-without_words = Bring back what happened without what was written; every case comes back erased
help-erase = Erase what people wrote in cases, for ever; what happened stays. The desk must be stopped; an open one erases by itself what is over its time, and single cases on their own pages
help-erase-numbers = Numbers of the cases, on the request of the person concerned
help-erase-due = All cases whose time for keeping is over by the pack
help-erase-reason = Who asked and how that was checked
help-erase-dry_run = Only say what would go
help-erase-json = Print the report as JSON
help-erase-data = Data directory
help-erase-pack = Folder of the policy pack (or the name of a built-in one); remembered in the data directory
help-keys = The key that things are sealed under, and keys for programs
help-keys-rotate = Make a new one and wrap all cases' keys by it; the desk must be stopped
help-keys-rotate-data = Data directory
help-keys-api = Make a key for a program, list the keys, or revoke one; the desk must be stopped
help-keys-api-data = Data directory
help-keys-api-post = Post whose rights the key has
help-keys-api-name = What the key is for
help-keys-api-scope = What it may be used for, may be given several times; all where none is given
help-keys-api-list = List the keys: id, post, scopes, name
help-keys-api-revoke = Revoke the key with this id
help-verify = Say what a receipt proves; needs no database
help-verify-receipt = The receipt, a file ending in .tlog-proof; - for standard input; of several it is also said whether they are all events of their case
help-verify-key = The log's key (name+id+…), or a file of keys such as /log/keys or /log/policy (the quorum that a policy asks for is kept); witnesses' keys too; may be given several times. Take it from somewhere else than the log
help-verify-checkpoint = A later checkpoint with the proof that it continues the receipt's: first line “old” and the receipt's size, then hashes, then the checkpoint (docs/log-format.md, “Later checkpoints”)
help-verify-url = Ask this desk for the later checkpoint and for keys that followed the one given, e.g. https://desk.example.org
help-verify-json = Print what was found as JSON
help-log = Look after the log: audit it, show and change its keys, name it
help-log-audit = Recompute the whole log, compare it with the database, the evidence and held checkpoints, and name the first difference; the desk may stay open
help-log-audit-from = A checkpoint or a receipt that somebody holds; may be given several times. log.checkpoint in the data directory is always compared
help-log-audit-key = A key of the log that you have from somewhere else, or a file of keys: what is given with --from has to be signed by it, whatever keys the database lists; may be given several times
help-log-audit-data = Data directory
help-log-audit-json = Print what was found as JSON
help-log-keys = Print the log's keys with the sizes they may sign
help-log-keys-data = Data directory
help-log-name = Name the log of a directory that has none yet, for ever; without it, it gets a name at random
help-log-name-origin = The name: an address without scheme, e.g. log.example.org/huying
help-log-name-data = Data directory; made if it is missing
help-log-rotate = Give the log a new key, named by an entry of the log and signed for by the old key; the desk has to be stopped
help-log-rotate-lost = The old secret is lost: begin a new key that nothing of the old one leads to
help-log-rotate-last = With --lost: how many entries the log had when the old key was last yours; without it, what log.checkpoint says
help-log-rotate-data = Data directory
help-log-witnesses = Print whom the log believes (log.witnesses), and how far each witness has signed; exit code 1 if one has seen another history
help-log-witnesses-data = Data directory
help-log-witnesses-json = Print the witnesses as JSON
help-bench = Measure what this machine reaches, against limits measured in the same run
help-bench-quick = End within ten minutes
help-bench-json = Print the numbers as JSON
help-bench-dir = Directory to measure in; must not exist yet and is removed afterwards

## Messages

cli-io = The system says: { $error }. Check the disk and the permissions, then run the command again.
cli-file = { $path } could not be read or written: { $error }. Check the name and the permissions.
cli-file-exists = { $path } is there already. Give another name; nothing was written over.
cli-store = The database could not be used: { $error }. Run the command again with -v; if it stays so, restore the last backup into another directory.
cli-no-data = { $dir } holds no data. Give the right directory with --data.
cli-data-locked = { $dir } is in use by another huying (process { $holder }). Stop that one, or give another directory with --data.
cli-data-newer = The data were written by a newer program (version { $found }, this one knows { $known }). Install the newer program.
cli-no-log-key = The log's secret key (log.key in the data directory) is missing or is another log's: nothing can be signed. Put it back from where you keep it.
cli-no-seal-key = The key that things are sealed under (seal.key in the data directory, or HUYING_SEAL_KEY) is missing or is not the one in use. Nothing was changed. Put it back from where you keep it.
cli-open-key = { $path } is a secret key, and others than its owner may read or change it: it is not used. Run: chmod 600 { $path }. If strangers could read it until now, change the key too (huying keys rotate, huying log rotate).
cli-data-corrupt = Kept data are damaged: { $what }. Stop here, keep a copy of the directory, and restore the last backup into another one.
cli-bad-backup = This backup cannot be used: { $why }. Take another backup file.
cli-account-taken = The sign-in name { $user } is taken. Choose another.
cli-document = A document could not be made: { $error }. Nothing was lost; run the command again with -v and report what it says.
cli-pack-missing = There is no pack at { $pack } ({ $error }). Give a folder that holds pack.toml, or one of the built-in packs: cn, demo-bureau, la311.
cli-pack-unknown = The pack that this directory works with cannot be read ({ $pack }). Give it again with --pack.
cli-pack-lacks-kinds = Cases of these kinds are open, and pack { $pack } does not have them: { $kinds }. Nothing was changed. Give a pack that has them, or finish these cases with the pack that has them first.
cli-pack-in-use = Rules: { $pack }
cli-rebuilding = Rebuilding
cli-backing-up = Backing up
cli-restoring = Restoring
cli-erase-looking = Looking
cli-erasing = Erasing
cli-rebuilt-index = The full-text index was made anew; it is not compared.
cli-rebuilt-beside =
    { $cases ->
        [one] One thing kept beside the cases (whose words a day's papers repeat, when a warning ends) differed from its events and was made again. Its day or warning:
       *[other] { $cases } things kept beside the cases (whose words a day's papers repeat, when a warning ends) differed from their events and were made again. Their days or warnings:
    }
cli-rebuilt-equal =
    { $cases ->
        [one] One case
       *[other] { $cases } cases
    } from { $events ->
        [one] one event
       *[other] { $events } events
    }: the read models equal the events.
cli-rebuilt-different =
    { $cases ->
        [one] One case's read model differed from its events and was made again. Its number:
       *[other] { $cases } cases' read models differed from their events and were made again. Their numbers:
    }
cli-backed-up =
    { $path }: { $cases ->
        [one] one case
       *[other] { $cases } cases
    }, { $kib } KiB, SHA-256 { $sha256 }. Keep the checksum apart from the file.
cli-restored =
    { $dir }: { $cases ->
        [one] one case
       *[other] { $cases } cases
    } and { $files ->
        [one] one file
       *[other] { $files } files
    } are back. Open the desk with: huying serve --data { $dir }
cli-backed-up-keys = The cases' keys are in { $path }. Keep the newest of these files alone, apart from the backups: an older one could bring back what was erased. seal.key is in neither; keep a copy of it somewhere else.
cli-restored-erased =
    { $cases ->
        [one] One case had
       *[other] { $cases } cases had
    } been erased since the backup, or had no key: what was written is gone, what happened is there.
cli-erase-no-case = There is no case { $number }. Nothing was erased. Check the number.
cli-erase-plan = { $number } ({ $kind }): { $fields } sealed fields, { $files } files, words of { $events } events, words in the papers of { $days } days, tasks: { $tasks }
cli-erase-waits =   It waits for tasks that are still open: { $tasks }
cli-erase-already = { $number } was erased before, and is not among what goes.
cli-erase-nothing = Nothing was erased.
cli-erase-stopped = It stopped on the way. Erased: { $gone }. Not erased: { $left }. See to what is said above, then run the same command again: what is erased is left alone.
cli-erase-dry-run =
    { $cases ->
        [one] One case
       *[other] { $cases } cases
    } looked at. Nothing was changed.
cli-erased =
    { $cases ->
        [one] One case
       *[other] { $cases } cases
    } erased, { $waiting } waiting. Make a backup now, and destroy the older files of case keys: then no backup can bring it back.
cli-erase-personal-plan = { $number }: the incident is over; the personal data taken in the emergency goes, its record stays.
cli-erased-personal = Personal data taken in the emergency was destroyed in { $cases ->
    [one] one incident
   *[other] { $cases } incidents
    } that are over; their record stays.
cli-erase-unfinished = Somebody is still reading the database, so copies may be left in its write-ahead log. The next opening finishes it.
cli-keys-rotated =
    A new key ({ $id }) wraps the keys of { $cases ->
        [one] one case
       *[other] { $cases } cases
    } now. Keep a copy of seal.key, destroy those of the old one, and make a backup: the case keys beside older backups still need the old key.
cli-keys-drop-old = The keys are in HUYING_SEAL_KEY: take the old line out there.
cli-api-key-made = The key, shown this once; only what it hashes to is kept:
cli-api-key-revoked = The key { $id } opens nothing any more.
cli-api-key-unknown = There is no key { $id } in force. List the keys with --list.
cli-keys-put-first = The key is in HUYING_SEAL_KEY. Put this line before the one that is there, and run the command again:
cli-port-taken = { $addr } is in use by another program. Stop that one, or give another address with --listen.
cli-port-refused = { $addr } cannot be listened on: { $error }. Give another address with --listen.
cli-set-up =
    Nobody can sign in yet. Open this link once, within 24 hours, to make the first administrator's account:
      { $link }
cli-clock-stated = The clock was set by hand: it is { $now } here.
cli-map-wrong = The map can't be used: { $template } with the view "{ $view }". Give an https address with {"{z}"}, {"{x}"} and {"{y}"} in it, and a view such as 30.25,120.15,12.
cli-metrics-token-short = The token of the metrics must have at least { $least } characters. Choose a longer one and start again.
cli-serving = The desk is open at { $url }. Ctrl-C stops it.
cli-stopped = Stopped. Everything is written.
cli-demo-begins = Inventing twelve weeks of Yunxi County. Nothing of it is real.
cli-demo-making = Making the demonstration
cli-demo-made =
    { $cases } invented cases in { $dir }.
    The brief of { $date } is drafted: { $papers }
cli-demo-accounts = Accounts, made for this run and shown once (sign-in name, password, post):
cli-demo-open-later = Open the desk with: huying serve --data { $dir }
cli-demo-not-ours = { $dir } holds { $held }, which the demonstration did not make. Nothing was touched; give another directory with --data.

## Bench

cli-bench-append = Disk: appends, each made durable
cli-bench-fill = Writing a million cases
cli-bench-pages = Pages with ten thousand cases and with all of them, in turn
cli-bench-read = Cases by number beside the plainest page
cli-bench-register = Registering beside plain SQLite
cli-bench-import = Import beside plain bulk insert
cli-bench-audit = The whole log looked at again beside plain SHA-256
cli-bench-logged = Registering with the log and without it, in turn
cli-bench-day = A day of 100 000 items, judged and briefed
cli-bench-pack = The built-in pack has no requests, so nothing can be measured. Install the program again.
cli-bench-server = The bench's own child process did not answer. See that ports and memory are free and run it again.
cli-bench-rows = The bench's file should import { $rows } rows and imported { $imported }. Run it again with -v and report it.
cli-bench-differs = The bench's own log should be whole, and the audit says: { $found }. Run it again with -v and report it.
