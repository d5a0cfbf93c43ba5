package dev.concierge.server.audit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** The rows of a seal in their order: 16 bytes of id and 16 bytes of hash each. */
final class SealedRows {
    private static final int ID_BYTES = 16;

    private final byte[] ids;
    private final byte[] hashes;

    private SealedRows(byte[] ids, byte[] hashes) {
        this.ids = ids;
        this.hashes = hashes;
    }

    static SealedRows of(List<ChainRow> rows) {
        ByteBuffer ids = ByteBuffer.allocate(rows.size() * ID_BYTES);
        ByteBuffer hashes = ByteBuffer.allocate(rows.size() * Code.ROW_BYTES);
        for (ChainRow row : rows) {
            UUID id = row.place().id();
            ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            hashes.put(row.hash().bytes());
        }
        return new SealedRows(ids.array(), hashes.array());
    }

    static SealedRows stored(byte[] ids, byte[] hashes) {
        return new SealedRows(ids.clone(), hashes.clone());
    }

    boolean isEmpty() {
        return ids.length == 0;
    }

    int size() {
        return ids.length / ID_BYTES;
    }

    UUID id(int index) {
        ByteBuffer at = ByteBuffer.wrap(ids, index * ID_BYTES, ID_BYTES);
        return new UUID(at.getLong(), at.getLong());
    }

    Code hash(int index) {
        byte[] one = new byte[Code.ROW_BYTES];
        System.arraycopy(hashes, index * Code.ROW_BYTES, one, 0, Code.ROW_BYTES);
        return Code.ofRow(one);
    }

    /** Over ids and hashes. */
    Code hash() {
        return Code.of(RowMacs.sha256().digest(new Fields().add(ids).add(hashes).bytes()));
    }

    byte[] ids() {
        return ids.clone();
    }

    byte[] hashes() {
        return hashes.clone();
    }
}
