package dev.concierge.server.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours of an installation are strong enough for text, on light and on dark pages. */
@Tag("flow")
class ColourTest {
    private static Colour of(String text) {
        return Colour.parse(text).orElseThrow();
    }

    @Test
    void contrast_is_that_of_the_guidelines() {
        assertThat(of("#000000").contrast(of("#ffffff"))).isEqualTo(21, within(0.001));
        assertThat(of("#777777").contrast(of("#ffffff"))).isEqualTo(4.478, within(0.001));
        assertThat(of("#336699").contrast(of("#336699"))).isEqualTo(1, within(0.001));
    }

    @Test
    void a_weak_one_is_refused_in_words_that_say_what_to_do() {
        assertThat(of("#ffcc00").faultOnLight().orElseThrow()).contains("light pages", "#ffcc00", "4.5 to 1", "darker");
        assertThat(of("#1f3a5c").faultOnDark().orElseThrow()).contains("dark pages", "lighter");
        assertThat(of("#1f5c5a").faultOnLight()).isEmpty();
        assertThat(of("#88d0cc").faultOnDark()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#000000", "#1f5c5a", "#3a2a7a", "#8b0000", "#0000ff", "#ffffff"})
    void one_for_dark_pages_is_found_for_each(String light) {
        assertThat(of(light).forDark().faultOnDark()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "#12345", "#1234567", "#12345g", "1f5c5a;}", "#fff", "url(x)"})
    void what_is_no_colour_is_none(String text) {
        assertThat(Colour.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffcc00-88d0cc.css",
                "1f5c5a-1f5c5a.css",
                "1f5c5a.css",
                "1F5C5A-88d0cc.css",
                "../x.css",
                "1f5c5a-88d0cc"
            })
    void a_sheet_of_other_colours_is_not_made(String name) {
        assertThat(Colours.ofSheet(name)).isEmpty();
    }

    @Test
    void a_sheet_says_all_of_its_colours_in_its_name() {
        Colours colours = new Colours(of("#1f5c5a"), of("#88d0cc"));
        assertThat(colours.sheet()).isEqualTo("/look/colours/1f5c5a-88d0cc.css");
        assertThat(Colours.ofSheet("1f5c5a-88d0cc.css")).contains(colours);
        assertThat(colours.css())
                .contains("--accent: light-dark(#1f5c5a, #88d0cc)")
                .doesNotContain("url(");
    }
}
