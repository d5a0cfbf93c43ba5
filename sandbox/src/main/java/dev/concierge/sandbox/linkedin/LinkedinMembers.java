package dev.concierge.sandbox.linkedin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.IdTokens;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What LinkedIn says of a member (fields 8 and 9). The same person has another {@code sub} at another app. */
final class LinkedinMembers implements IdTokens.Truth {
    private static final String LANGUAGE = "en";

    private final Shared shared;
    private final KnobBoard knobs;
    private final String address;

    LinkedinMembers(Shared shared, KnobBoard knobs, String address) {
        this.shared = shared;
        this.knobs = knobs;
        this.address = address;
    }

    @Override
    public String issuer(AccessToken access) {
        return knobs.get(LinkedinKnobs.ISSUER_WITHOUT_PATH) ? address : address + "/oauth";
    }

    /** ID tokens have the locale as a text. */
    @Override
    public ObjectNode claims(AccessToken access) {
        var person = shared.people().get(access.subject());
        var claims = JsonNodeFactory.instance.objectNode().put("sub", subject(person.account(), access.clientId()));
        if (access.scopes().contains(LinkedinScopes.PROFILE)) {
            claims.put("name", person.name())
                    .put("given_name", person.givenName())
                    .put("family_name", person.familyName())
                    .put("picture", address + "/dms/image/" + subject(person.account(), "picture"))
                    .put("locale", LANGUAGE + "_" + country(person));
        }
        if (access.scopes().contains(LinkedinScopes.EMAIL)) {
            claims.put("email", person.account()).put("email_verified", true);
        }
        return claims;
    }

    /** {@code GET /v2/userinfo}. */
    ObjectNode userinfo(AccessToken access) {
        var claims = claims(access);
        if (claims.has("locale") && !knobs.get(LinkedinKnobs.LOCALE_AS_TEXT)) {
            claims.putObject("locale")
                    .put("country", country(shared.people().get(access.subject())))
                    .put("language", LANGUAGE);
        }
        if (knobs.get(Knobs.WRONG_SUBJECT)) {
            claims.put("sub", subject("nobody", access.clientId()));
        }
        return claims;
    }

    private static String country(Person person) {
        return switch (person.zone().getId()) {
            case "Europe/Madrid" -> "ES";
            case "America/New_York" -> "US";
            default -> "DE";
        };
    }

    private static String subject(String account, String app) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest((account + " " + app).getBytes(UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, 8))
                    .substring(0, 10);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
