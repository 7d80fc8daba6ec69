// The least that one process with one connection to SQLite can do, durably (WAL, synchronous=FULL).
//   sqlite_floor [--seconds S] [--rows N] [--batch N] WHAT DATABASE
//     bare     one UPDATE that claims a row, the table with one index
//     accept   the claim and its history row, with the columns and indexes that the program's Activities have
//     inbound  one message of a platform, stored under its unique key
// BATCH of them share a commit, 1 by default. The database is made anew. Prints one line of JSON; times are those of a
// whole transaction.
#include <getopt.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../clients/client.h"

static sqlite3 *database;
static double seconds = 2;
static long rows = 200000, batch = 1;

static void execute(const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(database, sql, NULL, NULL, &message)) fail("%s: %s", sql, message);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL)) fail("%s: %s", sql, sqlite3_errmsg(database));
  return statement;
}

// Runs a statement to its end; returns how many rows it gave.
static long run(sqlite3_stmt *statement) {
  long count = 0;
  int result;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) count++;
  if (result != SQLITE_DONE) fail("%s: %s", sqlite3_sql(statement), sqlite3_errmsg(database));
  sqlite3_reset(statement);
  return count;
}

// An id that looks like the program's: 36 characters, later ones sort later.
static void bind_id(sqlite3_stmt *statement, int place, long number) {
  char id[64];
  snprintf(id, sizeof id, "%08lx-%04lx-7000-8000-%012lx", 0x19a00000 + number / 65536, number % 65536, number);
  sqlite3_bind_text(statement, place, id, -1, SQLITE_TRANSIENT);
}

static void create(const char *path) {
  const char *ends[] = {"", "-wal", "-shm"};
  for (int at = 0; at < 3; at++) {
    char name[4096];
    snprintf(name, sizeof name, "%s%s", path, ends[at]);
    unlink(name);
  }
  if (sqlite3_open(path, &database)) fail("%s: %s", path, sqlite3_errmsg(database));
  execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824;"
          "PRAGMA wal_autocheckpoint=4000");
  execute("CREATE TABLE activities (id text PRIMARY KEY, type text, subject text, status text, version bigint,"
          " channel_id text, messenger text, chat_id text, chat_external_id text, contact_id text, queue_id text,"
          " designated_id text, owner_id text, created_at bigint, due_at bigint, updated_at bigint, closed_at bigint,"
          " missed_count bigint, missed_reason text, missed_at bigint, last_text text, accepted_by text,"
          " accepted_at bigint, acceptance_number bigint, result text, notes text, search_text text);"
          "CREATE TABLE history (position integer PRIMARY KEY AUTOINCREMENT, chat_id text, activity_id text,"
          " message_id text, what text, at bigint, by_id text, detail text);"
          "CREATE TABLE inbound (position integer PRIMARY KEY AUTOINCREMENT, channel_id text, key text, body text,"
          " received_at bigint, state text, failure text);");
}

static void add_activities(void) {
  sqlite3_stmt *insert = prepare(
      "INSERT INTO activities VALUES ($1, 'Webitel missed chat', 'Missed chat of a customer', 'not_started', 1,"
      " 'channel', 'Telegram', $1, $2, $1, 'queue-' || $2 % 500, NULL, NULL, $2, $2 + 86400000, $2, NULL, 1, 'no_answer', $2,"
      " 'Is anybody there? I have a question about my order', NULL, NULL, 0, NULL, '', 'missed chat of a customer')");
  execute("BEGIN");
  for (long number = 0; number < rows; number++) {
    bind_id(insert, 1, number);
    sqlite3_bind_int64(insert, 2, 1700000000000 + number);
    run(insert);
  }
  execute("COMMIT");
  sqlite3_finalize(insert);
}

