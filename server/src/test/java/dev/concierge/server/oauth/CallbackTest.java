package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Callback.Fault;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks (RFC 6749 section 4.1.2, RFC 9207). */
@Tag("flow")
class CallbackTest {
    private static final String STATE = "s".repeat(43);
    private static final Provider PROVIDER =
            Providers.at(URI.create("https://issuer.example")).provider();

    private final Map<String, List<String>> parameters = new LinkedHashMap<>(Map.of(
            "state", List.of(STATE),
            "code", List.of("4/0AbC-d_e"),
            "iss", List.of(Providers.ISSUER)));

    private Callback parse() {
        return Callbacks.parse(parameters, PROVIDER);
    }

    private void refused(Fault fault) {
        assertThat(parse()).isEqualTo(new Callback.Refused(fault));
    }

    @Test
    void a_code_with_state_and_issuer_is_a_code_and_foreign_parameters_are_noise() {
        parameters.put("authuser", List.of("0", "1"));
        parameters.put("scope", List.of("a b"));
        assertThat(parse()).isEqualTo(new Callback.Code(Secret.of(STATE), Secret.of("4/0AbC-d_e")));
        assertThat(parse().toString()).doesNotContain("AbC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "code", "iss", "error", "error_description"})
    void a_01_a_parameter_given_twice_is_refused(String name) {
        parameters.put(name, List.of(STATE, STATE));
        refused(Fault.DUPLICATE);
    }

    @Test
    void a_01_a_callback_without_state_or_with_one_that_cannot_be_ours_is_refused() {
        for (List<String> state :
                List.of(List.<String>of(), List.of(""), List.of("x"), List.of("s".repeat(42) + "="))) {
            parameters.put("state", state);
            refused(Fault.STATE);
        }
        parameters.remove("state");
        refused(Fault.STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example",
                "https://issuer.example/",
                "https://ISSUER.example",
                "http://issuer.example",
                "issuer.example",
                "https://issuer.example "
            })
    void a_10_any_other_issuer_is_refused(String issuer) {
        parameters.put("iss", List.of(issuer));
        refused(Fault.ISSUER);
    }

    @Test
    void a_10_a_missing_issuer_is_refused_where_it_was_announced_and_a_wrong_one_also_where_it_was_not() {
        parameters.remove("iss");
        refused(Fault.ISSUER);
        Provider silent = Providers.at(URI.create("https://issuer.example"))
                .authorization(is -> Providers.with(is, false, Pkce.S256, " ", Map.of()))
                .provider();
        assertThat(Callbacks.parse(parameters, silent)).isInstanceOf(Callback.Code.class);
        parameters.put("iss", List.of("https://evil.example"));
        assertThat(Callbacks.parse(parameters, silent)).isEqualTo(new Callback.Refused(Fault.ISSUER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "id_token", "token_type", "refresh_token", "response"})
    void a_18_a_token_in_the_front_channel_fails_the_trip(String name) {
        parameters.put(name, List.of("x"));
        refused(Fault.TOKEN_IN_FRONT_CHANNEL);
    }

    @Test
    void a_code_and_an_error_together_neither_of_them_and_unfit_codes_are_refused() {
        parameters.put("error", List.of("access_denied"));
        refused(Fault.FORM);
        parameters.remove("error");
        for (String code : List.of("", "a\u0000b", "a\r\nb", "x".repeat(4097), "ü")) {
            parameters.put("code", List.of(code));
            refused(Fault.FORM);
        }
        parameters.remove("code");
        refused(Fault.FORM);
    }

    @Test
    void a_no_of_the_person_is_told_from_an_error_of_the_provider() {
        parameters.remove("code");
        parameters.put("error", List.of("access_denied"));
        assertThat(parse()).isEqualTo(new Callback.Denied(Secret.of(STATE)));
        parameters.put("error", List.of("server_error"));
        assertThat(parse()).isInstanceOfSatisfying(Callback.Failed.class, failed -> {
            assertThat(failed.state()).isEqualTo(Secret.of(STATE));
            assertThat(failed.error().code()).isEqualTo("server_error");
        });
    }

    @Test
    void a_14_error_texts_are_cut_to_one_harmless_line() {
        parameters.remove("code");
        parameters.put("error", List.of("<script>"));
        parameters.put("error_description", List.of("<img src=x>\r\nSet-Cookie: a\u202e" + "y".repeat(100_000)));
        parameters.put("error_uri", List.of("javascript:alert(1)"));
        assertThat(parse()).isInstanceOfSatisfying(Callback.Failed.class, failed -> {
            assertThat(failed.error().code()).isEqualTo("unreadable_error");
            assertThat(failed.error().description())
                    .hasSizeLessThanOrEqualTo(200)
                    .doesNotContain("<", ">", "\r", "\n", "\u202e");
            assertThat(failed.toString()).doesNotContain("javascript");
        });
    }
}
