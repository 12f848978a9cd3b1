# 命令行。

## 帮助

help-huying =
    呼应：凡有诉求，必有编号、责任单位、办理时限和答复。
    Huying: add --lang en for help in English.

    先看演示：  huying demo
    开始使用：  huying serve
help-exit-codes =
    退出码：
      0  完成
      1  未完成，或查明不实，提示中说明原因和下一步
      2  命令写法有误，或交给 verify 的材料无法使用
      3  已完成，但有的行无法读取，报告逐行列明
      65, 75, 78  mail-in 专用，供邮件服务器判断：不是邮件，稍后再送，未设置收信

    数据输出到标准输出，提示输出到标准错误。
help-heading-usage = 用法：
help-heading-commands = 命令
help-heading-arguments = 参数
help-heading-options = 选项
help-value-command = 命令
help-global-help = 显示本帮助
help-global-version = 显示版本
help-global-lang = 语言：提示默认依 LANG，文书默认依政策包
help-global-at = 程序时钟从此时刻起走，用于演练，例如 2026-03-02T08:00:00+08:00
help-global-log = 日志格式
help-global-verbose = 多说一些
help-demo = 生成一个虚构县十二周的工作，并打开工作台
help-demo-data = 演示数据存放处，每次运行重新生成
help-demo-listen = 工作台地址
help-demo-no_serve = 只生成，不打开工作台
help-demo-json = 以 JSON 输出地址和账号
help-serve = 打开工作台
help-serve-data = 数据目录，没有则新建
help-serve-pack = 规则包目录（或内置规则包的名称），记入数据目录
help-serve-listen = 工作台地址
help-serve-https = 前置代理提供 HTTPS
help-serve-proxy = 采信前置代理写入的 X-Forwarded-For 末项
help-serve-metrics_token = 采集程序凭此令牌（Authorization: Bearer 令牌）读取 /metrics，不设则只有管理员能看；最好写在环境变量 HUYING_METRICS_TOKEN 里，以免同机用户看到
help-serve-map_tiles = 公开事项和“在哪里”一问的底图：瓦片地址，其中要有 {"{z}"}、{"{x}"}、{"{y}"}。浏览器会向该服务器取图，服务器须允许其他页面显示其图片（CORS）。不设则任何页面都不向别处取图
help-serve-map_credit = 底图的署名，按其使用条款填写
help-serve-map_view = 没有点的地图先显示哪里：纬度,经度,级别（2 到 18），如 30.25,120.15,12
help-import = 导入文件；工作台须先停止。工作台开着时，请在“导入”页面上传
help-import-requests = 将表格中的各行登记为事项（XLSX、XLS、ODS、CSV、TSV）
help-import-requests-files = 文件
help-import-requests-data = 数据目录，没有则新建
help-import-requests-pack = 规则包目录（或内置规则包的名称），记入数据目录
help-import-requests-map = 说明各列对应哪个字段的 TOML 文件
help-import-requests-to_mend = 将未能读入的行写入该文件，而不是放在第一个文件旁边
help-import-requests-dry_run = 只说明结果，不写入
help-import-requests-json = 以 JSON 输出报告
help-day = 办理一整天：导入各单位日报、研判、起草专报和交办单；工作台须先停止。工作台开着时，请用“导入”“研判”“专报”页面
help-day-date = 日期，例如 2026-03-02
help-day-units = 各单位日报所在目录
help-day-out = 存放 brief.docx、brief.pdf、brief.html、assignments.xlsx 和 summary.json 的目录
help-day-data = 数据目录，没有则新建
help-day-pack = 规则包目录（或内置规则包的名称），记入数据目录
help-day-json = 同时将 summary.json 输出到标准输出；各单位报送情况为 on_time、late、missing、zero，未到报送时限的为 awaited
help-pack = 规则包
help-pack-check = 检查规则包，列明错在哪个文件、哪一行、如何改
help-pack-check-dir = 规则包目录
help-pack-check-json = 把检查结果以 JSON 打印到标准输出
help-rebuild = 由事件重建查询数据，并说明与原有数据是否一致
help-rebuild-data = 数据目录
help-rebuild-pack = 规则包目录（或内置规则包的名称），记入数据目录
help-backup = 将全部数据备份为一个带校验值的文件，工作台不必关闭
help-backup-file = 要写入的文件，不得已存在
help-backup-data = 数据目录
help-restore = 将备份恢复到空的数据目录
help-restore-file = 备份文件
help-restore-data = 数据目录，不得已有数据
help-restore-keys = 最新的事项密钥文件，不在备份旁边时给出
help-restore-without_words = 只恢复办理经过，不恢复所写内容；每件事项都按已清除恢复
help-erase = 永久清除事项中所写的内容，办理经过保留。工作台须先停止；工作台开着时，到期的会自动清除，个别事项在事项页面清除
help-erase-numbers = 按本人要求清除的事项编号
help-erase-due = 规则包规定的保存期限已满的全部事项
help-erase-reason = 谁提出、如何核对的
help-erase-dry_run = 只说明会清除什么
help-erase-json = 把结果以 JSON 打印到标准输出
help-erase-data = 数据目录
help-erase-pack = 规则包目录（或内置规则包的名称），记入数据目录
help-keys = 密封用的密钥和程序用的密钥
help-keys-rotate = 更换密钥并重新包裹每件事项的密钥，须先停止工作台
help-keys-rotate-data = 数据目录
help-keys-api = 为程序生成密钥、列出密钥或作废密钥；须先停止服务
help-keys-api-data = 数据目录
help-keys-api-post = 密钥以哪个岗位的权限工作
help-keys-api-name = 密钥的用途
help-keys-api-scope = 权限范围，可多次给出；不给则为全部
help-keys-api-list = 列出密钥：编号、岗位、权限范围、用途
help-keys-api-revoke = 作废这个编号的密钥
help-verify = 说明一份回执能证明什么，不需要数据库
help-verify-receipt = 回执文件（以 .tlog-proof 结尾），- 为标准输入；给出多份时还说明是否为该事项的全部事件
help-verify-key = 日志公钥（名称+编号+…），或公钥文件，如 /log/keys、/log/policy（策略要求的见证数照样核对）；见证方公钥也可；可多次给出。请从日志以外的渠道取得
help-verify-checkpoint = 较新的检查点及其延续证明：首行为 old 和回执的规模，其后为哈希，最后为检查点（见 docs/log-format.md 的 Later checkpoints）
help-verify-url = 向该工作台索取较新的检查点，以及所给公钥之后的公钥，例如 https://desk.example.org
help-verify-json = 以 JSON 输出结果
help-log = 管理日志：核查，显示和更换密钥，命名
help-log-audit = 重新计算整个日志，与数据库、证据文件和留存的检查点核对，指出第一处不符；工作台可以开着
help-log-audit-from = 他人留存的检查点或回执，可多次给出。数据目录中的 log.checkpoint 总会核对
help-log-audit-key = 从别处取得的日志公钥或公钥文件：--from 给出的内容必须由其签署，不论数据库所列公钥为何；可多次给出
help-log-audit-data = 数据目录
help-log-audit-json = 以 JSON 输出结果
help-log-keys = 输出日志的公钥及其可签署的规模
help-log-keys-data = 数据目录
help-log-name = 为尚无日志的目录命名，永久有效；不命名则随机取名
help-log-name-origin = 名称：不带协议的地址，例如 log.example.org/huying
help-log-name-data = 数据目录，没有则新建
help-log-rotate = 给日志换新密钥，由日志中的一条记录指明，并由旧密钥签署；工作台须先停止
help-log-rotate-lost = 旧私钥已丢失：启用一把与旧密钥没有接续的新密钥
help-log-rotate-last = 与 --lost 同用：旧密钥最后还由你掌握时日志的记录数；不给则以 log.checkpoint 为准
help-log-rotate-data = 数据目录
help-log-witnesses = 输出日志相信谁（log.witnesses），以及各见证人签署到哪里；有见证人看到另一种历史时退出码为 1
help-log-witnesses-data = 数据目录
help-log-witnesses-json = 以 JSON 输出见证人
help-bench = 测量本机所能达到的水平，并与同次测得的极限比较
help-bench-quick = 十分钟内结束
help-bench-json = 以 JSON 输出结果
help-bench-dir = 测量数据存放目录，须尚不存在，结束后删除

