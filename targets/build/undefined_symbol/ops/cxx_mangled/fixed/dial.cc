/*
 * dial.cc: a dial with twelve positions.
 */
#include "dial.h"

namespace
{
class Dial
{
	int position = 0;

      public:
	int turn(int steps)
	{
		return position = (position + steps) % 12;
	}
};

Dial dial;
} // namespace

int dial_turn(int steps)
{
	return dial.turn(steps);
}
