package dev.concierge.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class GithubRefreshTest {
    private final GithubWorld world = new GithubWorld();
    private String access = "";
    private String first = "";

    @BeforeEach
    void connect() {
        var tokens = world.expiring();
        access = tokens.text("access_token");
        first = tokens.text("refresh_token");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_refresh_ends_the_refresh_token_and_the_access_token_before_it() {
        var next = world.refresh(first);

        assertThat(next.text("refresh_token")).startsWith("ghr_").isNotEqualTo(first);
        assertThat(next.text("scope")).isEqualTo("read:user,user:email");
        assertThat(world.user(access).status()).isEqualTo(401);
        assertThat(world.user(next.text("access_token")).status()).isEqualTo(200);
        assertRefused(world.refresh(first), "replaced");
        assertThat(world.refresh(next.text("refresh_token")).text("access_token"))
                .isNotEmpty();
    }

    @Test
    void the_old_access_token_may_live_on() {
        world.knobs().set(GithubKnobs.OLD_ACCESS_TOKEN_DIES, false);
        world.refresh(first);

        assertThat(world.user(access).status()).isEqualTo(200);
    }

    @Test
    void tokens_end_after_eight_hours_and_refresh_tokens_after_their_own_life() {
        world.pass(Duration.ofHours(8));
        assertThat(world.user(access).status()).isEqualTo(401);
        assertThat(world.reason("userinfo")).isEqualTo("expired");

        world.pass(Duration.ofDays(184).minusHours(8));
        assertRefused(world.refresh(first), "expired");
    }

    @Test
    void each_renewal_begins_a_new_life() {
        world.pass(Duration.ofDays(180));
        var second = world.refresh(first).text("refresh_token");
        world.pass(Duration.ofDays(180));

        assertThat(world.refresh(second).text("access_token")).isNotEmpty();
    }

    @Test
    void another_app_cannot_use_it() {
        var form = GithubWorld.withCredentials(world.renewal(first));
        form.put("client_id", GithubWorld.OTHER);

        assertRefused(Http.form(world.tokenUrl(), form, "Accept", "application/json"), "other_client");
        assertThat(world.refresh(first).text("access_token")).isNotEmpty();
    }

    @Test
    void of_sixteen_at_once_one_wins() {
        var form = GithubWorld.withCredentials(world.renewal(first));
        var request = Http.formRequest(world.tokenUrl(), form);
        var replies = IntStream.range(0, 16).mapToObj(_ -> Http.later(request)).toList();

        assertThat(replies.stream().map(reply -> reply.join().body()))
                .filteredOn(body -> body.contains("access_token="))
                .hasSize(1);
        assertThat(world.count("token", "refreshed")).isEqualTo(1);
        assertThat(world.count("token", "bad_refresh_token")).isEqualTo(15);
    }

    @Test
    void a_refresh_may_lie_about_whose_it_is() {
        world.knobs().set(Knobs.REFRESH_OTHER_SUBJECT, true);
        var other = world.refresh(first).text("access_token");

        assertThat(world.user(other).text("login")).isNotEmpty().isNotEqualTo("linhtran");
    }

    private void assertRefused(Reply reply, String reason) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("error")).isEqualTo("bad_refresh_token");
        assertThat(world.reason("token")).isEqualTo(reason);
    }
}
