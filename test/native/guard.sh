# Runs one throw-away server for as long as standard input stays open. Whoever started it holds the other end,
# so that the server and its files go away however that process ends, SIGKILL included.
# Arguments: directory, folder of programs, host authentication, then arguments of postgres.
directory=$1 bin=$2 auth=$3
shift 3
trap 'rm -rf -- "$directory"' EXIT

# --locale=C keeps the order of names equal on every machine.
"$bin/initdb" -D "$directory/data" -U postgres -E UTF8 --locale=C --no-sync --auth-local=trust --auth-host="$auth" \
  --pwfile="$directory/password" </dev/null >"$directory/log" 2>&1 || { cat "$directory/log" >&2; exit 1; }

# The shell reports a killed child on standard error; once nobody reads that, the report would end the guard (SIGPIPE).
exec 2>/dev/null
"$bin/postgres" -D "$directory/data" "$@" </dev/null >>"$directory/log" 2>&1 &
server=$!
read -r _
# QUIT is the immediate shutdown: nothing of the data is kept, so a last checkpoint would be wasted.
# The shell starts its background jobs deaf to QUIT, which TERM covers until the server listens to both.
kill -TERM "$server"
kill -QUIT "$server"
wait "$server"
exit 0
