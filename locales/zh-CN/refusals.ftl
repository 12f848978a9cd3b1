# 不能办的理由，每条都说清下一步怎么办。
# 名称类参数（步骤、角色、内容、单位）由下面的词条代入；其余来自规则包。

refusal-no-case = 没有这个事项。请核对编号，或者先登记。
refusal-already-registered = 这个事项已经登记，编号 { $number }。请打开它继续办理，不要重复登记。
refusal-kind-unknown = 规则包里没有“{ $kind }”这种事项。请选择已有的种类，或者请管理员更新规则包。
refusal-category-unknown = “{ $kind }”没有“{ $category }”这个类别。请从类别表中选一个，或者请管理员在规则包中加上。
refusal-unit-unknown = 单位名录里没有“{ $unit }”。请从名录中选一个单位，或者请管理员在规则包中加上。
refusal-leader-unknown = 岗位名录里没有“{ $leader }”。请从名录中选一位负责人的岗位，或者请管理员在规则包中加上。
refusal-area-unknown = 片区名录里没有“{ $area }”。请从名录中选一个片区，或者先留空。
refusal-field-required = “{ $field }”必须填写。请补上后再提交。
refusal-coordinates = 坐标超出范围：纬度应在 -90 到 90 之间，经度应在 -180 到 180 之间。请改正，或者留空。
refusal-received-ahead = 诉求时间比现在晚了一天以上。请核对年月日。
refusal-received-before = 诉求时间早于1970年。请核对年月日。
refusal-finished-early = 单位所报的办结时间早于诉求时间。请核对两个时间。
refusal-finished-ahead = 单位所报的办结时间还没有到。没有办结的请留空。
refusal-due-past = 交办时限已经过了。请另定一个今后的时间。
refusal-due-no-clock = “{ $kind }”没有可以逐件设定的时限。请把时限留空，或者请管理员在规则包中设一个。
refusal-step-not-in-kind = “{ $kind }”没有“{ $step }”这一步。请选择事项页面上列出的步骤。
refusal-role = { $role }不能办“{ $step }”。请由{ $roles }办理。
refusal-role-nobody = { $role }不能办“{ $step }”，规则包也没有指定谁可以办。请管理员在规则包中指定。
refusal-status = 事项现在是“{ $status }”，还不能“{ $step }”。请先办前面的步骤，或者刷新页面看看最新进展。
refusal-ended = 事项 { $number } 已经办结、撤回或不予受理，不能再“{ $step }”。确需继续，请先重新办理。
refusal-needs-answer = 还没有答复，不能“{ $step }”。请先写答复。
refusal-needs-evidence = 还没有附件，不能“{ $step }”。请先上传能说明办理情况的附件。
refusal-somebody-else = 答复的人不能自己“{ $step }”。请由另一位有权的同志办理。
refusal-other-unit = “{ $step }”只能由责任单位{ $unit }办理。请联系该单位，或者先改派。
refusal-text-needed = { $what }不能为空。请写明后再提交。
refusal-text-too-long = { $what }有 { $length } 字，最多 { $most } 字。请精简，或者把详细内容作为附件。
refusal-text-lines = { $what }不止一行。请写成一行。
refusal-text-hidden = { $what }里有看不见的字符。请直接输入，不要粘贴。
refusal-close-needs-answer = 事项 { $number } 还没有答复，不能办结。请先写明答复，再办结。
refusal-already-acknowledged = 已经签收过了，不必再签收。请继续办理。
refusal-answer-withdrawn = “撤回”只能由诉求人提出，不能作为答复结果。请选择实际结果；诉求人确要撤回的，请办“撤回”。
refusal-confirm-nothing = 没有记录诉求人的评价。请至少记下“是否解决”或“是否满意”中的一项。
refusal-evidence-broken = 附件没有完整收到。请重新上传。
refusal-clock-unknown = 规则包里没有“{ $clock }”这个时限。请选择事项页面上列出的时限。
refusal-clock-not-running = “{ $clock }”没有在计时。请刷新页面查看时限的最新情况。
refusal-clock-not-pausable = “{ $clock }”不能暂停。确需更多时间的，请报负责人批准延期。
refusal-clock-paused = “{ $clock }”已经暂停。原因消除后请恢复计时。
refusal-clock-not-paused = “{ $clock }”没有暂停，不必恢复。
refusal-clock-late = “{ $clock }”已经超期，不能再暂停或延期。请尽快办理，并说明超期原因。
refusal-extension-none = 规则没有给“{ $clock }”延期的余地。请按期办理，或者请管理员核对规则包。
refusal-extension-too-long = “{ $clock }”最多还能延长 { $left } { $unit }。请按这个单位填写不超过此数的时间。
refusal-mark-by-program = 时限提醒由程序自动记录。请不要手工填写。
refusal-sealed-unknown = “{ $kind }”没有这个密封字段。请留空，或者请管理员在规则包中加上。
refusal-sealed-nothing = 没有填写要密封的内容。请至少填写一项。
refusal-nothing-sealed = 事项 { $number } 没有密封信息，不用查看。
refusal-no-evidence = 事项 { $number } 没有这个附件。请刷新页面，选择现有的附件。
refusal-open-nobody = 程序不替任何人查看。请登录后由本人写明理由查看。
refusal-reason-unknown = 规则包里没有这个理由。请从列表中选择，或者自己写明。
refusal-erased = 事项 { $number } 的内容已经清除，不能再办。有新的诉求请另行登记。
refusal-erase-open = 事项 { $number } 还没有办完，不能清除。请先办结，或者由诉求人撤回。
refusal-erase-task = 由事项 { $number } 交办的任务 { $task } 还没有办完，暂不能清除。请先把任务办结。
refusal-erase-early = 事项 { $number } 的保存期限还没有到。请到期再清除，或者按本人的要求清除。
refusal-erase-ground = 清除的依据和提出的人不符：按本人要求由工作人员清除，保存期满由程序清除。

