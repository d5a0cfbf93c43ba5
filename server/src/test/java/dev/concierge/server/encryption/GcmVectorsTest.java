package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The AES-256 test cases 13 to 16 of the GCM specification (McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B), which NIST SP
 * 800-38D takes over, through our own class: it opens each of them, and none of which anything was changed.
 */
@Tag("security")
class GcmVectorsTest {
    private static final int KEY_ID = 0x01020304;
    private static final String ZEROS = "0000000000000000000000000000000000000000000000000000000000000000";
    private static final String KEY = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    private static final String PLAIN =
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    private static final String CIPHER =
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";

    @ParameterizedTest(name = "test case {0}")
    @CsvSource({
        "13," + ZEROS + ",000000000000000000000000,'','','',530f8afbc74536b9a963b4f1c4cb738b",
        "14," + ZEROS
                + ",000000000000000000000000,'',00000000000000000000000000000000,cea7403d4d606b6e074ec5d3baf39d18,"
                + "d0d1c8a799996bf0265b98b5d48ab919",
        "15," + KEY + ",cafebabefacedbaddecaf888,''," + PLAIN + "1aafd255," + CIPHER + "898015ad,"
                + "b094dac5d93471bdec1a502270e3cc6c",
        "16," + KEY + ",cafebabefacedbaddecaf888,feedfacedeadbeeffeedfacedeadbeefabaddad2," + PLAIN + "," + CIPHER + ","
                + "76fc6ece0f4e1768cddf8853bb2d551b"
    })
    @DisplayName("F-04 the published vectors open, and nothing beside them")
    void the_published_vectors_open(
            int number, String key, String nonce, String associated, String plain, String encrypted, String tag)
            throws GeneralSecurityException {
        RowCipher cipher = under(bytes(key));
        byte[] stored = bytes("01" + "01020304" + nonce + encrypted + tag);

        assertThat(HexFormat.of().formatHex(cipher.decrypt(Ciphertext.of(stored), bytes(associated))))
                .as("test case %d", number)
                .isEqualTo(plain);

        for (int at = 0; at < stored.length; at++) {
            byte[] forged = stored.clone();
            forged[at] ^= 1;
            assertThatThrownBy(() -> cipher.decrypt(Ciphertext.of(forged), bytes(associated)))
                    .isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> cipher.decrypt(Ciphertext.of(stored), bytes(associated + "00")))
                .isInstanceOf(GeneralSecurityException.class);
    }

    /** Our own class with one key, whose id is 01020304. */
    static RowCipher under(byte[] key) throws GeneralSecurityException {
        return new RowCipher(Keys.fixed(Ring.of(1, Instant.EPOCH, keyset(key))));
    }

    @AccessesPartialKey
    private static KeysetHandle keyset(byte[] key) throws GeneralSecurityException {
        AeadConfig.register();
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(32)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.TINK)
                .build();
        AesGcmKey fixed = AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                .setIdRequirement(KEY_ID)
                .build();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(fixed).withFixedId(KEY_ID).makePrimary())
                .build();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
