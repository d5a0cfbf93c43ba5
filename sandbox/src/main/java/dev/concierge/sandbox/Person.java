package dev.concierge.sandbox;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account at the providers.
 *
 * @param account the e-mail address, lower case; what everything else refers to
 * @param hostedDomain the organisation's domain when the account belongs to one, else null
 * @param position where in lists of people
 */
public record Person(
        String account,
        String givenName,
        String familyName,
        ZoneId zone,
        @Nullable String hostedDomain,
        int position) {

    public String name() {
        return givenName + " " + familyName;
    }
}
