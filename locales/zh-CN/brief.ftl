# The brief 专报: its headings, sentences and marks, on paper and on the desk.

brief-level-public = 公开
brief-level-internal = 内部
brief-level-work-secret = 工作秘密

brief-draft = 草稿
brief-issue = 第{ $issue }期
brief-issue-running = 第{ $issue }期（总第{ $running }期）
brief-draft-version = 草稿（第{ $version }稿）
brief-document-title = { $name }（{ $date }）
brief-subject = { $date }事项办理情况

# Dates and times
brief-date = { $year }年{ $month }月{ $day }日
brief-date-short = { $month }月{ $day }日
brief-date-axis = { $month }.{ $day }
brief-time = { $date }{ $time }
brief-weekday-1 = 星期一
brief-weekday-2 = 星期二
brief-weekday-3 = 星期三
brief-weekday-4 = 星期四
brief-weekday-5 = 星期五
brief-weekday-6 = 星期六
brief-weekday-7 = 星期日

# Lengths of time
brief-length-days = { $days }天
brief-length-days-hours = { $days }天{ $hours }小时
brief-length-hours = { $hours }小时
brief-length-hours-minutes = { $hours }小时{ $minutes }分钟
brief-length-minutes = { $minutes }分钟
brief-length-none = 不到1分钟

# Headings
brief-heading = { $number }、{ $heading }
brief-section-numbers = 总体情况
brief-section-attention = 需要关注的事项
brief-section-units = 各单位报送情况
brief-section-assignments = 前一日交办及办理结果
brief-section-caveats = 数据说明

# Numbers
brief-numbers = { $date }（{ $weekday }）共接收事项{ $received }件，{ $yesterday }，{ $week }；当日办结{ $finished }件。截至{ $as_of }，在办事项{ $open }件，{ $overdue }。
brief-overdue-none = 没有超期的时限
brief-overdue-some = 有{ $n }个时限已超期
brief-yesterday-up = 比前一日增加{ $n }件
brief-yesterday-up-percent = 比前一日增加{ $n }件（{ $percent }%）
brief-yesterday-down = 比前一日减少{ $n }件（{ $percent }%）
brief-yesterday-same = 与前一日持平
brief-yesterday-none = 前一日没有可比数据
brief-week-up = 比上周同日增加{ $n }件
brief-week-up-percent = 比上周同日增加{ $n }件（{ $percent }%）
brief-week-down = 比上周同日减少{ $n }件（{ $percent }%）
brief-week-same = 与上周同日持平
brief-week-none = 上周同日没有可比数据

brief-table-numbers = 主要数字
brief-table-categories = 各类别接收件数
brief-table-areas = 各片区接收件数
brief-table-units = 各单位报送情况
brief-table-assignments = 前一日交办事项
brief-column-measure = 指标
brief-column-today = 当日
brief-column-yesterday = 前一日
brief-column-change = 增减
brief-column-week = 上周同日
brief-column-category = 类别
brief-column-area = 片区
brief-column-day = 日期
brief-column-unit = 单位
brief-column-report = 报送
brief-column-versions = 版次
brief-column-cases = 当日事项
brief-column-overdue = 超期事项
brief-column-number = 编号
brief-column-task = 交办事项
brief-column-responsible = 责任单位和领导
brief-column-due = 期限
brief-column-result = 进展和结果
brief-measure-received = 接收
brief-measure-finished = 办结
brief-measure-open = 在办
brief-measure-overdue = 超期时限
brief-no-data = —
brief-same-base = 三个日期按同一口径统计；“—”表示该日没有数据。
brief-rest-categories = 其余{ $n }类
brief-rest-areas = 其余{ $n }个片区
brief-categories-none = 当日没有接收事项，不作分类统计。

brief-chart-trend = 近{ $days }日接收件数
brief-chart-trend-description = 从{ $from }到{ $to }，每日接收件数最多{ $most }件，最少{ $least }件，{ $to }为{ $last }件。
brief-chart-categories = 接收件数最多的{ $n }个类别
brief-chart-categories-description = 最多的是“{ $name }”，{ $count }件。数字见同名表格。
brief-chart-table = 查看数字
brief-legend-today = 当日
brief-legend-week = 上周同日

# Attention
brief-attention-count = 共{ $n }项，按研判次序排列。
brief-attention-none = 当日没有需要特别关注的事项。
brief-attention-none-printed = 研判所列事项均未印入本期。
brief-attention-left-out = 另有{ $n }项未印入本期，请在系统“研判”页面查看。
brief-item-number = { $n }．
brief-item-case = （{ $number }，{ $unit }）：
brief-item-category = “{ $name }”类事项增多
brief-item-area = { $name }事项增多
brief-item-group = ：
brief-item-end = 。
brief-item-join = ；

reason-casualties = 涉及人员伤亡，共{ $people }人
reason-overdue = “{ $clock }”已超期{ $time }
reason-overdue-now = “{ $clock }”刚刚到期
reason-near = “{ $clock }”还有{ $time }到期
reason-repeated = 同一事项已重复反映{ $times }次
reason-many-people = 涉及{ $people }人
reason-rising-category = “{ $name }”类当日{ $observed }件，按以往同一星期日数推算约{ $expected }件，明显增多（p { $p }）
reason-rising-area = { $name }当日{ $observed }件，按以往同一星期日数推算约{ $expected }件，明显增多（p { $p }）
reason-added = 人工列入：{ $why }

# Reports of the units
brief-report-on-time = 按时
brief-report-late = 迟报
brief-report-missing = 未报
brief-report-zero = 零报告
brief-report-awaited = 待报
brief-units = 应报送单位{ $n }个：{ $counts }。
brief-units-count = { $status }{ $n }个
brief-units-missing = 未报单位：{ $units }。
brief-units-none = 没有设定每日报送的单位。
brief-list-join = 、
brief-clause-join = ，

# Assignments
brief-assignments = 前一日共交办{ $n }项，已办结{ $done }项，已超期{ $overdue }项。
brief-assignments-none = 前一日没有交办事项。
brief-assignment-overdue = 已超期
brief-assignment-no-due = 未定
brief-outcome-solved = 已解决
brief-outcome-partly = 部分解决
brief-outcome-cannot-be-met = 无法满足，已解释说明
brief-outcome-not-ours = 不属于本单位职责
brief-outcome-duplicate = 重复事项
brief-outcome-withdrawn = 已撤回

# Caveats
brief-caveat-missing = 有{ $units }个单位未报送，以上数字不含其应报内容。
brief-caveat-no-holiday-data = { $year }年的节假日安排尚未录入，时限只按周末推算，可能与实际有出入。
brief-caveat-short-history = 可供比较的历史只有{ $weeks }周，不足{ $least }周，本期未对类别和片区是否增多作出判断。
brief-caveat-rejected-rows = 导入时有{ $rows }行未能读取，未计入以上数字；请按退回的文件更正后重新导入。
brief-caveats-none = 没有需要说明的事项。

# Foot
brief-report-to = 报：{ $list }。
brief-send-to = 送：{ $list }。
brief-issue-to = 发：{ $list }。
brief-copies = （共印{ $n }份）
brief-as-of = 数据截至{ $time }（{ $zone }）
brief-signed = { $post }签发
brief-unsigned = 未签发
brief-version = 第{ $version }稿
brief-printed = { $time }打印
