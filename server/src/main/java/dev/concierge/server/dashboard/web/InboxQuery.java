package dev.concierge.server.dashboard.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of what came in.
 *
 * @param words that it holds, each whole or as the beginning of one; empty for all
 * @param account a connected account's id; empty for all
 */
public record InboxQuery(Shelf shelf, String words, String account) {
    private static final int LONGEST = 400;

    /** What is looked through. */
    public enum Shelf {
        INBOX("", "Inbox"),
        MESSAGES("messages", "Messages"),
        NOTIFICATIONS("notifications", "Notifications"),
        ISSUES("issues", "Issues"),
        /** Of any kind. */
        EVERYTHING("everything", "Everything");

        private final String word;
        private final String title;

        Shelf(String word, String title) {
            this.word = word;
            this.title = title;
        }

        /** In addresses; empty for the first. */
        public String word() {
            return word;
        }

        public String title() {
            return title;
        }

        /** Words of kinds of records; empty for all of them. */
        List<String> kinds() {
            return switch (this) {
                case INBOX -> List.of("message", "notification", "issue");
                case MESSAGES -> List.of("message");
                case NOTIFICATIONS -> List.of("notification");
                case ISSUES -> List.of("issue");
                case EVERYTHING -> List.of();
            };
        }
    }

    /** @throws ProblemException {@code invalid-input} for a shelf that there is none of, an account that is no id, or too many words */
    static InboxQuery of(String shelf, String words, String account) {
        if (words.length() > LONGEST) {
            throw refused("q", "q has at most " + LONGEST + " characters.");
        }
        if (!account.isEmpty() && id(account) == null) {
            throw refused("account", "account is the id of a connected account.");
        }
        Shelf found = Arrays.stream(Shelf.values())
                .filter(one -> one.word().equals(shelf))
                .findFirst()
                .orElseThrow(() -> refused(
                        "show",
                        "show is one of "
                                + Arrays.stream(Shelf.values())
                                        .map(Shelf::word)
                                        .filter(word -> !word.isEmpty())
                                        .collect(Collectors.joining(", "))
                                + ", or left out."));
        return new InboxQuery(found, words.strip(), account);
    }

    /** Whether it leaves anything of its shelf out. */
    public boolean narrows() {
        return !words.isEmpty() || !account.isEmpty();
    }

    /** The same of another shelf. */
    public String on(Shelf other) {
        return new InboxQuery(other, words, account).address("");
    }

    @Nullable
    UUID integrationId() {
        return account.isEmpty() ? null : id(account);
    }

    /** The address of the page of the list that begins behind a place; empty for the first. */
    String address(String before) {
        StringBuilder query = new StringBuilder();
        add(query, "show", shelf.word());
        add(query, "q", words);
        add(query, "account", account);
        add(query, "before", before);
        return InboxPage.PAGE + query;
    }

    private static void add(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "?" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static @Nullable UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static ProblemException refused(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail).with("field", field);
    }
}
