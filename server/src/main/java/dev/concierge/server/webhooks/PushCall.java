package dev.concierge.server.webhooks;

import dev.concierge.server.outbound.OutboundRequest.Method;
import org.jspecify.annotations.Nullable;

/**
 * A call about channels.
 *
 * @param api the provider's API, by its name in the catalog
 * @param path below the API's base address, percent-encoded
 * @param template the path with its variable parts in braces; for logs and metrics
 * @param body JSON; null for none
 */
record PushCall(
        Method method,
        String api,
        String path,
        String template,
        @Nullable String body) {
    static PushCall post(String api, String path, String template, String body) {
        return new PushCall(Method.POST, api, path, template, body);
    }

    /** It prints no path and no body; they may name a person and hold a secret. */
    @Override
    public String toString() {
        return method + " " + template;
    }
}
