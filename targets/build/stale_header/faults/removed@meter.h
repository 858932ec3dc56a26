# the header is not installed
rm -f machine/include/meter.h machine/opt/include/meter.h
