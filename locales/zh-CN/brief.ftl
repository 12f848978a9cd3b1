# The brief 专报: its headings, sentences and marks, on paper and on the desk.

paper-level-public = 公开
paper-level-internal = 内部
paper-level-work-secret = 工作秘密

paper-draft = 草稿
paper-issue = 第{ $issue }期
paper-issue-running = 第{ $issue }期（总第{ $running }期）
paper-draft-version = 草稿（第{ $version }稿）
paper-document-title = { $name }（{ $date }）
paper-subject = { $date }事项办理情况

# Dates and times
paper-date = { $year }年{ $month }月{ $day }日
paper-date-short = { $month }月{ $day }日
paper-date-axis = { $month }.{ $day }
paper-time = { $date }{ $time }
paper-weekday-1 = 星期一
paper-weekday-2 = 星期二
paper-weekday-3 = 星期三
paper-weekday-4 = 星期四
paper-weekday-5 = 星期五
paper-weekday-6 = 星期六
paper-weekday-7 = 星期日

# Lengths of time
paper-length-days = { $days }天
paper-length-days-hours = { $days }天{ $hours }小时
paper-length-hours = { $hours }小时
paper-length-hours-minutes = { $hours }小时{ $minutes }分钟
paper-length-minutes = { $minutes }分钟
paper-length-none = 不到1分钟

# Headings
paper-heading = { $number }、{ $heading }
paper-section-numbers = 总体情况
paper-section-attention = 需要关注的事项
paper-section-groups = 接收趋势和分类情况
paper-section-units = 各单位报送情况
paper-section-assignments = 前一日交办及办理结果
paper-section-caveats = 数据说明

# Numbers
paper-numbers = { $date }（{ $weekday }）共接收事项{ $received }件，{ $yesterday }，{ $week }；当日答复或办结{ $finished }件。截至{ $as_of }，在办（未答复）事项{ $open }件，{ $overdue }。
paper-overdue-none = 没有超期的时限
paper-overdue-some = 有{ $n }个时限已超期
paper-yesterday-up = 比前一日增加{ $n }件
paper-yesterday-up-percent = 比前一日增加{ $n }件（{ $percent }%）
paper-yesterday-down = 比前一日减少{ $n }件（{ $percent }%）
paper-yesterday-same = 与前一日持平
paper-yesterday-none = 前一日没有可比数据
paper-week-up = 比上周同日增加{ $n }件
paper-week-up-percent = 比上周同日增加{ $n }件（{ $percent }%）
paper-week-down = 比上周同日减少{ $n }件（{ $percent }%）
paper-week-same = 与上周同日持平
paper-week-none = 上周同日没有可比数据

paper-table-numbers = 主要数字
paper-table-categories = 各类别接收件数
paper-table-areas = 各片区接收件数
paper-table-units = 各单位报送情况
paper-table-assignments = 前一日交办事项
paper-column-measure = 指标
paper-column-today = 当日
paper-column-yesterday = 前一日
paper-column-change = 增减
paper-column-week = 上周同日
paper-column-category = 类别
paper-column-area = 片区
paper-column-day = 日期
paper-column-unit = 单位
paper-column-report = 报送
paper-column-versions = 版次
paper-column-cases = 当日事项
paper-column-overdue = 超期时限
paper-column-number = 编号
paper-column-task = 交办事项
paper-column-responsible = 责任单位和领导
paper-column-due = 期限
paper-column-result = 进展和结果
paper-measure-received = 接收
paper-measure-finished = 答复或办结
paper-measure-open = 在办（未答复）
paper-measure-overdue = 超期时限
paper-no-data = —
paper-same-base = 三个日期按同一口径统计，不含交办；已答复待办结的计入“答复或办结”，不计入“在办”。“—”表示该日没有数据。
paper-rest-categories = 其余{ $n }类
paper-rest-areas = 其余{ $n }个片区
paper-categories-none = 当日没有接收事项，不作分类统计。

