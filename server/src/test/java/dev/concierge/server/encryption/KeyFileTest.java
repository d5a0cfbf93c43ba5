package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G-06: a key lies in a file that only its owner may read, and is never lost to a second one. */
@Tag("security")
class KeyFileTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("G-06 a key file is readable by its owner alone, from its first moment")
    void a_key_file_is_readable_by_its_owner_alone() throws IOException {
        Path file = folder.resolve("deep/er/encryption.key");
        KeyFile.generate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String text = Files.readString(file);
        assertThat(text).matches("[A-Za-z0-9+/]{43}=\n");
        assertThat(MasterKeys.hmac(text).getEncoded()).hasSize(32);
    }

    @Test
    @DisplayName("G-06 a key is never overwritten, and a link is not followed")
    void a_key_is_never_overwritten() throws IOException {
        Path file = folder.resolve("encryption.key");
        KeyFile.generate(file);
        String before = Files.readString(file);
        assertThatThrownBy(() -> KeyFile.generate(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(file)).isEqualTo(before);

        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> KeyFile.generate(link)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void no_two_keys_are_the_same() throws IOException {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Path file = folder.resolve("key" + i);
            KeyFile.generate(file);
            keys.add(Files.readString(file));
        }
        assertThat(keys).hasSize(100);
    }

    @Test
    void a_key_that_is_none_is_told_by_its_name_and_never_by_its_value() {
        String placeholder = Base64.getEncoder().encodeToString(new byte[32]);
        for (String bad : new String[] {"not base64!", "c2hvcnQ=", placeholder}) {
            assertThatThrownBy(() -> MasterKeys.wrapping("ENCRYPTION_KEY", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("ENCRYPTION_KEY ")
                    .hasMessageContaining("concierge keys generate")
                    .message()
                    .doesNotContain(bad);
        }
    }
}
