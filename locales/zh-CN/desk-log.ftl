# 日志：是什么、回执、查验。

# 出错
fault-no-log-key = 日志现在不能签名
fault-no-log-key-next = 本机没有日志的私钥，暂时不能出具新的检查点和回执。已记入的内容都在，以前的回执仍然有效。请管理员把文件 log.key 放回原处。
fault-no-seal-key = 封存的内容现在打不开
fault-no-seal-key-next = 本机缺少密钥文件 seal.key，或者不是正在使用的那一份，暂时不能封存也不能打开。什么都没有改动，也没有丢失。请管理员从保管处放回 seal.key，再重新启动。

# /log/
log-about-title = { $body }的呼应日志
log-about-what = 每个事项的每一步都是本日志的一条记录。记录写明哪个事项、哪类步骤、何时、哪个岗位；所写内容只以加盐的哈希值记入，在此无人能读。
log-about-proven = 能证明什么：回执加公钥，证明该步骤在回执的检查点签名之前已经记入日志。再加上后来的检查点及其证明，证明到那时为止，回执之前的记录没有被改动、删除、移动或插入。
log-about-not-proven = 不能证明什么：单凭回执，不能证明日志现在仍有这条记录。没有见证人的签名，不能证明别人看到的是同一份日志。从未记入的事，什么也证明不了。
log-about-key = 公钥请从本服务器以外的地方取得：纸上、别的机关、您信任的人。下面所列供比对。
log-about-where = 本地址之下：checkpoint、tile/<L>/<N>、tile/entries/<N>、checkpoint/witnessed、keys、handover/<密钥编号>、policy、consistency?from=<size>[&to=witnessed]。回执可在 /verify 查验，或用 “huying verify”，或用任何能读 C2SP tlog-proof 的程序。
# 日志监督
nav-log = 日志
watch-title = 日志监督
watch-size = 日志共 { $size } 条记录
watch-witnesses = 见证人
watch-no-witnesses = 本日志没有见证人。没有人持有检查点，就看不出日志是否被整体重写：请由别的机关担任见证人，并由管理员写入 log.witnesses。
watch-quorum = { $of } 个见证人中已有 { $signed } 个签署到 { $size } 条记录，达到本日志的要求。
watch-no-quorum = { $of } 个见证人中已有 { $signed } 个签署到 { $size } 条记录，尚未达到本日志的要求。
watch-never-signed = 还没有见证人签署。
watch-name = 见证人
watch-signed-size = 已签署条数
watch-signed-at = 签署时间
watch-last = 最近答复
watch-fine = 无异常
watch-error = 未签署：{ $why }
watch-alarm = 警报：{ $name } 与本日志不符
watch-alarm-longer = { $at }：它签署过 { $size } 条记录，而本日志不足此数。日志被退回到从前。
watch-alarm-history = { $at }：它签署过的历史与本日志不同。日志被重写，或对不同的人出示不同的记录。
watch-alarm-next = 请向见证人索取其持有的检查点，将整个数据目录原样复制留存，并用该检查点运行“huying log audit --from”。
watch-audit = 最近一次核查
watch-audit-none = 本机尚未核查过。
watch-audit-whole = { $at }：完整，共 { $size } 条记录。
watch-audit-entry = { $at }：第 { $leaf } 条记录不符。请再次运行“huying log audit”，它会指出是哪一步、有何不符。
watch-audit-log = { $at }：整个日志与已签署的不符。请再次运行“huying log audit”，它会指出有何不符。
watch-audit-unopened = 有 { $count } 个文件或封存内容未能查看：当时没有封存它们的密钥（seal.key）。请放回密钥后再次核查。
watch-audit-how = 核查将每一步与其记录、日志与留存的检查点逐一比对：“huying log audit”，工作台可以开着。
watch-public = 人人可见的日志
watch-today = 有见证人与日志不符
watch-today-next = 查看情况和处理办法

