package dev.concierge.server.keystore;

import dev.concierge.server.encryption.KeyStoreException;
import dev.concierge.server.encryption.KeyStoreException.Kind;
import dev.concierge.server.encryption.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the token of a call comes from. Thread-safe. */
sealed interface VaultSignIn permits AppRole, VaultSignIn.FixedToken, VaultSignIn.TokenFile {
    /** A token that should be good now. */
    Secret token() throws KeyStoreException;

    /** A token after one was refused; the same one when there is no other. */
    Secret another(Secret refused) throws KeyStoreException;

    /** Renews what is ours to renew; called every few seconds. */
    default void tick() {}

    /** {@code VAULT_TOKEN}. */
    record FixedToken(Secret value) implements VaultSignIn {
        @Override
        public Secret token() throws KeyStoreException {
            return wellFormed(value, "VAULT_TOKEN");
        }

        @Override
        public Secret another(Secret refused) throws KeyStoreException {
            return token();
        }
    }

    /** {@code VAULT_TOKEN_FILE}: a Vault Agent puts a new token there when it likes, so it is read for each use. */
    record TokenFile(String file) implements VaultSignIn {
        @Override
        public Secret token() throws KeyStoreException {
            return read("VAULT_TOKEN_FILE", file);
        }

        @Override
        public Secret another(Secret refused) throws KeyStoreException {
            return token();
        }
    }

    /** A secret out of a file, without the white space around it. */
    static Secret read(String setting, String file) throws KeyStoreException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(Limits.LARGEST_FILE + 1);
            if (bytes.length <= Limits.LARGEST_FILE) {
                return wellFormed(Secret.of(new String(bytes, StandardCharsets.UTF_8).strip()), setting);
            }
        } catch (IOException | InvalidPathException e) {
            throw new KeyStoreException(Kind.REFUSED, setting + " cannot be read: " + file + ".");
        }
        throw new KeyStoreException(Kind.REFUSED, setting + " is larger than any token.");
    }

    /** What may stand in a header field and in JSON alike. */
    static Secret wellFormed(Secret secret, String setting) throws KeyStoreException {
        if (!Limits.TOKEN.matcher(secret.reveal()).matches()) {
            throw new KeyStoreException(Kind.REFUSED, setting + " holds no token.");
        }
        return secret;
    }

    /** Bounds of what is read. */
    final class Limits {
        static final int LARGEST_FILE = 16 * 1024;
        static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");

        private Limits() {}
    }
}
