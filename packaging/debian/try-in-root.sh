#!/usr/bin/env bash
# Installs the package in a fresh Debian 12 root and asks it a question there. Needs root, debootstrap and a Debian mirror; not for CI.
#   packaging/debian/try-in-root.sh [DEB] [ROOT]     a ROOT that holds a Debian already is used again
set -euo pipefail
cd "$(dirname "$0")/../.."
deb=${1:-$(ls -t dist/harbour-kiosk_*_amd64.deb | head -1)}
root=${2:-build/debian/try}
mirror=${MIRROR:-http://deb.debian.org/debian}
say() { printf '\n%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
# Nothing of this machine's environment reaches the root; /dev, /proc and /sys are the least that programs there need.
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
leave() { for part in sys proc dev; do ! mountpoint -q "$root/$part" || umount -l "$root/$part"; done; }

[ "$(id -u)" = 0 ] || { echo "try-in-root.sh: needs root for chroot." >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "try-in-root.sh: debootstrap is missing. apt-get install debootstrap" >&2; exit 3; }
if [ ! -x "$root/usr/bin/dpkg" ]; then
  say "debootstrap: Debian 12, minimal"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
fi
trap leave EXIT
mount --bind /dev "$root/dev"; mount -t proc proc "$root/proc"; mount -t sysfs -o ro sysfs "$root/sys"

say "apt-get install $(basename "$deb") ($(du -m "$deb" | cut -f1) MB)"
cp "$deb" "$root/tmp/kiosk.deb"
began=$(date +%s)
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends --reinstall /tmp/kiosk.deb >/tmp/try-install.log 2>&1 || { tail -20 /tmp/try-install.log >&2; exit 1; }
rm "$root/tmp/kiosk.deb"
say "installed in $(( $(date +%s) - began )) s, with what it depends on; the kiosk itself takes $(du -sm "$root/opt/harbour-kiosk" | cut -f1) MB"

# --net: a network namespace of its own without any link: what works there works without a network.
offline() { unshare --net chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 setpriv --reuid kiosk --regid kiosk --init-groups "$@"; }
for question in "where is the milk" "牛奶在哪里"; do
  say "kiosk ask \"$question\"  (as user kiosk, without a network)"
  time offline kiosk ask "$question"
done
say "kiosk ask again"
time offline kiosk ask "how much are the bananas"
say "kiosk speak, then what was said as a spoken question"
offline kiosk speak "Where is the milk?" --out /tmp/question.wav && offline kiosk ask --audio /tmp/question.wav || echo "exit code $?"
say "the window for eight seconds, without a screen"
code=0; offline env QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software timeout 8 kiosk || code=$?
case $code in 0 | 124) echo "it stayed open" ;; *) echo "it ended with $code" >&2 ;; esac
say "the systemd unit"
inside apt-get install -y -qq --no-install-recommends systemd >/dev/null 2>&1
inside env XDG_RUNTIME_DIR=/tmp systemd-analyze --user verify /usr/lib/systemd/user/kiosk.service && echo "no complaint"
say "kiosk doctor"
offline kiosk doctor || echo "exit code $?"
say "state folder"
inside ls -la /var/lib/harbour-kiosk
