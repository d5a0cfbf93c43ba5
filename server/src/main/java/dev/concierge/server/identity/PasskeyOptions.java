package dev.concierge.server.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * What a page hands to the browser (WebAuthn Level 3 sections 5.4 and 5.5, in the form of section 5.1.9): bytes are base64url without padding. Nothing
 * in it is secret; the challenge is good in this browser alone.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface PasskeyOptions {
    /** For {@code navigator.credentials.create}. */
    record Creation(
            String challenge,
            Party rp,
            User user,
            List<Algorithm> pubKeyCredParams,
            long timeout,
            List<Descriptor> excludeCredentials,
            Selection authenticatorSelection,
            String attestation)
            implements PasskeyOptions {
        public Creation {
            pubKeyCredParams = List.copyOf(pubKeyCredParams);
            excludeCredentials = List.copyOf(excludeCredentials);
        }
    }

    /**
     * For {@code navigator.credentials.get}.
     *
     * @param allowCredentials empty where nobody said who they are
     */
    record Request(
            String challenge, long timeout, String rpId, List<Descriptor> allowCredentials, String userVerification)
            implements PasskeyOptions {
        public Request {
            allowCredentials = List.copyOf(allowCredentials);
        }
    }

    record Party(String id, String name) {}

    /** @param id stands for the account and names nobody */
    record User(String id, String name, String displayName) {}

    record Algorithm(String type, int alg) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Descriptor(String type, String id, List<String> transports) {
        public Descriptor {
            transports = List.copyOf(transports);
        }
    }

    record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** The handle by which a passkey says whose it is: the account's id. */
    static byte[] handle(UUID accountId) {
        return ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(accountId.getMostSignificantBits())
                .putLong(accountId.getLeastSignificantBits())
                .array();
    }
}
