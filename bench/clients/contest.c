// Lets several operators ask for the same thing at once and counts who got it: there must be one winner for each value.
//   contest PORT PATH VALUES TOKENS AT_ONCE
// For each line of VALUES, filled into PATH at {v}, AT_ONCE connections send a POST at the same moment, each with another
// line of TOKENS. Any 2xx is a win. Prints one line of JSON; ends with status 1 unless each value had exactly one winner.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "client.h"

enum { room = 65536, most_connections = 256 };

struct contender {
  int file;
  size_t received;
  char bytes[room];
};

static struct contender all[most_connections];
static int at_once, poll_file;
static struct samples times;

static void establish(int port) {
  poll_file = epoll_create1(0);
  for (int at = 0; at < at_once; at++) {
    all[at].file = dial(port);
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = &all[at]};
    epoll_ctl(poll_file, EPOLL_CTL_ADD, all[at].file, &event);
    if (epoll_wait(poll_file, &event, 1, 5000) != 1 || event.events & (EPOLLERR | EPOLLHUP)) fail("nobody listens on port %d", port);
    event = (struct epoll_event){.events = EPOLLIN, .data.ptr = &all[at]};
    epoll_ctl(poll_file, EPOLL_CTL_MOD, all[at].file, &event);
  }
}

// Sends the same request on all connections, as closely together as one thread can.
static void ask(const char *path, struct lines tokens, long round) {
  static char requests[most_connections][4096];
  size_t lengths[most_connections];
  for (int at = 0; at < at_once; at++) {
    const char *token = tokens.at[(round * at_once + at) % tokens.count];
    lengths[at] = request(requests[at], sizeof requests[at], "POST", path, "Accept: application/json\r\n", token, NULL);
  }
  for (int at = 0; at < at_once; at++) {
    if (write(all[at].file, requests[at], lengths[at]) != (ssize_t)lengths[at]) fail("write: %s", strerror(errno));
  }
}

// Waits for all answers; returns how many won.
static int count_winners(void) {
  struct epoll_event events[most_connections];
  int winners = 0;
  for (int waiting = at_once; waiting > 0;) {
    int count = epoll_wait(poll_file, events, most_connections, 10000);
    if (count == 0) fail("no answer for 10 seconds");
    for (int at = 0; at < count; at++) {
      struct contender *contender = events[at].data.ptr;
      ssize_t length = read(contender->file, contender->bytes + contender->received, room - 1 - contender->received);
      if (length < 0 && errno == EAGAIN) continue;
      if (length <= 0) fail("the server closed a connection");
      contender->received += (size_t)length;
      contender->bytes[contender->received] = 0;
      int status = 0;
      if (!answer_length(contender->bytes, contender->received, &status)) continue;
      contender->received = 0;
      waiting--;
      if (status >= 200 && status < 300) {
        winners++;
      } else if (status != 409) {
        fail("unexpected answer: %.300s", contender->bytes);
      }
    }
  }
  return winners;
}

int main(int count, char **arguments) {
  if (count != 6 || (at_once = atoi(arguments[5])) < 2 || at_once > most_connections)
    fail("usage: contest PORT PATH VALUES TOKENS AT_ONCE");
  struct lines values = read_lines(arguments[3]), tokens = read_tokens(arguments[4]);
  if (tokens.count < at_once) fail("%d at once need as many tokens", at_once);
  establish(atoi(arguments[1]));
  long one = 0, none = 0, several = 0;
  double began = now();
  for (long round = 0; round < values.count; round++) {
    char path[4096];
    fill(path, sizeof path, arguments[2], &(struct fields){.n = round, .v = values.at[round]});
    double sent = now();
    ask(path, tokens, round);
    int winners = count_winners();
    add_sample(&times, now() - sent);
    if (winners == 1) one++;
    if (winners == 0) none++;
    if (winners > 1) several++;
  }
  printf("{\"values\":%ld,\"oneWinner\":%ld,\"noWinner\":%ld,\"severalWinners\":%ld,\"seconds\":%.3f,\"p50\":%.3f,\"p99\":%.3f}\n",
         values.count, one, none, several, now() - began, milliseconds_at(&times, 0.5), milliseconds_at(&times, 0.99));
  return one == values.count ? 0 : 1;
}
