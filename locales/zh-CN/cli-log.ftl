# 命令行中的日志：回执、核查、密钥。

## huying verify

verify-logged = 已证明：日志 { $origin } 有 { $size } 条记录时，第 { $index } 条（从 0 数起）已在其中。该条内容：
verify-salt-alone = {"  "}{ $name }：回执中只有盐值，持有原文者可以比对
verify-unchanged = 已证明：直到日志有 { $size } 条记录时，最初的 { $old } 条均未被更改、删除、移动，其间也没有插入。
verify-not-later = 未证明：日志现在仍有该条。请用 --checkpoint 给出较新的检查点，或用 --url 给出工作台地址。
verify-no-witness-known = 未证明：其他人看到的是同一份日志。请用 --key 给出见证方公钥。
verify-no-witness-signed = 未证明：其他人看到的是同一份日志。所给 { $known } 个见证方均未在 { $size } 条记录的检查点上签名。
verify-witnessed = 在信任见证方的前提下已表明：{ $known } 个见证方中有 { $signed } 个持有同一份 { $size } 条记录的日志（{ $names }）。
verify-quorum = 已达到您的策略要求的见证数：已有足够的见证方在 { $size } 条记录的检查点上签名。
verify-no-quorum = 未达到您的策略要求的见证数：在 { $size } 条记录的检查点上签名的见证方不足。出具回执时见证方尚未答复，请稍后用 --url 再查。
verify-not-unlogged = 回执永远无法表明：从未有人记入日志的事。
verify-chain-whole = 已证明：这些是事项 { $case } 到第 { $last } 条事件为止的全部事件，每条都指明前一条在日志中的位置。其后是否还有事件，回执不能说明。
verify-chain-gaps = 未证明：已有事项 { $case } 到第 { $last } 条为止的全部事件。缺第 { $missing } 条的回执；不向申请人告知的步骤，申请人没有回执。
verify-chain-contradicts = 不实：事项 { $case } 的回执在第 { $event } 条事件处互相矛盾。同一日志中一个事项只有一段经过，请保存全部回执并向日志运行者查问。
verify-one-checkpoint = 一个较新检查点的文件只能延续一份回执。请用 --checkpoint 核验一份回执，或用 --url 给出工作台地址核验多份。
verify-refuted = 这份回执不能证明所称内容。请保存好回执，以及较新的检查点（如有），并向日志运行方查询。
verify-false-opening = 不实：回执中“{ $name }”一项的内容与记入日志的不符。
verify-checkpoint-not-by-log = 不实：回执的检查点没有所给任何公钥的签名。请与纸面上的公钥核对。
verify-checkpoint-false = 不实：回执的检查点上有伪造的签名（{ $why }）。
verify-checkpoint-not-then = 不实：签署回执检查点的密钥当时无权签署（{ $why }）。
verify-checkpoint-unread = 不实：回执的检查点不成立（{ $why }）。
verify-later-not-by-log = 不实：较新的检查点没有所给任何公钥的签名。如日志已换新密钥，请一并给出。
verify-later-false = 不实：较新的检查点上有伪造的签名（{ $why }）。
verify-later-not-then = 不实：签署较新检查点的密钥当时无权签署（{ $why }）。
verify-later-unread = 不实：较新的检查点不成立（{ $why }）。
verify-not-included = 不实：回执所载内容不在日志签署的树中（{ $why }）。
verify-other-log = 不实：较新的检查点属于日志 { $later }，回执属于 { $origin }。
verify-other-size = 不实：较新检查点的证明从 { $old } 条起，回执的检查点有 { $size } 条。请索取从 { $size } 条起的证明。
verify-set-back = 不实：日志被退回到从前。出具回执时有 { $old } 条记录，现在只有 { $size } 条。
verify-not-continued = 不实：现在的日志不是回执所属日志的延续，已记入的内容被更改（{ $why }）。
verify-unusable = { $path } 无法使用：{ $why }。请使用出具时的原文件。
verify-key = “{ $key }”不是公钥，也不是公钥文件：{ $why }。公钥为一行：名称+编号+base64。
verify-key-file = { $path } 中没有公钥。请使用日志的 /log/keys、/log/policy，或每行一个公钥的文件。
verify-handover = 用 --key 给出的密钥交接没有已给公钥的签名，不能据此相信新公钥。请给出其前一把公钥。
verify-two-quorums = 用 --key 给出的几份策略对见证方的要求不同。请只给出您所依据的那一份。
verify-checkpoint-bare = { $path } 是本日志已签名的检查点，但没有它延续回执检查点的证明。请从日志的 /log/consistency?from={ $size } 索取，或用 --url 给出工作台地址。
verify-checkpoint-unsigned = { $path } 只是检查点的文字，没有任何签名，也没有它延续回执检查点的证明，不能表明任何事。请从日志的 /log/consistency?from={ $size } 索取，或用 --url 给出工作台地址。
verify-checkpoint-other-log = { $path } 是日志 { $later } 的检查点，而回执属于 { $origin }。请使用回执所属日志的较新检查点。
verify-url-failed = 无法向 { $url } 索取：{ $why }。请检查地址，或取得文件后用 --checkpoint 给出。
verify-url-status = { $url } 的答复是 { $status }，不是较新的检查点。如称日志不足 { $size } 条记录，则日志已被退回到从前，请保存好回执。
verify-url-form = { $url } 不是地址。请给出如 https://desk.example.org 或 http://127.0.0.1:8420 的地址。
verify-followed = 已沿交接认可新公钥：您给出的公钥（或其后续公钥）的持有者将 { $id } 指定为日志的下一把公钥。此前公钥的有效范围见 /log/keys。

