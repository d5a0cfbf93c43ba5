package dev.concierge.server.sync;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the cases of YouTube's Data API, version 3, have in common. */
abstract class YoutubeCase implements StreamCase {
    static final String SCOPE = "https://www.googleapis.com/auth/youtube.readonly";

    @Override
    public Set<String> scopes() {
        return Set.of(SCOPE);
    }

    @Override
    public int largest() {
        return 50;
    }

    @Override
    public Step busy() {
        return error(403, "rateLimitExceeded", null);
    }

    @Override
    public Step busy(int seconds) {
        return error(429, "rateLimitExceeded", Duration.ofSeconds(seconds));
    }

    @Override
    public Step notAllowed() {
        return error(403, "insufficientPermissions", null);
    }

    private static Step error(int status, String reason, @Nullable Duration retryAfter) {
        return GoogleDriveCase.error(status, reason, null, retryAfter);
    }

    static String list(String kind, String items, @Nullable String nextPage) {
        return "{\"kind\":\"youtube#" + kind + "\",\"etag\":\"e\","
                + (nextPage == null ? "" : "\"nextPageToken\":\"" + nextPage + "\",")
                + "\"pageInfo\":{\"totalResults\":4,\"resultsPerPage\":50},\"items\":[" + items + "]}";
    }
}
