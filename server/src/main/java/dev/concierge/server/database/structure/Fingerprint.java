package dev.concierge.server.database.structure;

import java.util.HexFormat;

/**
 * A database's structure by name, and its root hash. Two databases of the same structure have the same hash, whatever was made in which order, whatever their roles
 * are called, and whatever rows people have put in.
 *
 * @param postgresMajor the server's major version; not in the hash, though majors may write one expression differently
 * @param collation the database's collation and character type; not in the hash, because installations choose it
 * @param structure the root of the tree
 */
public record Fingerprint(int postgresMajor, String collation, Element structure) {
    /** Sixteen letters of which no two look alike, nor like a digit: four bits each. */
    private static final String LETTERS = "ACDEFHJKMNPRTWXY";

    private static final int CODE_BYTES = 8;

    /** The root hash: SHA-256, 64 hexadecimal digits. */
    public String hash() {
        return HexFormat.of().formatHex(structure.hash());
    }

    /** The first 64 bits of the root hash as four groups of four letters, to be read over the phone. */
    public String code() {
        byte[] hash = structure.hash();
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_BYTES; i++) {
            if (i > 0 && i % 2 == 0) {
                code.append('-');
            }
            code.append(LETTERS.charAt((hash[i] >> 4) & 0xf)).append(LETTERS.charAt(hash[i] & 0xf));
        }
        return code.toString();
    }
}
