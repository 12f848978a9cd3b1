# The program itself.

product = Huying
