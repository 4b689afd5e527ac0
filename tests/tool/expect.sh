# Helpers of the shell tests. A test sources this file, calls expect, and ends with finish.
export NO_COLOR=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
checks=0 wrong=0

fail() {
  wrong=$((wrong + 1))
  printf 'FAIL %s\n' "$@"
}

# expect STATUS TEXT COMMAND...: the command ends with that status and says that text.
expect() {
  local status=$1 text=$2 output actual
  shift 2
  output=$("$@" 2>&1 </dev/null)
  actual=$?
  checks=$((checks + 1))
  [ "$actual" = "$status" ] || fail "exit status $actual instead of $status: $*" "$output"
  case $output in
    *"$text"*) ;;
    *) fail "'$text' is not in what this says: $*" "$output" ;;
  esac
}

# expect_plain COMMAND...: no escape character in what it says.
expect_plain() {
  checks=$((checks + 1))
  case $(env -u NO_COLOR "$@" 2>&1 </dev/null) in
    *$'\033'*) fail "colours although this is no terminal: $*" ;;
  esac
}

finish() {
  echo "$checks checks, $wrong wrong"
  [ "$wrong" = 0 ]
}
