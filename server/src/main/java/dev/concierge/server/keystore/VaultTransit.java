package dev.concierge.server.keystore;

import dev.concierge.server.encryption.KeyStoreException;
import dev.concierge.server.encryption.KeyStoreException.Kind;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.Transit;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One key of Vault's transit engine. {@code transit/rewrap} is not used: it takes no associated data (Vault's issue 29532), so a ciphertext that is bound
 * cannot be rewrapped there; it is opened and encrypted again.
 */
final class VaultTransit implements Transit {
    /** 256 bits, and authenticate associated data. */
    private static final Set<String> FIT = Set.of("aes256-gcm96", "chacha20-poly1305");

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final VaultCalls calls;
    private final VaultSignIn signIn;
    private final TransitSettings settings;

    VaultTransit(VaultCalls calls, VaultSignIn signIn, TransitSettings settings) {
        this.calls = calls;
        this.signIn = signIn;
        this.settings = settings;
    }

    @Override
    public String key() {
        return settings.named();
    }

    @Override
    public Duration patience() {
        return settings.patience();
    }

    /** Reads the key first: with a policy that allows to create, encrypting under a missing name would make one. */
    @Override
    public String encrypt(Secret plaintext, byte[] boundTo) throws KeyStoreException {
        requireFit(described());
        JsonNode data = data(
                token -> calls.post(
                        settings.path("encrypt"),
                        token,
                        Map.of("plaintext", base64(plaintext.revealBytes()), "associated_data", base64(boundTo))),
                "encrypt");
        return data.path("ciphertext").asString("");
    }

    @Override
    public Secret decrypt(String ciphertext, byte[] boundTo) throws KeyStoreException {
        JsonNode data = data(
                token -> calls.post(
                        settings.path("decrypt"),
                        token,
                        Map.of("ciphertext", ciphertext, "associated_data", base64(boundTo))),
                "decrypt");
        try {
            return Secret.of(Base64.getDecoder().decode(data.path("plaintext").asString("")));
        } catch (IllegalArgumentException e) {
            throw new KeyStoreException(Kind.AWAY, "Vault answers something that is not Vault's.");
        }
    }

    @Override
    public long newestVersion() throws KeyStoreException {
        return described().path("latest_version").asLong(0);
    }

    private JsonNode described() throws KeyStoreException {
        return data(token -> calls.get(settings.path("keys"), token), "keys");
    }

    private void requireFit(JsonNode key) throws KeyStoreException {
        String type = key.path("type").asString("");
        if (!FIT.contains(type) || key.path("derived").asBoolean(false)) {
            throw refused(
                    "The key " + key() + " of Vault is not fit: it must be of type aes256-gcm96 and not derived.");
        }
        if (key.path("exportable").asBoolean(false)
                || key.path("allow_plaintext_backup").asBoolean(false)) {
            throw refused("The key " + key()
                    + " of Vault can be taken out of it (exportable or allow_plaintext_backup): make another one.");
        }
    }

    /** One call; a token that is refused is replaced once, when there is another. */
    private JsonNode data(Function<Secret, VaultAnswer> call, String verb) throws KeyStoreException {
        Secret token = signIn.token();
        VaultAnswer answer = call.apply(token);
        if (answer instanceof VaultAnswer.Refused(int status) && status == FORBIDDEN) {
            Secret other = signIn.another(token);
            answer = other.equals(token) ? answer : call.apply(other);
        }
        return switch (answer) {
            case VaultAnswer.Done(JsonNode body) -> body.path("data");
            case VaultAnswer.Away(String why) -> throw new KeyStoreException(Kind.AWAY, "Vault " + why + ".");
            case VaultAnswer.Refused(int status) -> throw refusal(status, verb);
        };
    }

    private KeyStoreException refusal(int status, String verb) {
        if (status == FORBIDDEN) {
            return refused("Vault refuses " + settings.path(verb)
                    + ": the token is wrong or has ended, or its policy lacks that path (docs/keys.md).");
        }
        if (status == NOT_FOUND) {
            return refused("Vault knows no key " + key()
                    + "; look at VAULT_TRANSIT_MOUNT, VAULT_TRANSIT_KEY and VAULT_NAMESPACE.");
        }
        return status == BAD_REQUEST && verb.equals("decrypt")
                ? new KeyStoreException(
                        Kind.UNREADABLE,
                        "Vault " + key()
                                + " does not open this database's keys: another key or another Vault, a version"
                                + " below its min_decryption_version, or a changed row.")
                : refused("Vault answers " + status + " to " + settings.path(verb) + ".");
    }

    private static KeyStoreException refused(String sentence) {
        return new KeyStoreException(Kind.REFUSED, sentence);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
