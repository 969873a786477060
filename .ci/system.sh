# shellcheck shell=sh disable=SC2046,SC2154 # package names have no spaces; the script that sources this sets root
# Finds or installs what ./run, ./test, the Makefile and .ci/run need. They source it with $root set to the project's
# folder. It was tested on Debian; the names for Fedora and Arch come from their package lists.

say() { echo "roster: $*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# packages GROUP: prints the names of the system's packages for a group.
packages() {
	case $manager-$1 in
	apt-get-build) echo clang libc6-dev $(have pkg-config || echo pkg-config) libgl-dev libegl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev \
		libxi-dev libxxf86vm-dev libwayland-dev libxkbcommon-dev ;;
	apt-get-pdf | dnf-pdf) echo poppler-utils ;;
	pacman-pdf) echo poppler ;;
	apt-get-ldap) echo slapd ldap-utils ;;
	apt-get-office) echo libreoffice-calc-nogui ;;
	apt-get-callers) echo default-jdk-headless php-cli python3 sqlite3 zsh fish man-db ;;
	apt-get-display) echo xvfb imagemagick libgl1-mesa-dri ;;
	apt-get-e2e) echo xvfb imagemagick libgl1-mesa-dri xdotool tesseract-ocr tesseract-ocr-eng sqlite3 ;;
	apt-get-package) echo git xz-utils gzip librsvg2-bin "$(lld_package)" ;;
	apt-get-arm64) echo gcc-aarch64-linux-gnu libc6-dev:arm64 libgl-dev:arm64 libegl-dev:arm64 libx11-dev:arm64 libxcursor-dev:arm64 \
		libxrandr-dev:arm64 libxinerama-dev:arm64 libxi-dev:arm64 libxxf86vm-dev:arm64 libwayland-dev:arm64 libxkbcommon-dev:arm64 ;;
	apt-get-installed) echo debootstrap lintian man-db desktop-file-utils appstream rpm binutils procps systemd xvfb xdotool imagemagick libgl1-mesa-dri sqlite3 ;;
	apt-get-emulator) echo qemu-user-static ;;
	apt-get-windows) echo zip gcc-mingw-w64-x86-64 nsis wixl msitools osslsigncode librsvg2-bin imagemagick ;;
	apt-get-wine) echo unzip wine64 gcc-mingw-w64-x86-64 openssl libgl1 libgl1-mesa-dri libxfixes3 libxrender1 ;;
	dnf-build) echo clang glibc-devel pkgconf-pkg-config libglvnd-devel libX11-devel libXcursor-devel libXrandr-devel \
		libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel ;;
	dnf-display) echo xorg-x11-server-Xvfb ImageMagick mesa-dri-drivers ;;
	dnf-e2e) echo xorg-x11-server-Xvfb ImageMagick mesa-dri-drivers xdotool tesseract tesseract-langpack-eng sqlite ;;
	pacman-build) echo clang pkgconf libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm wayland libxkbcommon ;;
	pacman-display) echo xorg-server-xvfb imagemagick mesa ;;
	pacman-e2e) echo xorg-server-xvfb imagemagick mesa xdotool tesseract tesseract-data-eng sqlite ;;
	*-make) echo make ;;
	esac
}

# missing PACKAGE...: prints those that are not installed.
missing() {
	case $manager in
	apt-get)
		installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n${db:Status-Status} ${Package}:${Architecture}\n' "$@" 2>/dev/null |
			sed -n 's/^installed //p')
		for p; do echo "$installed" | grep -qx "$p" || echo "$p"; done ;;
	dnf) for p; do rpm -q --whatprovides "$p" >/dev/null 2>&1 || echo "$p"; done ;;
	pacman) pacman -T "$@" || true ;;
	esac
}

# lld_package: prints the oldest package of LLVM's linker that can pack relocations. The package lld may be too old.
lld_package() { apt-cache pkgnames lld- | grep -xE 'lld-(1[5-9]|[2-9][0-9])' | sort -V | head -n 1; }

# find_go: puts Go 1.21 or newer on the PATH, which downloads the version that go.mod asks for. Fails if there is none.
find_go() {
	for d in "" /usr/local/go/bin /usr/lib/go-1.*/bin /usr/lib/golang/bin /opt/homebrew/bin; do
		minor=$(cd / && PATH="${d:+$d:}$PATH" GOTOOLCHAIN=local go version 2>/dev/null | sed -n 's/^go version .*go1\.\([0-9]*\).*/\1/p')
		[ "${minor:-0}" -ge 21 ] || continue
		PATH="${d:+$d:}$PATH" GOTOOLCHAIN=${GOTOOLCHAIN:-auto}
		export PATH GOTOOLCHAIN
		return
	done
	return 1
}

# go_package: prints the package of a Go that is new enough, if the system has one.
go_package() {
	case $manager in
	dnf) echo golang ;;
	pacman) echo go ;;
	apt-get)
		minor=$(apt-cache policy golang-go 2>/dev/null | sed -n 's/^  Candidate: 2:1\.\([0-9]*\).*/\1/p')
		if [ "${minor:-0}" -ge 21 ]; then
			echo golang-go
			return
		fi
		minor=$(apt-cache pkgnames golang-1. 2>/dev/null | sed -n 's/^golang-1\.\([0-9]*\)-go$/\1/p' | sort -n | tail -n 1)
		if [ "${minor:-0}" -ge 21 ]; then echo "golang-1.$minor-go"; fi ;;
	esac
}

