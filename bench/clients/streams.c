// Times a fan-out: opens event streams, each of another operator, triggers one event after another by a POST, and
// measures when the last stream had it.
//   streams [--settle S] [--pause S] [--timeout S] [--pid PID] PORT STREAM_PATH TRIGGER_PATH VALUES TOKENS COUNT
// Stream n is opened with line n of TOKENS. For each line {v} of VALUES the trigger is sent with line n of TOKENS to
// TRIGGER_PATH; a stream has the event when it received the value. With --pid the memory of that process is read while
// all streams are open. Prints one line of JSON; ends with status 1 if an event did not reach all.
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "client.h"

enum { read_room = 65536, most_value = 128, most_streams = 20000, opening_at_once = 200 };

struct stream {
  int file;
  long number;
  int open;            // its answer has begun
  long seen;           // the last event that it had, counted from 1
  char tail[most_value];  // the last bytes before the next read, so that a value in two parts is found
  size_t kept;
};

static struct stream *streams, control;
static int poll_file, port;
static double settle = 1, pause_between = 0.02, most_wait = 5;
static long process, stream_count, bytes_received;
static struct samples firsts, medians, lasts;

static void watch(struct stream *stream) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = stream};
  epoll_ctl(poll_file, EPOLL_CTL_ADD, stream->file, &event);
}

// Connects and sends, once the connection is established.
static void send_request(struct stream *stream, const char *method, const char *path, const char *headers, const char *token) {
  char bytes[8192];
  size_t length = request(bytes, sizeof bytes, method, path, headers, token, NULL);
  for (int tries = 0; tries < 5000; tries++) {
    ssize_t sent = write(stream->file, bytes, length);
    if (sent == (ssize_t)length) return;
    if (errno != EAGAIN && errno != ENOTCONN) break;
    usleep(1000);
  }
  fail("a request could not be sent to port %d: %s", port, strerror(errno));
}

// Reads what is there. Returns 1 if the value, where one is looked for, was in it.
static int take(struct stream *stream, const char *value) {
  static char bytes[most_value + read_room];
  memcpy(bytes, stream->tail, stream->kept);
  ssize_t length = read(stream->file, bytes + stream->kept, read_room);
  if (length < 0 && errno == EAGAIN) return 0;
  if (length <= 0) fail("the server closed stream %ld", stream->number);
  if (!stream->open) {
    if (length < 12 || strncmp(bytes + 8, " 200", 4)) fail("stream %ld was refused: %.200s", stream->number, bytes);
    stream->open = 1;
  }
  bytes_received += length;
  size_t whole = stream->kept + (size_t)length, size = value ? strlen(value) : 1;
  int found = value && memmem(bytes, whole, value, size);
  stream->kept = whole < size - 1 ? whole : size - 1;
  memcpy(stream->tail, bytes + whole - stream->kept, stream->kept);
  return found;
}

// Takes what comes for a while without looking at it.
static void drain(double seconds) {
  struct epoll_event events[512];
  for (double end = now() + seconds, left; (left = end - now()) > 0;) {
    int count = epoll_wait(poll_file, events, 512, (int)(left * 1000) + 1);
    for (int at = 0; at < count; at++) take(events[at].data.ptr, NULL);
  }
}

static void open_streams(const char *path, struct lines tokens) {
  struct epoll_event events[512];
  long begun = 0, open = 0;
  double last_progress = now();
  while (open < stream_count) {
    while (begun < stream_count && begun - open < opening_at_once) {
      struct stream *stream = &streams[begun];
      *stream = (struct stream){.file = dial(port), .number = begun};
      send_request(stream, "GET", path, "Accept: text/event-stream\r\n", tokens.at[begun % tokens.count]);
      watch(stream);
      begun++;
    }
    int count = epoll_wait(poll_file, events, 512, 100);
    for (int at = 0; at < count; at++) {
      struct stream *stream = events[at].data.ptr;
      int before = stream->open;
      take(stream, NULL);
      open += stream->open - before;
      if (stream->open > before) last_progress = now();
    }
    if (now() - last_progress > 10) fail("only %ld of %ld streams could be opened", open, stream_count);
  }
}

