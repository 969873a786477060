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

# slim: makes $work/go.mod, with which libraries come without what Roster has no use for. Fyne without its four text faces,
# 1.8 MB: Roster has Inter, and letters that Inter lacks come from the system's fonts; Fyne's small face of symbols stands in,
# since some face has to. Both readers of SVG without encodings other than UTF-8, 0.7 MB: Roster's pictures are its own.
# It is called in $root.
slim() {
	rm -rf "$work/slim" && mkdir -p "$work"
	cp go.mod go.sum "$work/"
	for module in fyne.io/fyne/v2 github.com/fyne-io/oksvg github.com/srwiley/oksvg; do
		go mod download $module
		copy=$(go list -m -f 'build/package/slim/{{.Path}}@{{.Version}}' $module) # the SBOM takes the version from here
		mkdir -p "$copy" && cp -R "$(go list -m -f '{{.Dir}}' $module)/." "$copy" && chmod -R u+w "$copy"
		go mod edit -replace "$module=./$copy" "$work/go.mod"
	done
	for face in Regular Bold Italic BoldItalic; do
		(cd "$work"/slim/fyne.io/fyne/v2@*/theme/font && cp InterSymbols-Regular.ttf NotoSans-$face.ttf)
	done
	sed -i '/html\/charset"$/d; /CharsetReader = charset\./d' "$work"/slim/github.com/*/oksvg@*/public.go
}
