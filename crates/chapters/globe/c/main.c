#include <stdio.h>
#include "../include/globe.h"

int main(void) {
    double km;
    /* Machu Picchu to Pikes Peak. */
    GlobeStatus status = globe_distance(-72.545, -13.163, -105.042, 38.841, &km);
    if (status != GLOBE_STATUS_OK) {
        fprintf(stderr, "%s\n", globe_message(status));
        return 1;
    }
    printf("one: %.0f km\n", km);

    double lon1[] = {0, 0, 0}, lat1[] = {0, 0, 90};
    double lon2[] = {0, 180, 0}, lat2[] = {90, 0, -90};
    double many[3];
    status = globe_distances(lon1, lat1, lon2, lat2, 3, many);
    printf("many: %s, %.0f, %.0f, %.0f km\n", globe_message(status), many[0], many[1], many[2]);

    lat2[1] = 91;
    printf("off the globe: %s\n", globe_message(globe_distances(lon1, lat1, lon2, lat2, 3, many)));
    printf("nowhere to write: %s\n", globe_message(globe_distance(0, 0, 0, 0, NULL)));

    GlobeTrip *trip = globe_trip_new();
    globe_trip_go(trip, 0, 0);
    globe_trip_go(trip, 90, 0);
    globe_trip_go(trip, 0, 90);
    char *text = globe_trip_text(trip);
    printf("trip: %s\n", text);
    globe_string_free(text);
    globe_trip_free(trip);
    return 0;
}
