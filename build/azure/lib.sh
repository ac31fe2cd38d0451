# shellcheck shell=bash
# Read by the scripts beside it.

# Says what is wrong and what to do, and ends.
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Every script takes the same two names, anywhere on its command line; what else stands there is left in `rest`.
read_names() {
  resource_group="${INKROOM_RESOURCE_GROUP:-}"
  name="${INKROOM_APP_NAME:-}"
  rest=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --group)
        [ $# -ge 2 ] || die "--group needs the name of a resource group."
        resource_group="$2"
        shift 2
        ;;
      --name)
        [ $# -ge 2 ] || die "--name needs the name of the app."
        name="$2"
        shift 2
        ;;
      *)
        rest+=("$1")
        shift
        ;;
    esac
  done
  [ -n "$resource_group" ] || die "Name the resource group: --group GROUP, or INKROOM_RESOURCE_GROUP."
  [ -n "$name" ] || die "Name the app: --name NAME, or INKROOM_APP_NAME. It becomes https://NAME.azurewebsites.net."
  [[ "$name" =~ ^[a-z][a-z0-9-]{1,38}[a-z0-9]$ ]] || die "The name \"$name\" cannot be used: 3 to 40 lower-case letters, digits and dashes, a letter first."
}

need_az() {
  command -v az >/dev/null 2>&1 || die "The Azure command line is missing. Install it: https://learn.microsoft.com/cli/azure/install-azure-cli"
  az account show --output none 2>/dev/null || die "Nobody is signed in. Run: az login"
}
