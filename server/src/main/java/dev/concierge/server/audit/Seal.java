package dev.concierge.server.audit;

import dev.concierge.server.encryption.Signer;
import java.time.Instant;
import java.util.List;

/**
 * A link of a chain: the rows since the one before, under a MAC that covers that one's too.
 *
 * @param sequence 1 for the first
 * @param last where the last of its rows stands
 * @param rows their ids and hashes in order; empty when they were dropped after their time
 * @param rowsHash the hash of the list, which stays
 */
record Seal(
        Chain chain,
        long sequence,
        Place last,
        int rowCount,
        Instant oldest,
        Instant newest,
        Instant sealedAt,
        SealedRows rows,
        Code rowsHash,
        Code mac) {
    private static final Code NOTHING = Code.of(new byte[0]);

    /** The first seal's predecessor. */
    static Code beforeFirst() {
        return NOTHING;
    }

    /** Seals rows, at least one, all of them after those of the seal before. */
    static Seal over(Chain chain, long sequence, Code previous, List<ChainRow> rows, Instant now, Signer signer) {
        SealedRows list = SealedRows.of(rows);
        Instant oldest = rows.getFirst().at();
        Instant newest = oldest;
        for (ChainRow row : rows) {
            oldest = row.at().isBefore(oldest) ? row.at() : oldest;
            newest = row.at().isAfter(newest) ? row.at() : newest;
        }
        Seal unsigned = new Seal(
                chain,
                sequence,
                rows.getLast().place(),
                rows.size(),
                oldest,
                newest,
                Fields.micros(now),
                list,
                list.hash(),
                NOTHING);
        return unsigned.with(unsigned.sign(previous, signer));
    }

    /** Whether this seal was made with the key, follows the one before, and its list is the one it was made over. */
    boolean isGenuine(Code previous, Signer signer) {
        return mac.equals(sign(previous, signer))
                && (rows.isEmpty() || rows.hash().equals(rowsHash));
    }

    private Code sign(Code previous, Signer signer) {
        Fields fields = new Fields()
                .add(chain.word())
                .add(sequence)
                .add(last.era())
                .add(last.xact())
                .add(last.id())
                .add(rowCount)
                .add(oldest)
                .add(newest)
                .add(sealedAt)
                .add(rowsHash.bytes());
        return Code.of(signer.sign("audit seal", previous.bytes(), fields.bytes()));
    }

    private Seal with(Code signature) {
        return new Seal(chain, sequence, last, rowCount, oldest, newest, sealedAt, rows, rowsHash, signature);
    }

    Anchor anchor() {
        return new Anchor(chain, sequence, mac.hex());
    }
}
