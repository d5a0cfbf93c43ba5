# Runs the program given as words, deaf to the terminal's Ctrl-C and hang-up, until it ends, is told to end (TERM), or the one who
# started this script is gone: then standard input, a pipe that nobody writes to, closes.
trap '' INT HUP
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
trap 'kill "$program" 2>/dev/null' TERM
{
  trap - TERM
  read -r _ <&3
  kill "$program" 2>/dev/null
} &
watch=$!
exec 3<&-
wait "$program"
code=$?
while kill -0 "$program" 2>/dev/null; do
  wait "$program"
  code=$?
done
kill "$watch" 2>/dev/null
exit "$code"
