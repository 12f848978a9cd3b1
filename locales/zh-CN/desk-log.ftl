# 日志：是什么、回执、查验。

# 出错
fault-no-log-key = 日志现在不能签名
fault-no-log-key-next = 本机没有日志的私钥，暂时不能出具新的检查点和回执。已记入的内容都在，以前的回执仍然有效。请管理员把文件 log.key 放回原处。

# /log/
log-about-title = { $body }的呼应日志
log-about-what = 每个事项的每一步都是本日志的一条记录。记录写明哪个事项、哪类步骤、何时、哪个岗位；所写内容只以加盐的哈希值记入，在此无人能读。
log-about-proven = 能证明什么：回执加公钥，证明该步骤在回执的检查点签名之前已经记入日志。再加上后来的检查点及其证明，证明到那时为止，回执之前的记录没有被改动、删除、移动或插入。
log-about-not-proven = 不能证明什么：单凭回执，不能证明日志现在仍有这条记录。没有见证人的签名，不能证明别人看到的是同一份日志。从未记入的事，什么也证明不了。
log-about-key = 公钥请从本服务器以外的地方取得：纸上、别的机关、你信任的人。下面所列供比对。
log-about-where = 本地址之下：checkpoint、tile/<L>/<N>、tile/entries/<N>、keys、policy、consistency?from=<size>。回执可在 /verify 查验，或用 “huying verify”，或用任何能读 C2SP tlog-proof 的程序。
