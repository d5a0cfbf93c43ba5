package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("security")
class ReturnPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/integrations",
                "/integrations/0191a9c4-0000-7000-8000-000000000001?tab=scopes&x=%2F",
                "/security#keys-is-not-sent"
            })
    void paths_of_ours_are_followed(String path) {
        String asked = path.contains("#") ? path.substring(0, path.indexOf('#')) : path;
        assertThat(ReturnPath.of(asked).path()).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "integrations",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https:evil.example",
                "https://evil.example",
                "https://ours.example@evil.example",
                "https://ours.example.evil.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "/%09/evil.example",
                "/%2f%2fevil.example",
                "/%252fevil.example",
                "/%5cevil.example",
                "/a//b",
                "/../evil",
                "/./evil",
                "/a b",
                "/a\tb",
                "/\r\nLocation: https://evil.example",
                "/\u0000",
                "/ünsafe",
                "/a#fragment",
                " /a"
            })
    void a15_every_way_out_of_the_house_leads_home(String path) {
        assertThat(ReturnPath.of(path)).isEqualTo(ReturnPath.HOME);
    }

    @Test
    void a15_a_path_of_64_kilobytes_leads_home() {
        assertThat(ReturnPath.of("/" + "a".repeat(65_536))).isEqualTo(ReturnPath.HOME);
        assertThat(ReturnPath.of(null)).isEqualTo(ReturnPath.HOME);
    }
}
