# an old header stands in front of the new one
cp machine/old/include/meter.h machine/local/include
