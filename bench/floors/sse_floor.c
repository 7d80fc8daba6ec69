// The least that a server can do for a fan-out: one thread, epoll, one write to each stream.
//   sse_floor PORT EVENT_BYTES
// GET of any path opens a stream; POST /fire/VALUE sends an event of EVENT_BYTES, in which VALUE stands, to all of them.
// Streams are chunked, as the program's are.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_streams = 20000, most_event = 65536 };

static int streams[most_streams], stream_count, event_bytes;

static void send_all(int file, const char *bytes, size_t length) {
  if (write(file, bytes, length) != (ssize_t)length) fprintf(stderr, "sse_floor: a write was cut short\n");
}

// One chunk that holds an event of the asked size, the value in it.
static size_t make_event(char *out, const char *value) {
  static char event[most_event];
  int head = snprintf(event, sizeof event, "event: withdrawn\nid: 1\ndata: {\"activity\":\"%s\",\"html\":\"", value);
  const char *end = "\"}\n\n";
  int filling = event_bytes - head - (int)strlen(end);
  if (filling < 0) filling = 0;
  memset(event + head, 'x', (size_t)filling);
  strcpy(event + head + filling, end);
  size_t length = strlen(event);
  return (size_t)sprintf(out, "%zx\r\n%s\r\n", length, event);
}

static void fire(int file, const char *path) {
  static char chunk[most_event + 64];
  char value[256];
  if (sscanf(path, "/fire/%255s", value) != 1) strcpy(value, "none");
  size_t length = make_event(chunk, value);
  for (int at = 0; at < stream_count; at++) send_all(streams[at], chunk, length);
  const char *answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  send_all(file, answer, strlen(answer));
}

static void open_stream(int file) {
  const char *head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n:\n\n\r\n";
  send_all(file, head, strlen(head));
  if (stream_count < most_streams) streams[stream_count++] = file;
}

static void forget(int file) {
  for (int at = 0; at < stream_count; at++) {
    if (streams[at] != file) continue;
    streams[at] = streams[--stream_count];
    break;
  }
  close(file);
}

// A whole request is taken to come in one piece, as it does over the loopback.
static void serve(int file) {
  static char bytes[16384];
  ssize_t length = read(file, bytes, sizeof bytes - 1);
  if (length < 0 && errno == EAGAIN) return;
  if (length <= 0) {
    forget(file);
    return;
  }
  bytes[length] = 0;
  if (!strncmp(bytes, "POST ", 5)) fire(file, bytes + 5);
  else open_stream(file);
}

static int listen_on(int port) {
  int file = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(file, (struct sockaddr *)&address, sizeof address) || listen(file, 4096)) {
    perror("sse_floor");
    exit(1);
  }
  return file;
}

int main(int count, char **arguments) {
  if (count != 3 || (event_bytes = atoi(arguments[2])) > most_event - 512) {
    fprintf(stderr, "usage: sse_floor PORT EVENT_BYTES\n");
    return 2;
  }
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int listener = listen_on(atoi(arguments[1])), poll = epoll_create1(0), one = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[512];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(poll, events, 512, -1);
    for (int at = 0; at < ready; at++) {
      if (events[at].data.fd != listener) {
        serve(events[at].data.fd);
        continue;
      }
      for (int file; (file = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        event = (struct epoll_event){.events = EPOLLIN, .data.fd = file};
        epoll_ctl(poll, EPOLL_CTL_ADD, file, &event);
      }
    }
  }
}
