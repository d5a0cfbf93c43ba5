package dev.concierge.sandbox.microsoft;

import java.time.Instant;

/**
 * A subscription that a client made (field 14).
 *
 * @param grantId what the person agreed to; with it the subscription ends
 * @param project the name of that grant
 * @param resource what is watched, without a slash at its beginning
 * @param changeTypes as the client gave them
 * @param lifecycleUrl where is told what happens to the subscription; empty when the client gave none
 * @param clientState what each notification repeats; empty when the client gave none
 * @param authorizedUntil when the access token that it was made, prolonged or authorized again with ends: nothing is told after that
 * @param held whether something waits to be told until it is authorized again
 */
record Subscription(
        String id,
        String clientId,
        String grantId,
        String project,
        String account,
        WatchedThing thing,
        String resource,
        String changeTypes,
        String notificationUrl,
        String lifecycleUrl,
        String clientState,
        Instant expiresAt,
        Instant authorizedUntil,
        boolean held) {

    Subscription until(Instant end, Instant authorized) {
        return new Subscription(
                id,
                clientId,
                grantId,
                project,
                account,
                thing,
                resource,
                changeTypes,
                notificationUrl,
                lifecycleUrl,
                clientState,
                end,
                authorized,
                false);
    }

    Subscription holding() {
        return new Subscription(
                id,
                clientId,
                grantId,
                project,
                account,
                thing,
                resource,
                changeTypes,
                notificationUrl,
                lifecycleUrl,
                clientState,
                expiresAt,
                authorizedUntil,
                true);
    }

    @Override
    public String toString() {
        return "Subscription[" + id + " " + resource + "]";
    }
}
