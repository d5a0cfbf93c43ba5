package dev.concierge.server.operations;

import io.micrometer.common.KeyValues;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * What an observation of a request says, and so a span made of it: method, status, outcome and the route's template. Spring's own would add the
 * address as it was asked for, with a one-time ticket in it, or a key that somebody put into the wrong place.
 */
final class RoutesInSpans extends DefaultServerRequestObservationConvention {
    @Override
    public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
        return KeyValues.empty();
    }
}
