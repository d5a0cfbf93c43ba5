package dev.concierge.server.mail;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, once for its HTML and its plain text. The words are ours: nothing that a stranger typed stands in a mail, or the form that makes
 * us send it would send theirs.
 *
 * @param subject one line of up to 120 printable ASCII characters
 * @param heading one line
 * @param paragraphs before the link
 * @param link the one thing to do; null when there is nothing
 * @param after paragraphs after the link: how long it works, what to do when it was somebody else
 */
public record Letter(
        String subject,
        String heading,
        List<String> paragraphs,
        @Nullable Link link,
        List<String> after) {
    private static final int LONGEST_SUBJECT = 120;

    /**
     * A link.
     *
     * @param label what the button says
     * @param url absolute, of this installation
     */
    public record Link(String label, URI url) {
        /** The address may hold a one-time token. */
        @Override
        public String toString() {
            return "Link[" + label + "]";
        }
    }

    public Letter {
        paragraphs = List.copyOf(paragraphs);
        after = List.copyOf(after);
        if (subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || !subject.chars().allMatch(character -> character >= ' ' && character < 0x7F)) {
            throw new IllegalArgumentException("a subject is one short line in ASCII");
        }
    }

    /** The plain text, with the link on a line of its own. */
    String text(String sender, String origin, @Nullable String support) {
        StringBuilder text = new StringBuilder(heading).append("\n\n");
        paragraphs.forEach(paragraph -> text.append(paragraph).append("\n\n"));
        if (link != null) {
            text.append(link.label()).append(":\n").append(link.url()).append("\n\n");
        }
        after.forEach(paragraph -> text.append(paragraph).append("\n\n"));
        if (support != null) {
            text.append("Need help? Write to ").append(support).append(".\n\n");
        }
        return text.append("-- \n")
                .append(sender)
                .append(", ")
                .append(origin)
                .append('\n')
                .toString();
    }
}
