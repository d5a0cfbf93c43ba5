package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How we learn who it is. Members are named by JSON pointers (RFC 6901).
 *
 * @param source where the pointers lead into
 * @param jwks the key set that signs ID tokens (RFC 7517); null when the provider has no ID tokens
 * @param algorithms the only signature algorithms taken, by their JOSE names
 * @param userinfo where the profile is read; null when there is nothing
 * @param userinfoQuery its query parameters
 * @param subject what never changes for one account; the values of several are joined with a full stop
 * @param label what people know the account by; null when there is none
 * @param name the person's name; null when there is none
 * @param picture the address of a picture; null when there is none
 * @param emailVerified the claim that says whether the provider checked the address; null when none does
 * @param called what people call such an account: "account", "workspace"
 */
public record Identity(
        Source source,
        @Nullable URI jwks,
        Set<String> algorithms,
        @Nullable URI userinfo,
        Map<String, String> userinfoQuery,
        List<String> subject,
        @Nullable String label,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String emailVerified,
        String called) {
    static final String ACCOUNT = "account";

    /** What tells whose tokens came. */
    public enum Source {
        /** The checked ID token; the profile only for what it leaves out. */
        ID_TOKEN,
        /** The profile endpoint. */
        PROFILE,
        /** The answer of the token endpoint. */
        TOKEN_ANSWER,
        /** Nothing: each connection is an account of its own. */
        NONE
    }

    /** Of what people call an account. */
    public Identity(
            Source source,
            @Nullable URI jwks,
            Set<String> algorithms,
            @Nullable URI userinfo,
            Map<String, String> userinfoQuery,
            List<String> subject,
            @Nullable String label,
            @Nullable String name,
            @Nullable String picture,
            @Nullable String emailVerified) {
        this(source, jwks, algorithms, userinfo, userinfoQuery, subject, label, name, picture, emailVerified, ACCOUNT);
    }

    public Identity {
        algorithms = Collections.unmodifiableSet(new LinkedHashSet<>(algorithms));
        userinfoQuery = Collections.unmodifiableMap(new LinkedHashMap<>(userinfoQuery));
        subject = List.copyOf(subject);
    }
}
