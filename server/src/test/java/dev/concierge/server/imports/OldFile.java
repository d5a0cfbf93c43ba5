package dev.concierge.server.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file as an older installation would write it, and what the report says of it. */
final class OldFile {
    static final String KEY = Base64.getUrlEncoder()
            .encodeToString("thirty-two bytes of an old key..".getBytes(StandardCharsets.US_ASCII));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    OldFile(Path file, String tokens) {
        this.file = file;
        lines.add("{\"format\":\"concierge-import-1\",\"tokens\":\"" + tokens + "\"}");
    }

    OldFile line(String text) {
        lines.add(text);
        return this;
    }

    OldFile row(Map<String, ? extends @Nullable Object> row) {
        return line(JSON.writeValueAsString(row));
    }

    Path write() {
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path report() {
        return file.resolveSibling("report.jsonl");
    }

    List<JsonNode> reported() {
        try {
            return Files.readAllLines(report()).stream().map(JSON::readTree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Field and first words of the reason of a refused line, counted from 1. */
    String refusal(int line) {
        JsonNode said = reported().stream()
                .filter(node -> node.path("line").asInt() == line)
                .findFirst()
                .orElseThrow();
        return said.path("field").asString("") + " " + said.path("reason").asString("");
    }

    /** A person who signs in with a password. */
    static Map<String, @Nullable Object> person(String key, String email, String hash) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("key", key);
        row.put("email", email);
        row.put("emailVerified", true);
        row.put("name", "Person " + key);
        row.put("role", "user");
        row.put("password", hash);
        return row;
    }

    static Map<String, @Nullable Object> with(
            Map<String, ? extends @Nullable Object> row, String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(row);
        changed.put(field, value);
        return changed;
    }

    static byte[] key() {
        return Base64.getUrlDecoder().decode(KEY);
    }

    static String fernet(String token) {
        try {
            byte[] iv = Arrays.copyOf("an initial vector".getBytes(StandardCharsets.US_ASCII), 16);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key(), 16, 16, "AES"), new IvParameterSpec(iv));
            byte[] sealed = cipher.doFinal(token.getBytes(StandardCharsets.UTF_8));
            byte[] signed = ByteBuffer.allocate(25 + sealed.length)
                    .put((byte) 0x80)
                    .putLong(1_700_000_000)
                    .put(iv)
                    .put(sealed)
                    .array();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), 0, 16, "HmacSHA256"));
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

    static String aes(String token) {
        try {
            byte[] nonce = Arrays.copyOf("a nonce of old".getBytes(StandardCharsets.US_ASCII), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(128, nonce));
            byte[] sealed = cipher.doFinal(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
