package dev.concierge.sandbox.google;

import java.time.Instant;

/**
 * A channel that a client had opened (field 14).
 *
 * @param id the client's own, unique in its project
 * @param project whose client it is
 * @param watched what is watched, of whom, in words of {@link WatchEndpoint}
 * @param address where pushes go
 * @param token what each push repeats; empty when the client gave none
 * @param resourceId Google's name for what is watched
 * @param number of the last message
 */
record PushChannel(
        String id,
        String project,
        String watched,
        String address,
        String token,
        String resourceId,
        String resourceUri,
        Instant expiresAt,
        long number) {
    PushChannel next() {
        return new PushChannel(id, project, watched, address, token, resourceId, resourceUri, expiresAt, number + 1);
    }

    @Override
    public String toString() {
        return "PushChannel[" + id + "]";
    }
}
