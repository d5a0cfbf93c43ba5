package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("security")
class LinksTest {
    private static final String BASE = "https://api.example/v1.0";

    @Test
    void a_link_below_the_api_is_path_and_query() {
        assertThat(Links.below(BASE, BASE + "/me/drive/root/delta(token='a%2Fb')?$skip=2&x=%2E%2E"))
                .contains("/me/drive/root/delta(token='a%2Fb')?$skip=2&x=%2E%2E");
        assertThat(Links.below(BASE, BASE + "/a..b/.c")).contains("/a..b/.c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                BASE,
                "/me",
                "http://api.example/v1.0/me",
                "https://api.example/v1.0x/me",
                "https://api.example/v2.0/me",
                "https://api.example.evil.example/v1.0/me",
                "https://api.example@evil.example/v1.0/me",
                BASE + "/../me",
                BASE + "/a/../../me",
                BASE + "/a/..",
                BASE + "/./me",
                BASE + "/%2e%2E/me",
                BASE + "/.%2e/me",
                BASE + "/a%2F..%2f..%2Fme",
                BASE + "/..%5Cme",
                BASE + "/a\\b",
                BASE + "/a b",
                BASE + "/a#b",
                BASE + "/a\r\nHost: evil.example",
                BASE + "/%zz"
            })
    void any_other_link_is_not_followed(String link) {
        assertThat(Links.below(BASE, link)).isEmpty();
    }
}
