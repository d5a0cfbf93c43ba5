package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** E-09: rows of nobody, and what is left of an account that is gone. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeftoversTest {
    /** Tables where a row may have no account, and why. */
    private static final Map<String, String> NOBODYS = Map.of(
            "audit_events", "what was refused before anybody was known",
            "audit_subjects", "beside such an event",
            "authorization_requests", "a sign-in, which has no account yet");

    /** Tables where rows of an account outlive it, and why. */
    private static final Map<String, String> OUTLIVE = Map.of(
            "audit_events", "the trail",
            "audit_subjects", "beside the trail, erased by itself",
            "audit_vends", "the trail",
            "authorization_requests", "minutes; taken only with the session, which is gone");

    private TwoAccounts two;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @Test
    @Order(1)
    @DisplayName("E-09 Eve looks for rows that belong to nobody")
    void eve_looks_for_rows_that_belong_to_nobody() throws SQLException {
        List<String> nullable = new ArrayList<>();
        for (String table : Tables.personal(two.world().database().owner())) {
            if (count("select count(*) from pg_attribute where attrelid = '" + table
                            + "'::regclass and attname = 'account_id' and not attnotnull")
                    == 1) {
                nullable.add(table);
                disown(table);
            }
        }
        assertThat(nullable).containsExactlyInAnyOrderElementsOf(NOBODYS.keySet());
        for (String account :
                List.of(two.eve().account.toString(), two.alice().account.toString(), new UUID(0, 0).toString(), "")) {
            for (String table : nullable) {
                assertThat(seen(table, account))
                        .as("%s with the account '%s'", table, account)
                        .isZero();
            }
        }
    }

    @Test
    @Order(2)
    @DisplayName("E-09 Alice's account is deleted, and Eve signs up with Alice's address")
    void eve_signs_up_with_the_address_of_an_account_that_is_gone() {
        UUID gone = two.alice().account;
        Map<String, String> eves = two.rows(two.eve().account);
        two.world()
                .database()
                .owner()
                .sql("delete from accounts where account_id = :gone")
                .param("gone", gone)
                .update();

        Browser newcomer = signUp(two.alice().visitor.email());

        assertThat(text(newcomer, "/api/v1/oauth/integrations")).contains("\"items\":[]");
        assertThat(text(newcomer, "/api/v1/oauth/integrations?state=disconnected"))
                .contains("\"items\":[]");
        assertThat(text(newcomer, "/api/v1/me/api-keys")).contains("\"items\":[]");
        assertThat(text(newcomer, "/api/v1/sync/records")).contains("\"items\":[]");
        assertThat(text(newcomer, "/api/v1/me")).doesNotContain(gone.toString());
        for (String page : List.of(
                "/integrations/" + two.alice().integration,
                "/receipts/" + two.alice().receipt,
                "/integrations/choices/" + two.alice().choice,
                "/connect/" + two.alice().ticket)) {
            assertThat(newcomer.get(two.world().url(page), Map.of()).status())
                    .as(page)
                    .isIn(400, 404);
        }
        Set<String> left = new java.util.TreeSet<>();
        two.rows(gone).forEach((table, rows) -> {
            if (!rows.startsWith("0 ")) {
                left.add(table);
            }
        });
        assertThat(left).as("tables with rows of the account that is gone").isSubsetOf(OUTLIVE.keySet());
        assertThat(two.rows(two.eve().account)).isEqualTo(eves);
    }

    @Test
    @Order(3)
    @DisplayName("E-09 the jobs of an account that is gone stop, and those of the others go on")
    void the_jobs_of_an_account_that_is_gone_stop() {
        two.world().advance(Duration.ofMinutes(58));
        int asked = two.world().sandbox().ledger().entries().size();
        JobRunner runner = two.world().server().bean(JobRunner.class);
        for (Lane lane : Lane.values()) {
            runner.runDue(lane);
        }

        assertThat(two.eve().api.token(two.eve().integration).status()).isEqualTo(200);
        assertThat(two.world().sandbox().ledger().entries().size()).isGreaterThan(asked);
        assertThat(count("select count(*) from streams where account_id = '" + two.eve().account
                        + "' and last_run_at is null and cause is distinct from 'not_granted'"))
                .isZero();
        assertThat(count("select count(*) from runs where account_id = '" + two.alice().account + "'"))
                .isZero();
    }

    /** A copy of a row, without its account. */
    private void disown(String table) {
        String keys = two.world()
                .database()
                .owner()
                .sql("""
                        select string_agg(case when t.typname = 'uuid' then format('%L, gen_random_uuid()', a.attname)
                                               else format('%L, ''\\x'' || md5(random()::text)', a.attname) end, ', ')
                        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
                             join pg_type t on t.oid = a.atttypid
                        where i.indrelid = cast(:table as regclass) and i.indisprimary
                        """)
                .param("table", table)
                .query(String.class)
                .single();
        assertThat(two.world()
                        .database()
                        .owner()
                        .sql("insert into " + table + " select n.* from (select * from " + table
                                + " where account_id is not null limit 1) t, jsonb_populate_record(null::" + table
                                + ", to_jsonb(t) || jsonb_build_object('account_id', null, " + keys + ")) n")
                        .update())
                .isEqualTo(1);
    }

    private long seen(String table, String account) throws SQLException {
        try (Connection connection = two.world().database().connect("concierge_app");
                PreparedStatement set =
                        connection.prepareStatement("select set_config('concierge.account_id', ?, false)");
                PreparedStatement look =
                        connection.prepareStatement("select count(*) from " + table + " where account_id is null")) {
            set.setString(1, account);
            set.execute();
            try (ResultSet row = look.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("42501");
            return 0;
        }
    }

    private Browser signUp(String address) {
        Browser browser = new Browser();
        String password = "quite another pass phrase " + UUID.randomUUID();
        browser.submit(
                browser.open(two.world().url("/signup")),
                "form[action='/signup']",
                Map.of("name", "Eve", "email", address, "password", password));
        Page page = browser.submit(
                browser.open(two.world().url("/login")),
                "form[action='/login']",
                Map.of("email", address, "password", password));
        assertThat(page.path()).as(page.text()).isEqualTo("/");
        return browser;
    }

    private String text(Browser browser, String path) {
        Page page = browser.get(two.world().url(path), Map.of("Accept", "application/json"));
        assertThat(page.status()).as(path).isEqualTo(200);
        return page.body();
    }

    private long count(String sql) {
        return two.world().database().owner().sql(sql).query(Long.class).single();
    }
}
