package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("flow")
class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Budget review, Q4 | budget review q4",
                "Họp nhóm sản phẩm | hop nhom san pham",
                "Đi chợ Đồng Xuân | di cho dong xuan",
                "Kundentermin Müller & Söhne | kundentermin muller sohne",
                "Straße in Łódź, Tromsø, Ærø | strasse in lodz tromso aero",
                "採用面接(オンライン) | 採用 用面 面接 オン ンラ ライ イン",
                "mara.lind@meridian.example | mara lind meridian example",
                "<b>Budget</b> 'x':* | b budget x",
                "Haircut ✂️ 🎂 | haircut",
                "ﬁle №5 | file no5",
                "один Δύο | один δυο"
            })
    void a_text_is_found_by_its_words_without_accents(String text, String words) {
        assertThat(Words.of(text)).isEqualTo(words);
    }

    @Test
    void a_query_wants_every_word_or_its_beginning_and_nothing_in_it_is_an_operator() {
        assertThat(Words.query("Bud  rev'")).isEqualTo("'bud':* & 'rev':*");
        assertThat(Words.query("a:* | !b & (c) \\ ''")).isEqualTo("'a':* & 'b':* & 'c':*");
        assertThat(Words.query("  ✂️ --- ")).isEmpty();
    }

    @Test
    void a_long_text_gives_no_more_words_than_a_row_takes() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("w").append(i).append(' ');
        }
        text.append("x".repeat(5_000));
        assertThat(Words.of(text.toString()).split(" ")).hasSize(600);
        assertThat(Words.of("y".repeat(5_000))).hasSize(40);
    }
}
