package dev.concierge.server.encryption;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads values that an older installation encrypted under {@code LEGACY_ENCRYPTION_KEY}. Nothing is ever written in these forms. Thread-safe. */
public final class LegacyCipher {
    private static final int KEY_BYTES = 32;

    /** One key in one form. */
    interface Key {
        /**
         * @return empty when the text is not of this form or not under this key
         * @throws GeneralSecurityException the same
         */
        Optional<Secret> open(String text) throws GeneralSecurityException;
    }

    private final List<Key> keys;

    private LegacyCipher(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** What is not encrypted at all. */
    public static LegacyCipher plain() {
        return new LegacyCipher(List.of(text -> Optional.of(Secret.of(text))));
    }

    /**
     * Fernet, version 0x80.
     *
     * @param legacyKeys {@code LEGACY_ENCRYPTION_KEY}: one key, or several with commas between, which are tried in turn
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static LegacyCipher fernet(@Nullable Secret legacyKeys) {
        return of(legacyKeys, Fernet::new);
    }

    /**
     * AES-256-GCM: a nonce of 12 bytes first, then ciphertext and tag, without associated data, in base64.
     *
     * @param legacyKeys as in {@link #fernet}
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static LegacyCipher aesGcm(@Nullable Secret legacyKeys) {
        return of(legacyKeys, LegacyAesGcm::new);
    }

    /** The value in the clear; empty when it is not of this form, or none of the keys opens it. */
    public Optional<Secret> open(String text) {
        return keys.stream()
                .map(key -> opened(key, text))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Secret> opened(Key key, String text) {
        try {
            return key.open(text);
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static LegacyCipher of(@Nullable Secret legacyKeys, Function<byte[], Key> form) {
        if (legacyKeys == null) {
            throw new IllegalArgumentException(
                    "The tokens of the file are encrypted, and LEGACY_ENCRYPTION_KEY is missing. Give it, or LEGACY_ENCRYPTION_KEY_FILE.");
        }
        List<Key> keys = new ArrayList<>();
        Arrays.stream(legacyKeys.reveal().split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(text -> keys.add(form.apply(bytes(text))));
        return new LegacyCipher(keys);
    }

    private static byte[] bytes(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(standardAlphabet(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("LEGACY_ENCRYPTION_KEY is not base64.", e);
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("LEGACY_ENCRYPTION_KEY holds " + key.length + " bytes, not 32.");
        }
        return key;
    }

    /** The same text in the alphabet of RFC 4648 section 4, whichever of the two it was in. */
    static String standardAlphabet(String text) {
        return text.replace('-', '+').replace('_', '/');
    }
}
