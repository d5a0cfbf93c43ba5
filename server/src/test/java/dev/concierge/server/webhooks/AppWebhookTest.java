package dev.concierge.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.entries.Entry;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The webhooks of our apps at GitHub, Notion and Meta, from a change at the provider to the record here. */
@Tag("end-to-end")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppWebhookTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LINH = Visitor.LINH_WORK;
    private static final String GITHUB_SECRET = "a-secret-of-github-1";
    private static final String NOTION_SECRET = "secret_of-notion-0001";
    private static final String META_WORD = "a-word-that-meta-repeats";

    private ProviderWorld providers;
    private World world;
    private Visitor ada;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(
                1,
                Map.of(
                        "GITHUB_WEBHOOK_SECRET",
                        GITHUB_SECRET,
                        "NOTION_WEBHOOK_SECRET",
                        NOTION_SECRET,
                        "META_VERIFY_TOKEN",
                        META_WORD));
        world = providers.world();
        ada = world.visitor().signUp();
    }

    @AfterAll
    void close() {
        providers.close();
    }

    private UUID connected(String provider) {
        UUID integration = providers.connected(ada, ProviderCase.of(provider, LINH));
        runDue();
        world.advance(Duration.ofMinutes(1));
        runDue();
        assertThat(due(integration)).isZero();
        return integration;
    }

    private void runDue() {
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    private Webhook webhook(String provider) {
        return world.sandbox().webhook(provider);
    }

    private Webhook.Setup setup(String provider, String secret, String word) {
        return new Webhook.Setup(world.url("/api/v1/webhooks/in/" + provider).toString(), secret, word);
    }

    private long due(UUID integration) {
        return world.database()
                .owner()
                .sql("select count(*) from streams where integration_id = :id and due_at <= :now")
                .param("id", integration)
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private long titled(UUID integration, String title) {
        return world.database()
                .owner()
                .sql(
                        "select count(*) from records where integration_id = :id and deleted_at is null and title = :title")
                .param("id", integration)
                .param("title", title)
                .query(Long.class)
                .single();
    }

    private static ObjectNode content(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    @Test
    @DisplayName("GitHub: an issue that is opened and renamed is here at once; with another secret nothing is")
    void github() {
        UUID integration = connected("github");
        Things things = world.sandbox().things("github");
        webhook("github").set(setup("github", "another-secret-1", ""));
        Thing first =
                things.add(LINH, "issues", content("{\"title\":\"Unheard\",\"repository\":{\"name\":\"notes\"}}"));
        assertThat(due(integration)).isZero();

        webhook("github").set(setup("github", GITHUB_SECRET, ""));
        assertThat(due(integration)).as("a ping is about nobody").isZero();
        things.change(LINH, "issues", first.id(), content("{\"title\":\"Heard\"}"));
        assertThat(due(integration)).isPositive();
        runDue();
        assertThat(titled(integration, "Heard")).isOne();

        things.add(LINH, "repositories", content("{\"name\":\"new-one\"}"));
        assertThat(due(integration)).isPositive();
    }

    @Test
    @DisplayName(
            "Notion: a page that a connection was given is here at once, one of another workspace is not asked for")
    void notion() {
        webhook("notion").set(setup("notion", NOTION_SECRET, ""));
        UUID integration = connected("notion");
        Entries entries = world.sandbox().entries("notion");
        Entry page = entries.of(LINH, "page").getFirst();

        entries.add(LINH, "page", page.place(), "Người mới");
        assertThat(due(integration)).isPositive();
        runDue();
        assertThat(titled(integration, "Người mới")).isOne();

        String elsewhere = entries.of(LINH, "page").stream()
                .filter(each -> each.text().equals("Garden"))
                .findFirst()
                .orElseThrow()
                .place();
        entries.add(LINH, "page", elsewhere, "Not for us");
        assertThat(due(integration)).isZero();
    }

    @Test
    @DisplayName("Meta: it asks by our word first; then a post of the Page that is connected is here at once")
    void meta() {
        assertThatThrownBy(() -> webhook("meta").set(setup("meta", secretAtMeta(), "another-word-altogether")))
                .isInstanceOf(IllegalArgumentException.class);
        UUID integration = connected("meta");
        String page = world.database()
                .owner()
                .sql("select chosen_id from integrations where id = :id")
                .param("id", integration)
                .query(String.class)
                .single();
        webhook("meta").set(setup("meta", secretAtMeta(), META_WORD));

        world.sandbox().entries("meta").add(LINH, "post", page, "Chào mừng");
        assertThat(due(integration)).isPositive();
        runDue();
        assertThat(titled(integration, "Chào mừng")).isOne();
    }

    /** Meta knows it: it gave it to us. */
    private String secretAtMeta() {
        return world.server()
                .bean(Registrations.class)
                .find("meta")
                .orElseThrow()
                .clientSecret()
                .reveal();
    }
}
