// What the load clients share: lines of files, templates, HTTP over the loopback, and percentiles.
#pragma once
#include <stddef.h>

// Seconds of a clock that never goes back.
double now(void);

// Prints the message and ends the program with status 1.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The lines of a file, without their ends.
struct lines {
  char **at;
  long count;
};
struct lines read_lines(const char *path);

// Bearer tokens, one a line; a line may also be the whole header field.
struct lines read_tokens(const char *path);

// What the places of a template stand for: {n} a number, {c} the number of a chat, {v} a value.
struct fields {
  long n, c;
  const char *v;
};
// Writes the template with its places filled in; returns the length.
size_t fill(char *out, size_t room, const char *template, const struct fields *fields);

// A request as it goes over the wire. `headers` is a list of whole lines, each ended by \r\n.
size_t request(char *out, size_t room, const char *method, const char *path, const char *headers, const char *token,
               const char *body);

// A non-blocking connection to 127.0.0.1; it may not be established yet when this returns.
int dial(int port);

// Raises the limit of open files to what the system allows.
void allow_many_files(void);

// The length of the whole answer at the start of the bytes, or 0 while it is incomplete. Sets the status.
size_t answer_length(char *bytes, size_t length, int *status);

// Times, in seconds.
struct samples {
  double *at;
  long count, room;
};
void add_sample(struct samples *samples, double seconds);
// The time that this share of the samples (0…1) does not exceed, in milliseconds; 0 without samples.
double milliseconds_at(struct samples *samples, double share);
