# Shared by ./spillway and ./test: the SDK, the build lock and the stamp of the last good build. Sourced with $root set to the checkout.
# shellcheck shell=bash

# The program's own output is the contract: no banners, no telemetry, no first-run steps, messages in one language.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true DOTNET_CLI_UI_LANGUAGE=en
# Build servers would outlive us, holding memory and, for a caller who captures our output, the pipe.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# The CLI refuses to start without a home; containers and service units may have none.
[ -n "${HOME:-}" ] || export DOTNET_CLI_HOME=$root/artifacts/home HOME=$root/artifacts/home

artifacts=$root/artifacts
build_stamp=$artifacts/.build-stamp
cli_program=$artifacts/bin/Spillway.Cli/release/spillway.dll

die() { # exit code, message
  printf 'spillway: %s\n' "$2" >&2
  exit "$1"
}

require_dotnet() {
  dotnet=$(command -v dotnet) || die 2 "'dotnet' is not on the PATH; install the .NET SDK 10 from https://dotnet.microsoft.com/download/dotnet/10.0"
}

require_sdk() {
  # Run where global.json is, so that the SDK that will build is the one that answers.
  local version
  version=$(cd "$root" && "$dotnet" --version 2>/dev/null) || version=
  case $version in
    10.*) ;;
    *) die 2 "$dotnet has no SDK 10 (${version:-no SDK that global.json accepts}); install it from https://dotnet.microsoft.com/download/dotnet/10.0" ;;
  esac
}

# Whether the last good build is still good: nothing it read is newer, and the same dotnet is in use. Takes milliseconds, where MSBuild takes seconds.
build_is_current() {
  [ -f "$cli_program" ] && [ -f "$build_stamp" ] || return 1
  local builder
  read -r builder <"$build_stamp" || return 1
  [ "$builder" = "$dotnet" ] || return 1
  local inputs=() input
  for input in src policies scenarios Directory.Build.props Directory.Build.targets Directory.Packages.props global.json nuget.config \
    .editorconfig BannedSymbols.txt web/src web/report.html web/one-page.ts web/vite.config.ts web/tsconfig.json web/package.json \
    web/package-lock.json web/build.mjs web/web.targets; do
    [ -e "$root/$input" ] && inputs+=("$root/$input")
  done
  # A folder is newer once a file in it came, went or was renamed.
  [ -z "$(find "${inputs[@]}" -newer "$build_stamp" -print -quit)" ] || return 1
  # A build before Node was there has no report page; the first one after it has.
  [ -f "${cli_program%/*}/web/report.html" ] || ! has_node
}

# Whether Node can build the report page: 20.19 or later.
has_node() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  [[ $version =~ ^v([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 20 || (BASH_REMATCH[1] == 20 && BASH_REMATCH[2] >= 19)))
}

# Runs a build function alone among the launchers and test runs of this checkout, and stamps it with the time before it began:
# what changes while it runs is built again by the next one. The build must not inherit the lock, or a child that stays would keep it.
build_locked() { # function to run
  mkdir -p "$artifacts"
  exec 9>"$artifacts/.build-lock"
  if command -v flock >/dev/null; then flock 9; fi # without it (macOS) two first builds at once are the user's to avoid
  local status=0
  if ! { [ "$1" = build_cli ] && build_is_current; }; then
    local stamp=$build_stamp.$$
    printf '%s\n' "$dotnet" >"$stamp"
    if "$1" 9>&-; then
      mv -f "$stamp" "$build_stamp"
    else
      status=$?
      rm -f "$stamp"
    fi
  fi
  exec 9>&-
  return "$status"
}
