# 工作台：页面、表单，以及出问题时怎么办。

# 页框
skip-to-content = 跳到正文
nav-label = 栏目
nav-today = 今日
nav-cases = 事项
nav-units = 单位
nav-accounts = 账号
sign-out = 退出
foot = 呼应：每一次呼叫，都有编号、有责任单位、有时限、有答复。
stated-time = 演练：程序时钟为人工设定，现为 { $time }。
errors-title = 请核对以下内容
error-prefix = 错误：
choose = 请选择…

# 时间
moment-now = 现在
moment-in-minutes = { $n } 分钟后
moment-minutes-ago = { $n } 分钟前
moment-in-hours = { $n } 小时后
moment-hours-ago = { $n } 小时前
moment-in-days = { $n } 天后
moment-days-ago = { $n } 天前

# 出了问题
fault-sign-in = 请先登录
fault-sign-in-next = 尚未登录或登录已失效。请登录后重新操作，刚才填写的内容没有保存。
fault-change-password = 请先设置自己的密码
fault-change-password-next = 管理员给您的是一次性密码，请先改成自己的密码，再继续操作。
fault-not-allowed = 您的岗位没有此项权限
fault-not-allowed-next = 请找有权限的岗位办理，或请管理员核对您的岗位是否设置正确。
fault-not-found = 没有找到
fault-not-found-next = 地址可能有误，或您的岗位无权查看。请核对编号，或在事项列表中查找。
fault-method = 此页面不能这样使用
fault-method-next = 请返回页面，使用页面上的按钮操作。
fault-form-expired = 表单已失效
fault-form-expired-next = 表单打开时间过长，或不是在本次登录中打开的。请返回并刷新页面，再提交一次。
fault-unreadable = 内容无法识别
fault-unreadable-next = 请返回，核对所填内容和所选文件，再提交一次。
fault-too-large = 内容过大
fault-too-large-next = 请缩短文字或换用较小的文件，再提交一次。
fault-too-many = 尝试次数过多
fault-too-many-next = 请在一刻钟后再试。忘记密码的，请管理员重新发放。
fault-refused = 未予办理
fault-refused-next = 请核对所填内容，再提交一次。
fault-stopping = 程序正在停止
fault-stopping-next = 您提交的内容没有保存，请稍等片刻再提交。
fault-too-slow = 处理超时
fault-too-slow-next = 操作已中止。请先确认是否已经办成，再决定是否重新提交；如为查询，请缩小范围。
fault-broken = 程序出错
fault-broken-next = 请先确认是否已经办成，再试一次。如仍出错，请把下面的请求编号告诉管理员。
fault-request = 请求编号：
fault-home = 返回首页
changed-meanwhile = 他人同时修改了此项内容。请刷新页面查看变化，仍有需要的再操作一次。
external-taken = 原系统编号 { $external } 已对应事项 { $number }。请打开该事项办理，不要重复登记。
account-taken = 登录名 { $user } 已被使用，请换一个。

# 账号、登录、密码
field-user = 登录名
field-password = 密码
field-repeat = 再次输入密码
field-current = 当前密码
field-new = 新密码
field-name = 显示姓名
field-post = 岗位
sign-in-title = 登录
sign-in-button = 登录
sign-in-wrong = 登录名或密码不正确，或账号已停用。请核对，或联系管理员。
sign-in-help = 没有账号或忘记密码的，请联系管理员开通账号或发放一次性密码。
password-title = 修改密码
password-hint = 不少于 12 个字符，连续几个词语便于记忆。
password-length = 密码应为 { $least } 至 { $most } 个字符，请重新设置。
password-differs = 两次输入的密码不一致，请重新输入。
password-current-wrong = 当前密码不正确，请重新输入。
password-same = 新密码与原密码相同，请换一个。
password-one-time = 您使用的是一次性密码，请先设置自己的密码。
password-button = 保存新密码
set-up-title = 首位管理员
set-up-intro = 此链接只能使用一次，用于开设管理其他账号的账号，岗位为“{ $post }”。
set-up-button = 开设账号
set-up-link-shut = 此链接已使用或已过期。没有管理员时，重新启动程序会给出新的链接；已有管理员的，请直接登录。
set-up-no-post = 当前政策包没有管理员岗位。请在政策包中增设后重新启动程序。
account-user-plain = 2 至 40 个英文字母、数字、点或连字符，不含空格。
account-name-needed = 请填写姓名，1 至 60 个字。
account-post-needed = 请从列表中选择岗位。
account-taken-short = 此登录名已被使用，请换一个。
accounts-title = 账号
accounts-new = 新开账号
accounts-new-note = 权限随岗位。程序生成一次性密码，使用人首次登录时自行设置密码。
accounts-new-button = 开设账号
accounts-made = 开设时间
accounts-state = 状态
accounts-actions = 操作
accounts-open = 正常
accounts-one-time = 一次性密码，尚未使用
accounts-shut-at = 已停用（{ $time }）
accounts-reset = 重发密码
accounts-reset-label = 为 { $user } 重发一次性密码
accounts-shut = 停用
accounts-shut-label = 停用账号 { $user }
accounts-reopen = 启用
accounts-reopen-label = 重新启用账号 { $user }
accounts-handover = { $user } 的一次性密码：
accounts-handover-next = 请当面交给本人。密码只在此时显示，本人首次登录时须另行设置。
accounts-own = 这是您自己的账号。停用或重置请由其他管理员操作。
accounts-post-gone = 政策包中已没有此岗位

# 今日
today-title = 今日
