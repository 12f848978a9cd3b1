//! What people of the invented county call about. Plainly invented: 云溪县 does not exist.

/// A category's stories: what is said about a place, and what the unit answers.
pub(crate) struct Texts {
    /// Category of the pack.
    pub(crate) category: &'static str,
    /// The unit that answers for it.
    pub(crate) unit: &'static str,
    /// Expected on a Wednesday in a month without season.
    pub(crate) rate: f64,
    /// Months in which it comes half as often again.
    pub(crate) season: &'static [i8],
    /// One line, and in full. `{}` is the place.
    pub(crate) stories: &'static [(&'static str, &'static str)],
    /// Answers.
    pub(crate) answers: &'static [&'static str],
}

pub(crate) const SOURCES: [&str; 5] = ["12345热线", "网上留言", "手机端", "窗口登记", "网格上报"];

/// Places by area.
pub(crate) const PLACES: [(&str, &[&str]); 8] = [
    (
        "chengdong",
        &["东湖路86号", "春晓花园小区", "城东农贸市场", "文昌巷17号"],
    ),
    (
        "chengxi",
        &["西门街112号", "锦绣家园小区", "县第二小学门口", "老汽车站"],
    ),
    (
        "xinqu",
        &["溪口大道与云山路口", "云溪新城3期", "新区产业园", "滨河步道"],
    ),
    ("zhuxi", &["竹溪镇正街", "竹溪村二组", "竹溪中心卫生院"]),
    ("baishi", &["白石镇建材市场", "白石村村道", "白石镇敬老院"]),
    ("shiqiao", &["石桥镇老桥头", "石桥工业园", "石桥村五组"]),
    ("songping", &["松坪乡场镇", "松坪村一组"]),
    ("qinggang", &["青杠乡便民服务中心", "青杠村三组"]),
];

