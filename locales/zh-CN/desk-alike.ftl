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
related-title = 可能相关的事项
related-hint = 按地点、用词和时间提出的其他种类的事项。是否相关由您判断：请先看一看。
related-join-hint = 不是同一件事、但有关联的，写明理由后登记为相关事项：各自办理、各自答复；无权查看其中一件的人，在另一件中看不到这一关联。关联可以撤销。
related-join = 登记为相关事项
related-split = 撤销相关
related-linked = 已登记的相关事项
related-by-number = 按编号登记相关事项
related-number = 另一件的编号
related-done = 相关事项
story-split-from = 不再与先提的事项一并办理
story-split-off = 不再与后提的事项一并办理
story-related = 与另一件事项登记为相关
story-unrelated = 与另一件事项不再相关
