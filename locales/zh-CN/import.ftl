# 文件导入。

## 整个文件

import-file-too-large = 文件“{ $file }”超过 { $limit } MB，没有读取。请按日期或单位拆成几个文件后分别导入。
import-file-too-many-cells = 文件“{ $file }”的单元格超过 { $limit } 个，没有读取。请按日期或单位拆成几个文件后分别导入。
import-file-too-much-text = 文件“{ $file }”的文字超过 { $limit } MB，没有读取。请拆成几个文件后分别导入。
import-file-far-cell = 文件“{ $file }”的单元格 { $cell } 离其他内容太远，没有读取。请删除该单元格所在的行和列，保存后重新导入。
import-file-zip-bomb = 文件“{ $file }”解压后超过 { $limit } MB，没有读取。请在电子表格软件中把需要的内容复制到新文件，再导入新文件。
import-file-empty = 文件“{ $file }”里没有内容。请检查是否选错文件；今日确无事项的，请报零报告。
import-file-not-a-sheet = 文件“{ $file }”不是电子表格。请导入 XLSX、XLS、ODS、CSV 或 TSV 文件。
import-file-web-page = 文件“{ $file }”虽然叫电子表格，实际是网页。请用电子表格软件打开，另存为 XLSX 后导入。
import-file-binary-workbook = 文件“{ $file }”是二进制工作簿（XLSB）。请在电子表格软件中另存为 XLSX 后导入。
import-file-damaged = 文件“{ $file }”已损坏，读不出来。请用电子表格软件打开，另存为新的 XLSX 后导入；打不开的，请向报送单位重新索取。
import-file-password = 文件“{ $file }”设有打开密码。请在电子表格软件中去掉密码，保存后重新导入。
import-file-encoding = 文件“{ $file }”的文字编码认不出来（按 { $encoding } 读取失败）。请用电子表格软件打开，另存为 XLSX 或 UTF-8 编码的 CSV 后导入。
import-file-open-quote = 文件“{ $file }”第 { $row } 行有一个引号没有配对，从那里起无法分行。请补上或删除引号后重新导入。
import-file-no-header = 文件“{ $file }”里找不到表头。请保留一行列名（例如：{ $headers }），或用列对应文件指明各列。
import-file-hidden = 文件“{ $file }”里有内容的工作表都是隐藏的，没有读入。请在电子表格软件中取消隐藏诉求所在的工作表，保存后重新导入。
import-file-no-such-column = “{ $file }”里没有指定的列“{ $column }”。现有的列：{ $headers }。请改用其中一个列名。
import-sheet-no-header = 工作表“{ $sheet }”（{ $rows } 行）像是诉求表，但找不到认得的表头，整张表没有读入。请按常用列名（例如：{ $headers }）改好表头后重新导入，或另存为单独的文件，再手工指定各列。因无法判断哪些列含姓名，这些行不在待更正的文件里。
import-sheet-hidden = 工作表“{ $sheet }”（{ $rows } 行）在文件中是隐藏的，内容像是诉求，整张表没有读入。请在电子表格软件中取消隐藏后重新导入；不属于本次报送的，请从文件中删除。这些行不在待更正的文件里。

## 忽略的行

import-ignored-blank = 空行
import-ignored-total = 合计行
import-ignored-header = 重复的表头
import-ignored-zero = 零报告
import-ignored-note = 表下的填报说明
import-ignored-repeat = 同一文件中重复的行
import-ignored-superseded = 同一编号在后面另有一行，以后面的为准
import-ignored-erased = 该编号的事项已经清除，不再导入
import-ignored-sheet = 没有可识别表头的工作表
import-ignored-hidden-sheet = 隐藏的工作表

## 要更正的行

import-problem-missing = 请填写“{ $column }”。
import-problem-time-missing = 请填写“{ $column }”，例如 2026-03-02 08:05；也可以在表头上方写明报送日期。
import-problem-time = “{ $column }”里的“{ $value }”不是可用的时间。请写成 2026-03-02 08:05 或 2026年3月2日8时5分 的样子。
import-problem-finished-early = “{ $column }”里的“{ $value }”早于诉求时间。请核对两个时间。
import-problem-finished-ahead = “{ $column }”里的“{ $value }”还没有到。单位只报已经办结的；没有办结的请留空。
import-problem-received-ahead = “{ $column }”里的“{ $value }”比现在晚了一天以上。请核对年月日。
import-problem-clock = 事项 { $number } 的时限由诉求时间和类别决定，单位的表格不能改动这两项。请与事项保持一致，确需更正的请专班更正。
import-problem-unit = 规则包里没有单位“{ $value }”。请改成规则包中的单位名称，或在规则包中把它登记为别名。
import-problem-unit-missing = 不知道由哪个单位负责。请填写“{ $column }”，或在表头上方写明报送单位。
import-problem-other-unit = 这一行的责任单位是“{ $unit }”，只能报送本单位的事项。请删去这一行，或者请专班导入。
import-problem-category = 规则包里没有类别“{ $value }”。请改成规则包中的类别名称，或在规则包中把它登记为别名。
import-problem-precision = 编号“{ $value }”的后几位已被电子表格抹掉。请把该列设为文本格式，重新填写完整编号。
import-problem-too-long = 文字超过 { $limit } 字。请缩短后重新导入。
import-problem-degrees = 这不是 -{ $limit } 到 { $limit } 之间的度数。请核对经纬度，不知道的可以留空。
import-problem-count = “{ $column }”里的“{ $value }”不是人数或次数。请填写 0 或正整数，不知道的可以留空。
import-problem-overtaken = 导入期间该事项一直有人在改。请稍后重新导入本行。

## 待更正的文件

import-mend-sheet = 待更正
import-mend-title = 以下各行没有导入。请按第一列的提示更正，保存后把本文件重新导入；前三列不用改。
import-mend-remedy = 如何更正
import-mend-file = 所在文件
import-mend-row = 原行号

## 命令行

cli-import-progress = 导入
cli-import-done = 导入完成：新增 { $imported } 行，未变 { $unchanged } 行，更正 { $corrected } 行，忽略 { $ignored } 行，未能导入 { $rejected } 行。
cli-import-would = 只是试算，没有写入。将新增 { $imported } 行，未变 { $unchanged } 行，更正 { $corrected } 行，忽略 { $ignored } 行，不能导入 { $rejected } 行。
cli-import-ignored-line = { "  " }忽略：{ $why } { $count } 行
cli-import-sheet = { "  " }未读：工作表“{ $sheet }”（{ $rows } 行）没有可识别的表头，内容也不像诉求。
cli-import-sheet-hidden = { "  " }未读：工作表“{ $sheet }”（{ $rows } 行）是隐藏的，内容也不像诉求。
cli-import-declared-otherwise = 请核对：“{ $file }”的标题写有 { $declared } 件，表中实有 { $cases } 件。
cli-import-rejected-line = { "  " }{ $file } 第 { $row } 行：{ $remedy }
cli-import-rejected-file = { "  " }{ $remedy }
cli-import-rejected-more = { "  " }另有 { $count } 行，见待更正的文件。
cli-import-to-mend = 未能导入的行已写入 { $path }。请按其中提示更正后，重新导入该文件。
cli-import-to-mend-not = 未能导入的行没有写到任何地方：无法写入 { $path }（{ $error }）。请加 --to-mend 文件名 再运行一次，已导入的不会改变。
cli-import-map-bad = 列对应文件 { $file } 读不懂：{ $error }。每行写一列，例如：received_at = "受理时间"。
