# 规则包的检查结果。每一条都说清错在哪里、怎么改。

pack-ok = 规则包 { $pack } 检查通过：{ $units } 个单位、{ $posts } 个岗位、{ $areas } 个片区、{ $kinds } 类事项。
pack-unset = 没有全国规定、由使用单位设定，还没有设定的有 { $count } 项：{ $names }。不设定就没有这一限制、时限或者功能；请在自己的包里写上，注明来源。
pack-unverified = 其中 { $count } 条规则尚未对照原文（verified = false），页面上会注明。
pack-problems = { $pack }：发现 { $count } 处错误，请逐条修改后重新检查。
pack-not-utf8 = { $file } 不是 UTF-8 编码。请另存为 UTF-8。

pack-syntax = TOML 写法有误：{ $detail }。请对照 docs/packs.md 里的例子修改这一行。
pack-file-too-large = 文件超过 { $most } KB。请拆成几个文件，或删去不属于规则的内容。
pack-section-twice = “{ $section }”在 { $file } 里已经写过。请合并到一个文件里。
pack-unknown-key = 不认识“{ $key }”。这里可以写：{ $known }。请改正拼写或删去这一项。
pack-missing-key = 缺少“{ $key }”。请补上。
pack-wrong-type = “{ $key }”应为 { $wanted }，现在是 { $found }。请改成正确的类型。
pack-out-of-range = “{ $key }”是 { $value }，应在 { $low } 到 { $high } 之间。请改成合理的数值。
pack-empty-text = “{ $key }”是空的。请写上文字，中文和英文都要有。
pack-bad-slug = “{ $slug }”不能作代号。代号用小写字母开头，只含小写字母、数字和连字符，不超过 64 个字符。请改名。
pack-duplicate = { $section } 里“{ $slug }”出现了两次。请改名，或删去其中一个。
pack-name-twice = 名称“{ $name }”同时指“{ $first }”和“{ $second }”，读表格时分不清。请从其中一个删去这个名称。

pack-rule-without-source = 规则“{ $rule }”没有写出处。请写 source = "某法第几条"，或写明由谁设定。
pack-rule-without-mark = 规则“{ $rule }”没有写是否核对过原文。请写 verified = true 或 verified = false。
pack-verified-without-source = 规则“{ $rule }”标为已核对原文，却没有出处。请写明出处，或改为 verified = false。

pack-extends-unknown = 没有可继承的规则包“{ $pack }”。请写程序自带的规则包：cn、demo-bureau 或 la311。
pack-extends-circle = 规则包互相继承，绕成了圈：{ $chain }。请去掉其中一个 extends。
pack-bad-locale = 不支持语言“{ $locale }”。请写 zh-CN 或 en。
pack-bad-telephone = “{ $number }”不是电话号码。请只写数字。
pack-bad-zone = 不认识时区“{ $zone }”。请写 IANA 名称，如 Asia/Shanghai。
pack-bad-date = “{ $date }”不是日期。请写 2026-05-01，或写起止 2026-05-01..2026-05-05（不超过 31 天）。
pack-date-in-other-year = { $date } 不在 { $year } 年。请移到它所在的年份。
pack-shifted-not-weekend = { $date } 不是周末，不会是调休上班日。请核对放假通知后改正。
pack-off-and-worked = { $date } 既写成放假又写成上班。请核对放假通知，只留一处。
pack-bad-time = “{ $time }”不是时刻。请写 24 小时制的时和分，如 09:00。
pack-no-due-time = “{ $level }”没有报送时刻。请至少写一个，如 due = [{"{"} day = 1, time = "09:00" {"}"}]。
pack-operating-routine = 平时的时限写在 [kind.incident.within]；这里只写加强和应急状态的时限。
pack-operating-longer = “{ $what }”在该状态下的时限比平时长。进入状态不能放宽时限：请写得更短，或者不写。
pack-unknown-level = 不认识平战状态“{ $word }”。可以写：{ $known }。
pack-unknown-told-as = “{ $word }”不是告知查看人的方式。可以写：{ $known }。
pack-unknown-tier = “{ $word }”既不是带班也不是值班。可以写：{ $known }。
pack-duty-turns = 班次“{ $turn }”结束时“{ $next }”没有开始。同一层级的班次要首尾相接，昼夜不断。
pack-duty-post-unit = 岗位“{ $slug }”不属于“{ $unit }”，也不属于其下级单位。请改成值班室所在单位或其下级单位的岗位。
pack-duty-post-role = 岗位“{ $slug }”不值班，在这个岗位上无法交班。请改成其他角色的岗位。

