package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** O24: tokens that an older installation encrypted. */
@Tag("token")
class LegacyCipherTest {
    /** The vector of the Fernet specification (verify.json). */
    private static final String SPEC_KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

    private static final String SPEC_TOKEN =
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private static final byte[] AES_KEY = key(7);
    private static final String AES = Base64.getEncoder().encodeToString(AES_KEY);

    private static byte[] key(int step) {
        byte[] key = new byte[32];
        for (int index = 0; index < key.length; index++) {
            key[index] = (byte) (index * step + 1);
        }
        return key;
    }

    private static byte[] decoded(String token) {
        return Base64.getUrlDecoder().decode(token);
    }

    private static String encoded(byte[] token) {
        return Base64.getUrlEncoder().encodeToString(token);
    }

    @Test
    void the_vector_of_the_fernet_specification_opens() {
        LegacyCipher fernet = LegacyCipher.fernet(Secret.of(SPEC_KEY));

        assertThat(fernet.open(SPEC_TOKEN)).contains(Secret.of("hello"));
        assertThat(fernet.open(SPEC_TOKEN.replace("=", "")))
                .as("without padding")
                .contains(Secret.of("hello"));
    }

    @Test
    void a_fernet_token_with_any_byte_changed_or_cut_off_does_not_open() {
        LegacyCipher fernet = LegacyCipher.fernet(Secret.of(SPEC_KEY));
        byte[] token = decoded(SPEC_TOKEN);
        for (int index = 0; index < token.length; index++) {
            byte[] changed = token.clone();
            changed[index] ^= 1;
            assertThat(fernet.open(encoded(changed))).as("byte " + index).isEmpty();
            assertThat(fernet.open(encoded(Arrays.copyOf(token, index))))
                    .as("cut at " + index)
                    .isEmpty();
        }
        assertThat(fernet.open("%%%%")).isEmpty();
        assertThat(fernet.open("")).isEmpty();
        assertThat(LegacyCipher.fernet(Secret.of(AES)).open(SPEC_TOKEN)).isEmpty();
    }

    @Test
    void several_keys_are_tried_in_turn() {
        assertThat(LegacyCipher.fernet(Secret.of(AES + ", " + SPEC_KEY)).open(SPEC_TOKEN))
                .contains(Secret.of("hello"));
    }

    @Test
    void aes_256_gcm_with_the_nonce_first_opens_in_both_alphabets_and_only_whole() throws Exception {
        byte[] nonce = Arrays.copyOf(key(11), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(AES_KEY, "AES"), new GCMParameterSpec(128, nonce));
        byte[] sealed = cipher.doFinal("ya29.token".getBytes(StandardCharsets.UTF_8));
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        LegacyCipher aes = LegacyCipher.aesGcm(Secret.of(AES));

        assertThat(aes.open(Base64.getEncoder().encodeToString(all))).contains(Secret.of("ya29.token"));
        assertThat(aes.open(encoded(all))).contains(Secret.of("ya29.token"));
        for (int index = 0; index < all.length; index++) {
            byte[] changed = all.clone();
            changed[index] ^= 1;
            assertThat(aes.open(encoded(changed))).as("byte " + index).isEmpty();
        }
        assertThat(aes.open(encoded(nonce))).isEmpty();
        assertThat(aes.open("%%%%")).isEmpty();
    }

    @Test
    void a_missing_or_unfit_key_is_told_by_its_name_and_not_by_its_value() {
        assertThatThrownBy(() -> LegacyCipher.fernet(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LEGACY_ENCRYPTION_KEY is missing");
        assertThatThrownBy(() -> LegacyCipher.aesGcm(Secret.of("c2hvcnQ=")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LEGACY_ENCRYPTION_KEY holds 5 bytes, not 32.");
        assertThatThrownBy(() -> LegacyCipher.fernet(Secret.of("not base64!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LEGACY_ENCRYPTION_KEY is not base64.");
    }
}
