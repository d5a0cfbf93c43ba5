package dev.concierge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.sandbox.github.GithubWorld;
import dev.concierge.sandbox.linkedin.LinkedinWorld;
import dev.concierge.sandbox.meta.MetaWorld;
import dev.concierge.sandbox.microsoft.MicrosoftWorld;
import dev.concierge.sandbox.notion.NotionWorld;
import dev.concierge.sandbox.twitter.TwitterWorld;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What knobs, ledger, secrets, control and data file promise, at every provider. */
@Tag("flow")
@ParameterizedClass(name = "{0}")
@MethodSource("providers")
class DialectContractTest {
    @Parameter
    Provider provider = providers().getFirst();

    @TempDir
    Path folder;

    private final ArrayList<AutoCloseable> open = new ArrayList<>();

    record Provider(String name, Function<SandboxOptions, DialectWorld> world) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Provider> providers() {
        return List.of(
                new Provider("github", GithubWorld::new),
                new Provider("twitter", TwitterWorld::new),
                new Provider("notion", NotionWorld::new),
                new Provider("linkedin", LinkedinWorld::new),
                new Provider("microsoft", MicrosoftWorld::new),
                new Provider("meta", MetaWorld::new));
    }

    @AfterEach
    void end() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    private DialectWorld world() {
        return world(SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    private DialectWorld world(SandboxOptions options) {
        var world = provider.world().apply(options);
        open.add(world);
        return world;
    }

    @Test
    void a_whole_trip_leaves_its_traces_in_the_ledger_and_every_secret_on_the_list() {
        var world = world();
        var tokens = world.renewable();
        assertThat(tokens.status()).isEqualTo(200);
        var access = tokens.text("access_token");
        assertThat(world.identity(access).status()).isEqualTo(200);
        var next = world.refresh(world.renewer(tokens));
        assertThat(next.text("access_token")).isNotEmpty();

        assertThat(world.count("token", "issued")).isEqualTo(1);
        assertThat(world.count("token", "refreshed")).isEqualTo(1);
        assertThat(world.count("userinfo", "ok")).isEqualTo(1);
        assertThat(world.sandbox.secrets().all())
                .extracting(Secrets.RecordedSecret::value)
                .contains(
                        access,
                        world.renewer(tokens),
                        next.text("access_token"),
                        "state-of-the-test",
                        DialectWorld.SECRET);
        assertThat(world.sandbox.ledger().entries().toString())
                .doesNotContain(access, world.renewer(tokens), "state-of-the-test", DialectWorld.SECRET);
        assertThat(world.sandbox.ledger().entries(provider.name(), "token"))
                .allSatisfy(line -> assertThat(line.clientId()).isEqualTo(DialectWorld.CLIENT));
    }

    @Test
    void a_dropped_answer_has_been_processed() {
        var world = world();
        var refresh = world.renewer(world.renewable());
        world.knobs().set(Knobs.DROP_ANSWER, List.of(new Fault.DropAnswer("token", 1)));

        assertThatThrownBy(() -> world.refresh(refresh)).isInstanceOf(UncheckedIOException.class);

        assertThat(world.count("token", "refreshed")).isEqualTo(1);
        assertThat(world.sandbox
                        .ledger()
                        .entries(provider.name(), "token")
                        .getLast()
                        .answer())
                .isEqualTo(LedgerEntry.Delivery.DROPPED);
    }

    @Test
    void failures_lies_and_spoiled_bodies_work_at_its_endpoints() {
        var world = world();
        var access = world.tokens().text("access_token");
        var board = "{\"failNext\":{\"endpoint\":\"userinfo\",\"status\":503,\"retryAfterSeconds\":7},"
                + "\"malformed\":{\"endpoint\":\"token\",\"kind\":\"html200\"}}";
        world.knobs().patch(JsonMapper.shared().readTree(board));

        var failed = world.identity(access);
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.header("Retry-After")).isEqualTo("7");
        assertThat(world.identity(access).status()).isEqualTo(200);
        assertThat(world.tokens().body()).startsWith("<!doctype html>");
    }

    @Test
    void an_access_token_lives_as_long_as_the_knob_says() {
        var world = world();
        world.knobs().set(Knobs.TOKEN_LIFE_SECONDS, 60L);
        var access = world.renewable().text("access_token");
        world.pass(Duration.ofSeconds(59));
        assertThat(world.identity(access).status()).isEqualTo(200);
        world.pass(Duration.ofSeconds(1));

        assertThat(world.identity(access).status()).isEqualTo(world.unauthenticated());
        assertThat(world.reason("userinfo")).isEqualTo("expired");
    }

    @Test
    void rotation_grace_and_reuse_can_be_turned() {
        var world = world();
        assumeThat(provider.name()).as("has refresh tokens").isNotEqualTo("meta");
        world.knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
        world.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.GRACE);
        world.knobs().set(Knobs.REUSE_KILLS_FAMILY, true);
        var first = world.renewer(world.renewable());
        var second = world.renewer(world.refresh(first));
        assertThat(world.refresh(first).text("access_token")).isNotEmpty();

        world.pass(Duration.ofMinutes(10));
        assertThat(world.refresh(first).text("access_token")).isEmpty();
        assertThat(world.reason("token")).isEqualTo("reused");
        assertThat(world.refresh(second).text("access_token")).isEmpty();
    }