## huying log audit

audit-progress = 核查中
audit-whole = 日志完整：{ $size } 条记录，{ $events } 条事件及其文本，{ $sealed } 条事件的封存内容，{ $files } 个证据文件，{ $checkpoints } 个留存的检查点，均相符。
audit-no-checkpoint = 没有可比对的检查点：不能表明整个日志未被重写或退回。请用 --from 给出他人留存的检查点。
audit-unopened = { $count } 个证据文件或封存内容未能查看：这里没有封存它们的密钥（seal.key）。
audit-root = 树根：{ $root }
audit-event = 事项 { $case }，第 { $event } 条事件（记录 { $leaf }）：
audit-leaf = 记录 { $leaf }：
audit-leaves = 记录 { $first } 至 { $last }：
audit-log = 整个日志：
audit-leaf-altered = 该记录不是当初记入的。已记入的内容不得更改，此处被更改。
audit-leaf-missing = 该记录已不在。已记入的内容不得删除，此处被删除。
audit-tiles = 为其所存的哈希（第 { $level } 层第 { $tile } 块）与这些记录不符。每条记录都应能表明在已签署的日志之中，此处用以表明的哈希已损坏或被改写，现在据此出具的回执都不能成立。
audit-rewritten = 最初的 { $size } 条记录与留存的检查点不符。前 { $good } 条与较早留存的检查点一致，不符之处在记录 { $good } 至 { $last } 之间。已记入的内容不得更改，此处被更改。
audit-rewritten-anywhere = 最初的 { $size } 条记录与留存的检查点不符，也没有较早留存的检查点与之一致，不符之处在记录 0 至 { $last } 之间；用 --from 给出回执，可以查明该回执所属事件。已记入的内容不得更改，此处被更改。
audit-set-back = 日志被退回到从前。留存的检查点有 { $held } 条记录，现在只有 { $size } 条：记录 { $size } 至 { $last } 已不在。已记入的内容不得删除，此处末尾被删除。
audit-held-unread = 有一个留存的检查点没有本日志密钥的签名（{ $why }）。它属于另一份日志，或本日志的密钥被换掉。
audit-receipt-altered = 该记录不是本日志回执所载的那一条。已记入的内容不得更改，此处被更改。
audit-receipt-missing = 本日志的回执载有该记录，日志中已没有。已记入的内容不得删除，此处被删除。
audit-not-logged = 该事件在日志中没有记录。每条事件写入时即记入日志，这一条是绕过程序放进去的。
audit-event-missing = 日志中有该事件，数据库中已没有。任何内容不得悄悄删除，此处被删除。
audit-moved = 该事件不在原位。事件按记入的顺序排列，此处顺序被改变。
audit-field = { $field } 现为 { $kept }，记入时为 { $logged }。事件的时间、种类、岗位和位置不得改变，此处被改变。
audit-text-open = 该事件的文本不是当初记入的。所言所行不得更改，此处被更改。
audit-text-actor = 经办人不是当初记入的。谁经办谁负责，此处被换。
audit-salts = 该事件的盐值不在而文本仍在。只有擦除才会销毁盐值，并同时销毁文本，此处已无从比对。
audit-text-sealed = 该事件封存的内容与入日志时不符。保密内容应当原样保存，此处被取走或添入。
audit-case-key-missing = 该事项的密钥已不在，而其下仍存有内容。事项的密钥只能随记入日志的清除一并销毁，此处是被人取走的。
audit-case-key-unknown = 该事项的密钥由 seal.key 中没有的密钥加封。请放回正确的 seal.key 再核查；如 seal.key 无误，则该事项的密钥在此被调换。
audit-case-key-destroyed = 该事项的密钥已被销毁，而日志中没有清除记录。所述、所交的内容只能随清除事件一并清除，此处是被人弄得无法读取的。
audit-emptied = 该事件的内容被清空，而日志中没有清除记录。所写内容只能随清除事件一并清除，此处是被人取走的。
audit-file-missing = 证据文件 { $sha256 } 已不在。提交的材料应当保存，此处被删除。
audit-file-altered = 证据文件 { $sha256 } 的内容已变。提交的材料应当原样保存，此处被调换。
audit-next = 请停止工作台，完整保留该目录副本，并联系持有备份、回执和检查点的人。
audit-from-unread = { $path } 中没有检查点，也没有回执：{ $why }。请使用出具时的原文件。
audit-from-false = { $path } 中的回执自身不成立：{ $why }。请使用出具时的原文件。
audit-not-noted = 工作台不会显示本次核查：无法在数据目录中写入 log.audit（{ $why }）。

