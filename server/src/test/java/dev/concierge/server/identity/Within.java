package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** What every node knows a second after it happened. */
final class Within {
    private Within() {}

    /** Asks again and again until it is so. */
    static void aSecond(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(1);
        boolean so = condition.getAsBoolean();
        while (!so && Instant.now().isBefore(deadline)) {
            so = condition.getAsBoolean();
        }
        assertThat(so).as("it was so within a second").isTrue();
    }
}
