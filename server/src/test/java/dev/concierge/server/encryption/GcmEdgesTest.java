package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Edges of AES-256-GCM through our own class, of the kinds that Project Wycheproof tries: texts and associated data around a block, no text at all, nonces of
 * zeros and ones, texts that encrypt to zeros and ones, and tags of zeros, ones and halves, for which the associated data was solved (GHASH is linear). The
 * values were computed by OpenSSL, and checked against a GHASH written for it. A tag that looks like none is a tag like any other; and of every
 * one no bit may be changed.
 */
@Tag("security")
class GcmEdgesTest {
    private static final String PREFIX = "0101020304";
    private static final int TAG_BYTES = 16;
    private static final int PREFIX_BYTES = 5;
    private static final int NONCE_BYTES = 12;
    private static final byte[] COUNTING = counting(32);

    private static byte[] key(String name) {
        byte[] key = new byte[32];
        switch (name) {
            case "COUNTING" -> System.arraycopy(COUNTING, 0, key, 0, key.length);
            case "ONES" -> Arrays.fill(key, (byte) 0xff);
            case "STRIPES" -> {
                for (int at = 0; at < key.length; at++) {
                    key[at] = (byte) (at % 2 == 0 ? 0xa5 : 0x5a);
                }
            }
            default -> throw new IllegalArgumentException(name);
        }
        return key;
    }

