package dev.concierge.server.integrations;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** The place of a list's next page, signed for its account, so that nobody can make one up or use another's. */
final class Cursor {
    private static final String PURPOSE = "cursor:integrations";
    private static final int PLACE_BYTES = 8 + 16;
    private static final int CODE_BYTES = 16;

    private Cursor() {}

    static String of(IntegrationRepository.Position place, UUID accountId, Signer signer) {
        byte[] bytes = ByteBuffer.allocate(PLACE_BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, place.at()))
                .putLong(place.id().getMostSignificantBits())
                .putLong(place.id().getLeastSignificantBits())
                .array();
        byte[] code = Arrays.copyOf(signer.sign(PURPOSE, bytes, bytes(accountId)), CODE_BYTES);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(PLACE_BYTES + CODE_BYTES)
                        .put(bytes)
                        .put(code)
                        .array());
    }

    /** @throws ProblemException {@code invalid-input} for anything that this server did not give to this account */
    static IntegrationRepository.Position parse(String text, UUID accountId, Signer signer) {
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
        byte[] code = Arrays.copyOfRange(all, PLACE_BYTES, all.length);
        if (!java.security.MessageDigest.isEqual(
                code, Arrays.copyOf(signer.sign(PURPOSE, bytes, bytes(accountId)), CODE_BYTES))) {
            throw refused();
        }
        ByteBuffer place = ByteBuffer.wrap(bytes);
        return new IntegrationRepository.Position(
                Instant.EPOCH.plus(place.getLong(), ChronoUnit.MICROS), new UUID(place.getLong(), place.getLong()));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static ProblemException refused() {
        return new ProblemException(
                        ProblemType.INVALID_INPUT, "The cursor is not one of ours. Begin with the first page.")
                .with("field", "cursor");
    }
}
