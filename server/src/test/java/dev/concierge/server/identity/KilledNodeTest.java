package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * O24: a node is killed while it makes somebody's copy and while it ends somebody's account, and another one finishes both. Two triggers hold the node's
 * transactions, each at a lock of ours: in the middle of the copy's pieces, and where the account is about to be erased.
 */
@Tag("end-to-end")
class KilledNodeTest {
    private static final int IN_THE_COPY = 4711;
    private static final int BEFORE_THE_END = 4712;

    private static final Set<String> TRAIL = Set.of("audit_events", "audit_vends");

    @TempDir
    private Path folder;

    private final World world = World.start(1, Map.of("concierge.identity.sign-up-burst", "1000"));
    private final KeptMail mail = new KeptMail(world.server());

    private void sql(String text) {
        world.database().owner().sql(text).update();
    }

    private long count(String text) {
        return world.database().owner().sql(text).query(Long.class).single();
    }

    private UUID idOf(Visitor person) {
        return world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", person.email())
                .query(UUID.class)
                .single();
    }

    private Process node(String name, String lanes) throws Exception {
        return world.process(folder.resolve(name), Map.of("LANES", lanes), "serve");
    }

    private void until(String what, Process process, BooleanSupplier reached) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("it did not come to that: " + what + said());
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private String said() throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.append('\n').append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /** Whoever writes the row waits for the lock, which the test holds. */
    private void hold(String table, String when, int lock) {
        String name = "held_" + lock;
        sql("create function " + name + "() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock("
                + lock + "); return new; end $$");
        sql("grant execute on function " + name + "() to public");
        sql("create trigger " + name + " before insert on " + table + " for each row when (" + when
                + ") execute function " + name + "()");
    }

    private boolean isWaited(int lock) {
        return count("select count(*) from pg_locks where locktype = 'advisory' and objid = " + lock
                        + " and not granted")
                > 0;
    }

    @Test
    @DisplayName("killed in the middle of a copy and before an account's end: the next node finishes both, once")
    void killed_in_the_middle_and_finished_by_the_next() throws Exception {
        try (world) {
            Visitor ada = world.visitor().signUp();
            UUID copied = idOf(ada);
            ada.connected(Visitor.LINH_WORK);
            Visitor bob = world.visitor().signUp();
            UUID leaver = idOf(bob);
            String address = bob.email();
            bob.connected(Visitor.LINH_HOME);
            synced();
            String receipt;
            hold("account_export_chunks", "new.position = 1", IN_THE_COPY);
            hold("departure_receipts", "true", BEFORE_THE_END);
            try (Connection own = world.database().connectAsSuperuser();
                    Statement held = own.createStatement()) {
                held.execute("select pg_advisory_lock(" + IN_THE_COPY + "), pg_advisory_lock(" + BEFORE_THE_END + ")");
                Process first = node("first", "maintenance,file");
                Process second = null;
                try {
                    ada.browser().submit(ada.open("/profile"), "form[action='/profile/export']", Map.of());
                    bob.browser().submit(bob.open("/profile/delete"), "form[action='/profile/delete']", Map.of());
                    sql("update account_departures set due_at = now() - interval '1 minute' where account_id = '"
                            + leaver + "'");
                    due(leaver);
                    until("the copy is in the middle", first, () -> isWaited(IN_THE_COPY));
                    until(
                            "the last mail is waited for",
                            first,
                            () -> count(
                                            "select count(*) from jobs_maintenance where task_name = 'identity.leave' and task_instance = '"
                                                    + leaver
                                                    + "' and not picked and execution_time > now() + interval '1 minute'")
                                    == 1);
                    assertThat(world.sandbox().living("google", Visitor.LINH_HOME, "concierge-test"))
                            .as("revoked at the provider")
                            .isEmpty();
                    receipt = mail.link(address, "/link/receipt/");
                    due(leaver);
                    until("the account's end", first, () -> isWaited(BEFORE_THE_END));
                    second = node("second", "maintenance,file");

                    first.destroyForcibly().waitFor();

                    held.execute("select pg_advisory_unlock_all()");
                    assertThat(count("select count(*) from departure_receipts")).isZero();
                    assertThat(count("select count(*) from accounts where status = 'gone' and account_id = '" + leaver
                                    + "'"))
                            .isOne();
                    assertThat(count("select count(*) from account_exports where state = 'waiting' and account_id = '"
                                    + copied + "'"))
                            .isOne();
                    until(
                            "the next node finishes both",
                            second,
                            () -> count("select count(*) from departure_receipts") == 1
                                    && count("select count(*) from account_exports where state = 'ready'") == 1);
                } finally {
                    first.destroyForcibly().waitFor();
                    if (second != null) {
                        second.destroyForcibly().waitFor();
                    }
                }
            }
            copyIsWhole(ada, copied);
            accountIsGone(leaver, receipt);
        }
    }

