# 可能是同一件事的事项。
alike-title = 可能是同一件事
alike-look = 查找同一件事的事项
alike-none = 近 { $n } 天的事项里没有找到相似的。
alike-hint = 按地点、用词、类别和时间提出。是不是同一件事由您判断：请先看一看。
alike-near = 相距 { $n } 米
alike-address = 地址相同部分：{ $words }
alike-category = 类别相同
alike-words = 共同的词：{ $words }
alike-days =
    { $n ->
        [0] 同一天
       *[other] 相隔 { $n } 天
    }
alike-join-hint = 确属同一件事的，写明理由后关联：先提的一件升级，两件都保留、都要答复，关联可以撤销。
alike-join = 反映的是同一件事
alike-split = 其实不是同一件事
alike-linked = 已关联为同一件事
story-split-from = 不再与先提的事项一并办理
story-split-off = 不再与后提的事项一并办理