# 步骤
refusal-step-register = 登记
refusal-step-correct = 更正
refusal-step-accept = 受理
refusal-step-refuse = 不予受理
refusal-step-dispatch = 派单
refusal-step-acknowledge = 签收
refusal-step-report-progress = 填报进展
refusal-step-attach-evidence = 上传附件
refusal-step-answer = 答复
refusal-step-sign-off = 核验
refusal-step-return = 退回
refusal-step-close = 办结
refusal-step-confirm = 回访
refusal-step-reopen = 重新办理
refusal-step-withdraw = 撤回
refusal-step-supervise = 督办
refusal-step-comment = 批示
refusal-step-record-repeat = 记录重复诉求
refusal-step-pause-clock = 暂停时限
refusal-step-resume-clock = 恢复时限
refusal-step-extend-clock = 延期
refusal-step-keep-sealed = 登记密封信息
refusal-step-open-sealed = 查看密封信息
refusal-step-erase = 清除

# 角色
refusal-role-program = 程序
refusal-role-requester = 诉求人
refusal-role-clerk = 登记员
refusal-role-handler = 承办人
refusal-role-duty-officer = 值班员
refusal-role-special-office = 专班
refusal-role-leader = 领导
refusal-role-auditor = 审计员
refusal-role-administrator = 管理员

# 内容
refusal-what-title = 标题
refusal-what-description = 内容
refusal-what-address = 地点
refusal-what-source = 来源
refusal-what-external = 原系统编号
refusal-what-reason = 理由
refusal-what-note = 说明
refusal-what-progress = 进展情况
refusal-what-answer = 答复
refusal-what-comment = 批示
refusal-what-file-name = 附件名称
refusal-what-sealed = 密封信息

# 时间单位
refusal-unit-hours = 小时
refusal-unit-days = 日
refusal-unit-working-days = 工作日
