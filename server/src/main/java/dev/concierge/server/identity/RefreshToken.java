package dev.concierge.server.identity;

import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.Signer;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A refresh token (RFC 6749 section 1.5): {@code cr_} and 70 characters of base64url, which are the family's id, its number in the family, and 256 bits. The bits of the
 * first are random. Those of each other are an HMAC, under {@code SECRET_KEY}, of the one before: so the same token has the same successor on every node, nobody
 * without the key can tell it, and it need not be kept to be given out twice.
 *
 * @param number 0 for the first
 * @param bits 32 bytes
 */
record RefreshToken(UUID familyId, int number, Secret bits) {
    private static final String KIND = "cr_";
    private static final Pattern FORM = Pattern.compile("cr_[A-Za-z0-9_-]{70}");
    private static final int HEAD_BYTES = 16 + Integer.BYTES;
    private static final int BITS_BYTES = 32;
    private static final String PURPOSE = "refresh token";

    /** The first of a family. */
    static RefreshToken first(UUID familyId, RandomSecrets random) {
        return new RefreshToken(
                familyId,
                0,
                Secret.of(Base64.getUrlDecoder().decode(random.next().reveal())));
    }

    /** Empty when the text has another form. */
    static Optional<RefreshToken> parse(Secret text) {
        String whole = text.reveal();
        if (!FORM.matcher(whole).matches()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(whole.substring(KIND.length())));
        UUID family = new UUID(bytes.getLong(), bytes.getLong());
        int number = bytes.getInt();
        byte[] bits = new byte[BITS_BYTES];
        bytes.get(bits);
        return number < 0 ? Optional.empty() : Optional.of(new RefreshToken(family, number, Secret.of(bits)));
    }

    /** What the client keeps. */
    Secret text() {
        byte[] bytes = ByteBuffer.allocate(HEAD_BYTES + BITS_BYTES)
                .put(head())
                .put(bits.revealBytes())
                .array();
        return Secret.of(KIND + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The one that takes its place. */
    RefreshToken successor(Signer signer) {
        return new RefreshToken(familyId, number + 1, Secret.of(signer.sign(PURPOSE, head(), bits.revealBytes())));
    }

    TokenHash hash() {
        return TokenHash.of(bits);
    }

    private byte[] head() {
        return ByteBuffer.allocate(HEAD_BYTES)
                .putLong(familyId.getMostSignificantBits())
                .putLong(familyId.getLeastSignificantBits())
                .putInt(number)
                .array();
    }
}
