# Sourced by scripts/demo and scripts/test, which then stand in the project's folder.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Says what starts now, and ends the step before with the seconds it took.
step() {
  end_step
  step_name=$1 step_start=$SECONDS
  printf '\n== %s\n' "$1"
}
end_step() {
  [[ -z ${step_name:-} ]] || printf '== %s: %d s\n' "$step_name" "$((SECONDS - step_start))"
  step_name=
}
trap '[[ -z ${step_name:-} ]] || printf "\n== stopped in: %s\n" "$step_name" >&2' EXIT

# Run through sudo in a tree of one's own, only the packages are root's business: what is built belongs to the owner.
back_to_owner() {
  if [[ $EUID -eq 0 && ${SUDO_UID:-0} -ne 0 && $(stat -c %u .) == "$SUDO_UID" ]]; then
    trap - EXIT
    exec sudo -H -u "#$SUDO_UID" -- "$@"
  fi
}

# configure_and_build PRESET
configure_and_build() {
  step "configuring build/$1"
  cmake --preset "$1" --log-level=NOTICE
  step "compiling build/$1"
  cmake --build --preset "$1"
}
