package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** J-09: recovery codes as people type them. */
@Tag("security")
@DisplayName("J-09 a recovery code cannot be guessed")
class RecoveryCodeTest {
    @Test
    void a_code_is_the_same_in_any_case_with_spaces_and_with_letters_that_look_like_digits() {
        RecoveryCode code = RecoveryCode.parse("0123-4567-89AB-CDEF-GHJK-M11Z").orElseThrow();
        for (String typed : new String[] {
            "0123456789abcdefghjkm11z",
            " 0123 4567 89AB CDEF GHJK M11Z ",
            "oI23-4567-89ab-cdef-ghjk-mLiz",
            "O123–4567–89AB–CDEF–GHJK–M11Z"
        }) {
            assertThat(RecoveryCode.parse(typed))
                    .as(typed)
                    .hasValueSatisfying(same -> assertThat(same.hash()).isEqualTo(code.hash()));
        }
        assertThat(code.shown()).isEqualTo("0123-4567-89AB-CDEF-GHJK-M11Z");
        assertThat(code).hasToString("[recovery code]");
    }

    @Test
    void what_has_no_such_form_is_no_code() {
        for (String typed : new String[] {
            "",
            "123456",
            "0123-4567-89AB-CDEF-GHJK-M11",
            "0123-4567-89AB-CDEF-GHJK-M11ZZ",
            "0123-4567-89AB-CDEF-GHJK-M11U",
            "x".repeat(100_000)
        }) {
            assertThat(RecoveryCode.parse(typed)).isEmpty();
        }
    }

    @Test
    void fresh_codes_differ_and_are_read_as_they_are_shown() {
        var shown = Stream.generate(RecoveryCode::fresh)
                .limit(1000)
                .map(RecoveryCode::shown)
                .collect(Collectors.toSet());
        assertThat(shown).hasSize(1000).allSatisfy(code -> {
            assertThat(code).matches("(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}");
            assertThat(RecoveryCode.parse(code.toLowerCase(Locale.ROOT))
                            .orElseThrow()
                            .shown())
                    .isEqualTo(code);
        });
    }
}
