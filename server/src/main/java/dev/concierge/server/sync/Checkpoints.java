package dev.concierge.server.sync;

import dev.concierge.server.sync.streams.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Checkpoints as JSON. Unknown members are passed over, because after a rollback an older release reads what a newer one wrote. */
@Component
class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private final JsonMapper json;

    Checkpoints(JsonMapper json) {
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** Where a stream stands; at its start when nothing is stored, or what is stored cannot be read by this release. */
    <C> C of(StreamRow row, Stream<C> stream) {
        if (row.checkpoint() == null) {
            return stream.start();
        }
        try {
            return json.readValue(plain(row.checkpoint()), stream.checkpointType());
        } catch (JacksonException | IllegalArgumentException e) {
            log.warn("stream={} its checkpoint cannot be read; it starts over", row.id());
            return stream.start();
        }
    }

    /**
     * A checkpoint within a full pass that has noted what it has seen, as an array of one. A release that knows nothing of such notes, and would take what they
     * name for gone, cannot read it and starts over.
     */
    static String inPass(String checkpoint) {
        return "[" + checkpoint + "]";
    }

    static boolean isInPass(@Nullable String stored) {
        return stored != null && stored.startsWith("[");
    }

    private static String plain(String stored) {
        return isInPass(stored) ? stored.substring(1, stored.length() - 1) : stored;
    }

    String text(Object checkpoint) {
        return json.writeValueAsString(checkpoint);
    }
}
