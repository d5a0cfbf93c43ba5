package dev.concierge.server.audit;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row after which a page begins. It is no secret and gives no right: whoever makes one up reads their own account's rows from there. */
record Cursor(Instant at, UUID id) {
    private static final int BYTES = 3 * Long.BYTES;
    /** Newer than every row. */
    private static final Cursor TOP = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(BYTES)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    /** @throws ProblemException {@code bad-request} when it is not one of ours */
    static Cursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return TOP;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            Instant at = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            if (bytes.remaining() != 2 * Long.BYTES || at.isAfter(TOP.at) || at.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException("not a cursor");
            }
            return new Cursor(at, new UUID(bytes.getLong(), bytes.getLong()));
        } catch (IllegalArgumentException | BufferUnderflowException | ArithmeticException e) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "The cursor is not one that this list gave out. Begin without one.", e);
        }
    }
}
