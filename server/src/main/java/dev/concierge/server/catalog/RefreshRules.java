package dev.concierge.server.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a grant is kept alive.
 *
 * @param supported whether the provider issues refresh tokens at all
 * @param rotates whether a refresh brings a new refresh token
 * @param inactivity a refresh token that is not used for so long ends; null when the provider names no such limit
 * @param fixedEnd the grant ends so long after consent, whatever happens in between; null when it does not
 * @param testingEnd as {@code fixedEnd}, while the provider counts our app as in testing and more than identity was granted; null when it makes
 *     no difference
 * @param extension how an access token is extended by itself, where there are no refresh tokens; null elsewhere
 */
public record RefreshRules(
        boolean supported,
        OldRefreshToken oldRefreshToken,
        boolean rotates,
        @Nullable Duration inactivity,
        @Nullable Duration fixedEnd,
        @Nullable Duration testingEnd,
        @Nullable Extension extension) {

    /**
     * Extension of a living access token.
     *
     * @param share how many hundredths of its life have passed when it is due
     * @param leastAge a younger token is refused; null when there is no such rule
     */
    public record Extension(
            TokenExchange exchange, int share, @Nullable Duration leastAge) {}

    /** Refresh tokens and nothing else. */
    public static RefreshRules of(boolean supported, OldRefreshToken old) {
        return new RefreshRules(supported, old, !(old instanceof OldRefreshToken.Stays), null, null, null, null);
    }
}
