package dev.concierge.server.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A seal as somebody outside the database remembers it, from the log, the metrics or a backup: {@code chain:sequence:mac}. With it, a chain
 * whose end was cut off, or that was made anew by a thief of the key, is told from the real one.
 *
 * @param mac the first digits of the seal's MAC in hexadecimal, at least 8
 */
public record Anchor(Chain chain, long sequence, String mac) {
    private static final Pattern FORM = Pattern.compile("(events|vends):([1-9][0-9]{0,17}):([0-9a-f]{8,64})");
    private static final int SHOWN = 32;

    /** @throws IllegalArgumentException with a sentence for the operator */
    public static Anchor parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("An anchor looks like events:123:0a1b2c3d…, as the log shows it.");
        }
        return new Anchor(Chain.of(form.group(1)), Long.parseLong(form.group(2)), form.group(3));
    }

    boolean fits(Seal seal) {
        return seal.chain() == chain
                && seal.sequence() == sequence
                && seal.mac().hex().startsWith(mac);
    }

    @Override
    public String toString() {
        return chain.word() + ":" + sequence + ":" + mac.substring(0, Math.min(SHOWN, mac.length()));
    }
}
