#!/usr/bin/env bash
# A one-line change by `shang push` to all traffic on the new version: seconds in all, those of Maven's command and of the canary's paced wait,
# what is left for the product itself; how long until the old tasks are gone, too, and the bytes that the image's push brought. The
# first push fills the caches. With BASE_IMAGE=scratch the build needs no registry on the internet. Usage: bench/push.sh [PUSHES]
set -euo pipefail
export LC_ALL=C # a decimal point in EPOCHREALTIME
cd "$(dirname "$0")/.."
pushes=${1:-2}
pace=20
base=${BASE_IMAGE:-}
work=$(mktemp -d)
home=$work/home
trap './shang down --home "$home" >/dev/null && rm -rf "$work"' EXIT

git clone -q . "$work/checkout"
ln -s "$PWD/ops/target" "$work/checkout/ops/target" # its command is this checkout's
git -C "$work/checkout" config user.email bench@example.com
git -C "$work/checkout" config user.name bench
if [ -n "$base" ]; then
  sed -i "s#-Paws#-Dimage.base=$base#" "$work/checkout/buildspec.yml"
  git -C "$work/checkout" commit -qam "another base"
fi
./shang up -d --home "$home" --api-port 19566 --site-port 23080 --site-tls-port 23443 >/dev/null
mkdir -p "$home/region/vulnerabilities"
printf '%s' '{"id":"BENCH-1","affected":[{"package":{"ecosystem":"Maven","name":"nobody:nothing"},"versions":["1"]}]}' \
  >"$home/region/vulnerabilities/BENCH-1.json"
echo "$pushes pushes at pace $pace, $(nproc) processors, $(date -u +%Y-%m-%d)"
printf '%-8s %12s %8s %8s %10s %10s %12s\n' push 'all traffic' maven waits overhead 'old gone' 'image bytes'
for push in $(seq 0 "$pushes"); do
  line="A little room, number $push"
  sed -i "s#<h1>.*</h1>#<h1>$line</h1>#" "$work/checkout/app/src/main/resources/web/index.html"
  git -C "$work/checkout" commit -qam "$line" --allow-empty
  before=$(du -sb "$home/region/images" | cut -f1)
  began=$EPOCHREALTIME
  "$work/checkout/shang" push HEAD --pace "$pace" --home "$home" 2>&1 |
    while IFS= read -r said; do printf '%s %s\n' "$EPOCHREALTIME" "$said"; done >"$work/push.$push.log" ||
    { grep 'ERROR.*Test' "$work/push.$push.log" || true; tail -n 40 "$work/push.$push.log"; exit 1; }
  ended=$EPOCHREALTIME
  after=$(du -sb "$home/region/images" | cut -f1)
  grep -q "$line" <(curl -s "http://127.0.0.1:23080/") || { echo "the site does not serve it"; exit 1; }
  awk -v push="$push" -v began="$began" -v ended="$ended" -v bytes=$((after - before)) -v pace="$pace" '
    function clock(text, part) { split(text, part, ":"); return part[1] * 3600 + part[2] * 60 + part[3] }
    # The command of Maven as the build tells it, with the start of its JVM; elsewhere what Maven says itself.
    $2 == "[Container]" && /Running command/ { if (run) maven += clock($4) - run; run = $7 == "mvn" ? clock($4) : 0 }
    !run && match($0, /Total time: +[0-9.:]+ (s|min)/) {
      split(substr($0, RSTART, RLENGTH), part, " +"); value = part[3]
      if (part[4] == "min") { split(value, minutes, ":"); value = minutes[1] * 60 + minutes[2] }
      maven += value
    }
    /green weight: +100 %/ { all = $1 - began }
    END {
      waits = 300 / pace
      printf "%-8s %12.1f %8.1f %8.1f %10.1f %10.1f %12d\n", push == 0 ? "first" : push, all, maven, waits, all - maven - waits, ended - began, bytes
    }
  ' "$work/push.$push.log"
done
