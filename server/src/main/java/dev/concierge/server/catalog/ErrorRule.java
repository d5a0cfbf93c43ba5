package dev.concierge.server.catalog;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one error code of a provider means.
 *
 * @param at the steps at which it means that
 * @param code as the provider writes it; several parts are joined with a full stop; a range of numbers as {@code 200-299}
 * @param subcodes the finer codes it is about; empty: all
 * @param text a part of the provider's description, in any case; null: all
 */
public record ErrorRule(
        Set<Step> at,
        String code,
        Set<String> subcodes,
        @Nullable String text,
        Cause cause,
        ErrorWords words) {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** Where an error can come. */
    public enum Step {
        CALLBACK,
        EXCHANGE,
        REFRESH,
        REVOKE
    }

    /** What follows from an error. */
    public enum Cause {
        /** The code or grant is over; at {@link Step#REVOKE} the token is gone already. */
        REJECTED,
        /** Our client or request is wrong; the operator must act, the grant is kept. */
        MISCONFIGURED,
        /** Come later. */
        RETRY,
        /** The person said no. */
        DENIED,
        /** More scope, an approval or an administrator's consent is needed; the grant is kept. */
        UPGRADE
    }

    public ErrorRule {
        at = Set.copyOf(EnumSet.copyOf(at));
        subcodes = Set.copyOf(subcodes);
    }

    private boolean inRange(String found) {
        Matcher range = RANGE.matcher(code);
        if (!range.matches() || !NUMBER.matcher(found).matches()) {
            return false;
        }
        int number = Integer.parseInt(found);
        return number >= Integer.parseInt(range.group(1)) && number <= Integer.parseInt(range.group(2));
    }

    boolean fits(Step step, String found, @Nullable String subcode, @Nullable String description) {
        return at.contains(step)
                && (code.equals(found) || inRange(found))
                && (subcodes.isEmpty() || (subcode != null && subcodes.contains(subcode)))
                && (text == null
                        || (description != null
                                && description.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))));
    }
}
