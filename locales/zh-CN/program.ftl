# The program itself.

product = 呼应
