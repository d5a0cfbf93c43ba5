package dev.concierge.sandbox.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Person;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Microsoft knows of a person (field 8). Who belongs to an organisation has an account in its tenant, the others have
 * personal ones. Ana's is in a tenant of her own, whose administrator gave her an address of another organisation's domain:
 * nobody has verified it, and it must never be taken for hers.
 *
 * @param tenantId {@code tid}
 * @param objectId {@code oid}, the same for all apps; with {@code tid} the only stable key
 * @param principalName {@code preferred_username}; may change any day
 * @param mail may be null, and may be anything that an administrator typed
 * @param domainVerified {@code xms_edov}: whether the owner of the address's domain is verified
 */
record MicrosoftAccount(
        Person person,
        String tenantId,
        String objectId,
        String principalName,
        @Nullable String mail,
        boolean domainVerified) {
    private static final String ANA = "ana.ruiz@meridian.example";
    private static final Map<String, String> WITHOUT_MAIL = Map.of("linh@home.example", "no Outlook mailbox");

    static MicrosoftAccount of(Person person) {
        var address = person.account();
        if (address.equals(ANA)) {
            return new MicrosoftAccount(
                    person, Tenant.RUIZ_STUDIO.id(), objectId(address), "ana@ruizstudio.example", address, false);
        }
        var tenant = Tenant.ORGANIZATIONS.stream()
                .filter(each -> each.domain().equals(person.hostedDomain()))
                .findFirst();
        if (tenant.isPresent()) {
            return new MicrosoftAccount(person, tenant.get().id(), objectId(address), address, address, true);
        }
        var mail = WITHOUT_MAIL.containsKey(address) ? null : address;
        return new MicrosoftAccount(person, Tenant.CONSUMERS, personalId(address), address, mail, true);
    }

    boolean personal() {
        return tenantId.equals(Tenant.CONSUMERS);
    }

    /** {@code sub}: another one for each app. */
    String subject(String clientId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hash(clientId + "\n" + objectId + "\n" + tenantId));
    }

    /** The subject of nobody. */
    static String strangersSubject(String clientId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(clientId + "\nnobody"));
    }

    private static String objectId(String address) {
        return UUID.nameUUIDFromBytes(("entra " + address).getBytes(UTF_8)).toString();
    }

    private static String personalId(String address) {
        return "00000000-0000-0000-" + objectId(address).substring(19);
    }

    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