# 回执
case-receipt = 回执
case-receipt-of = 回执：{ $what }
case-take-receipt = 带走回执
receipts-title = 可带走的回执
receipts-number = 编号
receipts-event = 记入的内容
receipts-when = 时间
receipts-by = 办理
receipts-entry = 日志条目
receipts-save = 保存回执
receipts-verify = 查验回执
receipts-code = 回执二维码
receipts-code-what = 二维码含完整回执，与下方文字相同。
receipts-proves-title = 回执能证明什么
receipts-proves = 有日志的公钥，它证明这一步骤在检查点签名之前已如回执所写记入日志；不证明日志现在仍有这条记录。
receipts-proves-later = 加上后来的检查点及其证明（查验页会去取），它证明到那时为止，回执之前的记录没有被改动、删除、移动或插入。
receipts-proves-not = 没有见证人的签名，不证明别人看到的是同一份日志；从未记入的事，什么也证明不了。
receipts-words = 所写内容在本回执中，拿到回执的人都能读到。请像保管诉求原件一样保管。
receipts-no-words = 所写内容不在本回执中，只有其哈希值，无人能据此读出内容。
receipts-how = 请保存文件或这张纸。可在本服务器的 /verify 页查验，也可不经本服务器用 “huying verify” 查验。日志的公钥请从别处取得：纸上、别的机关、您信任的人。
receipts-text = 回执全文

# 查验
receipt-check-title = 查验回执
receipt-check-intro = 请粘贴回执，或打开回执文件。本页打开后，由您的浏览器查验，不需要网络；如果在线，还会向日志核对此后有无改动。
receipt-check-no-script = 浏览器没有启用脚本：按下方按钮，回执将发给本服务器查验。不经本服务器查验，请用 “huying verify”。
receipt-check-insecure = 本页不是经 HTTPS 打开的，浏览器不提供密码运算。按下方按钮，回执将发给本服务器查验。不经本服务器查验，请用 “huying verify”。
receipt-check-kept = 本页已存在此浏览器中，没有网络也能打开；不随页保存您的任何信息和回执。
receipt-check-receipt = 回执
receipt-check-file = 或打开回执文件
receipt-check-keys = 日志的公钥
receipt-check-keys-hint = 每行一个，也可写见证人的公钥。现在所填来自本服务器：请从本服务器以外的地方（纸上、别的机关、您信任的人）取得公钥，比对或替换。
receipt-check-button = 查验
receipt-check-elsewhere = 日志的公钥、检查点和全部条目人人可取：
receipt-check-proven = 已证明
receipt-check-not-proven = 未能证明
receipt-check-logged = 回执是真的：下面的内容确已记入日志 { $origin }，是第 { $index } 条；日志当时共 { $size } 条，已签署。
receipt-check-unchanged = 此后没有改动：到现在日志有 { $size } 条为止，前 { $old } 条没有一条被改动、删除、移动，中间也没有插入。
receipt-check-witnessed = 另有见证：{ $name } 于 { $at } 签署了有 { $size } 条记录的日志。到那时为止，日志给它看的与给您看的相同。
receipt-check-not-witnessed = 未核对：其他机构看到的是否同一份日志。所给公钥的见证人都没有签署过出具回执以后的检查点；见证人大约每分钟签署一次。
receipt-check-not-unchanged = 未能证明日志现在仍有这条记录。请保存回执并查问：回执就是证据。
receipt-check-not-shown = 未核对：此后有无改动。没有询问日志、回执属于别的日志，或日志没有回答。
receipt-check-offline = 未核对：此后有无改动。现在没有网络，无法核对今天的日志是否与回执所记一致；有网络后请再查验一次。
receipt-check-own-key = 未核对：公钥如果取自本服务器，它是否真是日志的公钥。
receipt-check-field-kind = 发生了什么
receipt-check-field-time = 时间
receipt-check-field-post = 由谁
receipt-check-words = 记入时所写的内容：
receipt-check-exact = 给程序看的：日志中的原文，一字不差
receipt-check-unreadable = 这不是回执，或没有复制完整。请从第一行 c2sp.org/tlog-proof@v1 复制到最后一行。
receipt-check-key = 公钥无法识别。请完整复制，一行：名称+编号+base64。
receipt-check-not-signed = 回执上没有这个公钥的签名：属于别的日志，或公钥不对。
receipt-check-signature-false = 以日志或见证人名义的签名是假的：所签内容被改动过。
receipt-check-key-not-then = 签名的公钥在日志的这个条数不能签名：此前已更换，或此后才启用。
receipt-check-not-included = 这条记录不在所签的日志中：回执被改动过，或不是本日志的。
receipt-check-opening-false = 回执所说的内容与记入的不一致。
receipt-check-later-unreadable = 日志的回答无法识别。
receipt-check-other-log = 日志的回答属于别的日志。
receipt-check-set-back = 日志现在比签署回执时短：有记录不见了。
receipt-check-not-continued = 今天的日志，开头与当时的记录不一致。
