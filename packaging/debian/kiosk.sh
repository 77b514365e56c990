#!/bin/sh
# /usr/bin/kiosk: settings of /etc/default/harbour-kiosk, where the environment does not say otherwise, then the kiosk itself.
defaults=/etc/default/harbour-kiosk
if [ -r "$defaults" ]; then
    while IFS='=' read -r name value || [ -n "$name" ]; do
        case $name in
            KIOSK_*[!A-Z_]*) ;;
            KIOSK_?*) eval "[ -n \"\${$name+set}\" ]" || export "$name=$value" ;;
        esac
    done < "$defaults"
fi
exec /opt/harbour-kiosk/bin/python -m kiosk.cli "$@"
