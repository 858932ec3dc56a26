# the header is not installed
rm machine/include/meter.h
