# root.sh: a root folder that has of this machine the C library alone, as the image base-runner has it, and the targets in
# /out. Read by `run`.
# shellcheck shell=sh disable=SC2154 # what `run` has set

# What a target may need: the C library, and the C++ and gcc libraries that each engine needs.
root_libraries='libc libm libdl libpthread librt libresolv libgcc_s libstdc++ ld-linux-x86-64'

# Runs a command there: in_root DIRECTORY COMMAND... The environment is that of the caller, less what names its folders. A
# root user of its own in a namespace, so that nobody needs to be root.
# shellcheck disable=SC2016 # the inner shell's own
in_root() {
	env -u SRC -u WORK -u OUT -u HOME -u TMPDIR PATH=/usr/bin:/bin:/out unshare --user --map-root-user --mount --pid --fork \
		--kill-child sh -c 'root=$1 directory=$2
			shift 2
			for device in null zero urandom; do
				mount --bind "/dev/$device" "$root/dev/$device" || exit
			done
			mount -t proc proc "$root/proc" && exec unshare --root="$root" --wd="$directory" "$@"' - "$work/root" "$@"
}

root_works() {
	unshare --user --map-root-user --mount --pid --fork --kill-child --mount-proc true 2>"$work/why"
}

# copy_libraries PROGRAM...: all that they need
copy_libraries() {
	ldd "$@" | sed -n 's|^.*[ \t]\(/[^ ]*\) (0x[0-9a-f]*)$|\1|p' | sort -u | while read -r library; do
		mkdir -p "$work/root$(dirname "$library")"
		cp -L "$library" "$work/root$library"
	done
}

make_root() {
	rm -rf "$work/root"
	mkdir -p "$work/root/tmp" "$work/root/proc" "$work/root/dev/shm" "$work/root/usr/bin"
	for device in null zero urandom; do
		: >"$work/root/dev/$device"
	done
	mv "$OUT" "$work/root/out"
	OUT=$work/root/out
	for library in $root_libraries; do
		for path in /lib/x86_64-linux-gnu/"$library".so* /lib64/"$library".so*; do
			[ ! -e "$path" ] || {
				mkdir -p "$work/root$(dirname "$path")"
				cp -L "$path" "$work/root$path"
			}
		done
	done
	# base-runner has it too, and compile puts one into $OUT. Its own libraries are no business of the targets.
	symbolizer=$(command -v llvm-symbolizer || command -v llvm-symbolizer-19)
	cp -L "$symbolizer" "$work/root/usr/bin/llvm-symbolizer"
	copy_libraries "$work/root/usr/bin/llvm-symbolizer"
	case $engine in
	afl) copy_libraries "$OUT/afl-fuzz" ;;
	honggfuzz) copy_libraries "$OUT/honggfuzz" ;;
	centipede) # starts programs by a shell
		mkdir -p "$work/root/bin"
		cp -L /bin/sh "$work/root/bin/sh"
		copy_libraries "$OUT/centipede" /bin/sh
		;;
	esac
}