    private static byte[] counting(int bytes) {
        byte[] counting = new byte[bytes];
        for (int at = 0; at < bytes; at++) {
            counting[at] = (byte) at;
        }
        return counting;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void refuses(RowCipher cipher, byte[] stored, byte[] associated) {
        assertThatThrownBy(() -> cipher.decrypt(Ciphertext.of(stored), associated))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static void refusesEveryFlippedBit(RowCipher cipher, byte[] stored, byte[] associated) {
        for (int bit = 0; bit < stored.length * Byte.SIZE; bit++) {
            refuses(cipher, flipped(stored, bit), associated);
        }
        for (int bit = 0; bit < associated.length * Byte.SIZE; bit++) {
            refuses(cipher, stored, flipped(associated, bit));
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }

    /** Shorter and longer tags, and those that a careless check would take for any. */
    private static void refusesOtherTags(RowCipher cipher, byte[] stored, byte[] associated) {
        for (int missing : List.of(1, 4, 8, 12, TAG_BYTES)) {
            refuses(cipher, Arrays.copyOf(stored, stored.length - missing), associated);
        }
        refuses(cipher, Arrays.copyOf(stored, stored.length + 1), associated);
        for (byte fill : new byte[] {0, (byte) 0xff}) {
            byte[] other = stored.clone();
            Arrays.fill(other, other.length - TAG_BYTES, other.length, fill);
            if (!Arrays.equals(other, stored)) {
                refuses(cipher, other, associated);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no text and no associated data, every bit of key and nonce set|ONES|ffffffffffffffffffffffff||||"
                        + "a1aab260b39fd1f295879a3e2b6b00b0",
                "no text, one byte of associated data|COUNTING|000000000000000000000000|00|||060819b35e314b1a8ff6"
                        + "9053ec5bcb37",
                "no text, a block of associated data and a byte|COUNTING|404142434445464748494a4b|000102030405060"
                        + "708090a0b0c0d0e0f10|||dfdf0a14500c478cc24e492467f69a29",
                "one byte|COUNTING|404142434445464748494a4b||00|e2|894f2a6bd16a19b82cff6a8010ca0bf3",
                "a block less a byte|COUNTING|404142434445464748494a4b|000102030405060708090a0b0c0d0e|00010203040"
                        + "5060708090a0b0c0d0e|e2b8ac2022398104c5cd1d3d97691d|53ac6c90833155d5fa3a4d44935ea0a6",
                "a block|COUNTING|ffffffffffffffffffffffff|000102030405060708090a0b0c0d0e0f|000102030405060708090"
                        + "a0b0c0d0e0f|3a80edca64bed8c18357a4da2023ad43|306d9b62d3c6ab59243611ea428d96a6",
                "a block and a byte|STRIPES|000000000000000000000000|000102030405060708090a0b0c0d0e0f10|000102030"
                        + "405060708090a0b0c0d0e0f10|b5a689d0d2f26fbaa8b06542a0029dc52f|4be94ef23c5df6760cc80703ea03e6b9",
                "two blocks less a byte|STRIPES|404142434445464748494a4b|000102030405060708090a0b0c0d0e0f10111213"
                        + "1415161718191a1b1c1d1e|000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e|84413ab781"
                        + "9c6090009ffe920f9413b06134092492b1769902bf9a831cf8d5|affca4e1488425f7ac8e7fd59b72280f",
                "two blocks and a byte|STRIPES|ffffffffffffffffffffffff|000102030405060708090a0b0c0d0e0f101112131"
                        + "415161718191a1b1c1d1e1f20|000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20|eb9"
                        + "5c0962a3cccb7090950af2f63d4ad8bd5638aa6682eb2badcbc96411fd1fe53|8dd0f45fedd26304b7ea6da64098354c",
                "a text that encrypts to zeros|STRIPES|404142434445464748494a4b|0001020304|844038b4859966970896f4"
                        + "9903991dbf71251b3786a4608e1aa6809800e5cb54|00000000000000000000000000000000000000000000000000000"
                        + "00000000000|4f214f3596801ebcf1f93a6e52b98f20",
                "a text that encrypts to ones|STRIPES|404142434445464748494a4b|0001020304|7bbfc74b7a669968f7690b6"
                        + "6fc66e2408edae4c8795b9f71e5597f67ff1a34ab|ffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                        + "ffffffffff|f9ea65336408ab5016704f42141ce4c4",
                "a tag of zeros, no text|COUNTING|404142434445464748494a4b|be7c468c08f2340da460db6bf15ece97|||000"
                        + "00000000000000000000000000000",
                "a tag of zeros, a block|COUNTING|404142434445464748494a4b|48bf2c79e4496427477e8b5373da5342|00010"
                        + "2030405060708090a0b0c0d0e0f|e2b8ac2022398104c5cd1d3d97691d54|00000000000000000000000000000000",
                "a tag of ones, no text|COUNTING|404142434445464748494a4b|6bf2986665e9d2ddcf3ea3321397eaf0|||ffff"
                        + "ffffffffffffffffffffffffffff",
                "a tag of ones, a block|COUNTING|404142434445464748494a4b|d3d1c083c35bf7efb2078869c74470f6|000102"
                        + "030405060708090a0b0c0d0e0f|e2b8ac2022398104c5cd1d3d97691d54|ffffffffffffffffffffffffffffffff",
                "a tag of half zeros, no text|COUNTING|404142434445464748494a4b|ad6d9c636cef8a6f162f79dd778a5492|"
                        + "||ffffffffffffffff0000000000000000",
                "a tag of half zeros, a block|COUNTING|404142434445464748494a4b|9af435f1e6550910264c91e1c5581dc1|"
                        + "000102030405060708090a0b0c0d0e0f|e2b8ac2022398104c5cd1d3d97691d54|ffffffffffffffff00000000000000"
                        + "00",
                "a tag of a single one, no text|COUNTING|404142434445464748494a4b|26f41693f26ae6860349877b10ccf5c"
                        + "b|||00000000000000000000000000000001",
                "a tag of a single one, a block|COUNTING|404142434445464748494a4b|a68c54bac8d04cfe7223ec063050789"
                        + "b|000102030405060708090a0b0c0d0e0f|e2b8ac2022398104c5cd1d3d97691d54|0000000000000000000000000000"
                        + "0001"
            })
    @DisplayName("F-04 an edge opens, and nothing beside it")
    void an_edge_opens_and_nothing_beside_it(
            String edge, String key, String nonce, String associated, String text, String encrypted, String tag)
            throws GeneralSecurityException {
        RowCipher cipher = GcmVectorsTest.under(key(key));
        byte[] stored = bytes(PREFIX + nonce + or(encrypted) + tag);
        byte[] beside = bytes(or(associated));

        assertThat(HexFormat.of().formatHex(cipher.decrypt(Ciphertext.of(stored), beside)))
                .as(edge)
                .isEqualTo(or(text));
        refusesEveryFlippedBit(cipher, stored, beside);
        refusesOtherTags(cipher, stored, beside);
    }

    /** A field with nothing in it. */
    private static String or(@Nullable String hex) {
        return hex == null ? "" : hex;
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "4096,860a4cfcf596b601978bda35a8c7d4ab",
        "65536,981c7bb234140b84b19898bed886e6c3",
        "65537,b54403443642524a16a953bcd80adf59"
    })
    @DisplayName("F-04 long associated data counts to its last bit")
    void long_associated_data_counts_to_its_last_bit(int length, String tag) throws GeneralSecurityException {
        RowCipher cipher = GcmVectorsTest.under(COUNTING);
        byte[] stored = bytes(PREFIX + "404142434445464748494a4b" + "e2b8ac2022398104c5cd1d3d97691d5469d7404f" + tag);
        byte[] associated = counting(length);

        assertThat(cipher.decrypt(Ciphertext.of(stored), associated)).isEqualTo(counting(20));

        refuses(cipher, stored, flipped(associated, 0));
        refuses(cipher, stored, flipped(associated, length * Byte.SIZE - 1));
        refuses(cipher, stored, Arrays.copyOf(associated, length - 1));
        refuses(cipher, stored, Arrays.copyOf(associated, length + 1));
    }

    /**
     * Only a nonce that is not of 96 bits can make the counter begin just before its end; one of 128 bits was solved that does. Neither it nor one of 64
     * bits is a nonce to us, and there is no place to say so in a ciphertext.
     */
    @Test
    @DisplayName("F-04 a nonce of another size, also one whose counter wraps, opens nothing")
    void a_nonce_of_another_size_opens_nothing() throws GeneralSecurityException {
        RowCipher cipher = GcmVectorsTest.under(COUNTING);
        refuses(
                cipher,
                bytes(PREFIX + "926d25c00994b2eefd96a67dca1d3c4c"
                        + "9c12e071e0d2589a9eeb86e12a5e37f7119e4c8e72f3edfb1b9074ffadf5ce2f"
                        + "16830ad5513a8f190e2318b9d848f518"),
                counting(5));
        refuses(
                cipher,
                bytes(PREFIX + "4041424344454647" + "db2f3d9dda07dd5c7ba10d4a41f79505e1d76b915546e0a58e171d07c4f97d00"),
                new byte[0]);
    }

    /** The way there: what we encrypt, another implementation opens, whatever its length is. */
    @Test
    @DisplayName("F-04 what our class encrypts, another implementation opens, for every length around the blocks")
    void what_we_encrypt_another_implementation_opens() throws GeneralSecurityException {
        RowCipher cipher = GcmVectorsTest.under(COUNTING);
        UUID row = new UUID(1, 2);
        Binding place = new Binding("grants", "access_token", row, row, 1);
        for (int length = 0; length <= 257; length++) {
            String text = "x".repeat(length);
            byte[] stored = cipher.encrypt(Secret.of(text), place).bytes();
            assertThat(stored).hasSize(PREFIX_BYTES + NONCE_BYTES + length + TAG_BYTES);

            Cipher other = Cipher.getInstance("AES/GCM/NoPadding");
            other.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(COUNTING, "AES"),
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, stored, PREFIX_BYTES, NONCE_BYTES));
            other.updateAAD(place.associatedData());
            int begin = PREFIX_BYTES + NONCE_BYTES;
            assertThat(other.doFinal(stored, begin, stored.length - begin))
                    .asString()
                    .isEqualTo(text);
        }
    }
}