static void add_indexes(int all) {
  execute("CREATE INDEX activities_status_order ON activities (status, created_at, id)");
  if (!all) return;
  execute("CREATE UNIQUE INDEX activities_open ON activities (channel_id, chat_external_id)"
          " WHERE status IN ('not_started', 'in_progress');"
          "CREATE INDEX activities_queue ON activities (queue_id, status, created_at, id);"
          "CREATE INDEX activities_owner ON activities (owner_id, status, created_at, id) WHERE owner_id IS NOT NULL;"
          "CREATE INDEX activities_chat ON activities (chat_id);"
          "CREATE INDEX activities_contact ON activities (contact_id, created_at);"
          "CREATE INDEX history_activity ON history (activity_id, position) WHERE activity_id IS NOT NULL;"
          "CREATE INDEX history_chat ON history (chat_id, position) WHERE chat_id IS NOT NULL;");
}

// Does the thing for one number; returns 0 when it could not be done.
static sqlite3_stmt *first, *second;

static long claim(long number) {
  bind_id(first, 1, number);
  long won = run(first);
  if (!second) return won;
  bind_id(second, 1, number);
  run(second);
  return won;
}

static long store(long number) {
  sqlite3_bind_int64(first, 1, number);
  return run(first);
}

static long (*prepare_to(const char *what))(long) {
  if (!strcmp(what, "inbound")) {
    execute("CREATE UNIQUE INDEX inbound_key ON inbound (channel_id, key) WHERE key IS NOT NULL;"
            "CREATE INDEX inbound_pending ON inbound (position) WHERE state = 'pending'");
    first = prepare("INSERT INTO inbound (channel_id, key, body, received_at, state) VALUES ('channel', $1, '{\"update_id\":' || $1 ||"
                    " ',\"message\":{\"message_id\":1,\"from\":{\"id\":77,\"is_bot\":false,\"first_name\":\"Olena\"},\"chat\":{\"id\":77,"
                    "\"type\":\"private\"},\"date\":1700000000,\"text\":\"Is anybody there?\"}}', 1700000000000, 'pending')"
                    " ON CONFLICT (channel_id, key) WHERE key IS NOT NULL DO NOTHING RETURNING position");
    return store;
  }
  int all = !strcmp(what, "accept");
  if (!all && strcmp(what, "bare")) fail("no floor is called %s", what);
  add_activities();
  add_indexes(all);
  first = prepare("UPDATE activities SET status = 'in_progress', owner_id = 'operator', accepted_by = 'operator',"
                  " accepted_at = 1700000000000, acceptance_number = acceptance_number + 1, version = version + 1"
                  " WHERE id = $1 AND status = 'not_started' RETURNING chat_id");
  if (all)
    second = prepare("INSERT INTO history (chat_id, activity_id, what, at, by_id, detail)"
                     " VALUES ($1, $1, 'accepted', 1700000000000, 'operator', '1')");
  return claim;
}

static void measure(const char *what, long (*act)(long)) {
  sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
  struct samples times = {0};
  long done = 0, number = 0;
  double began = now(), end = began + seconds, started;
  long most = act == store ? __LONG_MAX__ : rows;
  while ((started = now()) < end && number + batch <= most) {
    run(begin);
    for (long at = 0; at < batch; at++) done += act(number++);
    run(commit);
    add_sample(&times, now() - started);
  }
  double took = now() - began;
  if (done != number) fail("%ld of %ld could not be done", number - done, number);
  printf("{\"floor\":\"%s\",\"batch\":%ld,\"done\":%ld,\"seconds\":%.3f,\"perSecond\":%.1f,\"p50\":%.3f,\"p99\":%.3f}\n", what,
         batch, done, took, (double)done / took, milliseconds_at(&times, 0.5), milliseconds_at(&times, 0.99));
}

int main(int count, char **arguments) {
  static const struct option options[] = {{"seconds", 1, 0, 's'}, {"rows", 1, 0, 'r'}, {"batch", 1, 0, 'b'}, {0}};
  for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
    if (option == 's') seconds = atof(optarg);
    if (option == 'r') rows = atol(optarg);
    if (option == 'b') batch = atol(optarg);
  }
  if (optind + 2 != count || batch < 1) fail("usage: sqlite_floor [--seconds S] [--rows N] [--batch N] bare|accept|inbound DATABASE");
  const char *what = arguments[optind];
  create(arguments[optind + 1]);
  long (*act)(long) = prepare_to(what);
  execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL");
  measure(what, act);
}
