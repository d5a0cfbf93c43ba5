package dev.concierge.server.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An authenticator and the browser around it (WebAuthn Level 3 sections 5.8.1, 6.1 and 6.5.4), written apart from the server's side, which lies where a test
 * says so. It counts its signatures.
 */
public final class SoftPasskey {
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int MAY_BE_BACKED_UP = 8;
    private static final int BACKED_UP = 16;
    private static final int ATTESTED = 64;

    private final KeyPair keys;
    private final byte[] id;
    private long count;
    private String handle = "";

    /** What is answered to the server's options, as an honest browser does until it is told otherwise. */
    public final class Ceremony {
        private final JsonNode options;
        private String challenge;
        private String origin;
        private String rpId;
        private String type = "";
        private @Nullable String userHandle;
        private boolean framed;
        private int flags = PRESENT | VERIFIED;
        private long counted;

        private Ceremony(JsonNode options, String origin) {
            this.options = options;
            this.challenge = options.path("challenge").asString();
            this.origin = origin;
            this.rpId =
                    options.path("rpId").asString(options.path("rp").path("id").asString(""));
            this.userHandle = handle;
            this.counted = count + 1;
        }

        public Ceremony challenge(String other) {
            challenge = other;
            return this;
        }

        public Ceremony origin(String other) {
            origin = other;
            return this;
        }

        public Ceremony rpId(String other) {
            rpId = other;
            return this;
        }

        public Ceremony type(String other) {
            type = other;
            return this;
        }

        public Ceremony userHandle(@Nullable String other) {
            userHandle = other;
            return this;
        }

        public Ceremony framed() {
            framed = true;
            return this;
        }

        /** Nobody was asked for a fingerprint, a face or a PIN. */
        public Ceremony unverified() {
            flags &= ~VERIFIED;
            return this;
        }

        /** Somebody was, after all. */
        public Ceremony verified() {
            flags |= VERIFIED;
            return this;
        }

        public Ceremony backedUp() {
            flags |= MAY_BE_BACKED_UP | BACKED_UP;
            return this;
        }

        public Ceremony counting(long other) {
            counted = other;
            return this;
        }

        /** The answer to the wish for a new passkey, which is this one from now on. */
        public String created() {
            handle = options.path("user").path("id").asString();
            count = Math.max(count, counted);
            byte[] client = client("webauthn.create");
            byte[] data = concat(data(flags | ATTESTED), new byte[16], new byte[] {0, (byte) id.length}, id, cose());
            byte[] attestation = concat(
                    new byte[] {(byte) 0xa3},
                    text("fmt"),
                    text("none"),
                    text("attStmt"),
                    new byte[] {(byte) 0xa0},
                    text("authData"),
                    new byte[] {0x59, (byte) (data.length >> 8), (byte) data.length},
                    data);
            return answer("\"clientDataJSON\":\"" + base64(client) + "\",\"attestationObject\":\"" + base64(attestation)
                    + "\",\"transports\":[\"internal\",\"hybrid\"]");
        }

        /** The answer to the question for a passkey. */
        public String signed() {
            count = Math.max(count, counted);
            byte[] client = client("webauthn.get");
            byte[] data = data(flags);
            String user = userHandle == null ? "" : ",\"userHandle\":\"" + userHandle + "\"";
            return answer("\"clientDataJSON\":\"" + base64(client) + "\",\"authenticatorData\":\"" + base64(data)
                    + "\",\"signature\":\"" + base64(sign(concat(data, sha256(client)))) + "\"" + user);
        }

        private String answer(String response) {
            return "{\"id\":\"" + base64(id) + "\",\"rawId\":\"" + base64(id)
                    + "\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{" + response + "}}";
        }

        private byte[] client(String usual) {
            return ("{\"type\":\"" + (type.isEmpty() ? usual : type) + "\",\"challenge\":\"" + challenge
                            + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":" + framed + "}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        private byte[] data(int allFlags) {
            return concat(
                    sha256(rpId.getBytes(StandardCharsets.UTF_8)),
                    new byte[] {(byte) allFlags},
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) counted).array());
        }
    }

    private SoftPasskey(byte[] id) {
        this.id = id;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static SoftPasskey fresh() {
        byte[] id = new byte[32];
        new SecureRandom().nextBytes(id);
        return new SoftPasskey(id);
    }

    /** Another key that goes by the same credential id. */
    public SoftPasskey impostor() {
        SoftPasskey other = new SoftPasskey(id);
        other.handle = handle;
        return other;
    }

    /** @param origin of the page */
    public Ceremony ceremony(JsonNode options, String origin) {
        return new Ceremony(options, origin);
    }

    public long count() {
        return count;
    }

    /** For which account it was made. */
    public String handle() {
        return handle;
    }

    private byte[] cose() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return concat(
                new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20},
                coordinate(key.getW().getAffineX().toByteArray()),
                new byte[] {0x22, 0x58, 0x20},
                coordinate(key.getW().getAffineY().toByteArray()));
    }

    private byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] coordinate(byte[] number) {
        byte[] padded = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, padded, 32 - length, length);
        return padded;
    }

    /** A text of fewer than 24 bytes in CBOR. */
    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return concat(new byte[] {(byte) (0x60 + bytes.length)}, bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
