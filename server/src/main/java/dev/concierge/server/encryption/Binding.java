package dev.concierge.server.encryption;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The place a ciphertext belongs to; it is authenticated with it, so a value moved to another row, column, owner or version does not open.
 *
 * @param accountId the owner; null for what belongs to the installation
 * @param version the token version, or 0 where a row has only one
 */
public record Binding(
        String table, String column, UUID rowId, @Nullable UUID accountId, long version) {

    /** table ‖ column ‖ row id ‖ account id ‖ version, each with its length in four bytes in front. */
    byte[] associatedData() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        put(out, table.getBytes(StandardCharsets.UTF_8));
        put(out, column.getBytes(StandardCharsets.UTF_8));
        put(out, bytes(rowId));
        put(out, accountId == null ? new byte[0] : bytes(accountId));
        put(out, ByteBuffer.allocate(Long.BYTES).putLong(version).array());
        return out.toByteArray();
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static void put(ByteArrayOutputStream out, byte[] part) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        out.writeBytes(part);
    }
}