pack-no-units = 没有单位。请至少写一个 [[units]]：每件事项都要有责任单位。
pack-unknown-unit = 没有单位“{ $slug }”。请改成 [[units]] 里有的代号，或补上这个单位。
pack-unknown-skill = 没有专长“{ $slug }”。请改成 [[duty.skills]] 里有的代号，或补上这项专长。
pack-unknown-referral = 没有“{ $word }”这种法院委派、委托的方式。请用：{ $known }
pack-unknown-parent = 上级单位“{ $slug }”不存在。请改成 [[units]] 里有的代号。
pack-parent-circle = 单位“{ $slug }”成了自己的上级。请改正 parent。
pack-unknown-leader = 没有岗位“{ $slug }”，单位就没有责任领导。请改成 [[posts]] 里有的代号，或补上这个岗位。
pack-leader-role = 岗位“{ $slug }”不是领导岗位，不能作责任领导。请换一个 role = "leader" 的岗位。
pack-unknown-post = 没有岗位“{ $slug }”。请改成 [[posts]] 里有的代号，或补上这个岗位。
pack-unknown-role = 不认识角色“{ $word }”。可以写：{ $known }。
pack-role-never = 角色“{ $role }”永远不能走“{ $step }”这一步，这是程序的底线，规则包改不了。请从 by 里删去。

pack-unknown-kind = 没有事项类型“{ $slug }”。请改成已有的 kind，或补上这一类。
pack-portal-closed = 诉求人不能登记“{ $slug }”。请在它的 register 步骤里加上 requester，或改成另一类。
pack-unknown-status = 没有状态“{ $slug }”。请改成 [[kind.statuses]] 里有的代号，或补上这个状态。
pack-unknown-step = 不认识步骤“{ $word }”。可以写：{ $known }。
pack-unknown-requirement = 不认识前提“{ $word }”。可以写：{ $known }。
pack-unknown-visibility = 不认识公开范围“{ $word }”。可以写：{ $known }。
pack-unknown-field = 不认识字段“{ $word }”。可以写：{ $known }。
pack-forbidden-field = 不得设“{ $field }”：不收集宗教、民族、政治面貌和信访记录（个人信息保护法第6、28条）。请删去。
pack-sealed-field = “{ $field }”是姓名或联系方式，只能封存。请写 visibility = "sealed"。
pack-unknown-category = 没有类别“{ $slug }”。请改成 [[kind.categories]] 里有的代号，或补上这个类别。
pack-unknown-area = 没有片区“{ $slug }”。请改成 [[areas]] 里有的代号，或补上这个片区。
pack-code-empty = 片区编码的“{ $key }”是空的，或者不止一行。请写全：codes = [{"{"} name = "GB/T 2260", value = "…" {"}"}]。
pack-code-own = “{ $name }”下的编码由本程序用片区代号生成。请写这个编码所属标准或单位的名称。
pack-code-twice = “{ $name }”的编码“{ $value }”既指“{ $first }”又指“{ $second }”，收到预警时分不清。请从其中一个删去。
pack-polygon-corner = 这不是边界上的点。请写 [纬度, 经度]，单位为度：先写纬度（-90 到 90），再写经度（-180 到 180）。
pack-polygon-count = 片区边界应有 4 到 { $most } 个点（首点在末尾重复一次），现在是 { $count } 个。请补上缺的点，或适当减少。
pack-polygon-open = 片区边界没有闭合。请在末尾重复写第一个点。
pack-polygon-flat = 片区边界的点都在一条线上，围不成范围。请对照地图核对。
pack-step-by-nobody = 这一步没有人能走。请在 by 里至少写一个角色。
pack-no-register = 类型“{ $kind }”没有登记（register）这一步，事项无从开始。请补上。
pack-no-end = 类型“{ $kind }”没有结束的状态，事项永远办不完。请给最后的状态写上 ended = true。
pack-begins-ended = 第一个状态“{ $slug }”已经是结束。请把开始的状态放在最前面。
pack-status-unreachable = 没有哪一步能走到状态“{ $slug }”。请补上通向它的步骤，或删去这个状态。
pack-close-without-answer = 类型“{ $kind }”的“{ $step }”会办结事项，但走到那里之前没有答复。请在它之前加上能走到的答复（answer）步骤：没有答复不能办结。
pack-clock-step = 时限用到步骤“{ $step }”，而类型“{ $kind }”没有这一步。请改成已有的步骤，或补上这一步。
pack-clock-never-stops = 时限“{ $slug }”没有停止的步骤，永远停不下来。请写 stops。
pack-bad-clock-unit = 不认识时限单位“{ $word }”。可以写：{ $known }（小时、日、工作日）。

pack-column-twice = 表头“{ $header }”同时属于两个字段，读表格时分不清。请从其中一个删去。
pack-word-empty = “{ $list }”里的“{ $word }”没有文字，会使所有的行都被忽略。请删去，或写上文字。
pack-word-twice = “{ $word }”同时写在 totals、zero、notes 里的两处，读表格时分不清。请只留一处。
pack-secret-level = 不提供密级“{ $level }”：非涉密系统不得处理国家秘密（保密法第31条）。请改为 public、internal 或 work_secret。
pack-unknown-brief-level = 不认识级别“{ $word }”。可以写：{ $known }（公开、内部、工作秘密）。
pack-bad-call = “{ $to }”不是能叫的人。可以写：officer、leader、unit-leader、roster-keepers、post-concerned、everybody、post:代号。
pack-unknown-policy = 没有呼叫办法“{ $slug }”。请改成 [[calls.policies]] 里有的代号，或补上这个办法。
pack-bad-hazard = “{ $category }”不是预警的类别词。可以写：{ $known }。