pub(crate) const TEXTS: &[Texts] = &[
    Texts {
        category: "water-supply",
        unit: "water",
        rate: 3.6,
        season: &[6, 7, 8],
        stories: &[
            (
                "{}停水",
                "{}从今天早上起停水，没有看到通知，请尽快恢复供水并告知停水原因。",
            ),
            (
                "{}自来水发黄",
                "{}的自来水发黄、有沉淀，放了一会儿水仍未变清，请派人检测水质。",
            ),
            ("{}水压偏低", "{}晚高峰水压偏低，四楼以上住户用水困难，请核查加压设备。"),
            ("{}水管爆裂", "{}路边供水管道爆裂，水流到路面，请尽快抢修。"),
        ],
        answers: &[
            "抢修人员已到场更换破损管段，供水已恢复，并已在小区张贴说明。",
            "经冲洗管道后取样检测，各项指标合格，检测结果已告知来电人。",
            "加压泵故障已排除，当晚水压恢复正常，已列入每周巡检。",
        ],
    },
    Texts {
        category: "power-supply",
        unit: "housing",
        rate: 1.8,
        season: &[7, 8, 12, 1],
        stories: &[
            ("{}频繁跳闸", "{}近一周多次跳闸，影响正常生活，请协调供电部门检修。"),
            ("{}路灯不亮", "{}的路灯已有三天不亮，夜间出行不安全，请尽快维修。"),
        ],
        answers: &[
            "已更换老化线路和开关，试运行正常。",
            "损坏的灯具和控制器已更换，当晚恢复照明。",
        ],
    },
    Texts {
        category: "gas-heating",
        unit: "housing",
        rate: 1.4,
        season: &[11, 12, 1, 2],
        stories: &[
            ("{}暖气不热", "{}供暖后室内温度一直偏低，请上门测温并处理。"),
            ("{}有燃气异味", "{}楼道内能闻到燃气味，担心泄漏，请立即派人检查。"),
        ],
        answers: &[
            "已入户测温并清洗过滤器，调节阀门后室温达到标准。",
            "已对楼道管线逐段检测，一处接头渗漏已更换，复测合格。",
        ],
    },
    Texts {
        category: "housing",
        unit: "housing",
        rate: 5.6,
        season: &[7, 8],
        stories: &[
            ("{}电梯故障", "{}2号楼电梯经常停运，老人上下楼不便，物业一直没有修好。"),
            ("{}外墙脱落", "{}外墙有瓷砖松动脱落，下方是人行通道，请尽快排除隐患。"),
            ("{}屋面漏水", "{}顶楼住户屋面漏水，多次联系物业未处理。"),
            ("{}物业收费不公示", "{}物业费上涨没有公示依据，请主管部门核实。"),
        ],
        answers: &[
            "已督促物业更换电梯配件并经检验合格，恢复运行。",
            "松动墙砖已清除，设置了围挡，维修资金使用程序已启动。",
            "屋面防水已重做，经淋水试验不再渗漏。",
        ],
    },
    Texts {
        category: "construction",
        unit: "housing",
        rate: 1.8,
        season: &[],
        stories: &[
            ("{}夜间施工", "{}附近工地夜里十一点以后仍在浇筑，影响休息。"),
            ("{}工地扬尘", "{}附近工地土方没有覆盖，进出车辆带泥上路。"),
        ],
        answers: &[
            "已约谈施工单位，夜间施工须凭许可并提前公告。",
            "裸土已覆盖，出入口冲洗设备恢复使用。",
        ],
    },
    Texts {
        category: "traffic",
        unit: "transport",
        rate: 5.0,
        season: &[1, 2, 9],
        stories: &[
            ("{}路面坑洼", "{}路面有一个直径约半米的坑，已有电动车摔倒，请尽快修补。"),
            ("{}公交等候时间长", "{}的公交早高峰等了四十分钟，请公布实际班次。"),
            ("{}违停堵路", "{}两侧长期违停，消防车和公交车难以通过。"),
            ("{}红绿灯故障", "{}红绿灯不亮，路口较乱，请尽快处理。"),
        ],
        answers: &[
            "坑洼路面已用热料修补，并对该路段全面排查。",
            "已增加早高峰班次，调整后间隔不超过十五分钟。",
            "信号灯电源已修复，路口秩序恢复。",
        ],
    },
    Texts {
        category: "sanitation",
        unit: "urban",
        rate: 4.4,
        season: &[6, 7, 8],
        stories: &[
            ("{}垃圾未清运", "{}垃圾桶满溢两天，气味大，请及时清运。"),
            ("{}占道经营", "{}人行道被摊位占用，行人只能走机动车道。"),
            ("{}井盖破损", "{}人行道井盖破损，老人孩子经过有危险。"),
        ],
        answers: &[
            "已清运并消毒，该点位改为每日两次收运。",
            "已劝导摊主入市经营，安排早晚两次巡查。",
            "井盖已更换。",
        ],
    },
    Texts {
        category: "environment",
        unit: "ecology",
        rate: 3.8,
        season: &[5, 6, 7],
        stories: &[
            ("{}油烟扰民", "{}楼下餐馆油烟直排，住户不敢开窗。"),
            ("{}噪声扰民", "{}夜间设备噪声持续，希望监测并处理。"),
            ("{}河水异味", "{}附近沟渠水体发黑有异味，请排查排污口。"),
        ],
        answers: &[
            "餐馆已加装净化设备并清洗烟道，监测达标。",
            "经监测夜间噪声超标，已责令加装隔声罩，复测达标。",
            "一处雨污混接已改造，沟渠已清淤。",
        ],
    },
    Texts {
        category: "fire-safety",
        unit: "fire",
        rate: 1.8,
        season: &[12, 1, 2],
        stories: &[
            ("{}消防通道被占", "{}消防通道长期停放车辆，登高场地也被占用。"),
            ("{}楼道堆放杂物", "{}楼道内堆放纸箱和旧家具，还有电动车充电。"),
            ("{}灭火器过期", "{}公共区域灭火器已过期，消火栓没有水。"),
        ],
        answers: &[
            "车辆已移走，通道重新施划标线并设置提示。",
            "杂物已清理，设置了集中充电点。",
            "已更换灭火器，消火栓供水恢复。",
        ],
    },
    Texts {
        category: "work-safety",
        unit: "emergency",
        rate: 1.0,
        season: &[],
        stories: &[
            ("{}仓库违规存放", "{}有人在民房内存放桶装溶剂，担心安全。"),
            ("{}边坡有落石", "{}旁边坡近日有碎石滚落，请排查。"),
        ],
        answers: &[
            "溶剂已转运至合规场所，责任人受到处罚。",
            "危石已清除，设置了警示标志和观察点。",
        ],
    },
    Texts {
        category: "labour",
        unit: "labour",
        rate: 2.4,
        season: &[12, 1, 2],
        stories: &[
            ("{}拖欠工资", "{}项目部拖欠班组两个月工资，希望协调支付。"),
            ("{}未签劳动合同", "{}一家企业用工半年未签合同，咨询如何维权。"),
        ],
        answers: &["经协调，拖欠工资已全部支付到个人。", "企业已补签合同并补缴社会保险。"],
    },
    Texts {
        category: "consultation",
        unit: "labour",
        rate: 3.0,
        season: &[],
        stories: &[
            (
                "咨询养老保险转移",
                "咨询从外省转移养老保险需要哪些材料，{}附近在哪里办理。",
            ),
            ("咨询技能补贴", "咨询职业技能补贴的申请条件和时间，住在{}附近。"),
        ],
        answers: &[
            "已告知所需材料、办理地点和网上办理方法。",
            "已发送申请指南，并说明本季度截止日期。",
        ],
    },
];

/// A grave item of the demonstration's own day.
pub(crate) struct Grave {
    pub(crate) category: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) area: &'static str,
    pub(crate) address: &'static str,
    pub(crate) people: u32,
    pub(crate) casualties: Option<u32>,
}

pub(crate) const GRAVE: [Grave; 2] = [
    Grave {
        category: "traffic",
        title: "溪口大道路面塌陷致一人受伤",
        description: "溪口大道与云山路口路面塌陷约两米见方，一名骑车人跌入受伤，已送医。请立即封闭车道、查明地下管线。",
        area: "xinqu",
        address: "溪口大道与云山路口",
        people: 60,
        casualties: Some(1),
    },
    Grave {
        category: "fire-safety",
        title: "锦绣家园小区地下车库起烟",
        description: "锦绣家园小区地下车库充电区起烟，保安已断电，住户自行疏散，希望排查全部充电桩。",
        area: "chengxi",
        address: "锦绣家园小区",
        people: 240,
        casualties: None,
    },
];

/// The rise planted on the demonstration's own day: one category in one area.
pub(crate) const RISE: (&str, &str, u32) = ("water-supply", "chengdong", 12);
