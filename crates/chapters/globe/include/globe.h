/* Generated from crates/chapters/globe/src by `cargo run -p globe_header`. Don't edit. */

#ifndef GLOBE_H
#define GLOBE_H

#include <stddef.h>
#include <stdint.h>

// What became of a call.
typedef enum {
  // Done.
  GLOBE_STATUS_OK = 0,
  // A pointer was null, and nothing was done.
  GLOBE_STATUS_NULL_POINTER = 1,
  // An array would be larger than memory can be, and nothing was done.
  GLOBE_STATUS_TOO_LONG = 2,
  // A latitude outside −90…90, or a coordinate that is no finite number.
  GLOBE_STATUS_NOT_ON_THE_GLOBE = 3,
  // A bug in the library.
  GLOBE_STATUS_PANICKED = 4,
  // A pointer to numbers is no multiple of their alignment, and nothing was done.
  GLOBE_STATUS_MISALIGNED = 5,
} GlobeStatus;

// A journey from point to point.
typedef struct GlobeTrip GlobeTrip;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Writes the distances of `n` pairs to `km`; see `globe_distance`. If one of the points isn't on the globe, nothing is
// written. The pointers must not be null, not even when `n` is 0, and must be aligned as a `double` is. `km` need not
// hold numbers yet.
//
// # Safety
// Each pointer is null, misaligned, or points to `n` numbers, which for all but `km` have been initialised; nobody
// changes them during the call, and `km` overlaps with no other.
GlobeStatus globe_distances(const double *lon1,
                            const double *lat1,
                            const double *lon2,
                            const double *lat2,
                            size_t n,
                            double *km);

// Writes the distance between two points to `*km`: kilometres on a sphere, from degrees of longitude (east positive)
// and latitude (north positive). `*km` need not hold a number yet.
//
// # Safety
// `km` is null, misaligned, or points to room for a number that nobody else uses during the call.
GlobeStatus globe_distance(double lon1, double lat1, double lon2, double lat2, double *km);

// The sentence for a status. It belongs to the library, is never freed, and stays as it is.
const char *globe_message(int32_t status);

// A journey that hasn't begun. It is the caller's until `globe_trip_free`.
GlobeTrip *globe_trip_new(void);

// Goes on to a point, the shortest way.
//
// # Safety
// `trip` is null, or comes from `globe_trip_new`, is not freed, and is used by no other thread during the call.
GlobeStatus globe_trip_go(GlobeTrip *trip, double lon, double lat);

// Writes the kilometres so far to `*km`, which need not hold a number yet.
//
// # Safety
// `trip` as for `globe_trip_go`; `km` is null, misaligned, or points to room for a number that nobody else uses during
// the call.
GlobeStatus globe_trip_length(const GlobeTrip *trip, double *km);

// The trip in words, or null if `trip` is null. The text is the caller's until `globe_string_free`.
//
// # Safety
// `trip` as for `globe_trip_go`.
char *globe_trip_text(const GlobeTrip *trip);

// Takes back what `globe_trip_text` handed out; nothing happens for null.
//
// # Safety
// `text` is null, or comes from `globe_trip_text` and is used by nobody any more.
void globe_string_free(char *text);

// Takes back what `globe_trip_new` handed out; nothing happens for null.
//
// # Safety
// `trip` is null, or comes from `globe_trip_new` and is used by nobody any more.
void globe_trip_free(GlobeTrip *trip);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* GLOBE_H */
