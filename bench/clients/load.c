// A closed loop over kept connections: each sends its next request when the answer to the last has come.
//   load [options] PORT PATH
//     --connections N     default 64             --seconds S         default 5
//     --method M          default POST           --body TEXT         sent as JSON
//     --header 'K: V'     may be repeated        --ok LIST           statuses that count as answered, default 200,201
//     --first N           number of the first request, default 0
//     --values FILE       line n is the value {v} of request n; the run ends when they are used up
//     --tokens FILE       line n is the bearer token of request n, in turn
//     --groups G          request n is made by one of the two tokens of group n mod G (lines 2g and 2g + 1), alternating
//     --chats C           {c} is n mod C; default 1
// {n}, {c} and {v} in PATH and TEXT are filled in. Prints one line of JSON.
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "client.h"

enum { room = 1 << 20, most_connections = 1024 };

struct connection {
  int file;
  double sent;
  size_t received;
  char *bytes;
};

static int port, connections = 64;
static double seconds = 5;
static const char *path, *method = "POST", *body, *accepted = "200,201";
static char headers[4096];
static struct lines values, tokens;
static long first, next_request, groups, chats = 1;
static long answered, refused, statuses[600];
static struct samples times;

static const char *token_of(long number) {
  if (tokens.count == 0) return NULL;
  long at = groups ? number % groups * 2 + number / groups % 2 : number;
  return tokens.at[at % tokens.count];
}

// Sends the next request; returns 0 when there is none.
static int send_next(struct connection *connection) {
  static char filled[8192], text[65536], bytes[131072];
  long number = next_request;
  if (values.count && number >= values.count) return 0;
  next_request++;
  struct fields fields = {.n = number, .c = number % chats, .v = values.count ? values.at[number] : NULL};
  fill(filled, sizeof filled, path, &fields);
  if (body) fill(text, sizeof text, body, &fields);
  size_t length = request(bytes, sizeof bytes, method, filled, headers, token_of(number), body ? text : NULL);
  connection->sent = now();
  if (write(connection->file, bytes, length) != (ssize_t)length) fail("a request could not be sent: %s", strerror(errno));
  return 1;
}

static int counts_as_answered(int status) {
  char text[16];
  snprintf(text, sizeof text, "%d", status);
  return strstr(accepted, text) != NULL;
}

// Reads what is there; returns 1 when the answer is whole.
static int take_answer(struct connection *connection) {
  ssize_t length = read(connection->file, connection->bytes + connection->received, room - 1 - connection->received);
  if (length < 0 && errno == EAGAIN) return 0;
  if (length <= 0) fail("the server closed a connection after %ld answers", answered);
  connection->received += (size_t)length;
  connection->bytes[connection->received] = 0;
  int status = 0;
  size_t whole = answer_length(connection->bytes, connection->received, &status);
  if (!whole) {
    if (connection->received >= room - 1) fail("an answer is longer than %d bytes", room);
    return 0;
  }
  add_sample(&times, now() - connection->sent);
  connection->received = 0;
  statuses[status < 600 ? status : 599]++;
  if (counts_as_answered(status)) {
    answered++;
  } else if (refused++ == 0) {
    fprintf(stderr, "first refusal: %.400s\n", connection->bytes);
  }
  return 1;
}

static void establish(struct connection *all, int poll) {
  for (int at = 0; at < connections; at++) {
    all[at] = (struct connection){.file = dial(port), .bytes = malloc(room)};
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = &all[at]};
    epoll_ctl(poll, EPOLL_CTL_ADD, all[at].file, &event);
    if (epoll_wait(poll, &event, 1, 5000) != 1 || event.events & (EPOLLERR | EPOLLHUP)) fail("nobody listens on port %d", port);
    event = (struct epoll_event){.events = EPOLLIN, .data.ptr = &all[at]};
    epoll_ctl(poll, EPOLL_CTL_MOD, all[at].file, &event);
  }
}

// Runs the loop; returns how long it took.
static double run(struct connection *all, int poll) {
  struct epoll_event events[256];
  double began = now(), end = began + seconds;
  int waiting = 0;
  for (int at = 0; at < connections; at++) waiting += send_next(&all[at]);
  while (waiting > 0) {
    int count = epoll_wait(poll, events, 256, 10000);
    if (count == 0) fail("no answer for 10 seconds after %ld answers", answered);
    for (int at = 0; at < count; at++) {
      struct connection *connection = events[at].data.ptr;
      if (take_answer(connection) && (now() >= end || !send_next(connection))) waiting--;
    }
  }
  return now() - began;
}

static void report(double took) {
  printf("{\"answered\":%ld,\"refused\":%ld,\"next\":%ld,\"seconds\":%.3f,\"perSecond\":%.1f,", answered, refused,
         next_request, took, (double)answered / took);
  printf("\"p50\":%.3f,\"p99\":%.3f,\"worst\":%.3f,\"statuses\":{", milliseconds_at(&times, 0.5),
         milliseconds_at(&times, 0.99), milliseconds_at(&times, 1));
  const char *comma = "";
  for (int status = 0; status < 600; status++) {
    if (!statuses[status]) continue;
    printf("%s\"%d\":%ld", comma, status, statuses[status]);
    comma = ",";
  }
  printf("}}\n");
}

static void read_options(int count, char **arguments) {
  static const struct option options[] = {
      {"connections", 1, 0, 'c'}, {"seconds", 1, 0, 's'}, {"method", 1, 0, 'm'}, {"body", 1, 0, 'b'},
      {"header", 1, 0, 'h'},      {"ok", 1, 0, 'o'},      {"first", 1, 0, 'f'},  {"values", 1, 0, 'v'},
      {"tokens", 1, 0, 't'},      {"groups", 1, 0, 'g'},  {"chats", 1, 0, 'k'},  {0}};
  for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
    switch (option) {
      case 'c': connections = atoi(optarg); break;
      case 's': seconds = atof(optarg); break;
      case 'm': method = optarg; break;
      case 'b': body = optarg; break;
      case 'h': strcat(strcat(headers, optarg), "\r\n"); break;
      case 'o': accepted = optarg; break;
      case 'f': first = atol(optarg); break;
      case 'v': values = read_lines(optarg); break;
      case 't': tokens = read_tokens(optarg); break;
      case 'g': groups = atol(optarg); break;
      case 'k': chats = atol(optarg); break;
      default: exit(2);
    }
  }
  if (optind + 2 != count || connections < 1 || connections > most_connections || chats < 1)
    fail("usage: load [options] PORT PATH; the options stand at the head of load.c");
  port = atoi(arguments[optind]);
  path = arguments[optind + 1];
  if (body) strcat(headers, "Content-Type: application/json\r\n");
  next_request = first;
}

int main(int count, char **arguments) {
  read_options(count, arguments);
  allow_many_files();
  static struct connection all[most_connections];
  int poll = epoll_create1(0);
  establish(all, poll);
  report(run(all, poll));
}
