package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Knob;
import java.util.List;

/** The knobs that only Google has. */
public final class GoogleKnobs {
    /** Google says only that a server may invalidate a token; a month is an assumption. */
    public static final Knob<Long> SYNC_TOKEN_LIFE_SECONDS =
            Knob.number("syncTokenLifeSeconds", 30L * 24 * 3600, "age at which a sync token gives 410 Gone");

    private GoogleKnobs() {}

    static List<Knob<?>> all() {
        return List.of(SYNC_TOKEN_LIFE_SECONDS);
    }
}
