# 日报、研判、专报、交办：值守一天里的话。

refusal-day-role = 研判、专报和交办由专班办公室或负责人办理。请换用相应岗位的账号登录。
refusal-day-add-why = 增列事项要写明理由。请填写理由后再提交。
refusal-day-drop-why = 剔除事项要写明理由。请填写理由后再提交。
refusal-day-why-long = 理由最多 { $most } 个字。请精简后再提交。
refusal-day-no-subject = 当天的研判里没有“{ $subject }”。请刷新页面，按最新的清单操作。
refusal-day-brief-version = 专报已有更新的版本，下一版是第 { $version } 版。请刷新页面后重新起草。
refusal-day-no-brief = 没有第 { $version } 版专报。请刷新页面，从现有版本中选择。
refusal-day-brief-signed = 这一版专报已经签发，期号为第 { $issue } 期。如需更正，请起草新版本。
refusal-day-brief-newer = 这一版不是最新的专报。请签发最新的第 { $newest } 版。
refusal-day-sign-own = 起草人不能签发自己起草的专报。请由另一位同事签发。
refusal-day-decide-unsigned = 专报尚未签发，还不能交办。请先签发当天的专报。
refusal-day-changed = 这一天的研判刚被别人改过。请刷新页面，看过之后再操作。
refusal-day-no-such-subject = 没有“{ $subject }”这个事项、类别或片区。请从列表中选择。

day-look-into-category = 核查“{ $name }”类诉求上升的原因
day-look-into-area = 核查“{ $name }”片区诉求上升的原因
day-reasons-join = ；
day-do = { $what }（列入原因：{ $why }。）
day-do-casualties = 请立即核实伤亡情况，组织救治和处置，消除危险，在完成时限前书面报告处置结果。
day-do-overdue = 请限期办结，在完成时限前答复诉求人，并书面说明超期原因。
day-do-near = 请在时限届满前核实办理并答复诉求人；确实不能按期办结的，提前说明原因并申请延期。
day-do-repeated = 请查明反复反映的原因，在完成时限前提出彻底解决的办法并答复诉求人。
day-do-many-people = 请核实涉及范围和人数，在完成时限前提出处置办法，并告知受影响的群众。
day-do-rising = 请分析增多的原因，在完成时限前提出处置意见，明确责任单位。
day-do-added = 请核实情况，在完成时限前办理并答复。
day-table-sheet = 交办建议
day-table-heading = { $date } 交办建议
day-no-holidays = { $year } 年的节假日安排尚未录入，完成时限只按周末推算，请人工核对。
day-table-row = 序号
day-table-item = 事项
day-table-title = 交办内容
day-table-why = 具体要求和原因
day-table-unit = 责任单位
day-table-leader = 责任人岗位
day-table-due = 完成时限

day-importing = 正在导入各单位日报
day-not-a-sheet = { $file } 不是表格，已跳过。如果它是日报，请另存为 XLSX、ODS 或 CSV。
day-rows = 共处理：新增 { $imported } 行，未变 { $unchanged } 行，更正 { $corrected } 行，忽略 { $ignored } 行，退回 { $rejected } 行。
day-unit-on-time = { $unit }：按时报送，当日 { $cases } 件
day-unit-late = { $unit }：迟报，当日 { $cases } 件
day-unit-missing = { $unit }：未报送，当日 { $cases } 件。请催报；没有事项也要零报告。
day-unit-zero = { $unit }：零报告，当日 { $cases } 件
day-unit-awaited = { $unit }：尚未报送，当日 { $cases } 件
day-rejected = { $file } 第 { $row } 行，{ $column }“{ $value }”：{ $remedy }
day-done = { $date }：{ $cases } 件，需关注 { $items } 项。文书在 { $folder }。