paper-chart-trend = 近{ $days }日接收件数
paper-chart-trend-description = 从{ $from }到{ $to }，每日接收件数最多{ $most }件，最少{ $least }件，{ $to }为{ $last }件。
paper-chart-categories = 接收件数最多的{ $n }个类别
paper-chart-categories-description = 最多的是“{ $name }”，{ $count }件。数字见同名表格。
paper-chart-table = 查看数字
paper-legend-today = 当日
paper-legend-week = 上周同日

# Attention
paper-attention-count = 共{ $n }项，按研判次序排列。
paper-attention-none = 当日没有需要特别关注的事项。
paper-attention-none-printed = 研判所列事项均未印入本期。
paper-attention-left-out = 另有{ $n }项未印入本期，请在系统“研判”页面查看。
paper-item-number = { $n }．
paper-item-case = （{ $number }，{ $unit }）：
paper-item-category = “{ $name }”类事项增多
paper-item-area = { $name }事项增多
paper-item-group = ：
paper-item-end = 。
paper-item-join = ；

reason-casualties = 涉及人员伤亡，共{ $people }人
reason-overdue = “{ $clock }”已超期{ $time }
reason-overdue-now = “{ $clock }”刚刚到期
reason-near = “{ $clock }”还有{ $time }到期
reason-repeated = 同一事项已重复反映{ $times }次
reason-many-people = 涉及{ $people }人
reason-rising-category = “{ $name }”类{ $date }{ $observed }件，以往同是这个星期几，平均约{ $expected }件，明显增多（p { $p }）
reason-rising-area = { $name }{ $date }{ $observed }件，以往同是这个星期几，平均约{ $expected }件，明显增多（p { $p }）
reason-added = 人工列入：{ $why }

# Reports of the units
paper-report-on-time = 按时
paper-report-late = 迟报
paper-report-missing = 未报
paper-report-zero = 零报告
paper-report-awaited = 待报
paper-units = 应报送单位{ $n }个：{ $counts }。
paper-units-count = { $status }{ $n }个
paper-units-missing = 未报单位：{ $units }。
paper-units-none = 没有设定每日报送的单位。
paper-list-join = 、
paper-clause-join = ，

# Assignments
paper-assignments = 前一日共交办{ $n }项，已办结{ $done }项，已超期{ $overdue }项。
paper-assignments-none = 前一日没有交办事项。
paper-assignment-overdue = 已超期
paper-assignment-no-due = 未定
paper-outcome-solved = 已解决
paper-outcome-partly = 部分解决
paper-outcome-cannot-be-met = 无法满足，已解释说明
paper-outcome-not-ours = 不属于本单位职责
paper-outcome-duplicate = 重复事项
paper-outcome-withdrawn = 已撤回

# Caveats
paper-caveat-missing = 有{ $units }个单位未报送，以上数字不含其应报内容。
paper-caveat-no-holiday-data = { $year }年的节假日安排尚未录入，时限只按周末推算，可能与实际有出入。
paper-caveat-short-history = { $weeks ->
        [0] 还没有可供比较的历史（至少要{ $least }周）
       *[other] 可供比较的历史只有{ $weeks }周，不足{ $least }周
    }，本期未对类别和片区是否增多作出判断。
paper-caveat-rejected-rows = 导入时有{ $rows }行未能读取，未计入以上数字；请按退回的文件更正后重新导入。
paper-caveat-assignments = 另有{ $tasks }件较早的交办未印入本期，请在系统“交办”页面查看。
paper-caveats-none = 没有需要说明的事项。

# Foot
paper-report-to = 报：{ $list }。
paper-send-to = 送：{ $list }。
paper-issue-to = 发：{ $list }。
paper-copies = （共印{ $n }份）
paper-as-of = 数据截至{ $time }（{ $zone }）
paper-signed = { $post }签发
paper-unsigned = 未签发
paper-version = 第{ $version }稿
paper-printed = { $time }打印
