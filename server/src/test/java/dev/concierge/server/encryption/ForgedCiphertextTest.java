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
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** F-03, F-04: a ciphertext that was changed anywhere, or stands anywhere else, does not open, and always says the same. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedCiphertextTest {
    private static final int KEY_ID = 0x0a0b0c0d;
    private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final UUID ACCOUNT = UUID.fromString("018f0000-0000-7000-8000-000000000002");
    private static final Binding PLACE = new Binding("grants", "refresh_token", ROW, ACCOUNT, 7);
    private static final String TOKEN = "1//golden-refresh-token";

    /**
     * The token under the key 00 01 … 1f with the nonce 40 41 … 4b, made once with the JDK's AES/GCM and not with the code under test: 01, key id, nonce,
     * value, tag. If it does not open any more, no stored token does.
     */
    private static final String GOLDEN =
            "010a0b0c0d404142434445464748494a4bd39681444950e366a3e96553fd16762811eb2633dc50615c2e222b8d01be9c052ac7b5479d3055";

    private RowCipher cipher;
    private Ring ring;

    @BeforeAll
    @AccessesPartialKey
    void open() throws GeneralSecurityException {
        AeadConfig.register();
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
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
        KeysetHandle keyset = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(fixed).withFixedId(KEY_ID).makePrimary())
                .build();
        ring = Ring.of(1, Instant.EPOCH, keyset);
        cipher = new RowCipher(Keys.fixed(ring));
    }

    @Test
    @DisplayName("F-03 the golden ciphertext of the layout opens")
    void the_golden_ciphertext_opens() throws UnreadableException {
        assertThat(cipher.decrypt(Ciphertext.of(golden()), PLACE).reveal()).isEqualTo(TOKEN);
        assertThat(Ciphertext.of(golden()).keyId()).hasValue(KEY_ID);
        byte[] fresh = cipher.encrypt(Secret.of(TOKEN), PLACE).bytes();
        assertThat(fresh).hasSameSizeAs(golden());
        assertThat(Arrays.copyOf(fresh, 5)).isEqualTo(Arrays.copyOf(golden(), 5));
    }

    @Test
    @DisplayName(
            "F-05 the golden ciphertext of an earlier key opens after two rotations, and not when its key is destroyed")
    void the_golden_ciphertext_of_an_earlier_key_opens_after_two_rotations()
            throws GeneralSecurityException, UnreadableException {
        Ring second = Ring.of(2, Instant.EPOCH, ring.withNewPrimary());
        Ring third = Ring.of(3, Instant.EPOCH, second.withNewPrimary());
        RowCipher later = new RowCipher(Keys.fixed(third));

        assertThat(later.decrypt(Ciphertext.of(golden()), PLACE).reveal()).isEqualTo(TOKEN);
        assertThat(later.encrypt(Secret.of(TOKEN), PLACE).keyId())
                .hasValue(third.primary())
                .isNotEqualTo(OptionalInt.of(KEY_ID))
                .isNotEqualTo(OptionalInt.of(second.primary()));
        assertThat(third.ids()).containsExactlyInAnyOrder(KEY_ID, second.primary(), third.primary());

        Ring last = Ring.of(4, Instant.EPOCH, third.without(Set.of(KEY_ID, third.primary())));
        assertThat(last.ids())
                .as("the primary key cannot be destroyed")
                .containsExactlyInAnyOrder(second.primary(), third.primary());
        RowCipher without = new RowCipher(Keys.fixed(last));
        assertThatThrownBy(() -> without.decrypt(Ciphertext.of(golden()), PLACE))
                .isInstanceOf(UnreadableException.class);
    }

    @Test
    @DisplayName("F-03 each bit is flipped, the end is cut, something is added: always the same refusal")
    void each_bit_is_flipped_and_the_end_is_cut() {
        Set<String> messages = new HashSet<>();
        for (int bit = 0; bit < golden().length * Byte.SIZE; bit++) {
            byte[] forged = golden();
            forged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            messages.add(refusal(forged, PLACE));
        }
        for (int length = 0; length < golden().length; length++) {
            messages.add(refusal(Arrays.copyOf(golden(), length), PLACE));
        }
        messages.add(refusal(Arrays.copyOf(golden(), golden().length + 1), PLACE));
        assertThat(messages).as("one and the same error").hasSize(1);
        assertThat(messages.iterator().next())
                .doesNotContain("golden")
                .doesNotContainIgnoringCase("tag")
                .doesNotContainIgnoringCase("aes");
    }

    @Test
    @DisplayName("F-01 the ciphertext stands in another table, column, row, account or version")
    void the_ciphertext_stands_elsewhere() {
        UUID other = UUID.fromString("018f0000-0000-7000-8000-000000000003");
        for (Binding elsewhere : List.of(
                new Binding("pending_grants", "refresh_token", ROW, ACCOUNT, 7),
                new Binding("grants", "access_token", ROW, ACCOUNT, 7),
                new Binding("grants", "refresh_token", other, ACCOUNT, 7),
                new Binding("grants", "refresh_token", ROW, other, 7),
                new Binding("grants", "refresh_token", ROW, null, 7),
                new Binding("grants", "refresh_token", ROW, ACCOUNT, 6),
                new Binding("grants", "refresh_token", ROW, ACCOUNT, 8),
                // the same letters, cut elsewhere: lengths are part of what is authenticated
                new Binding("grantsr", "efresh_token", ROW, ACCOUNT, 7),
                new Binding("", "grantsrefresh_token", ROW, ACCOUNT, 7))) {
            refusal(golden(), elsewhere);
        }
    }

    @Test
    @DisplayName("F-04 two hundred thousand encryptions: no nonce twice")
    void two_hundred_thousand_encryptions_repeat_no_nonce() {
        int times = 200_000;
        Set<ByteBuffer> nonces = new HashSet<>(times * 2);
        Secret token = Secret.of("x");
        for (int i = 0; i < times; i++) {
            nonces.add(
                    ByteBuffer.wrap(cipher.encrypt(token, PLACE).bytes(), 5, 12).slice());
        }
        assertThat(nonces).hasSize(times);
    }

    @Test
    @DisplayName("F-12 ten thousand secrets: 256 bits each, none twice, no order, every bit moves")
    void ten_thousand_secrets_have_no_pattern() {
        RandomSecrets secrets = new RandomSecrets();
        int times = 10_000;
        Set<String> seen = new HashSet<>();
        int[] ones = new int[256];
        @Nullable String before = null;
        int rising = 0;
        for (int i = 0; i < times; i++) {
            String secret = secrets.next().reveal();
            assertThat(secret).matches("[A-Za-z0-9_-]{43}");
            seen.add(secret);
            byte[] bytes = java.util.Base64.getUrlDecoder().decode(secret);
            for (int bit = 0; bit < 256; bit++) {
                ones[bit] += bytes[bit / 8] >> bit % 8 & 1;
            }
            rising += before != null && secret.compareTo(before) > 0 ? 1 : 0;
            before = secret;
        }
        assertThat(seen).hasSize(times);
        // 5,000 are expected; 500 are ten standard deviations
        assertThat(Arrays.stream(ones).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(4500, 5500));
        assertThat(rising).isBetween(4500, 5500);
    }

    private String refusal(byte[] forged, Binding place) {
        var caught = new String[1];
        assertThatThrownBy(() -> cipher.decrypt(Ciphertext.of(forged), place))
                .isInstanceOf(UnreadableException.class)
                .hasNoCause()
                .satisfies(thrown -> caught[0] = String.valueOf(thrown.getMessage()));
        return caught[0];
    }

    private static byte[] golden() {
        return HexFormat.of().parseHex(GOLDEN);
    }
}
