#!/usr/bin/env bash
# Builds dist/harbour-kiosk_VERSION_amd64.deb from .venv and the checkout: `make package`. No network, no root, about two minutes.
# The package carries its own Python environment in /opt/harbour-kiosk (lib, bin, share), made for Debian 12's python3.11.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=packaging/debian
python=$PWD/.venv/bin/python
version=$("$python" -c 'import re, pathlib; print(re.search(r"__version__ = \"(.+)\"", pathlib.Path("kiosk/__init__.py").read_text())[1])')
out=${1:-dist}
root=build/debian/root
home=opt/harbour-kiosk
site=$root/$home/lib/python3.11/site-packages
say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

[ "$(uname -m)" = x86_64 ] || { echo "build.sh: the wheels of the lock are for x86-64; build there." >&2; exit 2; }
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "build.sh: .venv is not Python 3.11, which Debian 12 has. Make it anew with python3.11." >&2; exit 2; }
for tool in dpkg-deb fakeroot; do command -v "$tool" >/dev/null || { echo "build.sh: $tool is missing. apt-get install dpkg fakeroot" >&2; exit 3; }; done

say "verifying the bundle and the demo store"
"$python" -m kiosk.cli bundle verify assets/bundles/market
"$python" -m kiosk.cli store check assets/stores/market | tail -1

rm -rf "$root"
mkdir -p "$site" "$root/$home/bin" "$root/$home/share/kiosk" "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/systemd/user" "$root/etc/default" "$root/usr/share/doc/harbour-kiosk" "$out"

say "copying the locked packages"
"$python" $here/collect.py --lock packaging/locks/device.txt --site "$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" --leave-out $here/leave-out.txt --to "$site"

say "copying the kiosk and its assets"
cp -r kiosk "$site/"
cp -r assets "$root/$home/share/kiosk/"
find "$site/kiosk" "$root/$home/share" -name __pycache__ -prune -exec rm -rf {} +
ln -s ../../../share/kiosk/assets "$site/assets"
for name in python python3; do ln -s /usr/bin/python3.11 "$root/$home/bin/$name"; done
printf 'home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11\n' > "$root/$home/pyvenv.cfg"
install -m 755 $here/kiosk.sh "$root/usr/bin/kiosk"
install -m 644 $here/harbour-kiosk.default "$root/etc/default/harbour-kiosk"
install -m 644 packaging/systemd/kiosk.service "$root/usr/lib/systemd/user/kiosk.service"
for page in README.md NOTICE.md CHANGELOG.md; do [ ! -f $page ] || install -m 644 $page "$root/usr/share/doc/harbour-kiosk/$page"; done
if [ -f LICENSE ]; then install -m 644 LICENSE "$root/usr/share/doc/harbour-kiosk/copyright"; fi

say "compiling Python files"
# The folder is root's, so no start could write them; the hash is not checked at run time because nobody but dpkg changes the sources.
"$python" -m compileall -q -j 2 --invalidation-mode unchecked-hash -s "$root" -p / "$site" >/dev/null || true
[ -n "$(find "$site/kiosk" -name 'cli*.pyc')" ] || { echo "build.sh: the kiosk did not compile." >&2; exit 1; }

say "checking that nothing names the build machine"
if grep -rIl --include='*.py' --include='*.cfg' --include='*.sh' "$PWD" "$root/$home/lib/python3.11/site-packages/kiosk" "$root/$home/pyvenv.cfg" "$root/usr" "$root/etc"; then
  echo "build.sh: the files above name $PWD." >&2; exit 1
fi

find "$root" -type d -exec chmod 755 {} +
find "$root" -type f -exec chmod u=rwX,go=rX {} +
size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" $here/control.in > "$root/DEBIAN/control"
echo /etc/default/harbour-kiosk > "$root/DEBIAN/conffiles"
install -m 755 $here/postinst $here/postrm "$root/DEBIAN/"
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum > DEBIAN/md5sums)

say "packing $((size / 1024)) MB"
deb=$out/harbour-kiosk_${version}_amd64.deb
fakeroot dpkg-deb --build --root-owner-group -Zzstd -z12 "$root" "$deb" >/dev/null
say "$deb: $(du -m "$deb" | cut -f1) MB, $((size / 1024)) MB installed"
