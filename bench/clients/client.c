#define _GNU_SOURCE
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

struct lines read_lines(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail("%s: %s", path, strerror(errno));
  struct lines lines = {0};
  long room = 0;
  char *line = NULL;
  size_t size = 0;
  for (ssize_t length; (length = getline(&line, &size, file)) >= 0;) {
    while (length > 0 && strchr("\r\n", line[length - 1])) line[--length] = 0;
    if (length == 0) continue;
    if (lines.count == room) lines.at = realloc(lines.at, (size_t)(room = room ? room * 2 : 1024) * sizeof *lines.at);
    lines.at[lines.count++] = strdup(line);
  }
  free(line);
  fclose(file);
  if (lines.count == 0) fail("%s: empty", path);
  return lines;
}

struct lines read_tokens(const char *path) {
  static const char field[] = "Authorization: Bearer ";
  struct lines tokens = read_lines(path);
  for (long at = 0; at < tokens.count; at++) {
    if (!strncmp(tokens.at[at], field, sizeof field - 1)) tokens.at[at] += sizeof field - 1;
  }
  return tokens;
}

size_t fill(char *out, size_t room, const char *template, const struct fields *fields) {
  size_t length = 0;
  for (const char *at = template; *at;) {
    char number[24];
    const char *text = NULL;
    if (at[0] == '{' && at[1] && at[2] == '}') {
      if (at[1] == 'v') text = fields->v ? fields->v : "";
      if (at[1] == 'n' || at[1] == 'c') {
        snprintf(number, sizeof number, "%ld", at[1] == 'n' ? fields->n : fields->c);
        text = number;
      }
    }
    size_t size = text ? strlen(text) : 1;
    if (length + size >= room) fail("a template grows beyond %zu bytes", room);
    memcpy(out + length, text ? text : at, size);
    length += size;
    at += text ? 3 : 1;
  }
  out[length] = 0;
  return length;
}

size_t request(char *out, size_t room, const char *method, const char *path, const char *headers, const char *token,
               const char *body) {
  size_t size = body ? strlen(body) : 0;
  int length = snprintf(out, room, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s%s%s", method, path, headers ? headers : "",
                        token ? "Authorization: Bearer " : "", token ? token : "", token ? "\r\n" : "");
  if (strcmp(method, "GET")) length += snprintf(out + length, room - (size_t)length, "Content-Length: %zu\r\n", size);
  length += snprintf(out + length, room - (size_t)length, "\r\n%s", body ? body : "");
  if ((size_t)length >= room) fail("a request grows beyond %zu bytes", room);
  return (size_t)length;
}

int dial(int port) {
  int file = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  if (file < 0) fail("socket: %s", strerror(errno));
  setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(file, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
    fail("connect: %s", strerror(errno));
  return file;
}

void allow_many_files(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// The length of a chunked body, or 0 while its last chunk is not there.
static size_t chunked_length(const char *body, size_t length) {
  for (size_t at = 0; at < length;) {
    const char *end = memmem(body + at, length - at, "\r\n", 2);
    if (!end) return 0;
    size_t size = strtoul(body + at, NULL, 16);
    at = (size_t)(end - body) + 2 + size + 2;
    if (size == 0) return at <= length ? at : 0;
  }
  return 0;
}

size_t answer_length(char *bytes, size_t length, int *status) {
  const char *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = (size_t)(end - bytes) + 4;
  if (length < 12 || strncmp(bytes, "HTTP/1.1 ", 9)) fail("no HTTP answer: %.60s", bytes);
  *status = atoi(bytes + 9);
  for (const char *line = strchr(bytes, '\n') + 1; line < end; line = strchr(line, '\n') + 1) {
    if (!strncasecmp(line, "content-length:", 15)) {
      size_t whole = head + strtoul(line + 15, NULL, 10);
      return length >= whole ? whole : 0;
    }
    if (!strncasecmp(line, "transfer-encoding: chunked", 26)) {
      size_t body = chunked_length(bytes + head, length - head);
      return body ? head + body : 0;
    }
  }
  return head;
}

void add_sample(struct samples *samples, double seconds) {
  if (samples->count == samples->room) {
    samples->room = samples->room ? samples->room * 2 : 4096;
    samples->at = realloc(samples->at, (size_t)samples->room * sizeof *samples->at);
  }
  samples->at[samples->count++] = seconds;
}

static int by_time(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

double milliseconds_at(struct samples *samples, double share) {
  if (samples->count == 0) return 0;
  qsort(samples->at, (size_t)samples->count, sizeof *samples->at, by_time);
  return samples->at[(long)((double)(samples->count - 1) * share)] * 1000;
}
