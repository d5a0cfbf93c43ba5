package dev.concierge.server.identity.people;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Role;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom somebody looks for; nulls narrow nothing.
 *
 * @param text the beginning of an address, a name, a last name or a local id; at most 200 characters
 * @param way {@link Person#PASSWORD} or the id of a provider: only people who sign in so
 * @param seen only people whose last sign-in was then
 * @param second only people with this second factor, or with none
 */
public record PeopleQuery(
        @Nullable String text,
        @Nullable Role role,
        @Nullable Boolean active,
        @Nullable String way,
        @Nullable Seen seen,
        @Nullable Second second) {
    /** People on a page, unless asked otherwise. */
    public static final int USUAL = 50;

    static final int MOST = 200;

    /** Everybody. */
    public static final PeopleQuery ALL = new PeopleQuery(null, null, null, null, null, null);

    private static final Pattern WAY = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int LONGEST = 200;

    /** When somebody signed in last. */
    public enum Seen {
        DAY("Within a day"),
        WEEK("Within a week"),
        MONTH("Within 30 days"),
        LONGER("Longer ago"),
        NEVER("Never");

        private final String title;

        Seen(String title) {
            this.title = title;
        }

        /** For a reader. */
        public String title() {
            return title;
        }

        /** The word of the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which second factor somebody has. */
    public enum Second {
        NONE("None"),
        APP("Authenticator app"),
        PASSKEY("Passkey");

        private final String title;

        Second(String title) {
            this.title = title;
        }

        /** For a reader. */
        public String title() {
            return title;
        }

        /** The word of the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * As the words of an address say; blank ones narrow nothing.
     *
     * @throws ProblemException {@code invalid-input} for a word that is none of ours
     */
    public static PeopleQuery of(
            @Nullable String text,
            @Nullable String role,
            @Nullable String status,
            @Nullable String way,
            @Nullable String seen,
            @Nullable String second) {
        return new PeopleQuery(
                text(text),
                blank(role) ? null : role(role).orElseThrow(() -> unknown("role")),
                blank(status) ? null : active(status).orElseThrow(() -> unknown("status")),
                blank(way) ? null : way(way),
                blank(seen) ? null : seen(seen),
                blank(second) ? null : second(second));
    }

    /** The role of a word; empty for anything else. */
    public static Optional<Role> role(@Nullable String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word))
                .findFirst();
    }

    /** Whether {@code active} or {@code disabled} was written; empty for anything else. */
    public static Optional<Boolean> active(@Nullable String word) {
        return "active".equals(word)
                ? Optional.of(true)
                : "disabled".equals(word) ? Optional.of(false) : Optional.empty();
    }

    private static @Nullable String text(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "q is at most 200 characters of text.");
        }
        return text;
    }

    private static String way(@Nullable String word) {
        if (word == null || !WAY.matcher(word).matches()) {
            throw unknown("way");
        }
        return word;
    }

    private static Seen seen(@Nullable String word) {
        return Arrays.stream(Seen.values())
                .filter(seen -> seen.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown("seen"));
    }

    private static Second second(@Nullable String word) {
        return Arrays.stream(Second.values())
                .filter(second -> second.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown("second"));
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(ProblemType.INVALID_INPUT, name + " is none of the words that it may be.");
    }
}
