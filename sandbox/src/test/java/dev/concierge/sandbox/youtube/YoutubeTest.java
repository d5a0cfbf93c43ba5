package dev.concierge.sandbox.youtube;

import static dev.concierge.sandbox.youtube.YoutubeWorld.channel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.sandbox.google.Channel;
import dev.concierge.sandbox.google.GoogleKnobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 2: Google's consent and tokens, and a channel that they speak for. */
@Tag("flow")
class YoutubeTest {
    private final YoutubeWorld world = new YoutubeWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_channel_says_who_it_is_in_numbers_that_are_texts() {
        var channel = channel(world.channels(world.tokens().text("access_token")));

        assertThat(channel.path("id").stringValue()).matches("UC[A-Za-z0-9_-]{22}");
        assertThat(channel.path("snippet").path("title").stringValue()).isEqualTo("Linh Tran");
        assertThat(channel.path("snippet").path("customUrl").stringValue()).isEqualTo("@linh.tran");
        assertThat(channel.path("contentDetails")
                        .path("relatedPlaylists")
                        .path("uploads")
                        .stringValue())
                .startsWith("UU");
        assertThat(channel.path("statistics").path("subscriberCount").stringValue())
                .isEqualTo("1230");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "1000, 1000", "1234, 1230", "25678, 25600", "999999, 999000"})
    void subscribers_are_rounded_down_to_three_digits(long counted, long told) {
        assertThat(ChannelsEndpoint.rounded(counted)).isEqualTo(told);
    }

    @Test
    void who_has_two_channels_chooses_between_the_account_and_the_consent() {
        var chooser = world.visitor().open(world.url());
        var page = (Stop.Page) world.visitor().choose(chooser, YoutubeWorld.LINH);

        assertThat(page.address().getPath()).endsWith("/signin/choice");
        assertThat(page.html()).contains("name=\"channel\"", "Linh Tran", "Meridian Travel");
        var forged = (Stop.Page) world.visitor().submit(page, "channel=UCnobody");
        assertThat(forged.status()).isEqualTo(400);
    }

    @Test
    void who_has_one_is_not_asked() {
        var chooser = world.visitor().open(world.url());
        var page = (Stop.Page) world.visitor().choose(chooser, YoutubeWorld.ANA);

        assertThat(page.address().getPath()).endsWith("/signin/consent");
    }

    @Test
    void nobody_is_asked_for_a_channel_without_a_scope_of_youtube() {
        var chooser = world.visitor().open(world.url("scope", "openid email"));
        var page = (Stop.Page) world.visitor().choose(chooser, YoutubeWorld.LINH);

        assertThat(page.address().getPath()).endsWith("/signin/consent");
    }

    @Test
    void a_token_speaks_for_the_channel_that_was_chosen_and_goes_on_doing_so() {
        var own = world.tokens();
        var brand = brandTokens();

        assertThat(title(brand.text("access_token"))).isEqualTo("Meridian Travel");
        assertThat(title(own.text("access_token"))).isEqualTo("Linh Tran");
        assertThat(title(world.refresh(brand.text("refresh_token")).text("access_token")))
                .isEqualTo("Meridian Travel");
    }

    @Test
    void a_brand_account_grants_on_its_own() {
        var own = world.tokens();
        var brand = brandTokens();

        world.revoke(own.text("access_token"));

        assertThat(world.channels(own.text("access_token")).status()).isEqualTo(401);
        assertThat(world.channels(brand.text("access_token")).status()).isEqualTo(200);
        world.sandbox.revoke("youtube", YoutubeWorld.LINH, YoutubeWorld.CLIENT);
        assertThat(world.channels(brand.text("access_token")).status()).isEqualTo(401);
    }

    @Test
    void its_tokens_name_the_person_or_the_brand() {
        var brand = brandTokens().text("access_token");
        assertThat(userinfo(brand).text("email")).isEqualTo(YoutubeWorld.LINH);

        world.knobs().set(GoogleKnobs.BRAND_IDENTITY, true);
        var own = world.tokensOf(YoutubeWorld.ANA).text("access_token");
        assertThat(userinfo(own).text("email")).as("no brand").isEqualTo(YoutubeWorld.ANA);
        assertThat(userinfo(brand).text("email")).startsWith("meridiantravel@");
        assertThat(userinfo(brand).json().has("hd")).isFalse();
    }

    @Test
    void revoking_ends_what_was_granted_to_google_clients_of_the_project_too() {
        var calendar =
                world.sandbox.mint("google", YoutubeWorld.LINH, YoutubeWorld.GOOGLE_CLIENT, List.of("openid", "email"));
        world.revoke(world.tokens().text("refresh_token"));

        assertThat(userinfo(calendar.accessToken()).status()).isEqualTo(401);
    }

    @Test
    void without_a_channel_the_list_is_empty_or_a_refusal() {
        var token = world.tokensOf(YoutubeWorld.JONAS).text("access_token");
        assertThat(world.channels(token).json().path("items").isEmpty()).isTrue();

        world.knobs().set(GoogleKnobs.SIGNUP_REQUIRED, true);
        var refused = world.channels(token);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(reason(refused)).isEqualTo("youtubeSignupRequired");
    }

    @Test
    void uploading_alone_does_not_open_the_list() {
        var token = world.tokens("scope", "openid " + YoutubeWorld.UPLOAD).text("access_token");

        var refused = world.channels(token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(reason(refused)).isEqualTo("insufficientPermissions");
    }

    @ParameterizedTest
    @CsvSource({
        "mine=true, 400, required",
        "part=id, 400, missingRequiredParameter",
        "part=id&mine=false, 501, notImplemented",
        "part=id&id=UC1, 501, notImplemented",
        "part=id&mine=true&forHandle=x, 501, notImplemented",
        "part=shoeSize&mine=true, 400, unknownPart"
    })
    void a_list_needs_parts_and_a_filter(String query, int status, String reason) {
        var reply = world.api("/youtube/v3/channels?" + query, world.tokens().text("access_token"));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reason(reply)).isEqualTo(reason);
    }

    @Test
    void parts_that_are_not_asked_for_do_not_come() {
        var reply = world.api(
                "/youtube/v3/channels?part=id&mine=true", world.tokens().text("access_token"));

        assertThat(channel(reply).propertyNames()).containsExactlyInAnyOrder("kind", "etag", "id");
    }

    @Test
    void the_quota_is_the_projects_and_comes_back_at_midnight_in_los_angeles() {
        var token = world.tokens().text("access_token");
        var refresh = world.tokens().text("refresh_token");
        world.knobs().set(GoogleKnobs.UNITS_PER_DAY, 3L);
        IntStream.range(0, 2).forEach(_ -> world.channels(token));
        world.api("/youtube/v3/channels", token);

        var over = world.channels(token);
        assertThat(over.status()).isEqualTo(403);
        assertThat(reason(over)).isEqualTo("quotaExceeded");

        world.pass(Duration.ofHours(22).plusMinutes(59));
        assertThat(world.channels(world.refresh(refresh).text("access_token")).status())
                .as("07:59 in London, 23:59 in Los Angeles")
                .isEqualTo(403);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.channels(world.refresh(refresh).text("access_token")).status())
                .isEqualTo(200);
    }

    @Test
    void its_knobs_are_googles() {
        world.knobs().set(Knobs.TOKEN_LIFE_SECONDS, 60L);
        var token = world.tokens();
        assertThat(token.json().path("expires_in").longValue()).isEqualTo(60);

        world.pass(Duration.ofSeconds(60));
        assertThat(world.channels(token.text("access_token")).status()).isEqualTo(401);
        assertThat(world.reason("channels")).isEqualTo("expired");
    }

    @Test
    void a_client_that_google_knows_keeps_its_redirect_uris() {
        var callback = "http://localhost:7777/youtube";
        world.sandbox.registerClient(
                new Client("youtube", YoutubeWorld.GOOGLE_CLIENT, YoutubeWorld.SECRET, "Concierge", List.of(callback)));

        for (var uri : List.of(callback, YoutubeWorld.REDIRECT)) {
            var stop = (Stop.Page)
                    world.visitor().open(world.url("client_id", YoutubeWorld.GOOGLE_CLIENT, "redirect_uri", uri));
            assertThat(stop.address().getPath()).endsWith("/signin/account");
        }
    }

    @Test
    void its_catalog_file_names_googles_addresses_here(@TempDir Path folder) throws Exception {
        try (var other = new YoutubeWorld(SandboxOptions.defaults().withCatalogDirectory(folder))) {
            var lines = Files.readAllLines(folder.resolve("youtube.yaml"));

            assertThat(lines)
                    .contains("id: youtube", "  endpoint: " + other.google + "/token", "  issuer: " + other.google)
                    .anyMatch(line -> line.contains(other.base + "/youtube/"))
                    .noneMatch(line -> line.contains("{{"));
            assertThat(lines.stream().filter(line -> line.contains("https://")))
                    .allMatch(line -> line.contains("https://www.googleapis.com/auth/"));
        }
    }

    private Reply brandTokens() {
        world.newVisitor().picking("channel", brandId());
        return world.tokens();
    }

    private String brandId() {
        var person = world.sandbox.people().get(YoutubeWorld.LINH);
        return Channel.of(person).getLast().id();
    }

    private String title(String token) {
        return channel(world.channels(token)).path("snippet").path("title").stringValue();
    }

    private Reply userinfo(String token) {
        return Http.bearer(world.google + "/v1/userinfo", token);
    }

    private static String reason(Reply reply) {
        return reply.json().path("error").path("errors").path(0).path("reason").stringValue();
    }
}