    /** Enough, and of a kind that packs badly, for several pieces. */
    private void synced() {
        world.server().bean(dev.concierge.server.jobs.JobRunner.class).runDue(dev.concierge.server.jobs.Lane.SYNC);
        sql(
                "update records r set content = jsonb_set(content, '{padding}', to_jsonb((select string_agg(md5(r.id::text || n), '')"
                        + " from generate_series(1, 3000) n))) where content is not null");
        assertThat(count("select count(*) from records")).isGreaterThan(10);
    }

    /** The job is due now, whatever it waits for. */
    private void due(UUID account) {
        sql(
                "update jobs_maintenance set execution_time = now() where task_name = 'identity.leave' and task_instance = '"
                        + account + "'");
    }

    private void copyIsWhole(Visitor ada, UUID id) throws Exception {
        assertThat(count("select attempt from account_exports where account_id = '" + id + "'"))
                .as("begun twice")
                .isEqualTo(2);
        assertThat(count("select count(*) from account_export_chunks where attempt <> 2"))
                .isZero();
        assertThat(count("select count(*) from account_export_chunks")).isGreaterThan(1);
        assertThat(count("select count(*) from audit_events where action = 'export.ready' and account_id = '" + id
                        + "'"))
                .isOne();
        assertThat(mail.subjects(ada.email())).containsOnlyOnce("Your data is ready");
        Page page = ada.open("/profile");
        URI target = world.url(page.find("form[action$='/download']").attr("action"));
        String cookies = ada.browser().jar(target).entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("; "));
        try (HttpClient http = HttpClient.newHttpClient();
                ZipInputStream zip = new ZipInputStream(http.send(
                                HttpRequest.newBuilder(target)
                                        .header("Cookie", cookies)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .header("Origin", "http://" + target.getAuthority())
                                        .POST(HttpRequest.BodyPublishers.ofString("_csrf="
                                                + java.net.URLEncoder.encode(
                                                        page.find("input[name=_csrf]")
                                                                .val(),
                                                        StandardCharsets.UTF_8)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body())) {
            Set<String> names = new TreeSet<>();
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
            assertThat(names).contains("manifest.json", "records.json", "sessions.json");
        }
    }

    private void accountIsGone(UUID id, String link) {
        Set<String> left = new TreeSet<>();
        for (String table :
                world.database().owner().sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'account_id'
                        """).query(String.class).list()) {
            if (count("select count(*) from " + table + " where account_id = '" + id + "'") > 0) {
                left.add(table);
            }
        }
        assertThat(left).isSubsetOf(TRAIL);
        assertThat(count("select count(*) from accounts where account_id = '" + id + "'"))
                .isZero();
        assertThat(count("select count(*) from audit_events where action = 'account.delete' and account_id = '" + id
                        + "'"))
                .isOne();
        assertThat(count("select count(*) from audit_events where action = 'account.empty' and account_id = '" + id
                        + "'"))
                .isOne();
        Page receipt = world.visitor().open(link);
        assertThat(receipt.text())
                .contains("The account is deleted", "records were deleted here")
                .containsOnlyOnce("Google account")
                .containsOnlyOnce("confirmed that our access ended");
    }
}
