package dev.concierge.server.catalog;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one error code of a provider means.
 *
 * @param at the steps at which it means that
 * @param code as the provider writes it; several parts are joined with a full stop
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

    boolean fits(Step step, String found, @Nullable String subcode, @Nullable String description) {
        return at.contains(step)
                && code.equals(found)
                && (subcodes.isEmpty() || (subcode != null && subcodes.contains(subcode)))
                && (text == null
                        || (description != null
                                && description.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))));
    }
}
