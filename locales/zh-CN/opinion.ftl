# 意见书（信访工作条例，第32条）：纸面上的话。
opinion-title-handling = 信访事项处理意见书
opinion-title-review = 信访事项复查意见书
opinion-title-re-review = 信访事项复核意见书
opinion-number = 编号：{ $number }
opinion-to = 信访人：＿＿＿＿＿＿＿＿＿＿
opinion-opening = 您于{ $date }提出的“{ $title }”（{ $number }）已收悉。经调查核实，现答复如下：
opinion-part-request = 一、投诉请求
opinion-part-facts = 二、事实和理由
opinion-part-opinion = 三、处理意见
opinion-part-basis = 四、法律依据
opinion-verdict = 结论：{ $verdict }。
opinion-closing-review = 如不服本意见，可以自收到之日起{ $time }内，向{ $unit }申请复查。
opinion-closing-re-review = 如不服本意见，可以自收到之日起{ $time }内，向{ $unit }申请复核。
opinion-closing-above = 如不服本意见，可以向上一级机关提出。
opinion-closing-final = 本意见是复核意见。以同一事实和理由再提出的，不再受理；有新的事实或理由的，可以另行提出。
opinion-body-above = 上一级机关
opinion-hours = { $n }小时
opinion-days = { $n }日
opinion-working-days = { $n }个工作日

verdict-supported = 支持
verdict-explained = 解释说明
verdict-not-supported = 不支持
