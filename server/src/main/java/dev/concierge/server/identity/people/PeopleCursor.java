package dev.concierge.server.identity.people;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The person after whom a page begins. It says where to go on in a list that its reader may see whole, so it needs no signature; who may see the list is asked each time.
 *
 * @param match in which way that person matched; null without a search
 * @param key by which they stood in the order; empty without a search
 */
record PeopleCursor(@Nullable Match match, String key, UUID id) {
    private static final int LONGEST = 2000;

    String text() {
        String plain = (match == null ? "" : match.name()) + "|" + id + "|" + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException {@code bad-request} for anything that is no cursor */
    static @Nullable PeopleCursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            String plain = new String(
                    Base64.getUrlDecoder().decode(text.length() > LONGEST ? "?" : text), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\|", 3);
            if (parts.length != 3 || parts[2].indexOf('\0') >= 0) {
                throw refused();
            }
            return new PeopleCursor(
                    parts[0].isEmpty() ? null : Match.valueOf(parts[0]), parts[2], UUID.fromString(parts[1]));
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static ProblemException refused() {
        return new ProblemException(
                ProblemType.BAD_REQUEST, "The cursor is not one that this list gave out. Begin without one.");
    }
}
