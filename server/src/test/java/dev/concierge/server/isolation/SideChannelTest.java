package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** E-07: Eve, in the database as the app role, leaves the tables alone and listens at what stands around them. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideChannelTest {
    private static final String APP = "concierge_app";
    private static final String AUTH = "concierge_auth";
    private static final String NO_RIGHT = "42501";

    private TwoAccounts two;
    private DefinerProbes probes;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
        probes = new DefinerProbes(two);
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @TestFactory
    @DisplayName("E-07 every definer function, called by whom it is not for, and with what is Alice's")
    Stream<DynamicTest> every_definer_function() {
        return functions().stream()
                .map(function -> DynamicTest.dynamicTest(function, () -> {
                    DefinerProbes.Probe probe = DefinerProbes.ALL.get(function);
                    for (String role : List.of(APP, AUTH)) {
                        if (may(role, function) && (probe == null || !may(probe.role(), function))) {
                            fail("DefinerProbes does not know " + function + ", which " + role
                                    + " may call. Add a call that names what is Alice's, as Eve would make it.");
                        }
                    }
                    if (probe == null) {
                        refused(function);
                    } else {
                        Map<String, String> before = two.rows(two.alice().account);
                        assertThat(answer(probe.role(), two.eve().account, probes.filled(probe)))
                                .as(function)
                                .isEqualTo(probe.answer());
                        assertThat(two.rows(two.alice().account)).isEqualTo(before);
                    }
                }));
    }

    @Test
    @DisplayName("E-07 the tokens that wait to be revoked open for their account alone")
    void the_tokens_that_wait_to_be_revoked_open_for_their_account_alone() throws SQLException {
        String open = "select 'opened' from revoker_open(" + probes.value("revocation") + ")";

        assertThat(answer(APP, two.eve().account, open)).isNull();
        assertThat(answer(APP, null, open)).isNull();
        assertThat(answer(APP, two.alice().account, open)).isEqualTo("opened");
    }

    @Test
    @DisplayName("E-07 without an account the count of siblings is none")
    void without_an_account_the_count_of_siblings_is_none() throws SQLException {
        String subject = two.world()
                .database()
                .owner()
                .sql("select upstream_subject from grants where state = 'live' and account_id = :account limit 1")
                .param("account", two.alice().account)
                .query(String.class)
                .single();
        String count = "select live_siblings_among('{google}', '" + subject + "', null)::text";

        assertThat(answer(APP, null, count)).isEqualTo("0");
        assertThat(answer(APP, two.alice().account, count)).isNotEqualTo("0");
    }

    @Test
    @DisplayName("E-07 Eve reads the planner's statistics of the tables")
    void eve_reads_the_planners_statistics() throws SQLException {
        try (Connection superuser = two.world().database().connectAsSuperuser();
                PreparedStatement analyze = superuser.prepareStatement("analyze")) {
            analyze.execute();
        }
        List<String> personal = Tables.personal(two.world().database().owner());
        assertThat(TestDatabase.superuser(two.world().database().name())
                        .sql("select distinct tablename::text from pg_stats where schemaname = 'public'")
                        .query(String.class)
                        .list())
                .as("there are statistics to be read")
                .contains("integrations", "grants", "accounts");
        for (String view : List.of("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs")) {
            assertThat(answers(
                            APP,
                            two.eve().account,
                            "select tablename::text from " + view + " where schemaname = 'public'"))
                    .as(view)
                    .doesNotContainAnyElementsOf(personal);
        }
        assertThat(state(APP, "select * from pg_statistic")).isEqualTo(NO_RIGHT);
    }

    @Test
    @DisplayName("E-07 Eve looks at what other sessions are doing")
    void eve_looks_at_what_other_sessions_are_doing() throws SQLException {
        String email = two.alice().visitor.email();
        try (Connection alices = two.world().database().connect(APP);
                Connection auths = two.world().database().connect(AUTH);
                PreparedStatement own = alices.prepareStatement("select count(*) from accounts where email = ?");
                PreparedStatement other = auths.prepareStatement("select count(*) from sign_in_find(?, '', now())")) {
            own.setString(1, email);
            own.execute();
            other.setString(1, email);
            other.execute();

            List<String> seen = answers(
                    APP,
                    two.eve().account,
                    "select usename || ' ' || query from pg_stat_activity where datname = current_database() and query <> ''");

            assertThat(seen).anyMatch(line -> line.startsWith(APP) && line.contains("select count(*) from accounts"));
            assertThat(seen).noneMatch(line -> line.contains("sign_in_find"));
            for (String mark : two.marks()) {
                assertThat(seen).noneMatch(line -> line.contains(mark));
            }
        }
    }

    @Test
    @DisplayName("E-07 Eve listens to what the nodes tell one another")
    void eve_listens_to_what_the_nodes_tell_one_another() throws SQLException {
        try (Connection eves = two.world().database().connect(APP)) {
            for (String channel : List.of("concierge", "\"*\"", "pg_notify")) {
                try (PreparedStatement listen = eves.prepareStatement("listen " + channel)) {
                    listen.execute();
                }
            }
            String path = "/api/v1/oauth/integrations/" + two.alice().integration;
            assertThat(two.alice()
                            .api
                            .send("PATCH", path, "{\"label\":\"The label that Eve would like to hear\"}")
                            .status())
                    .isEqualTo(200);

            List<String> heard = new ArrayList<>();
            while (!heard.contains(two.alice().integration.toString())) {
                PGNotification[] news = eves.unwrap(PGConnection.class).getNotifications(30_000);
                assertThat(news).as("nothing heard for 30 s").isNotEmpty();
                for (PGNotification one : news) {
                    heard.add(one.getParameter());
                }
            }
            assertThat(heard)
                    .as("ids, and the nodes' heartbeats")
                    .allMatch(text -> text.matches("[a-z:-]*[0-9a-f-]{8,80}([:/][0-9]+)?"));
        }
    }

    @Test
    @DisplayName("E-07 rules, large objects, temporary tables and the server's files")
    void rules_large_objects_temporary_tables_and_files() throws SQLException {
        assertThat(answers(
                        APP,
                        two.eve().account,
                        "select r.rulename::text from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname = 'public' and r.rulename <> '_RETURN'"))
                .as("rules")
                .isEmpty();
        assertThat(answer(APP, two.eve().account, "select count(*)::text from pg_largeobject_metadata"))
                .as("large objects")
                .isEqualTo("0");
        for (String sql : List.of(
                "select * from pg_largeobject",
                "select pg_read_file('postgresql.conf')",
                "select pg_ls_dir('.')",
                "select pg_ls_logdir()",
                "select lo_import('/etc/hostname')",
                "copy (select 1) to program 'true'",
                "copy (select 1) to '/tmp/eve'",
                "select * from pg_authid",
                "create temporary table scratch as select 1 as kept",
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'concierge_system' limit 1")) {
            assertThat(state(APP, sql)).as(sql).isEqualTo(NO_RIGHT);
        }
    }

    private List<String> functions() {
        List<String> all = two.world()
                .database()
                .owner()
                .sql(
                        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef order by 1")
                .query((row, _) -> row.getString(1))
                .list();
        assertThat(all).containsAll(DefinerProbes.ALL.keySet());
        return all;
    }

    private boolean may(String role, String function) {
        return two.world()
                .database()
                .owner()
                .sql("select has_function_privilege(:role, cast(:function as regprocedure), 'execute')")
                .param("role", role)
                .param("function", function)
                .query(Boolean.class)
                .single();
    }

    /** With a null for each argument: the right is looked at first. */
    private void refused(String function) throws SQLException {
        String name = function.substring(0, function.indexOf('('));
        String types = function.substring(name.length() + 1, function.length() - 1);
        String nulls = types.isEmpty()
                ? ""
                : Stream.of(types.split(","))
                        .map(type -> "cast(null as " + type + ")")
                        .collect(java.util.stream.Collectors.joining(", "));
        for (String role : List.of(APP, AUTH)) {
            assertThat(state(role, "select " + name + "(" + nulls + ")"))
                    .as("%s by %s", function, role)
                    .isEqualTo(NO_RIGHT);
        }
    }

    /** The first value; null when there is no row; the SQLSTATE of a refusal. */
    private @Nullable String answer(String role, @Nullable UUID account, String sql) throws SQLException {
        try {
            List<String> all = answers(role, account, sql);
            return all.isEmpty() ? null : all.getFirst();
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private String state(String role, String sql) throws SQLException {
        try {
            answers(role, two.eve().account, sql);
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /** Rolled back. */
    private List<String> answers(String role, @Nullable UUID account, String sql) throws SQLException {
        try (Connection connection = two.world().database().connect(role)) {
            connection.setAutoCommit(false);
            try (PreparedStatement set =
                    connection.prepareStatement("select set_config('concierge.account_id', ?, true)")) {
                set.setString(1, account == null ? "" : account.toString());
                set.execute();
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                List<String> all = new ArrayList<>();
                if (statement.execute()) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            all.add(Objects.requireNonNullElse(rows.getString(1), "null"));
                        }
                    }
                }
                return all;
            } finally {
                connection.rollback();
            }
        }
    }
}
