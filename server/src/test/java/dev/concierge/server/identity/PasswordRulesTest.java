package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("security")
class PasswordRulesTest {
    private static final EmailAddress ANNA = new EmailAddress("anna.berg@meridian.example");

    private final PasswordRules rules = new PasswordRules(new CommonPasswords());
    private final PasswordHasher hasher = new PasswordHasher(new RandomSecrets());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "Kiefern über dem Fjord",
                "q8#Vt2!mZr9L",
                "четыре зелёных окна",
                "  spaces at both ends  ",
                "tin kettle hums at six",
                "🦊🦉🐢🐙🦔🦩🐌🦎🦭🦥🐇🦦"
            })
    void long_unusual_passwords_of_any_characters_are_taken(String password) {
        assertThat(fault(password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Password123!",
                "P4ssw0rd2026!",
                "passwordpassword",
                "123456789012",
                "987654321098",
                "qwertyuiop123",
                "1qaz2wsx3edc",
                "abcdefghijkl",
                "aaaaaaaaaaaa",
                "abababababab",
                "iloveyou2026",
                "Summer2026!!",
                "summerholiday1",
                "letmeinplease",
                "Dragon_Monkey_99",
                "welcome-welcome",
                "i love my family",
                "liverpool1234",
                "michael19841984",
                "m1ch43l_j4ck50n",
                "administrator1"
            })
    void j02_passwords_that_guessers_try_first_are_refused(String password) {
        assertThat(fault(password)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"annalikes7boats!", "x-Berg-climbs-39", "meridian-rope-41x", "MyConcierge-41xq"})
    void a_password_may_not_hold_ones_own_name_or_address(String password) {
        assertThat(fault(password)).isPresent();
    }

    @Test
    void twelve_characters_are_enough_and_eleven_are_not() {
        assertThat(fault("q8#Vt2!mZr9")).isPresent();
        assertThat(fault("q8#Vt2!mZr9L")).isEmpty();
    }

    @Test
    void j16_a_megabyte_is_refused_without_being_hashed() {
        String megabyte = "x7".repeat(500_000);
        assertThat(fault(megabyte))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("1024 bytes"));
        assertThat(PasswordRules.normal(Secret.of(megabyte))).isEmpty();
        assertThat(PasswordRules.normal(Secret.of("ü".repeat(512)))).isPresent();
        assertThat(PasswordRules.normal(Secret.of("ü".repeat(513)))).isEmpty();
    }

    @Test
    void an_endless_row_of_short_words_is_judged_quickly() {
        assertThat(new CommonPasswords().contains("io".repeat(512) + "z")).isTrue();
        assertThat(new CommonPasswords().contains("ioato".repeat(200) + "zqj")).isFalse();
    }

    @Test
    void j16_passwords_that_share_their_first_72_bytes_are_different() {
        String long72 = "tin kettle hums at six while the neighbour's dog counts the passing trams".substring(0, 72);
        String hash = hasher.hash(Secret.of(long72 + "A"));
        assertThat(matches(Secret.of(long72 + "A"), hash)).isTrue();
        assertThat(matches(Secret.of(long72 + "B"), hash)).isFalse();
        assertThat(matches(Secret.of(long72), hash)).isFalse();
    }

    @Test
    void j16_nul_and_spaces_count_and_unicode_forms_do_not() {
        String hash = hasher.hash(normal(" caf\u00e9\u0000 at noon "));
        assertThat(matches(normal(" cafe\u0301\u0000 at noon "), hash)).isTrue();
        assertThat(matches(normal(" caf\u00e9"), hash)).isFalse();
        assertThat(matches(normal("caf\u00e9\u0000 at noon"), hash)).isFalse();
    }

    @Test
    void the_hash_is_argon2id_with_the_stated_parameters() {
        assertThat(hasher.hash(Secret.of("tin kettle hums at six"))).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(
                        hasher.isDated(
                                "$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"))
                .isTrue();
    }

    @Test
    @DisplayName(
            "J-03 a wrong password costs the same computations whoever it is for, also while imported hashes stand in the table")
    void j03_imported_hashes_are_no_other_work() {
        List<String> imported = List.of(
                "$2a$05$" + "C".repeat(53),
                "$2y$04$" + "C".repeat(53),
                "$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g");
        List<String> forms = imported.stream()
                .map(hash -> StoredHash.form(hash).orElseThrow())
                .toList();
        List<String> hashes = new ArrayList<>(imported);
        hashes.add(hasher.hash(Secret.of("another kettle hums")));
        List<String> done = new ArrayList<>();
        PasswordHasher counting = new PasswordHasher(new RandomSecrets(), (_, hash) -> {
            done.add(StoredHash.form(hash).orElse("ours"));
            return false;
        });
        for (String typed : List.of("tin kettle hums", "cafe\u0301 au lait")) {
            done.clear();
            Set<List<String>> seen = new HashSet<>();
            assertThat(counting.matches(normal(typed), Secret.of(typed), null, forms))
                    .isFalse();
            seen.add(done.stream().sorted().toList());
            for (String hash : hashes) {
                done.clear();
                assertThat(counting.matches(normal(typed), Secret.of(typed), hash, forms))
                        .isFalse();
                seen.add(done.stream().sorted().toList());
            }
            assertThat(seen).as(typed).hasSize(1);
            assertThat(seen.iterator().next()).contains("ours").containsAll(forms);
        }
        assertThat(hasher.matches(normal("tin kettle"), Secret.of("tin kettle"), null, forms))
                .as("the hashes of nobody are hashes")
                .isFalse();
    }

    private boolean matches(Secret password, @Nullable String hash) {
        return hasher.matches(password, password, hash, List.of());
    }

    @Test
    void j03_nobodys_hash_matches_nothing() {
        assertThat(matches(Secret.of(""), null)).isFalse();
        assertThat(matches(Secret.of("tin kettle hums at six"), null)).isFalse();
    }

    private static Secret normal(String password) {
        return PasswordRules.normal(Secret.of(password)).orElseThrow();
    }

    private Optional<String> fault(String password) {
        return rules.fault(Secret.of(password), "Anna Berg", ANNA);
    }
}
