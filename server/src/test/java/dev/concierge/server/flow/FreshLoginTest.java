package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.ShownKey;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** J-14 for people who sign in by a provider alone: an old session at an unlocked browser does not become fresh by a trip on which nobody logs in (decision 0067). */
@Tag("security")
class FreshLoginTest {
    private static final String SIGN_IN = "signIn:\n  offered: true\n";
    private static final Duration OLD = Duration.ofMinutes(11);

    private static World start(UnaryOperator<String> google) {
        return World.start(1, Map.of("SIGN_UP", "open", "concierge.identity.sign-up-burst", "1000"), google);
    }

    private static World proving() {
        return start(text -> {
            assertThat(text).contains(SIGN_IN);
            return text.replace(SIGN_IN, SIGN_IN + "  freshLogin: proved\n");
        });
    }

    /** What the ID token says of the login; null for nothing. */
    private static void loggedIn(World world, @Nullable Instant at) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        if (at != null) {
            claims.put("auth_time", at.getEpochSecond());
        }
        world.sandbox().knobs().set(Knobs.ID_TOKEN_CLAIMS, claims);
    }

    private static String begin(World world, Visitor visitor, String page) {
        Page next = visitor.browser().submitOnly(visitor.open(page), "form[action='/auth/login/google']", Map.of());
        return next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href");
    }

    private static Page complete(Visitor visitor, String authorization) {
        try (var person = new dev.concierge.sandbox.Visitor()) {
            URI callback = person.allow(authorization, Visitor.LINH_WORK).callback();
            return visitor.browser().open(callback);
        }
    }

    private static Page makeKey(Visitor visitor, String name) {
        return visitor.browser()
                .submitExactly(
                        visitor.open("/security"),
                        "form[action='/security/keys']",
                        List.of(
                                new Browser.Field("name", name),
                                new Browser.Field("scope", "tokens:vend"),
                                new Browser.Field("days", "90")));
    }

    @Test
    @DisplayName("J-14 an old session is sent to a provider that can tell when the login was, and it was an hour ago")
    void a_login_of_an_hour_ago_is_no_fresh_proof() {
        try (World world = proving()) {
            Visitor linh = world.visitor();
            loggedIn(world, world.clock().instant());
            String first = begin(world, linh, "/login");
            assertThat(first).as("so that the token says when").contains("max_age=2592000");
            complete(linh, first);
            assertThat(makeKey(linh, "first").body()).containsPattern(ShownKey.FORM);
            world.advance(OLD);
            assertThat(makeKey(linh, "old").status()).isEqualTo(422);

            String again = begin(world, linh, "/auth/login/google?to=/security");
            assertThat(again).containsPattern("max_age=0(&|$)");
            loggedIn(world, world.clock().instant().minus(Duration.ofHours(1)));
            assertThat(complete(linh, again).path()).isEqualTo("/security");
            assertThat(makeKey(linh, "silent").status()).isEqualTo(422);

            loggedIn(world, null);
            complete(linh, begin(world, linh, "/auth/login/google?to=/security"));
            assertThat(makeKey(linh, "unsaid").status()).isEqualTo(422);

            loggedIn(world, world.clock().instant());
            complete(linh, begin(world, linh, "/auth/login/google?to=/security"));
            assertThat(makeKey(linh, "fresh").body()).containsPattern(ShownKey.FORM);
        }
    }

    @Test
    @DisplayName(
            "J-14 whoever signs out first and comes back on an older login at the provider has no fresh proof either")
    void signing_in_anew_on_an_older_login_is_no_fresh_proof() {
        try (World world = proving()) {
            Visitor linh = world.visitor();
            loggedIn(world, world.clock().instant());
            complete(linh, begin(world, linh, "/login"));
            linh.browser().submit(linh.open("/security"), "form[action='/logout']", Map.of());

            loggedIn(world, world.clock().instant().minus(OLD));
            complete(linh, begin(world, linh, "/login"));

            assertThat(linh.open("/security").path()).as("in, all the same").isEqualTo("/security");
            assertThat(makeKey(linh, "late").status()).isEqualTo(422);
        }
    }

    @Test
    @DisplayName("J-14 a provider that promises nothing is taken at its word where it says that the login was long ago")
    void a_time_that_is_said_counts_wherever_it_is_said() {
        try (World world = start(text -> text)) {
            Visitor linh = world.visitor();
            loggedIn(world, world.clock().instant().minus(OLD));
            String first = begin(world, linh, "/login");
            assertThat(first).doesNotContain("max_age").contains("prompt=select_account");
            complete(linh, first);
            assertThat(makeKey(linh, "late").status()).isEqualTo(422);

            loggedIn(world, null);
            complete(linh, begin(world, linh, "/auth/login/google?to=/security"));
            assertThat(makeKey(linh, "now").body()).containsPattern(ShownKey.FORM);
        }
    }
}
