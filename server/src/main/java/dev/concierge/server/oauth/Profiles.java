package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Identity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads who it is out of an object, by the pointers of the catalog. */
final class Profiles {
    private static final int LONGEST_LABEL = 320;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PICTURE = 2000;

    private Profiles() {}

    /** The profile; null when the object does not name an account. */
    static @Nullable UserProfile read(Identity identity, JsonNode object) {
        String subject = subject(identity, object);
        return subject == null
                ? null
                : new UserProfile(
                        subject,
                        Members.line(object, identity.label(), LONGEST_LABEL),
                        Members.line(object, identity.name(), LONGEST_NAME),
                        picture(identity, object),
                        Members.address(object, "/email", LONGEST_LABEL),
                        verified(identity, object));
    }

    private static boolean verified(Identity identity, JsonNode object) {
        JsonNode verified = identity.emailVerified() == null ? null : object.get(identity.emailVerified());
        return verified != null && verified.isBoolean() && verified.booleanValue();
    }

    /** What never changes for the account; null when a part of it is missing. */
    static @Nullable String subject(Identity identity, JsonNode object) {
        List<String> parts = new ArrayList<>();
        for (String pointer : identity.subject()) {
            String part = Members.scalar(object, pointer);
            if (part == null || part.isBlank()) {
                return null;
            }
            parts.add(part);
        }
        String subject = String.join(".", parts);
        return Subjects.fit(subject) ? subject : null;
    }

    private static @Nullable String picture(Identity identity, JsonNode object) {
        String address = Members.line(object, identity.picture(), LONGEST_PICTURE);
        return address != null && address.startsWith("https://") ? address : null;
    }
}
