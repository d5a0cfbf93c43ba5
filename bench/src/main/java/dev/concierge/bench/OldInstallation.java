package dev.concierge.bench;

import dev.concierge.sandbox.Dialect;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** What {@link ImportProof} brings over: people with a bcrypt hash and two grants each, tokens under Fernet; the last of them is real at the sandbox. */
final class OldInstallation {
    /** Who signs in afterwards, and the published bcrypt vector that is everybody's password. */
    static final String EMAIL = "real@old.example";

    static final String PASSWORD = "U*U";
    private static final String HASH = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HALF = 16;

    private final byte[] key = new byte[2 * HALF];
    private final SecureRandom random = new SecureRandom();

    OldInstallation() {
        random.nextBytes(key);
    }

    String key() {
        return Base64.getUrlEncoder().encodeToString(key);
    }

    /** @param subject who the real one is at Google */
    void write(Path file, int accounts, Dialect.Minted real, String subject) throws IOException {
        Instant now = Instant.now();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"format\":\"concierge-import-1\",\"tokens\":\"fernet\"}\n");
            for (int number = 1; number < accounts; number++) {
                person(
                        out,
                        "person" + number + "@old.example",
                        List.of(
                                grant(
                                        "home-" + number,
                                        "access-h-" + number,
                                        "refresh-h-" + number,
                                        now.plus(Duration.ofDays(30)),
                                        List.of("openid")),
                                grant(
                                        "work-" + number,
                                        "access-w-" + number,
                                        "refresh-w-" + number,
                                        now.plus(Duration.ofDays(30)),
                                        List.of("openid"))));
            }
            person(
                    out,
                    EMAIL,
                    List.of(
                            grant(
                                    subject,
                                    real.accessToken(),
                                    real.refreshToken(),
                                    now.minusSeconds(60),
                                    real.scopes()),
                            grant(
                                    "work-0",
                                    "access-w-0",
                                    "refresh-w-0",
                                    now.plus(Duration.ofDays(30)),
                                    List.of("openid"))));
        }
    }

    private static void person(BufferedWriter out, String email, List<Map<String, Object>> grants) throws IOException {
        out.write(JSON.writeValueAsString(Map.of(
                "key",
                email,
                "email",
                email,
                "emailVerified",
                true,
                "name",
                "Old Person",
                "role",
                "user",
                "password",
                HASH,
                "grants",
                grants)));
        out.write('\n');
    }

    private Map<String, Object> grant(
            String account, String accessToken, String refreshToken, Instant expiresAt, List<String> scopes) {
        return Map.of(
                "provider",
                "google",
                "account",
                account,
                "scopes",
                scopes,
                "accessToken",
                fernet(accessToken),
                "refreshToken",
                fernet(refreshToken),
                "expiresAt",
                expiresAt.getEpochSecond());
    }

    /** The Fernet specification, version 0x80. */
    private String fernet(String token) {
        try {
            byte[] iv = new byte[HALF];
            random.nextBytes(iv);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, HALF, HALF, "AES"), new IvParameterSpec(iv));
            byte[] sealed = cipher.doFinal(token.getBytes(StandardCharsets.UTF_8));
            byte[] signed = ByteBuffer.allocate(1 + Long.BYTES + HALF + sealed.length)
                    .put((byte) 0x80)
                    .putLong(Instant.now().getEpochSecond())
                    .put(iv)
                    .put(sealed)
                    .array();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, 0, HALF, "HmacSHA256"));
            byte[] code = mac.doFinal(signed);
            return Base64.getUrlEncoder()
                    .encodeToString(ByteBuffer.allocate(signed.length + code.length)
                            .put(signed)
                            .put(code)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
