/*
 * buggy.cc: one defect for each word on the command line, in functions whose names C++ alone can have, to record what
 * the sanitizers really say of them.
 */
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

static volatile int sink;

namespace dials {

/* Of this library's own, with a name that holds blanks. */
template <typename T, typename U> struct Box {
	__attribute__((noinline)) T read(const T *from, int at) { return from[at]; }
};

struct Reader {
	__attribute__((noinline)) int operator()(const int *from, int at) const { return from[at]; }
	__attribute__((noinline)) bool operator<(const int *from) const { return from[4] != 0; }
	__attribute__((noinline)) explicit operator int *() const
	{
		int *four = new int[4];
		four[4] = 1;
		return four;
	}
};

__attribute__((noinline)) int read_by_lambda(const int *from, int at)
{
	auto read = [from](int at) __attribute__((noinline)) { return from[at]; };
	return read(at);
}

__attribute__((noinline)) int read_by_function(const std::function<int(int)> &read)
{
	return read(4);
}

__attribute__((noinline)) int read_vector(const std::vector<int> &from, int at)
{
	return from.at(at);
}

__attribute__((noinline)) int read_past(const std::vector<int> &from, int at)
{
	return from[at];
}

} // namespace dials

namespace {
__attribute__((noinline)) int read_unnamed(const int *from, int at)
{
	return from[at];
}
} // namespace

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	std::vector<int> numbers(4);
	int *four = new int[4]();

	if (strcmp(name, "template") == 0)
		sink = dials::Box<int, std::vector<int, std::allocator<int>>>().read(four, 4);
	if (strcmp(name, "call_operator") == 0)
		sink = dials::Reader()(four, 4);
	if (strcmp(name, "less_operator") == 0)
		sink = dials::Reader() < four;
	if (strcmp(name, "conversion") == 0)
		sink = *static_cast<int *>(dials::Reader());
	if (strcmp(name, "lambda") == 0)
		sink = dials::read_by_lambda(four, 4);
	if (strcmp(name, "function") == 0)
		sink = dials::read_by_function([four](int at) { return four[at]; });
	if (strcmp(name, "unnamed") == 0)
		sink = read_unnamed(four, 4);
	if (strcmp(name, "vector") == 0)
		sink = dials::read_past(numbers, 4);
	if (strcmp(name, "thrown") == 0)
		sink = dials::read_vector(numbers, 4);
	delete[] four;
	return 0;
}
