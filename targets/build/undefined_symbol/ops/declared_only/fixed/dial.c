/*
 * dial.c: a dial with twelve positions.
 */
int dial_turn(int steps)
{
	static int position;

	position = (position + steps) % 12;
	return position;
}
