package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Quirk;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.Content;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads answers of token endpoints in the form that the catalog declares (RFC 6749 section 5.1). Nothing is guessed into a token: another form,
 * type or shape is no answer.
 */
final class TokenAnswers {
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    private static final int MOST_SCOPES = 200;
    private static final int LONGEST_SCOPE = 200;
    private static final int MOST_FIELDS = 100;

    private TokenAnswers() {}

    /** The tokens of a successful answer; empty when it is garbled. */
    static Optional<TokenSet> tokens(Provider provider, JsonNode fields) {
        Secret access = Members.token(fields, "access_token");
        String type = Members.text(fields, "token_type");
        if (access == null || !"bearer".equalsIgnoreCase(type) || fields.has("error")) {
            return Optional.empty();
        }
        Secret refresh = Members.token(fields, "refresh_token");
        Secret idToken = Members.token(fields, "id_token");
        if ((refresh == null && present(fields, "refresh_token")) || (idToken == null && present(fields, "id_token"))) {
            return Optional.empty();
        }
        return Optional.of(new TokenSet(
                access,
                refresh,
                "Bearer",
                accessLife(provider, fields),
                refreshLife(fields),
                scopes(provider, fields, access),
                idToken));
    }

    private static @Nullable Set<String> scopes(Provider provider, JsonNode fields, Secret access) {
        Set<String> scopes = scopes(provider, fields);
        return scopes != null && scopes.isEmpty() && scopeless(provider, access) ? null : scopes;
    }

    /** A token without scopes says nothing by an empty list of them. */
    private static boolean scopeless(Provider provider, Secret access) {
        return provider.quirk(Quirk.ScopelessTokens.class)
                .filter(quirk -> access.reveal().startsWith(quirk.prefix()))
                .isPresent();
    }

    private static boolean present(JsonNode fields, String name) {
        JsonNode value = fields.get(name);
        return value != null && !value.isNull();
    }

    private static @Nullable Duration accessLife(Provider provider, JsonNode fields) {
        Duration life = life(fields, "expires_in");
        return life == null ? provider.token().accessTokenLife() : life;
    }

    private static @Nullable Duration refreshLife(JsonNode fields) {
        Duration life = life(fields, "refresh_token_expires_in");
        return life == null ? life(fields, "refresh_expires_in") : life;
    }

    /** A strange number means unknown, never for ever (RFC 6749 section 5.1 only recommends the member). */
    private static @Nullable Duration life(JsonNode fields, String name) {
        Long seconds = Members.count(fields, name);
        if (seconds == null || seconds == 0 || seconds > LONGEST_LIFE.toSeconds()) {
            return null;
        }
        return Duration.ofSeconds(seconds);
    }

    /** Null when the member is missing; an unreadable one grants nothing. */
    private static @Nullable Set<String> scopes(Provider provider, JsonNode fields) {
        if (!present(fields, "scope")) {
            return null;
        }
        String text = Members.text(fields, "scope");
        String separators = "[" + provider.token().scopeSeparators() + "]+";
        Set<String> names = new LinkedHashSet<>();
        for (String name : (text == null ? "" : text).split(separators, MOST_SCOPES + 1)) {
            if (!name.isEmpty() && name.length() <= LONGEST_SCOPE && name.matches("[\\x21-\\x7e]+")) {
                names.add(name);
            }
        }
        return provider.canonical(names);
    }

    /** The answer in its declared form, as one object; empty for another form. */
    static Optional<JsonNode> fields(Provider provider, Answered answer) {
        String type = answer.headers().mediaType();
        return switch (provider.token().answer()) {
            case JSON ->
                type.equals("application/json") || type.endsWith("+json")
                        ? StrictJson.object(answer.content())
                        : Optional.empty();
            case FORM -> type.equals("application/x-www-form-urlencoded") ? form(answer.content()) : Optional.empty();
        };
    }

    private static Optional<JsonNode> form(Content content) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        String[] pairs = content.text().split("&", MOST_FIELDS + 1);
        if (pairs.length > MOST_FIELDS) {
            return Optional.empty();
        }
        try {
            for (String pair : pairs) {
                String[] parts = pair.split("=", 2);
                String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
                String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                if (fields.has(name)) {
                    return Optional.empty();
                }
                fields.put(name, value);
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(fields);
    }
}
