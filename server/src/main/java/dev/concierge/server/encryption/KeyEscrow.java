package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The data keys in a file that a passphrase opens, for the day on which ENCRYPTION_KEY is lost. Three lines: the format with its version, the
 * parameters of Argon2id (RFC 9106) with the salt, and the keyset under AES-256-GCM in base64.
 */
public final class KeyEscrow {
    /** Shorter passphrases could be tried out by whoever finds the file. */
    public static final int SHORTEST = 16;

    private static final String FORMAT = "concierge key escrow v1";
    private static final Pattern PARAMETERS =
            Pattern.compile("argon2id m=([0-9]{1,7}) t=([0-9]{1,2}) p=1 salt=([A-Za-z0-9+/=]{24})");
    private static final int MEMORY_KIB = 64 * 1024;
    private static final int MOST_MEMORY_KIB = 1024 * 1024;
    private static final int PASSES = 4;
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private KeyEscrow() {}

    /**
     * What a file held.
     *
     * @param cipher opens stored ciphertexts by the keys of the file
     * @param keys ids of the keys in it
     */
    public record Opened(RowCipher cipher, Set<Long> keys) {
        public Opened {
            keys = Set.copyOf(keys);
        }
    }

    /** The text of a new file. @throws IllegalArgumentException with a sentence for the operator, when the passphrase is too short */
    static String seal(KeysetHandle keyset, Secret passphrase) {
        if (passphrase.reveal().codePointCount(0, passphrase.reveal().length()) < SHORTEST) {
            throw new IllegalArgumentException("The passphrase has fewer than " + SHORTEST + " characters.");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        try {
            byte[] wrapped = under(passphrase, salt, MEMORY_KIB, PASSES).wrap(keyset);
            return FORMAT + "\nargon2id m=" + MEMORY_KIB + " t=" + PASSES + " p=1 salt="
                    + Base64.getEncoder().encodeToString(salt) + "\n"
                    + Base64.getEncoder().encodeToString(wrapped) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys could not be put into escrow", e);
        }
    }

    /** @throws IllegalArgumentException with a sentence for the operator, when it is no such file or the passphrase is another one */
    public static Opened open(String text, Secret passphrase) {
        Ring ring = ring(text, passphrase);
        return new Opened(
                new RowCipher(Keys.fixed(ring)),
                ring.ids().stream().map(Integer::toUnsignedLong).collect(Collectors.toSet()));
    }

    /** {@link #open}, the keys themselves. */
    static Ring ring(String text, Secret passphrase) {
        try {
            return Ring.of(0, Instant.EPOCH, unseal(text, passphrase));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The passphrase does not open this file, or the file was changed.", e);
        }
    }

    private static KeysetHandle unseal(String text, Secret passphrase) throws GeneralSecurityException {
        List<String> lines = text.lines().toList();
        Matcher parameters = lines.size() == 3 ? PARAMETERS.matcher(lines.get(1)) : PARAMETERS.matcher("");
        if (!parameters.matches() || !lines.getFirst().equals(FORMAT)) {
            throw new IllegalArgumentException("This is no key escrow file of a version that is known here.");
        }
        int memory = Integer.parseInt(parameters.group(1));
        int passes = Integer.parseInt(parameters.group(2));
        if (memory < 8 || memory > MOST_MEMORY_KIB || passes < 1) {
            throw new IllegalArgumentException("The parameters of this key escrow file are outside of every bound.");
        }
        byte[] salt = Base64.getDecoder().decode(parameters.group(3));
        byte[] wrapped = Base64.getDecoder().decode(lines.get(2));
        return under(passphrase, salt, memory, passes).unwrap(wrapped);
    }

    private static KeysetSeal under(Secret passphrase, byte[] salt, int memoryKib, int passes)
            throws GeneralSecurityException {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        argon2.generateBytes(passphrase.revealBytes(), key);
        return new KeysetSeal(MasterKeys.aead(key));
    }
}