# rights: sets $as to the command that runs others as root ("" for root), or fails.
rights() {
	as=
	[ "$(id -u)" -ne 0 ] || return 0
	for as in sudo doas; do
		if have $as && { [ -t 0 ] || $as -n true 2>/dev/null; }; then return; fi
	done
	return 1
}

# install_command PACKAGE...: prints the command that installs them.
install_command() {
	case $manager in
	apt-get) echo "apt-get update && apt-get install -y --no-install-recommends $*" ;;
	dnf) echo "dnf install -y $*" ;;
	pacman) if ls /var/lib/pacman/sync/*.db >/dev/null 2>&1; then echo "pacman -S --needed --noconfirm $*"; else
		echo "pacman -Sy --needed --noconfirm $*"; fi ;;
	esac
}

# install PACKAGE...: installs them, or prints the command that does and exits.
install() {
	line=$(install_command "$@")
	if rights; then
		say "installing what is missing${as:+ with $as}: $line"
		$as env DEBIAN_FRONTEND=noninteractive sh -c "$line" </dev/null >&2 || die "that failed; as root, run: $line"
		return
	fi
	for as in sudo doas "su -c"; do if have "${as% *}"; then break; fi; done
	case $as in su*) ;; *) as="$as sh -c" ;; esac
	die "packages are missing; this installs them: $as '$line'"
}

# need GROUP...: installs what is missing of the groups. They are go, build, display, pdf, ldap, office, callers, e2e
# and make; to make packages: package, arm64 for that processor, and windows; to test packages: installed, emulator and
# wine.
need() {
	list=''
	for group; do
		case $manager-$group in
		apt-get-arm64) foreign arm64 && list="$list $(missing $(packages "$group"))" ;;
		*-go) find_go || need_go ;;
		-*) other_system "$group" ;;
		*) list="$list $(missing $(packages "$group"))" ;;
		esac
	done
	# shellcheck disable=SC2086
	set -- $(printf '%s\n' $list | sort -u)
	# gcc is enough if clang cannot be installed, but takes minutes instead of seconds
	if [ "$*" = clang ] && have gcc && ! rights; then shift; fi
	if [ $# -gt 0 ]; then install "$@"; fi
	find_go || die "$no_go"
	if [ -z "${CC:-}" ] && have clang; then export CC=clang; fi
}

# foreign ARCH: allows apt to install packages for another processor.
foreign() {
	dpkg --print-foreign-architectures | grep -qx "$1" && return
	rights || die "packages for $1 are needed; as root, run: dpkg --add-architecture $1 && apt-get update"
	$as dpkg --add-architecture "$1" && $as apt-get update >&2
}

# need_go: adds the package of Go to $list, and the certificates it needs to download modules.
need_go() {
	found=$(go_package)
	if [ -z "$found" ] && [ "$manager" = apt-get ] && rights; then
		say "no package of Go 1.21 or newer; reading the lists anew: ${as:+$as }apt-get update"
		$as apt-get update >&2 || true
		found=$(go_package)
	fi
	[ -n "$found" ] || die "$no_go"
	list="$list $found"
	[ "$manager" != apt-get ] || list="$list $(missing ca-certificates)"
}

# other_system GROUP: says what to install on systems whose package manager is not supported.
other_system() {
	case $(uname -s)-$1 in
	Darwin-build) xcode-select -p >/dev/null 2>&1 || die "a C compiler is needed; install it with: xcode-select --install" ;;
	MINGW*-build | MSYS*-build | CYGWIN*-build)
		have gcc || have clang ||
			die "a C compiler is needed; install it with: pacman -S --needed ${MINGW_PACKAGE_PREFIX:-mingw-w64-ucrt-x86_64}-gcc" ;;
	Linux-build)
		have cc || have clang || die "a C compiler and the headers of OpenGL, EGL, X11 (with Xcursor, Xrandr, Xinerama, Xi, Xxf86vm)," \
			"Wayland and xkbcommon are needed; install them with the system's package manager" ;;
	Linux-display) if ! have Xvfb || ! have import; then die "no display; install Xvfb and ImageMagick, or start from a desktop"; fi ;;
	esac
}

manager=
case $(uname -s) in
Linux) for m in apt-get dnf pacman; do if have $m; then manager=$m && break; fi; done
	no_go="Go 1.21 or newer is needed and this system has no package of it; install it as https://go.dev/doc/install says" ;;
Darwin) no_go="Go 1.21 or newer is needed; install it from https://go.dev/dl/ or with: brew install go" ;;
MINGW* | MSYS* | CYGWIN*)
	no_go="Go 1.21 or newer is needed; install it from https://go.dev/dl/ or with: pacman -S ${MINGW_PACKAGE_PREFIX:-mingw-w64-ucrt-x86_64}-go" ;;
*) no_go="Go 1.21 or newer is needed; install it from https://go.dev/dl/" ;;
esac

# Go's caches need a home folder, and its version stamp needs a repository that git can read.
if ! { [ -n "${HOME:-}" ] && mkdir -p "$HOME" 2>/dev/null && [ -w "$HOME" ]; }; then
	mkdir -p "$root/build/home" && HOME=$root/build/home && export HOME
fi
if have git && ! git -C "$root" rev-parse -q --verify HEAD >/dev/null 2>&1; then
	export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false"
fi
