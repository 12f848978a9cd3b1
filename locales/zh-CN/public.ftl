# 向所有人公开的内容。
public-title = 公开事项与办理情况
public-lead = { $body }逐件审核后公开的事项。姓名、联系方式和诉求人自己写的话，这里一律没有。
public-tab-list = 列表
public-tab-map = 地图
public-filter = 筛选
public-search = 关键词
public-state = 状态
public-open = 办理中
public-ended = 已办结
public-show = 查看
public-clear = 显示全部
public-none = 还没有公开的事项。
public-none-found = 没有符合条件的公开事项。请减少或更换关键词，或显示全部。
public-received = { $at } 提出
public-take = 带走数据
public-take-atom = 订阅（Atom）：有新内容时阅读器会告诉您
public-take-csv = 表格（CSV）
public-take-geojson = 位置（GeoJSON）
public-about = 事项内容
public-place = 地点
public-position = 位置
public-steps = 办理过程
public-follow = 关注此事项
public-follow-how = 随时回到本页查看，或把订阅地址加入阅读器。不用留姓名，也没有人知道谁在关注。
public-follow-atom = 此事项的订阅（Atom）
public-registered = 已收到，由{ $unit }负责
public-accepted = 已受理
public-refused = 不予受理
public-passed = 转由{ $unit }负责
public-acknowledged = 承办单位已签收
public-answered = 已答复
public-closed = 已办结：{ $outcome }
public-reopened = 重新办理
public-withdrawn = 诉求人已撤回
public-published = 审核后公开
public-entry = { $status } · { $unit }
public-map-title = 公开事项在哪里
public-map-label = 公开事项地图。方向键移动，加减号放大缩小。下面的列表内容相同。
public-map-outside = 地图图片来自使用单位指定的服务器；该服务器会知道您的网络地址和您看的是地图哪一块。
public-map-drawing = 下面列表中各事项相互位置的示意图
public-map-drawing-note = 上方为北。实心：办理中；空心：已办结。没有底图：本页不向任何其他服务器取图片。
public-by-area = 按片区
public-no-area = 未标明片区
public-placed = 有位置的事项
public-placed-none = 已公开的事项都没有公开的位置。
public-column-number = 编号
public-column-state = 状态
public-column-status = 办理情况
public-column-category = 类别
public-column-area = 片区
public-column-text = 内容
public-column-unit = 负责单位
public-column-received = 提出时间
public-column-published = 公开时间
public-column-ended = 办结时间
public-column-address = 地点
public-column-latitude = 纬度
public-column-longitude = 经度
map-closer = 放大
map-farther = 缩小
portal-nav-public = 公开事项
portal-known-follow = 改为关注 { $number }
portal-map = 在地图上标出
portal-map-hint = 移动地图，让圆圈对准地点；也可以用方向键。可以不标。
portal-map-label = 选择地点的地图。方向键移动，加减号放大缩小。
portal-map-chosen = 已标出的地点：
portal-map-remove = 去掉
portal-position-wrong = 地图上的位置读不出来。请重新标一次，或去掉它。
# Following by e-mail or text message.
follow-title = 关注一件公开事项
follow-by = 用邮件或短信通知我
follow-ask = 发给我确认链接
follow-choose = 请选择通知方式。
follow-sent = 如果地址无误，确认链接已经发出。在您确认之前，不会再发送任何消息。
follow-sealed = 地址已密封，只由程序打开，用来发送本页上人人可见的内容，不作他用；没有人看得到谁在关注，只看得到人数。停止关注或者事项销毁时，地址一并销毁。
follow-asked = 有人填写了这个地址。要接收这件事项的进展吗？
follow-follows = 这件事项有新的公开进展时，会通知您。
follow-ended = 不再发送通知，地址已销毁。
follow-not-public = 这件事项已不再公开。
follow-within = 请在提出后 { $hours } 小时内确认。逾期地址即销毁，不会再发送其他消息。
follow-confirm = 确认关注
follow-stop = 停止关注并销毁地址
follow-count =
    { $n ->
        [0] 没有人用邮件或短信关注。
       *[other] 有{ $n }人用邮件或短信关注。不显示是谁。
    }
follow-confirm-subject = { $body }：请确认关注 { $number }
follow-confirm-letter =
    有人填写了这个地址，要接收一件公开事项的进展：
    { $number } { $head }

    如果是您本人，请在 { $hours } 小时内打开链接确认：
    { $link }

    如果不是您，不必理会：不会再发送其他消息，地址随即销毁。

    { $body }
follow-confirm-text = { $body }：要接收 { $number } 的进展，请在 { $hours } 小时内确认：{ $link } 如非本人操作，不必理会，不会再发送其他消息。
follow-step-subject = { $body }：{ $number }
follow-step-letter =
    { $what }

    { $number } { $head }
    { $page }

    停止关注并销毁地址：{ $link }

    { $body }
follow-step-text = { $body }：{ $number }：{ $what }。{ $page } 停止关注：{ $link }
follow-over-subject = { $body }：{ $number } 已不再公开
follow-over-letter =
    您关注的事项 { $number } 已不再公开。不再发送通知，您的地址随本消息销毁。在此之前可在这里停止：{ $link }

    { $body }
follow-over-text = { $body }：{ $number } 已不再公开，不再发送通知，您的号码随即销毁。在此之前：{ $link }
