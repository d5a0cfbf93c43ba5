package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider vouches for an oddly spelled address (C-12). Its word is for the mailbox that it wrote to, so a look-alike once gave its owner the
 * plain address, proved, and kept the person away whose it is.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddAddressTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ANA = "ana.ruiz@meridian.example";
    private static final String JONAS = "jonas.weber@home.example";

    private ProviderWorld providers;
    private SignInTrips trips;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(Map.of("concierge.identity.sign-up-burst", "1000"));
        trips = new SignInTrips(providers);
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @AfterEach
    void honestAgain() {
        trips.world().sandbox().knobs("google").resetAll();
        trips.world().database().owner().sql("delete from accounts").update();
    }

    /** Somebody else signs in, of whom token and profile say alike that this address is theirs and checked. */
    private Page vouched(Visitor mallory, String spelling) {
        ObjectNode lie = JSON.createObjectNode();
        lie.put("sub", "mallory").put("name", "Mallory").put("email", spelling).put("email_verified", true);
        trips.world().sandbox().knobs("google").resetAll();
        trips.world().sandbox().knobs().set(Knobs.ID_TOKEN_CLAIMS, lie);
        trips.world()
                .sandbox()
                .knobs("google")
                .patch(JSON.readTree("{\"lie\":[{\"endpoint\":\"userinfo\",\"count\":9,\"merge\":" + lie + "}]}"));
        return trips.signIn(mallory, "google", JONAS);
    }

    private void honestAna() {
        trips.world().sandbox().knobs("google").resetAll();
        Visitor ana = trips.stranger();
        assertThat(trips.signIn(ana, "google", ANA).path()).isEqualTo("/");
        assertThat(trips.account(ana).email()).isEqualTo(ANA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana.Ruiz@meridian.example",
                "ANA.RUIZ@MERIDIAN.EXAMPLE",
                " ana.ruiz@meridian.example",
                "ana.ruiz@meridian.example\n"
            })
    @DisplayName("C-12 a provider vouches for Ana's address in other letters")
    void another_spelling_of_a_known_address_is_known(String spelling) {
        honestAna();
        Visitor mallory = trips.stranger();

        Page page = vouched(mallory, spelling);

        assertThat(page.uri().toString()).endsWith("/login?problem=known-address");
        assertThat(mallory.open("/security").path()).isEqualTo("/login");
        assertThat(trips.rows("accounts")).isEqualTo(1);
        assertThat(trips.rows("identities")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ａna.ruiz@meridian.example",
                "ana.ruiz＠meridian.example",
                "ana.ruiz@meridian．example",
                "\u200bana.ruiz@meridian.example",
                "ana.ruiz@meridian.example\u200b",
                "ana\u00ad.ruiz@meridian.example",
                "an\u0430.ruiz@meridian.example",
                "ana.ru\u0131z@meridian.example",
                "ana.ruiz@mer\u0131dian.example",
                "ana.ruiz@meridian.example,mallory@evil.example",
                "ana.ruiz@meridian.example\r\nBcc: mallory@evil.example",
                "\"ana.ruiz\"@meridian.example",
                "Ana <ana.ruiz@meridian.example>",
                "ana.ruiz@meridian.example.",
                "ana.ruiz@b\u00fccher.example"
            })
    @DisplayName("C-12 a provider vouches for a look-alike of Ana's address before Ana comes")
    void a_look_alike_proves_nothing_and_keeps_nobody_away(String spelling) {
        Visitor mallory = trips.stranger();

        Page page = vouched(mallory, spelling);

        assertThat(page.path()).as(page.text()).isEqualTo("/");
        assertThat(trips.account(mallory).email()).isNull();
        honestAna();
        assertThat(trips.rows("accounts")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ana.ruiz+x@meridian.example", "anaruiz@meridian.example", "ana.ruiz@xn--bcher-kva.example"})
    @DisplayName("C-12 dots, plus tags and names in punycode are other mailboxes")
    void other_mailboxes_are_other_people(String other) {
        honestAna();
        Visitor mallory = trips.stranger();

        assertThat(vouched(mallory, other).path()).isEqualTo("/");

        assertThat(trips.account(mallory).email()).isEqualTo(other);
        assertThat(trips.rows("accounts")).isEqualTo(2);
    }

    @Test
    @DisplayName("C-12 an address that a provider proved is known at the sign-up with a password, in any spelling")
    void sign_up_by_password_and_by_provider_agree_on_what_is_one_address() {
        Visitor ana = trips.stranger();
        assertThat(vouched(ana, "Ana.Ruiz@Meridian.EXAMPLE").path()).isEqualTo("/");
        assertThat(trips.account(ana).email()).isEqualTo(ANA);

        for (String typed :
                List.of("ANA.ruiz@meridian.example", " ana.ruiz@meridian.example ", "ａna.ruiz@meridian.example")) {
            Visitor mallory = trips.stranger();
            mallory.browser()
                    .submit(
                            mallory.open("/signup"),
                            "form[action='/signup']",
                            Map.of("name", "M", "email", typed, "password", "seven quiet herons cross the harbour"));
        }

        assertThat(trips.rows("accounts")).isEqualTo(1);
        assertThat(trips.rows("passwords")).isZero();
    }
}
