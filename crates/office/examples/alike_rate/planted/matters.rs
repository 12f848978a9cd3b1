//! What people of 云溪县, which does not exist, call about: each matter in the words of those who write and of those who call.

use super::town::Extent::{self, Building, Compound, Street, Unit};

/// A matter.
pub(super) struct Matter {
    /// Category of the pack.
    pub(super) category: &'static str,
    /// The category that another clerk may have chosen.
    pub(super) also: &'static str,
    /// How far it reaches.
    pub(super) extent: Extent,
    /// What it is called, in one line, each between strokes.
    names: &'static str,
    /// What is told of it.
    details: &'static str,
}

impl Matter {
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.names.split('/').collect()
    }

    pub(super) fn details(&self) -> Vec<&'static str> {
        self.details.split('/').collect()
    }
}

const fn of([category, also]: [&'static str; 2], extent: Extent, names: &'static str, details: &'static str) -> Matter {
    Matter {
        category,
        also,
        extent,
        names,
        details,
    }
}

pub(super) const MATTERS: &[Matter] = &[
    of(
        ["water-supply", "housing"],
        Compound,
        "停水/没水了/全小区断水/自来水供应中断/家里没有水",
        "从早上到现在一滴水都没有/没有看到停水通知/供水中断影响居民做饭/水龙头打开没水/问物业说不知道什么时候来水",
    ),
    of(
        ["water-supply", "environment"],
        Compound,
        "自来水发黄/水质浑浊/水龙头流出黄水/自来水有异味/水是黄的",
        "放了半天还是黄的/水里有沉淀物/接出来的水浑浊不敢喝/洗的衣服都染黄了/希望检测水质",
    ),
    of(
        ["water-supply", "housing"],
        Building,
        "水压不足/水压太低/水流很小/高层住户供水压力低",
        "晚上六点以后洗澡都没法洗/四楼以上水流像线一样/怀疑加压泵有问题/热水器打不着火/水压一直上不来",
    ),
    of(
        ["water-supply", "traffic"],
        Street,
        "水管爆裂/自来水管爆了/供水管道破裂漏水/路边水管往外冒水",
        "水流到路面上结成一片/自来水白白流了一夜/已经淹到人行道/供水管破了没人修/水柱喷得很高",
    ),
    of(
        ["power-supply", "housing"],
        Compound,
        "停电/没电了/大面积停电/电力中断/断电",
        "昨晚开始就没电/冰箱里的东西都坏了/供电中断没有任何通知/反复停电已经第三次/打了抢修电话没人来",
    ),
    of(
        ["power-supply", "fire-safety"],
        Building,
        "电表箱冒火花/配电箱打火/楼内电箱冒烟/电表箱有焦糊味",
        "一楼的电表箱噼啪作响/闻到焦糊味/怕引发火灾/箱门都烧黑了/希望供电部门马上检查",
    ),
    of(
        ["power-supply", "housing"],
        Building,
        "电压不稳/频繁跳闸/老是跳闸/电压低空调带不动",
        "一开空调就跳/灯忽明忽暗/一天跳闸四五次/线路老化多年没换/电器烧坏了两台",
    ),
    of(
        ["power-supply", "traffic"],
        Street,
        "路灯不亮/路灯坏了/没有路灯照明/路灯熄灭/晚上黑灯瞎火",
        "连着好几盏都不亮/晚上走路看不见/夜间出行不安全/老人摔了一跤/灯杆倒是在就是不亮",
    ),
    of(
        ["gas-heating", "housing"],
        Building,
        "暖气不热/供暖温度不达标/家里暖气冰凉/室温偏低/暖气片不热",
        "室内只有十四度/交了取暖费却挨冻/老人孩子都感冒了/热力公司一直没来测温/整栋楼都不热",
    ),
    of(
        ["gas-heating", "fire-safety"],
        Unit,
        "有燃气味/疑似燃气泄漏/闻到煤气味/楼道里有天然气味道",
        "楼道里味道很重/不敢开灯/担心漏气爆炸/阀门附近味道最大/请燃气公司赶紧来查",
    ),
    of(
        ["gas-heating", "housing"],
        Unit,
        "天然气停气/没有燃气/燃气一直不通/煤气打不着火",
        "三天没法做饭/灶台打不着/说是换表后没恢复/供气时间没有说法/楼上楼下都没气",
    ),
    of(
        ["housing", "work-safety"],
        Unit,
        "电梯故障/电梯坏了/电梯停运/电梯用不了/电梯困人",
        "老人上不去楼/修了又坏反反复复/停了一个星期物业不管/按键没反应还异响/昨天还关了人",
    ),
    of(
        ["housing", "construction"],
        Building,
        "外墙脱落/墙砖掉下来了/外墙瓷砖松动/墙皮往下掉",
        "下面就是人行通道/差点砸到小孩/楼下停的车被砸了/拉了警戒线就没下文/瓷砖碎了一地",
    ),
    of(
        ["housing", "construction"],
        Building,
        "屋顶漏水/楼顶渗水/顶层漏雨/屋面防水失效",
        "一下雨屋里就滴水/天花板都发霉了/物业说要动维修资金一直拖/墙角长毛/接了三个盆",
    ),
    of(
        ["housing", "sanitation"],
        Unit,
        "下水道堵塞/污水管堵了/厕所返水/下水管反涌/一楼下水倒灌",
        "污水从地漏冒出来/家里臭得没法待/疏通了两次又堵/粪水流到楼梯口/物业让自己找人通",
    ),
    of(
        ["housing", "public-order"],
        Unit,
        "单元门坏了/楼门禁失灵/单元门锁不上/防盗门关不上",
        "陌生人随便进出/晚上风吹得门咣咣响/门禁卡刷不开/报修半个月没人换/家里都不敢留老人",
    ),
    of(
        ["housing", "market"],
        Compound,
        "物业乱收费/物业费涨价没公示/物业擅自提高收费/物业费乱涨",
        "没有开过业主大会/不交就锁车/收费标准从来不公示/比去年多收三成/开不出发票",
    ),
    of(
        ["housing", "sanitation"],
        Compound,
        "物业不作为/小区没人管理/物业服务差/物业撤场无人管",
        "保安都没有/绿化带荒成草地/打电话从来不接/公共设施坏了不修/业主群里天天吵",
    ),
    of(
        ["construction", "environment"],
        Street,
        "夜间施工/工地半夜还在施工/半夜浇混凝土/工地晚上不停工",
        "吵得整晚睡不着/凌晨两点还在打桩/孩子第二天要上学/投诉过一次照样干/搅拌车一辆接一辆",
    ),
    of(
        ["construction", "environment"],
        Street,
        "工地扬尘/施工现场灰尘大/渣土没盖/土方裸露",
        "窗户都不敢开/渣土车带泥上路/没有喷淋设备/一刮风全是土/晾的衣服落一层灰",
    ),
    of(
        ["construction", "housing"],
        Building,
        "违规装修砸承重墙/楼上拆承重墙/装修破坏房屋结构/有人砸墙",
        "楼下墙体裂了缝/砸了整整两天/没有装修许可/担心楼塌/找物业说管不了",
    ),
    of(
        ["traffic", "construction"],
        Street,
        "路面坑洼/马路上有个大坑/道路破损/路面塌陷/路上有坑",
        "电动车摔了好几个/坑有半米宽/下雨看不见坑/爆了两次胎/补过没几天又坏了",
    ),
    of(
        ["traffic", "public-order"],
        Street,
        "红绿灯坏了/信号灯不亮/交通信号灯故障/红绿灯一直是红灯",
        "车都抢着走/早高峰乱成一团/差点撞到学生/等了十分钟不变灯/没有交警指挥",
    ),
    of(
        ["traffic", "public-order"],
        Street,
        "车辆乱停乱放/违停严重/两边停满车/占道停车堵路",
        "公交车都过不去/接孩子时最堵/盲道全占了/没有人来贴条/消防车来了也进不去",
    ),
    of(
        ["traffic", "construction"],
        Street,
        "道路积水/下雨就淹/路面排水不畅/积水没过脚踝",
        "车一过溅一身水/雨水口堵死了/每次下雨都这样/水几天不退/行人只能绕路",
    ),
    of(
        ["sanitation", "environment"],
        Compound,
        "垃圾没人清运/垃圾桶满了/垃圾堆积如山/生活垃圾未及时清运/垃圾好几天没拉",
        "臭气熏天/苍蝇乱飞/桶都溢出来了/狗把袋子扒得到处都是/环卫车不来了",
    ),
    of(
        ["sanitation", "market"],
        Street,
        "占道经营/小摊贩占人行道/流动摊点占道/摆摊堵路",
        "行人只能走机动车道/油污满地/城管走了又回来/喇叭从早喊到晚/收摊后一地垃圾",
    ),
    of(
        ["sanitation", "traffic"],
        Street,
        "井盖破损/井盖不见了/窨井盖松动/下水道盖子坏了",
        "骑车压上去咣当响/差点掉进去/用树枝插着当警示/旁边就是幼儿园/井口裂了一半",
    ),
    of(
        ["sanitation", "rural"],
        Street,
        "行道树快倒了/大树歪了/树木倾斜有危险/枯树没人砍",
        "枯枝掉下来砸了车/风一大就晃/压着电线/根都露出来了/请园林部门修剪",
    ),
    of(
        ["sanitation", "housing"],
        Building,
        "楼道没人打扫/楼梯间脏乱/楼内卫生差/楼道里有粪便",
        "一个月没扫过/到处是小广告/有人随地大小便/蟑螂爬来爬去/扶手上全是灰",
    ),
    of(
        ["environment", "market"],
        Street,
        "饭店油烟扰民/油烟直排/餐馆油烟呛人/烧烤店油烟大",
        "不敢开窗/没有净化设备/排烟口正对住户/晚上烟雾缭绕/墙都熏黑了",
    ),
    of(
        ["environment", "public-order"],
        Street,
        "广场舞噪音/音响声音太大/跳舞放音乐扰民/高音喇叭吵",
        "从晚上七点跳到十点/劝了还骂人/高考生没法复习/警察来了关一会儿又开/心脏受不了",
    ),
    of(
        ["environment", "water-supply"],
        Street,
        "河水发臭/沟渠水体发黑/排水沟异味/臭水沟没人治理",
        "有管子往里排污水/鱼都死了漂着/夏天蚊子特别多/水面上一层油/多年没有清淤",
    ),
    of(
        ["environment", "housing"],
        Building,
        "楼下设备噪声/水泵房嗡嗡响/空调外机噪音大/低频噪声扰民",
        "整夜嗡嗡响/神经衰弱了/地板都跟着震/测过说不超标/戴耳塞也没用",
    ),
    of(
        ["fire-safety", "public-order"],
        Compound,
        "消防通道被占/消防通道堵塞/消防车道停满车/生命通道被堵",
        "画了黄线照样停/登高场地也占了/保安从来不管/着火了车进不来/还装了地锁",
    ),
    of(
        ["fire-safety", "housing"],
        Unit,
        "楼道堆放杂物/楼道里堆满纸箱/过道堆东西/楼梯口堆旧家具",
        "过人都要侧着身/着火了跑不出来/邻居说了也不搬/鞋柜占了一半过道/捡的废品堆到房顶",
    ),
    of(
        ["fire-safety", "housing"],
        Unit,
        "电动车进楼充电/飞线充电/电瓶车在楼道充电/从窗户拉线充电",
        "一晚上充好几辆/插线板挂在外面淋雨/想起来就害怕/劝阻反被骂/电池拿到家里充",
    ),
    of(
        ["fire-safety", "housing"],
        Building,
        "消防设施损坏/楼内消防设备失效/消防器材都坏了/消火栓没水灭火器过期",
        "箱子里是空的/压力表指针到底/上次检查还是三年前/报警器一直叫/玻璃碎了没换",
    ),
    of(
        ["public-order", "environment"],
        Building,
        "邻居半夜吵闹/楼上噪音扰民/夜里打麻将吵/楼上深夜蹦跳",
        "敲门也不理/每天闹到凌晨/报警好几次/孩子睡不好觉/拖桌子的声音特别大",
    ),
    of(
        ["public-order", "sanitation"],
        Building,
        "高空抛物/楼上往下扔东西/有人从窗户丢垃圾/楼上扔烟头",
        "差点砸到人/一楼院子全是烟头/扔下来一个酒瓶/晾的被子烧了个洞/要求装摄像头",
    ),
    of(
        ["public-order", "environment"],
        Compound,
        "遛狗不牵绳/大型犬没人管/狗到处乱跑/小区里狗多",
        "吓哭了小孩/追着电动车跑/随地拉屎没人捡/已经咬伤两个人/狗叫一整天",
    ),
    of(
        ["labour", "construction"],
        Street,
        "拖欠工资/工地不发工资/欠薪/老板不给工钱",
        "干了三个月一分钱没给/十几个工人等着回家/项目经理电话打不通/说好月底结又推/手里有考勤表",
    ),
    of(
        ["market", "health"],
        Street,
        "超市卖过期食品/超市食品变质/买到发霉的食品/商店销售过期商品",
        "吃了拉肚子/找店家不退钱/生产日期被涂改/有小票和照片/货架上还有很多",
    ),
    of(
        ["market", "other"],
        Street,
        "健身房跑路/健身房关门不退费/健身卡退不了/健身中心卷款走人",
        "卡里还有三千多/门上贴了转让/老板失联/一百多个会员受骗/合同上说随时可退",
    ),
    of(
        ["education", "market"],
        Street,
        "托管班无证经营/小饭桌没有执照/违规办托管班/午托班不正规",
        "消防都不合格/三十个孩子挤一间屋/收费没有收据/饭菜不卫生/家长都不敢说",
    ),
];
