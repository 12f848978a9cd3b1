# 密封信息、谁看过、清除。

nav-access-record = 查看记录
nav-erasures = 清除

# 登记
register-names-sealed = 这里写什么事、在哪里，不写是谁说的：姓名和联系方式填在“密封”栏。
sealed-title = 密封
sealed-who = 以下岗位写明理由后可以查看：{ $roles }。诉求人看得到哪个岗位、何时、为什么查看。
sealed-who-nobody = 规则包没有指定谁可以查看。如有人查看，诉求人看得到。
sealed-who-receiver = 只有{ $post }写明理由后可以查看。反映人看得到何时、为什么查看。
sealed-none = 本事项没有密封信息。
sealed-there = 已登记：{ $fields }。
sealed-open = 写明理由后查看
sealed-keep = 补登或更正
sealed-keep-hint = 留空的项目保持不变。已登记的内容不在这里显示。
sealed-keep-why = 理由或来源

# 查看
reason-legend = 理由
reason-hint = 理由连同您的岗位和时间记入日志，诉求人看得到。
reason-hint-cases = 理由连同您的岗位和时间，按文件中的每件事项记入日志，该事项的诉求人看得到。
reason-hint-no-case = 理由连同您的岗位和时间记入查看记录，审计员看得到。这些行不属于任何事项，所以不进日志。
reason-other = 其他理由，写在下面
reason-written = 自己写明
reason-written-when = （选“其他理由”时必填）
opened-title = 密封信息
opened-nothing = 内容已在此期间清除，没有留下。
opened-written = 已记入日志：{ $post }，{ $time }。
opened-why = 理由：{ $reason }。
opened-once = 本页不留存。再次打开要重新写明理由，并再记录一次。
opened-back = 返回事项
open-evidence-title = 查看附件
open-evidence-button = 打开附件
export-ask-title = 导出清单
export-rows = 按当前筛选，文件将有 { $n } 件事项。
export-record = 每件事项都会记下被哪个岗位、何时、为什么导出。密封信息不在文件中。
export-none = 没有符合筛选条件的事项，没有可导出的内容。请返回放宽条件。
export-button = 导出 XLSX
export-back = 返回列表

# 谁看过
looked-title = 谁看过
looked-hint = 诉求人也看得到这些记录。
looked-nobody = 还没有人查看过本事项的密封信息或附件，也没有导出过。
looked-earlier = 更早的 { $n } 条
story-evidence-erased = 上传了附件
story-sealed-kept-erased = 登记了密封信息
story-opened-evidence-erased = 查看了附件

# 查看记录
access-title = 查看记录
access-what-it-is = 谁在何时、为什么查看了密封信息、附件或导出了清单：只记岗位，与诉求人看到的一致。可按日期、岗位、单位和事项查找，不能按人查找。
access-from = 起始日期
access-to = 截止日期
access-unit = 查看人单位
access-post = 查看人岗位
access-when = 时间
access-who = 岗位
access-what = 查看内容
access-why = 理由
access-sealed = 密封信息
access-evidence = 附件
access-accounts = 同一人的账号
access-accounts-linked = 确认为同一人的账号：{ $users }
access-accounts-parted = 确认不再为同一人：{ $user }；此前与 { $users } 为同一人
access-rows-saved = 导出了一次导入的待修改的行
access-beside = 不属于某件事项的记录
access-accounts-newest = 此处只显示最近{ $n }条，全部见导出文件。
access-export = 导出清单
access-save = 导出 XLSX
access-save-what = 当前筛选的全部记录，不只是本页。文件最多 20 000 条，密封信息不在其中。
access-save-record = 记录所涉的每件事项都会记下被哪个岗位、何时、为什么导出，以后的查看记录中也看得到。
access-file-title = 查看记录（截至 { $time }）
access-none = 还没有人查看过。
access-none-found = 没有符合条件的记录。请减少筛选条件。
access-too-many = 记录超过 { $most } 条。请按日期或单位缩小范围，分几次导出。

# 已清除
case-erased = （已清除）
erased-on = 已于 { $time } 清除。
erased-gone = 人们写下的内容已永久清除，密封信息和附件一并清除。
erased-done = 清除
erased-left-title = 留下的内容
erased-left = 编号、种类、类别、单位、时间、时限、办理步骤和结果，以及谁看过：用于统计和日志核验，其中没有任何人的信息。
colon = ：

# 清除
erasures-title = 清除
erasures-due = 保存期满
erasures-due-hint = 这些由程序自动清除，本页不会立即清除。
erasures-clock-stated = 工作台按指定的时间运行（如演练），程序不自动清除。
erasures-clock-ahead = 程序目前不自动清除：时钟比上一次确认无误的 { $last } 晚了 { $days } 天以上。请核对机器的时钟。如时钟无误，请停止工作台，运行一次“huying erase --due”；加 --dry-run 可先列出要清除的内容。
erasures-clock-behind = 程序目前不自动清除：时钟比上一次确认无误的 { $last } 还早。请核对机器的时钟。如时钟现在无误、当时有误，请停止工作台，运行一次“huying erase --due”；加 --dry-run 可先列出要清除的内容。
erasures-kept = { $kind }：办结后保存 { $n } 天。
erasures-kept-years = { $kind }：办结后保存 { $n } 年。
erasures-none-due = 没有保存期满的事项。
erasures-count = { $n } 件
erasures-more = 至少 { $n } 件，按办结先后列出最早的。
erasures-ended = 办结时间
erasures-over = 保存至
erasures-goes = 清除的内容
erasures-asked = 本人要求清除
erasures-asked-hint = 只能清除已经办结的事项。下一页列出要清除的内容，确认后才清除。
erasures-reason = 谁提出、如何核实
erasures-reason-hint = 不要写姓名和号码：其他内容清除后，这句话会留下。
erasures-look = 查看要清除的内容
erasures-no-case = 没有这个事项。请核对编号。
erase-link = 按本人要求清除
erase-title = 清除这件事项？
erase-for-ever = 清除后谁也无法恢复。
erase-backups = 以前的备份中也再读不出：该事项的密钥一并销毁。
erase-goes = 清除以下内容
erase-stays = 留下以下内容
erase-button = 永久清除
erase-not = 不清除
erase-changed = 事项 { $number } 在此期间有变化。请重新核对要清除的内容，再确认。
goes-words = 标题、内容、地点、答复、备注和各种理由
goes-fields = 密封信息：{ $fields }
goes-files = 附件：{ $files }
goes-papers = { $days } 专报中抄录的文字
goes-tasks = 由它交办的任务中的文字：{ $numbers }
goes-waits = 暂不能清除：由它交办的任务还没有办完：{ $numbers }。请先办结。
