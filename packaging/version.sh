# shellcheck shell=sh disable=SC2034,SC2154 # who sources it sets root, passes VERSION as $1 and uses what is set here
# What the scripts that make packages share. It checks VERSION, and sets $version, $dist (the folder for what is made),
# $work (that for what is in between) and SOURCE_DATE_EPOCH, the only time that packages hold: that of the commit.
. "$root/.ci/system.sh"

version=${1:-}
number='(0|[1-9][0-9]*)'
word="($number|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
echo "$version" | grep -qxE "$number\.$number\.$number(-$word(\.$word)*)?" ||
	die "VERSION is '$version' and has to be one such as 1.2.3 or 1.2.3-rc.1; call: make package VERSION=1.2.3"

dist=${ROSTER_DIST:-$root/dist}
work=$root/build/package
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
	SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null) ||
		die "no commit to take the time of packages from; work in a clone, or set SOURCE_DATE_EPOCH"
fi
export SOURCE_DATE_EPOCH TZ=UTC
umask 022

# slim: makes $work/go.mod, with which Fyne comes without its four text faces: Roster has Inter. 1.8 MB less; letters that
# Inter lacks come from the system's fonts. Fyne's small face of symbols stands in, since some face has to.
slim() {
	fyne=$(cd "$root" && go mod download fyne.io/fyne/v2 && go list -m -f '{{.Dir}}' fyne.io/fyne/v2)
	rm -rf "$work/fyne" && mkdir -p "$work" && cp -R "$fyne" "$work/fyne" && chmod -R u+w "$work/fyne"
	for face in Regular Bold Italic BoldItalic; do
		cp "$fyne/theme/font/InterSymbols-Regular.ttf" "$work/fyne/theme/font/NotoSans-$face.ttf"
	done
	cp "$root/go.mod" "$root/go.sum" "$work/"
	(cd "$root" && go mod edit -replace fyne.io/fyne/v2=./build/package/fyne "$work/go.mod")
}
