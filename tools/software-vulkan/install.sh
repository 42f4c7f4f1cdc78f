#!/usr/bin/env bash
# Installs a software Vulkan driver (Mesa's lavapipe) and the Vulkan loader, so that the WebGPU backend runs and is tested
# without a GPU. Debian and Ubuntu, as root. Exits 0 when a driver that the backend can use is there, with its manifest's
# path on standard output; else 1, saying what is missing.
set -euo pipefail

# onnxruntime's WebGPU provider refuses lavapipe older than this (its adapter lacks dynamic indexing of uniform arrays).
oldest_mesa=23

manifest() {
  local file
  for file in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    if [ -e "$file" ]; then
      echo "$file"
      return 0
    fi
  done
  return 1
}

mesa_major() {
  dpkg-query --show --showformat='${Version}' mesa-vulkan-drivers 2>/dev/null | sed -E 's/^([0-9]+:)?([0-9]+).*/\2/'
}

usable() {
  manifest >/dev/null && [ -n "$(mesa_major)" ] && [ "$(mesa_major)" -ge "$oldest_mesa" ]
}

if usable; then
  manifest
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "software Vulkan: not root. Ask an administrator to run tools/software-vulkan/install.sh" >&2
  exit 1
fi
if ! command -v apt-get >/dev/null; then
  echo "software Vulkan: no apt-get here. Install Mesa's lavapipe ($oldest_mesa or newer) and a Vulkan loader by hand" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
quiet=(-qq -o=Dpkg::Use-Pty=0 --no-install-recommends -y)
apt-get update -qq >&2
candidate=$(apt-cache policy mesa-vulkan-drivers | sed -nE 's/^ *Candidate: ([0-9]+:)?([0-9]+).*/\2/p')
if [ "${candidate:-0}" -ge "$oldest_mesa" ]; then
  apt-get install "${quiet[@]}" mesa-vulkan-drivers libvulkan1 >&2
else
  # The release's own Mesa is too old: its backports have a newer one, on the mirror that this machine already uses.
  # shellcheck disable=SC1091
  . /etc/os-release
  suite="${VERSION_CODENAME:?no release name in /etc/os-release}-backports"
  if ! apt-cache policy | grep -q "n=$suite"; then
    mirror=$(apt-cache policy | sed -nE "s|^ +[0-9]+ (https?://[^ ]+) ${VERSION_CODENAME}/main .*|\1|p" | head -n 1)
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    echo "deb [signed-by=$keyring] ${mirror:?no mirror of $VERSION_CODENAME in the package sources} $suite main" \
      >/etc/apt/sources.list.d/software-vulkan-backports.list
    apt-get update -qq >&2
  fi
  apt-get install "${quiet[@]}" -t "$suite" mesa-vulkan-drivers libvulkan1 >&2
fi

if ! usable; then
  echo "software Vulkan: mesa-vulkan-drivers $(mesa_major) holds no usable lavapipe (needs $oldest_mesa or newer)" >&2
  exit 1
fi
manifest
