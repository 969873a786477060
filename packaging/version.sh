# shellcheck shell=sh disable=SC2034,SC2154 # the script that sources this sets root and VERSION and uses the variables
# Shared by the scripts that make packages. It checks VERSION and sets $version, $numbers and $number (the forms that
# macOS and Windows can compare), $dist (the folder for packages), $work (the folder for temporary files) and
# SOURCE_DATE_EPOCH (the time of the commit, the only time that packages contain).
. "$root/.ci/system.sh"

version=${1:-}
part='(0|[1-9][0-9]*)'
numbers=$(echo "$version" | sed -nE "s/^($part\.$part\.$part)(-(alpha|beta|rc)\.?(0|[1-9][0-9]{0,3}))?\$/\1/p")
[ -n "$numbers" ] || die "VERSION is '$version' and has to be one such as 1.2.3, 1.2.3-beta2 or 1.2.3-rc.1"
echo "$numbers" | awk -F. '{ exit $1 > 255 || $2 > 255 || $3 > 65534 }' || die "for Windows, VERSION is at most 255.255.65534, not $version"
case $version in # the release comes after its alpha, beta and rc versions
*-alpha*) number=$numbers.${version##*[a-z.]} ;;
*-beta*) number=$numbers.$((10000 + ${version##*[a-z.]})) ;;
*-rc*) number=$numbers.$((20000 + ${version##*[a-z.]})) ;;
*) number=$numbers.65535 ;;
esac

dist=${ROSTER_DIST:-$root/dist}
work=$root/build/package
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
	SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null) ||
		die "no commit to take the time of packages from; work in a clone, or set SOURCE_DATE_EPOCH"
fi
export SOURCE_DATE_EPOCH TZ=UTC
umask 022

# slim: writes $work/go.mod, which replaces libraries with copies that lack what Roster does not use. Fyne lacks its
# four text fonts (1.8 MB): Roster has Inter, and letters missing from Inter come from the system's fonts. Fyne's small
# symbol font replaces them, because Fyne needs some font. Both SVG readers lack encodings other than UTF-8 (0.7 MB),
# because Roster's icons use no other.
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
	for file in "$work"/slim/github.com/*/oksvg@*/public.go; do
		sed -e '/html\/charset"$/d' -e '/CharsetReader = charset\./d' "$file" >"$work/public.go" && mv "$work/public.go" "$file"
	done
}

# tool NAME ARGUMENTS...: runs one of the tools in .ci/tools.mod.
tool() { env -u GOOS -u GOARCH GOFLAGS=-trimpath CGO_ENABLED=0 go tool -modfile=.ci/tools.mod "$@"; }

# sbom SYSTEM PROGRAM [NAME]: writes the components of a system's program, which is roster unless named, to $dist. It
# leaves out what differs between builds: the time and the tool itself. A library changed by slim has its name and
# version in the name of its folder.
sbom() {
	tool cyclonedx-gomod bin -json -noserial -std -version "v$version" "$2" 2>"$work/sbom.log" >"$work/sbom.json" ||
		die "no SBOM: $(cat "$work/sbom.log")"
	sed -e '/"timestamp":/d' -e '/"name": "\.\/build/N' \
		-e 's|\./build/package/slim/\([^"]*\)@\([^"]*\)",\(.*\)(devel)|\1",\3\2|' -e 's|\./build/package/slim/\([^"]*\)@(devel)|\1|' \
		"$work/sbom.json" >"$dist/${3:-roster}_${version}_$1.cdx.json"
}

# licences [PACKAGE]: prints the licences of everything linked into a program for $GOOS, which is Roster unless named.
licences() {
	echo "What is linked into Roster $version, and under which licences."
	{
		printf 'Go %s\n' "$(go env GOROOT)"
		CGO_ENABLED=1 go list -deps -tags migrated_fynedo,no_animations,no_emoji -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' "${1:-.}" |
			LC_ALL=C sort -u
	} | while read -r name dir; do
		if [ "$name" = Go ]; then ls "$dir/LICENSE"; else
			find "$dir" -type f -size -64k \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) ! -name '*.go' | LC_ALL=C sort
		fi | while read -r file; do printf '\n==== %s: %s\n\n' "$name" "${file#"$dir"/}" && cat "$file"; done
	done
}

# notices: prints which works of others the program contains, with their licences: fonts, word lists and linked
# libraries.
notices() {
	for file in NOTICE.md assets/fonts/OFL.txt; do cat $file && printf '\n====\n\n'; done
	licences
}