// The resident memory of the process that is measured, in bytes.
static long resident(void) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%ld/status", process);
  FILE *file = process ? fopen(path, "r") : NULL;
  if (!file) return 0;
  long kibibytes = 0;
  while (fgets(line, sizeof line, file)) sscanf(line, "VmRSS: %ld", &kibibytes);
  fclose(file);
  return kibibytes * 1024;
}

// Waits until all streams had the event; returns how many had it before the time was over.
static long collect(long event, const char *value, double sent) {
  struct epoll_event events[512];
  struct samples times = {0};
  while (times.count < stream_count && now() - sent < most_wait) {
    int count = epoll_wait(poll_file, events, 512, 100);
    for (int at = 0; at < count; at++) {
      struct stream *stream = events[at].data.ptr;
      if (!take(stream, value) || stream == &control || stream->seen == event) continue;
      stream->seen = event;
      add_sample(&times, now() - sent);
    }
  }
  long had = times.count;
  if (had == stream_count) {
    add_sample(&firsts, milliseconds_at(&times, 0));
    add_sample(&medians, milliseconds_at(&times, 0.5));
    add_sample(&lasts, milliseconds_at(&times, 1));
  }
  free(times.at);
  return had;
}

static void read_options(int count, char **arguments) {
  static const struct option options[] = {
      {"settle", 1, 0, 's'}, {"pause", 1, 0, 'p'}, {"timeout", 1, 0, 't'}, {"pid", 1, 0, 'i'}, {0}};
  for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
    if (option == 's') settle = atof(optarg);
    if (option == 'p') pause_between = atof(optarg);
    if (option == 't') most_wait = atof(optarg);
    if (option == 'i') process = atol(optarg);
  }
  if (optind + 6 != count) fail("usage: streams [options] PORT STREAM_PATH TRIGGER_PATH VALUES TOKENS COUNT");
}

int main(int count, char **arguments) {
  read_options(count, arguments);
  arguments += optind;
  struct lines values = read_lines(arguments[3]), tokens = read_tokens(arguments[4]);
  port = atoi(arguments[0]);
  stream_count = atol(arguments[5]);
  if (stream_count < 1 || stream_count > most_streams) fail("between 1 and %d streams", most_streams);
  streams = calloc((size_t)stream_count, sizeof *streams);
  allow_many_files();
  poll_file = epoll_create1(0);
  double began = now();
  open_streams(arguments[1], tokens);
  double opening = now() - began;
  drain(settle);
  long memory = resident(), complete = 0;
  control = (struct stream){.file = dial(port), .number = -1, .open = 1};
  watch(&control);
  bytes_received = 0;
  for (long event = 1; event <= values.count; event++) {
    const char *value = values.at[event - 1];
    char path[4096];
    if (strlen(value) >= most_value) fail("a value is longer than %d bytes", most_value);
    fill(path, sizeof path, arguments[2], &(struct fields){.n = event, .v = value});
    double sent = now();
    send_request(&control, "POST", path, "Accept: application/json\r\n", tokens.at[(event - 1) % tokens.count]);
    long had = collect(event, value, sent);
    if (had == stream_count) complete++;
    else fprintf(stderr, "event %ld reached %ld of %ld streams\n", event, had, stream_count);
    drain(pause_between);
  }
  printf("{\"streams\":%ld,\"events\":%ld,\"complete\":%ld,\"opening\":%.3f,\"memory\":%ld,\"bytesPerEvent\":%.1f,", stream_count,
         values.count, complete, opening, memory, (double)bytes_received / (double)values.count / (double)stream_count);
  printf("\"first\":%.3f,\"p50\":%.3f,\"last\":%.3f,\"worstLast\":%.3f}\n", milliseconds_at(&firsts, 0.5) / 1000,
         milliseconds_at(&medians, 0.5) / 1000, milliseconds_at(&lasts, 0.5) / 1000, milliseconds_at(&lasts, 1) / 1000);
  return complete == values.count ? 0 : 1;
}
