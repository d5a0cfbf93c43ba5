package dev.concierge.server.vault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.vault.keys.RotationRepository.Replacement;
import dev.concierge.server.vault.keys.RotationRepository.Row;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-05: the data key is rotated while two nodes serve. A batch is one row here, so that there is an in-between to be in. */
@Tag("token")
class KeyRotationTest {
    private static final EncryptedColumn ACCESS = EncryptedColumn.GRANTS_ACCESS_TOKEN;
    private static final Duration KEPT = Duration.ofMinutes(20);

    private World world;
    private HttpClient http;
    private Someone ada;
    private Someone bea;

    /** Somebody with a connected account, asked for by each node. */
    private record Someone(Api here, Api there, UUID integration, UUID grant, String token) {
        String now(Api node) {
            Api.Answer answer = node.token(integration);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            return answer.json().path("accessToken").asString();
        }
    }

    @BeforeEach
    void start() {
        world = World.start(2, Map.of("concierge.keys.batch-rows", "1", "concierge.keys.rest", "0"));
        http = HttpClient.newHttpClient();
        ada = someone(Visitor.LINH_WORK);
        bea = someone(Visitor.LINH_HOME);
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private Someone someone(String upstream) {
        Visitor visitor = world.visitor().signUp();
        UUID integration = visitor.connected(upstream);
        String key = visitor.apiKey("tokens:vend");
        Api here = new Api(http, world.node(0), world.url("/"), key);
        Api there = new Api(http, world.node(1), world.url("/"), key);
        UUID grant = world.database()
                .owner()
                .sql("select grant_id from integrations where id = :id")
                .param("id", integration)
                .query(UUID.class)
                .single();
        String token = here.token(integration).json().path("accessToken").asString();
        return new Someone(here, there, integration, grant, token);
    }

    private Rotation rotate() {
        RotateOutcome outcome = rotation().rotate("operator");
        assertThat(outcome).isInstanceOf(RotateOutcome.Started.class);
        everyNodeHears();
        return ((RotateOutcome.Started) outcome).rotation();
    }

    private void everyNodeHears() {
        for (int node = 0; node < 2; node++) {
            assertThat(world.node(node).bean(KeyRing.class).reload()).isTrue();
        }
    }

    private KeyRotation rotation() {
        return world.server().bean(KeyRotation.class);
    }

    private Reencryption work(int node) {
        return world.node(node).bean(Reencryption.class);
    }

    private void allOfIt(int node) {
        while (work(node).step()) {
            // until nothing is left to do at once
        }
    }

    private Rotation latest() {
        return java.util.Objects.requireNonNull(rotation().status().rotation());
    }

    private long under(Rotation rotation) {
        return KeyRotation.under(rotation().counts(), rotation.oldKeys());
    }

    private byte[] stored(Someone someone) {
        return world.database()
                .owner()
                .sql("select access_token from grants where id = :id")
                .param("id", someone.grant())
                .query(byte[].class)
                .single();
    }

    private void putBack(Someone someone, byte[] older) {
        world.database()
                .owner()
                .sql("update grants set access_token = :older where id = :id")
                .param("older", older)
                .param("id", someone.grant())
                .update();
    }

    private long audited(String action) {
        return world.database()
                .owner()
                .sql("select count(*) from audit_events where action = :action")
                .param("action", action)
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName(
            "F-05 everything comes under the new key, both nodes vend the same tokens all the while, the old key goes")
    void everything_comes_under_the_new_key_and_the_old_one_goes() throws UnreadableException {
        Ciphertext old = Ciphertext.of(stored(ada));
        Binding place = ACCESS.binding(ada.grant(), account(ada), 1);
        assertThat(bea.now(bea.there())).isEqualTo(bea.token());

        Rotation begun = rotate();
        assertThat(under(begun)).isEqualTo(begun.total()).isGreaterThanOrEqualTo(4);
        while (work(1).step()) {
            assertThat(ada.now(ada.here())).isEqualTo(ada.token());
            assertThat(ada.now(ada.there())).isEqualTo(ada.token());
        }

        assertThat(latest().state()).isEqualTo(Rotation.State.DONE);
        assertThat(latest().done()).isEqualTo(begun.total());
        assertThat(latest().unreadable()).isZero();
        assertThat(under(begun)).isZero();
        assertThat(bea.now(bea.there()))
                .as("from the ciphertext this node keeps")
                .isEqualTo(bea.token());
        assertThat(world.node(1).bean(RowCipher.class).decrypt(old, place).reveal())
                .as("a ciphertext in somebody's memory")
                .isEqualTo(ada.token());

        world.advance(KEPT);
        everyNodeHears();
        allOfIt(0);
        everyNodeHears();

        assertThat(latest().state()).isEqualTo(Rotation.State.DESTROYED);
        readAgain(ada);
        assertThat(ada.now(ada.here())).isEqualTo(ada.token());
        assertThatThrownBy(() -> world.node(1).bean(RowCipher.class).decrypt(old, place))
                .isInstanceOf(UnreadableException.class);
        assertThat(audited("keys.rotate")).isOne();
        assertThat(audited("keys.finish")).isOne();
        assertThat(audited("keys.destroy")).isOne();
        assertThat(rotation().rotate("operator")).as("the next one").isInstanceOf(RotateOutcome.Started.class);
    }

    /** Nodes keep a row for five minutes of real time, of which none passes here; a notification makes them read it again. */
    private void readAgain(Someone someone) {
        CountDownLatch heard = new CountDownLatch(1);
        world.server().bean(Notifications.class).onChange(id -> {
            if (id.equals(someone.grant())) {
                heard.countDown();
            }
        });
        world.database()
                .owner()
                .sql("select pg_notify('concierge', :id)::text")
                .param("id", someone.grant().toString())
                .query(String.class)
                .single();
        try {
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private UUID account(Someone someone) {
        return world.database()
                .owner()
                .sql("select account_id from grants where id = :id")
                .param("id", someone.grant())
                .query(UUID.class)
                .single();
    }

    @Test
    @DisplayName("F-05 killed in the middle of a batch, another node goes on from the last stored one")
    void killed_in_the_middle_another_node_goes_on() throws Exception {
        Rotation begun = rotate();
        assertThat(work(0).step()).as("the pass begins").isTrue();
        assertThat(work(0).step()).as("the first row").isTrue();
        long before = latest().done();
        assertThat(before).isOne();

        try (Connection holder = world.database().connect("concierge_owner");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from key_rotations for update");
            CompletableFuture<Boolean> step = CompletableFuture.supplyAsync(work(0)::step);
            killWhoeverWaits();
            assertThatThrownBy(step::get).isInstanceOf(ExecutionException.class);
            holder.rollback();
        }
        assertThat(latest().done()).as("the cut transaction left nothing").isEqualTo(before);

        allOfIt(1);

        assertThat(latest().state()).isEqualTo(Rotation.State.DONE);
        assertThat(latest().done()).as("each ciphertext once").isEqualTo(begun.total());
        assertThat(latest().pass()).isOne();
        assertThat(ada.now(ada.there())).isEqualTo(ada.token());
    }

    /** Cuts the connection that waits for a lock, as the end of its process would. */
    private void killWhoeverWaits() {
        long cut = 0;
        while (cut == 0) {
            cut = TestDatabase.superuser(world.database().name())
                    .sql("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where datname = current_database() and usename = 'concierge_system' and wait_event_type = 'Lock'
                            """)
                    .query(Long.class)
                    .single();
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("F-05 a node is stopped in the middle: nothing was half done")
    void a_node_is_stopped_in_the_middle() {
        Rotation begun = rotate();
        work(1).step();
        work(1).step();
        work(1).step();
        world.node(1).close();

        allOfIt(0);

        assertThat(latest().state()).isEqualTo(Rotation.State.DONE);
        assertThat(under(begun)).isZero();
        assertThat(ada.now(ada.here())).isEqualTo(ada.token());
    }

    @Test
    @DisplayName("F-05 a refresh between reading and storing wins")
    void a_refresh_between_reading_and_storing_wins() throws UnreadableException {
        rotate();
        SystemScope system = world.server().bean(SystemScope.class);
        RowCipher cipher = world.server().bean(RowCipher.class);
        List<Row> rows = system.call(jdbc -> RotationRepository.page(jdbc, ACCESS, RotationRepository.START, 100));
        Row read = rows.stream()
                .filter(row -> row.id().equals(ada.grant()))
                .findFirst()
                .orElseThrow();
        Ciphertext before = java.util.Objects.requireNonNull(read.ciphertext());
        Binding place = ACCESS.binding(read.id(), read.accountId(), read.version());
        Ciphertext after = cipher.encrypt(cipher.decrypt(before, place), place);

        world.advance(Duration.ofMinutes(61));
        String newer = ada.now(ada.there());
        assertThat(newer).isNotEqualTo(ada.token());
        int stored = system.call(
                jdbc -> RotationRepository.store(jdbc, ACCESS, List.of(new Replacement(read.id(), before, after))));

        assertThat(stored).isZero();
        assertThat(ada.now(ada.here())).isEqualTo(newer);
        allOfIt(0);
        assertThat(latest().state()).isEqualTo(Rotation.State.DONE);
        assertThat(ada.now(ada.here())).isEqualTo(newer);
    }

    @Test
    @DisplayName("F-05 nothing but what the rotation itself made is taken for a re-encrypted value")
    void nothing_else_is_taken_for_a_re_encrypted_value() {
        rotate();
        SystemScope system = world.server().bean(SystemScope.class);
        byte[] mine = stored(ada);
        Replacement swap = new Replacement(ada.grant(), Ciphertext.of(mine), Ciphertext.of(stored(bea)));

        assertThat(system.<Integer>call(jdbc -> RotationRepository.store(jdbc, ACCESS, List.of(swap))))
                .as("not under the new key")
                .isZero();
        assertThat(stored(ada)).isEqualTo(mine);
        rotation().pause("operator");
        assertThat(system.<List<Row>>call(jdbc -> RotationRepository.page(jdbc, ACCESS, RotationRepository.START, 100)))
                .as("no rotation runs")
                .isEmpty();
    }

    @Test
    @DisplayName("F-05 paused it stands still, resumed it goes on from there")
    void paused_it_stands_still_resumed_it_goes_on() {
        Rotation begun = rotate();
        work(0).step();
        work(0).step();
        assertThat(rotation().pause("operator")).isTrue();
        assertThat(rotation().pause("operator")).isFalse();
        Rotation paused = latest();

        assertThat(work(0).step()).isFalse();
        assertThat(work(1).step()).isFalse();
        assertThat(latest()).isEqualTo(paused);
        assertThat(ada.now(ada.there())).isEqualTo(ada.token());
        assertThat(rotation().rotate("operator")).isInstanceOf(RotateOutcome.StillOpen.class);

        assertThat(rotation().resume("operator")).isTrue();
        assertThat(rotation().resume("operator")).isFalse();
        allOfIt(1);
        assertThat(latest().done()).isEqualTo(begun.total());
        assertThat(audited("keys.pause")).isOne();
        assertThat(audited("keys.resume")).isOne();
    }

    @Test
    @DisplayName("F-05 the old key is not destroyed too early, and not while something is under it")
    void the_old_key_is_not_destroyed_too_early_and_not_while_something_is_under_it() {
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.NothingRetired());
        byte[] older = stored(ada);
        Rotation begun = rotate();
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.NotFinished());
        allOfIt(0);

        world.advance(KEPT.minusSeconds(1));
        assertThat(rotation().destroyRetired("operator")).isInstanceOf(DestroyOutcome.TooEarly.class);

        world.advance(Duration.ofSeconds(1));
        putBack(ada, older);
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.RowsRemain(1));
        assertThat(latest().state()).isEqualTo(Rotation.State.RUNNING);
        allOfIt(0);
        assertThat(under(begun)).isZero();
        assertThat(rotation().destroyRetired("operator")).isInstanceOf(DestroyOutcome.TooEarly.class);

        world.advance(KEPT);
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.Destroyed(1));
        everyNodeHears();
        readAgain(ada);
        assertThat(ada.now(ada.here())).isEqualTo(ada.token());
    }

    @Test
    @DisplayName("F-05 a node that does not hold the present keys: no rotation, no destruction")
    void a_node_that_does_not_hold_the_present_keys() {
        UUID stranger = UUID.fromString("018f0000-0000-7000-8000-00000000000a");
        seen(stranger, 0);
        assertThat(rotation().rotate("operator")).isEqualTo(new RotateOutcome.NodesBehind(1));
        forget(stranger);
        rotate();
        allOfIt(0);
        world.advance(KEPT);

        seen(stranger, 1);
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.NodesBehind(1));
        forget(stranger);
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.Destroyed(1));
    }

    private void seen(UUID node, long version) {
        world.database()
                .owner()
                .sql(
                        "insert into key_nodes (node_id, ring_version, seen_at) values (:node, :version, clock_timestamp())")
                .param("node", node)
                .param("version", version)
                .update();
    }

    private void forget(UUID node) {
        world.database()
                .owner()
                .sql("delete from key_nodes where node_id = :node")
                .param("node", node)
                .update();
    }

    @Test
    @DisplayName("F-05 a row that somebody holds is waited for by nobody; the next pass takes it")
    void a_row_that_somebody_holds_is_waited_for_by_nobody() throws SQLException {
        Rotation begun = rotate();
        try (Connection holder = world.database().connect("concierge_owner");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from grants where id = '" + ada.grant() + "' for update");
            allOfIt(0);
            assertThat(latest().state()).isEqualTo(Rotation.State.RUNNING);
            assertThat(under(begun)).isEqualTo(2);
            assertThat(ada.now(ada.there())).isEqualTo(ada.token());
            holder.rollback();
        }

        assertThat(work(0).step()).as("not at once").isFalse();
        world.advance(Duration.ofSeconds(10));
        allOfIt(0);

        assertThat(latest().state()).isEqualTo(Rotation.State.DONE);
        assertThat(latest().done()).isEqualTo(begun.total());
    }

    @Test
    @DisplayName("F-05 a value that does not open is told, and keeps the old key until its row is renewed")
    void a_value_that_does_not_open_keeps_the_old_key() {
        byte[] adas = stored(ada);
        putBack(ada, stored(bea));
        Rotation begun = rotate();

        allOfIt(0);
        assertThat(latest().state()).isEqualTo(Rotation.State.RUNNING);
        assertThat(latest().unreadable()).isOne();
        assertThat(under(begun)).isOne();
        world.advance(Duration.ofDays(1));
        assertThat(rotation().destroyRetired("operator")).isEqualTo(new DestroyOutcome.NotFinished());

        putBack(ada, adas);
        allOfIt(0);
        assertThat(latest().state()).isEqualTo(Rotation.State.DONE);
        assertThat(latest().unreadable()).isZero();
    }

    @Test
    @DisplayName("F-05 the trail and the status hold no key")
    void the_trail_and_the_status_hold_no_key() {
        rotate();
        String said = rotation().status()
                + String.join(
                        "\n",
                        world.database()
                                .owner()
                                .sql("select row_to_json(e)::text from audit_events e where action like 'keys.%'")
                                .query(String.class)
                                .list());

        for (String secret : world.secrets()) {
            assertThat(said).doesNotContain(secret);
        }
        assertThat(said).contains("retired").doesNotContain(ada.token());
    }
}
