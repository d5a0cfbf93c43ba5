package dev.concierge.server.webhooks;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids that come from outside: a UUID in its one full form (RFC 9562 section 4), or nothing. */
final class PushIds {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private PushIds() {}

    static Optional<UUID> read(@Nullable String text) {
        return text == null || !FORM.matcher(text).matches() ? Optional.empty() : Optional.of(UUID.fromString(text));
    }
}
