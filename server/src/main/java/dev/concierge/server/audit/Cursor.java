package dev.concierge.server.audit;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row after which a page begins, signed for its account outside, so that nobody can make one up or use another's. */
record Cursor(Instant at, UUID id) {
    private static final String PURPOSE = "cursor:audit";
    private static final int PLACE_BYTES = 3 * Long.BYTES;
    private static final int CODE_BYTES = 16;
    /** Newer than every row. */
    static final Cursor TOP = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    String text(UUID accountId, Signer signer) {
        byte[] place = ByteBuffer.allocate(PLACE_BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(PLACE_BYTES + CODE_BYTES)
                        .put(place)
                        .put(code(place, accountId, signer))
                        .array());
    }

    /** @throws ProblemException {@code bad-request} for anything that this server did not give to this account */
    static Cursor parse(@Nullable String text, UUID accountId, Signer signer) {
        if (text == null || text.isEmpty()) {
            return TOP;
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (all.length != PLACE_BYTES + CODE_BYTES) {
            throw refused();
        }
        byte[] place = Arrays.copyOf(all, PLACE_BYTES);
        if (!MessageDigest.isEqual(code(place, accountId, signer), Arrays.copyOfRange(all, PLACE_BYTES, all.length))) {
            throw refused();
        }
        ByteBuffer bytes = ByteBuffer.wrap(place);
        return new Cursor(
                Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS), new UUID(bytes.getLong(), bytes.getLong()));
    }

    private static byte[] code(byte[] place, UUID accountId, Signer signer) {
        byte[] account = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(accountId.getMostSignificantBits())
                .putLong(accountId.getLeastSignificantBits())
                .array();
        return Arrays.copyOf(signer.sign(PURPOSE, place, account), CODE_BYTES);
    }

    private static ProblemException refused() {
        return new ProblemException(
                ProblemType.BAD_REQUEST, "The cursor is not one that this list gave out. Begin without one.");
    }
}