## 提示

cli-io = 系统提示：{ $error }。请检查磁盘和权限后重新运行。
cli-file = { $path } 无法读写：{ $error }。请检查名称和权限。
cli-file-exists = { $path } 已存在。请换一个名称，原文件未被改动。
cli-store = 数据库无法使用：{ $error }。请加 -v 重新运行；如仍如此，请将最近的备份恢复到另一目录。
cli-no-data = { $dir } 中没有数据。请用 --data 指定正确的目录。
cli-data-locked = { $dir } 正由另一个呼应程序使用（进程 { $holder }）。请先停止该程序，或用 --data 另行指定目录。
cli-data-newer = 数据由较新版本的程序写入（版本 { $found }，本程序支持到 { $known }）。请安装较新版本。
cli-no-log-key = 日志的签名密钥（数据目录下的 log.key）缺失，或属于另一份日志，无法签名。请从保管处放回。
cli-no-seal-key = 封存用的密钥（数据目录下的 seal.key，或环境变量 HUYING_SEAL_KEY）缺失，或者不是正在使用的那一份。什么都没有改动。请从保管处放回。
cli-open-key = { $path } 是私密密钥，而所有者以外的人可以读取或改写该文件，因此不予使用。请执行：chmod 600 { $path }。如此前外人可能读过，请一并更换密钥（huying keys rotate、huying log rotate）。
cli-data-corrupt = 已存数据损坏：{ $what }。请停止使用，保留该目录副本，并将最近的备份恢复到另一目录。
cli-bad-backup = 该备份无法使用：{ $why }。请换用其他备份文件。
cli-account-taken = 登录名 { $user } 已被使用，请换一个。
cli-document = 文书未能生成：{ $error }。数据没有丢失，请加 -v 重新运行并反馈提示内容。
cli-pack-missing = { $pack } 处没有规则包（{ $error }）。请指定含有 pack.toml 的目录，或内置规则包 cn、demo-bureau、la311 之一。
cli-pack-unknown = 该数据目录所用的规则包无法读取（{ $pack }）。请用 --pack 重新指定。
cli-pack-lacks-kinds = 还有下列种类的事项没有办结，而规则包 { $pack } 里没有这些种类：{ $kinds }。未作任何改动。请改用含有这些种类的规则包，或先用原规则包办结这些事项。
cli-pack-in-use = 规则包：{ $pack }
cli-rebuilding = 重建中
cli-backing-up = 备份中
cli-restoring = 恢复中
cli-erase-looking = 查看中
cli-erasing = 清除中
cli-rebuilt-index = 全文索引已重新建立（不作比对）。
cli-rebuilt-beside = 有 { $cases } 处随附数据（每日材料提到的事项、预警的失效时间）与事件不一致，已重建。日期或预警编号如下：
cli-rebuilt-equal = 共 { $cases } 件事项、{ $events } 条事件，查询数据与事件一致。
cli-rebuilt-different = 有 { $cases } 件事项的查询数据与事件不一致，已重建。编号如下：
cli-backed-up = { $path }：{ $cases } 件事项，{ $kib } KiB，SHA-256 { $sha256 }。请将校验值与文件分开保存。
cli-restored = 已恢复到 { $dir }：{ $cases } 件事项、{ $files } 个文件。打开工作台：huying serve --data { $dir }
cli-backed-up-keys = 各事项的密钥在 { $path }。只保留最新的一份，并与备份分开存放：旧的一份可能让已清除的内容复原。seal.key 不在其中，请另行保管副本。
cli-restored-erased = 有 { $cases } 件事项在备份之后已经清除，或者没有密钥：所写内容不再恢复，办理经过都在。
cli-erase-no-case = 没有编号为 { $number } 的事项，什么都没有清除。请核对编号。
cli-erase-plan = { $number }（{ $kind }）：封存字段 { $fields } 个，文件 { $files } 个，{ $events } 条事件中的文字，{ $days } 天文件中的文字，交办：{ $tasks }
cli-erase-waits =   还在等没有办完的交办：{ $tasks }
cli-erase-already = { $number } 此前已经清除，不在这次清除之列。
cli-erase-nothing = 什么都没有清除。
cli-erase-stopped = 清除中途停下。已清除：{ $gone }。没有清除：{ $left }。处理好上述问题后，请再次执行同一命令：已清除的不会再动。
cli-erase-dry-run = 查看了 { $cases } 件事项，没有改动。
cli-erased = 已清除 { $cases } 件事项，{ $waiting } 件等待。请立即备份，并销毁旧的事项密钥文件，这样任何备份都不能复原。
cli-erase-personal-plan = { $number }：突发事件已经结束，应急中收集的个人信息要销毁，记录都留着。
cli-erased-personal = 已销毁 { $cases } 件已结束突发事件的应急中收集的个人信息，记录都留着。
cli-erase-unfinished = 还有人在读数据库，预写日志里可能留有副本，下次打开时会清理完。
cli-keys-rotated = 新密钥（{ $id }）已重新包裹 { $cases } 件事项的密钥。请保存 seal.key 的副本，销毁旧密钥的副本，并立即备份：旧备份旁的事项密钥仍需旧密钥。
cli-keys-drop-old = 密钥在 HUYING_SEAL_KEY 中：请删去旧的一行。
cli-api-key-made = 密钥只显示这一次，这里只留散列值：
cli-api-key-revoked = 密钥 { $id } 已作废。
cli-api-key-unknown = 没有有效的密钥 { $id }。用 --list 列出密钥。
cli-keys-put-first = 密钥在 HUYING_SEAL_KEY 中。请把下面一行放在原有一行之前，再运行一次：
cli-port-taken = { $addr } 已被其他程序占用。请先停止该程序，或用 --listen 另行指定地址。
cli-port-refused = 无法在 { $addr } 上监听：{ $error }。请用 --listen 另行指定地址。
cli-set-up =
    目前还没有人可以登录。请在 24 小时内打开以下链接（仅可使用一次），建立第一个管理员账号：
      { $link }
