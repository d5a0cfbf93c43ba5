package dev.concierge.server.webhooks;

import dev.concierge.server.encryption.Secret;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a subscription of Microsoft Graph repeats in each notification: which channel of ours it is, and its secret. At most 128 characters (subscription
 * resource type, {@code clientState}).
 */
record ClientState(UUID channel, Secret secret) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([A-Za-z0-9_-]{43})");

    /** Empty for what we never gave. */
    static Optional<ClientState> read(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new ClientState(UUID.fromString(form.group(1)), Secret.of(form.group(2))))
                : Optional.empty();
    }

    /** As it goes to Microsoft. */
    String reveal() {
        return channel + "." + secret.reveal();
    }
}
