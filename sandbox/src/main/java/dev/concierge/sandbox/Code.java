package dev.concierge.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authorization code and what it stands for.
 *
 * @param redirectUri what the token request has to repeat; null when the authorization request left it out
 * @param scopes what the person granted for this trip
 * @param offline whether a refresh token was asked for
 * @param details what the dialect noted at the authorization request
 * @param consented whether consent was asked for again explicitly ({@code prompt=consent})
 */
public record Code(
        String value,
        String grantId,
        String project,
        String account,
        String clientId,
        @Nullable String redirectUri,
        List<String> scopes,
        boolean offline,
        boolean consented,
        @Nullable String nonce,
        @Nullable Challenge challenge,
        Map<String, String> details,
        Instant issuedAt,
        boolean used) {

    public Code {
        scopes = List.copyOf(scopes);
        details = details == null ? Map.of() : Map.copyOf(details); // null: from the data file of an older sandbox
    }

    Code spent() {
        return new Code(
                value,
                grantId,
                project,
                account,
                clientId,
                redirectUri,
                scopes,
                offline,
                consented,
                nonce,
                challenge,
                details,
                issuedAt,
                true);
    }

    @Override
    public String toString() {
        return "Code[" + clientId + " " + account + "]";
    }
}