cli-clock-stated = 时钟为人工设定，当前为 { $now }。
cli-map-wrong = 底图不能用：{ $template }，视图“{ $view }”。请给出含 {"{z}"}、{"{x}"}、{"{y}"} 的 https 地址，和 30.25,120.15,12 这样的视图。
cli-metrics-token-short = 指标令牌至少要有 { $least } 个字符。请换一个更长的再启动。
cli-serving = 工作台已打开：{ $url }。按 Ctrl-C 停止。
cli-stopped = 已停止，全部内容均已写入。
cli-demo-begins = 正在生成云溪县十二周的工作，内容全部虚构。
cli-demo-making = 生成演示数据
cli-demo-made =
    { $dir } 中共有 { $cases } 件虚构事项。
    { $date } 专报已起草：{ $papers }
cli-demo-accounts = 本次演示的账号，只显示一次（登录名、密码、岗位）：
cli-demo-open-later = 打开工作台：huying serve --data { $dir }
cli-demo-not-ours = { $dir } 中有 { $held }，不是演示生成的，未作任何改动。请用 --data 另行指定目录。

## 测量

cli-bench-append = 测量磁盘：逐次落盘
cli-bench-fill = 写入百万件事项
cli-bench-pages = 测量页面：一万件与全部，交替进行
cli-bench-read = 按编号读取事项，对比最简单的网页
cli-bench-register = 登记事项，对比直接写 SQLite
cli-bench-import = 导入表格，对比直接批量写入
cli-bench-audit = 核对全部日志，对比直接计算 SHA-256
cli-bench-logged = 登记事项，有日志与无日志交替进行
cli-bench-day = 研判并编写十万件的一天
cli-bench-pack = 内置规则包中没有诉求类事项，无法测量。请重新安装本程序。
cli-bench-server = 测量用的子进程没有应答。请确认本机端口和内存充足后重新运行。
cli-bench-rows = 测量用的表格应导入 { $rows } 行，实际 { $imported } 行。请加 -v 重新运行并反馈。
cli-bench-differs = 测量用的日志应当完整，核对却发现不一致：{ $found }。请加 -v 重新运行并反馈。