    @Test
    void what_lives_is_told_without_using_it() {
        var world = world();
        assumeThat(provider.name()).as("has refresh tokens").isNotEqualTo("meta");
        world.knobs().set(Knobs.ROTATE_REFRESH_TOKEN, true);
        world.knobs().set(Knobs.OLD_REFRESH_TOKEN, OldRefreshToken.DIES);
        var first = world.renewable();
        var second = world.refresh(world.renewer(first));
        var other = world.renewable();

        assertThat(world.sandbox.living(provider.name(), DialectWorld.LINH, DialectWorld.CLIENT))
                .extracting(LivingToken::fingerprint)
                .contains(
                        Secrets.fingerprint(second.text("access_token")),
                        Secrets.fingerprint(world.renewer(second)),
                        Secrets.fingerprint(other.text("access_token")),
                        Secrets.fingerprint(world.renewer(other)))
                .doesNotContain(Secrets.fingerprint(world.renewer(first)));
        assertThat(world.sandbox.living(provider.name(), DialectWorld.LINH, DialectWorld.CLIENT))
                .extracting(LivingToken::family)
                .as("one for each consent")
                .containsOnly(familyOf(world, second), familyOf(world, other));
        assertThat(familyOf(world, second)).isNotEqualTo(familyOf(world, other));

        world.sandbox.revoke(provider.name(), DialectWorld.LINH, DialectWorld.CLIENT);
        assertThat(world.sandbox.living(provider.name(), DialectWorld.LINH, DialectWorld.CLIENT))
                .isEmpty();
    }

    private String familyOf(DialectWorld world, Http.Reply tokens) {
        return world.sandbox.living(provider.name(), DialectWorld.LINH, DialectWorld.CLIENT).stream()
                .filter(token -> token.fingerprint().equals(Secrets.fingerprint(tokens.text("access_token"))))
                .findFirst()
                .orElseThrow()
                .family();
    }

    @Test
    void grants_tokens_knobs_and_clients_survive_a_restart() {
        var options = SandboxOptions.defaults().withDataFile(folder.resolve("data.json"));
        String access;
        String refresh;
        try (var before = provider.world().apply(options)) {
            var tokens = before.renewable();
            access = tokens.text("access_token");
            refresh = before.renewer(tokens);
        }
        var after = world(options);

        assertThat(after.identity(access).status()).isEqualTo(200);
        assertThat(after.refresh(refresh).text("access_token")).isNotEmpty();
        assertThat(after.sandbox.revoke(provider.name(), DialectWorld.LINH, DialectWorld.CLIENT))
                .isTrue();
        assertThat(after.identity(access).status()).isEqualTo(after.unauthenticated());
    }

    @Test
    void everybody_has_an_account_newcomers_too() {
        var world = world();
        world.sandbox.addPerson("nadia.o'neil@shop.example", "Nadia", "O'Neil", ZoneId.of("Europe/Paris"));
        var bodies = world.sandbox.people().all().stream()
                .map(person -> {
                    world.newVisitor();
                    var code = world.allow(person.account()).parameter("code");
                    return world.identity(world.token(world.exchange(code)).text("access_token"));
                })
                .toList();

        assertThat(bodies).hasSize(5).allMatch(each -> each.status() == 200);
        assertThat(bodies.stream().map(each -> each.body()).distinct()).hasSize(5);
    }

    @Test
    void pages_are_refused_from_other_sites_and_other_browsers() {
        var world = world();
        var page = (Stop.Page) world.visitor().open(world.url());
        var interaction = page.address().getQuery();

        var other = Http.form(
                page.address().resolve(page.address().getPath()).toString(),
                Map.of("account", DialectWorld.LINH, "interaction", interaction.replace("interaction=", "")));

        assertThat(other.status()).isEqualTo(400);
    }

    @Test
    void its_catalog_file_names_no_address_but_the_sandboxs() throws Exception {
        var world = world(SandboxOptions.defaults().withCatalogDirectory(folder));
        var lines = Files.readAllLines(folder.resolve(provider.name() + ".yaml"));

        assertThat(lines).contains("id: " + provider.name()).noneMatch(line -> line.contains("{{"));
        assertThat(lines.stream().filter(line -> line.contains("://") && !line.contains("aliases:")))
                .isNotEmpty()
                .allMatch(line -> line.contains(world.base));
    }
}
