package dev.concierge.server.identity.people;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person as a file says. Of somebody who has an account, the name is their own and stays.
 *
 * @param line where it stands in the file, or which element it is, the first being 1
 * @param values by name of {@link #FIELDS}; what is blank or missing changes nothing
 * @param fault why it cannot be read; null when it can
 */
record ImportRow(
        long line, Map<String, String> values, @Nullable String fault) {
    static final String EMAIL = "email";
    static final String NAME = "name";
    static final String ROLE = "role";
    static final String STATUS = "status";
    static final String LOCAL_ID = "localId";

    static final Set<String> FIELDS = Set.of(EMAIL, NAME, ROLE, STATUS, LOCAL_ID);

    /** What an export holds beside them; read over, so that an export can be imported. */
    static final Set<String> OVERLOOKED = Set.of("id", "emailVerified", "ways", "createdAt", "lastSignInAt");

    ImportRow {
        values = Map.copyOf(values);
    }

    Optional<String> value(String field) {
        return Optional.ofNullable(values.get(field)).map(String::strip).filter(text -> !text.isEmpty());
    }

    static boolean isKnown(String field) {
        return FIELDS.contains(field) || OVERLOOKED.contains(field);
    }
}
