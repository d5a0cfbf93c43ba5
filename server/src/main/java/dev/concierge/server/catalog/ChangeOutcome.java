package dev.concierge.server.catalog;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a change of a registration ended. */
public sealed interface ChangeOutcome {
    record Saved(RegistrationEntry entry) implements ChangeOutcome {}

    /** Nothing was changed; each sentence says why a value cannot be taken, and is null for those that can. */
    record Unfit(
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String secretExpiresOn) implements ChangeOutcome {
        public boolean fits() {
            return clientId == null && clientSecret == null && secretExpiresOn == null;
        }

        /** All of it, one sentence after the other. */
        public String sentences() {
            return Stream.of(clientId, clientSecret, secretExpiresOn)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * Somebody else changed it first; nothing was changed now.
     *
     * @param now as it is
     */
    record Overtaken(RegistrationEntry now) implements ChangeOutcome {}

    /**
     * The environment names the client, and is the only place to change it.
     *
     * @param variable the name of its client id there
     */
    record ReadOnly(String variable) implements ChangeOutcome {}
}
