package dev.concierge.server.sync.web;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** The place of a list's next page: three numbers, signed for the account and the list, so that nobody can make one up or use another's. */
final class SignedCursor {
    private static final int PLACE_BYTES = 4 * Long.BYTES;
    private static final int CODE_BYTES = 16;

    private final Signer signer;
    private final String purpose;

    /** @param list its name; a cursor of one list is none of another */
    SignedCursor(Signer signer, String list) {
        this.signer = signer;
        this.purpose = "cursor:" + list;
    }

    /** A row's place: two numbers that a list is ordered by, and its id. */
    record Place(long first, long second, UUID id) {}

    String of(Place place, UUID accountId) {
        byte[] bytes = ByteBuffer.allocate(PLACE_BYTES)
                .putLong(place.first())
                .putLong(place.second())
                .putLong(place.id().getMostSignificantBits())
                .putLong(place.id().getLeastSignificantBits())
                .array();
        byte[] signed = ByteBuffer.allocate(PLACE_BYTES + CODE_BYTES)
                .put(bytes)
                .put(code(bytes, accountId))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** @throws ProblemException {@code invalid-input} for anything that this list did not give to this account */
    Place parse(String text, UUID accountId) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (all.length != PLACE_BYTES + CODE_BYTES) {
            throw refused();
        }
        byte[] bytes = Arrays.copyOf(all, PLACE_BYTES);
        if (!MessageDigest.isEqual(code(bytes, accountId), Arrays.copyOfRange(all, PLACE_BYTES, all.length))) {
            throw refused();
        }
        ByteBuffer place = ByteBuffer.wrap(bytes);
        return new Place(place.getLong(), place.getLong(), new UUID(place.getLong(), place.getLong()));
    }

    private byte[] code(byte[] place, UUID accountId) {
        byte[] account = accountId.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return Arrays.copyOf(signer.sign(purpose, place, account), CODE_BYTES);
    }

    private static ProblemException refused() {
        return new ProblemException(
                        ProblemType.INVALID_INPUT, "The cursor is not one of ours. Begin with the first page.")
                .with("field", "cursor");
    }
}