## huying log name

log-named = 日志名称为 { $origin }，公钥：{ $key }
log-name-taken = { $dir } 的日志已有密钥，名称永久不变。
log-name-bad = “{ $origin }”不能用作日志名称：不得含空格和加号，例如 log.example.org/huying。
## huying log rotate

log-rotated = 自 { $size } 条记录起，日志用新密钥签署，公钥：{ $key }。日志中有一条记录指明新公钥，旧密钥已为其签署：持有旧公钥的人可凭 /log/handover/{ $id } 接续。请在公布旧公钥的地方公布新公钥；旧私钥已销毁。以前的回执仍然有效。
log-rotated-lost = 自 { $size } 条记录起，日志用新密钥签署，公钥：{ $key }。旧密钥没有为其签署：请像公布第一把公钥那样，在纸上并由他人公布。以前的回执凭旧公钥仍然有效。
log-rotate-not-lost = 日志私钥还在，并未丢失：请用不带 --lost 的“huying log rotate”。如已被盗，请先移走 log.key，并用 --last 说明密钥最后还由你掌握时日志有多少条记录。
log-rotate-last = --last 超过了日志的记录数。请给出旧密钥最后还由你掌握时日志的记录数。
log-rotate-no-secret = 日志私钥 log.key 不在，无法指明下一把。请放回原处；确已丢失的，请用“huying log rotate --lost”。

## huying log witnesses

log-no-witnesses = log.witnesses 中没有见证人，没有别人持有本日志的检查点。
log-witness = { $name }：最近签署到 { $size } 条记录（{ $at }）
log-witness-error = { $name }：最近一次询问未签署：{ $why }
log-witness-alarm = 警报：{ $name } 签署过本日志的另一种历史：{ $why }。请停止工作台，完整保留该目录副本和见证人的检查点，并用该检查点运行“huying log audit --from”。
cli-witnesses = log.witnesses 无法读取：{ $why }。其内容为“witness 名称 公钥 地址”“group 名称 数目 见证人…”和一行“quorum 名称”（c2sp.org/tlog-policy）。

## huying restore

cli-restored-log = 备份中没有日志密钥 log.key 和 log.checkpoint：请在打开工作台之前，从原目录或保管处放回。日志如退回到 log.checkpoint 之前，已签署的内容即已丢失，程序会如实报告。
