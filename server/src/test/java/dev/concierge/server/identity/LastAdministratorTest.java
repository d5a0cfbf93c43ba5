package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.identity.people.FileFormat;
import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.identity.people.PeopleImport;
import dev.concierge.server.identity.people.PersonChange;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddress;
import dev.concierge.server.web.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

/** L-04: the last administrator who may come in stays, whatever is tried and by how many at once. */
@Tag("security")
class LastAdministratorTest {
    private static final List<Role> ROLES = List.of(Role.values());
    private static final Visitor VISITOR = new Visitor(new ClientAddress(InetAddress.ofLiteral("192.0.2.7")), "test");

    private People people;

    @BeforeEach
    void start() {
        people = People.start();
    }

    @AfterEach
    void stop() {
        people.close();
    }

    private Caller.Person administrator() {
        String email = people.person(Role.ADMIN);
        return new Caller.Person(people.idOf(email), Role.ADMIN, "Root", email, UUID.randomUUID());
    }

    private PeopleDesk desk() {
        return people.server().bean(PeopleDesk.class);
    }

    private long administrators() {
        return people.count("select count(*) from accounts where role = 'admin' and status = 'active'");
    }

    @Test
    @DisplayName("L-04 the last administrator is demoted, disabled, or demotes and disables themselves")
    void the_last_administrator_is_neither_demoted_nor_disabled() {
        Caller.Person root = administrator();
        Caller.Person other = administrator();

        assertThat(desk().setRole(root, other.accountId(), Role.USER, VISITOR)).isInstanceOf(PersonChange.Done.class);
        assertThat(desk().setRole(root, root.accountId(), Role.MANAGER, VISITOR))
                .isEqualTo(new PersonChange.LastAdministrator());
        assertThat(desk().setActive(root, root.accountId(), false, VISITOR))
                .isEqualTo(new PersonChange.LastAdministrator());
        assertThat(administrators()).isOne();

        // the same, done right: with another administrator there, the first may go
        Caller.Person third = administrator();
        assertThat(desk().setRole(root, root.accountId(), Role.MANAGER, VISITOR))
                .isInstanceOf(PersonChange.Done.class);
        assertThat(desk().setActive(third, third.accountId(), false, VISITOR))
                .isEqualTo(new PersonChange.LastAdministrator());
    }

    @Test
    @DisplayName("L-04 a disabled administrator is no help when the last one leaves")
    void a_disabled_administrator_does_not_count() {
        Caller.Person root = administrator();
        Caller.Person other = administrator();
        desk().setActive(root, other.accountId(), false, VISITOR);

        assertThat(desk().setRole(root, root.accountId(), Role.USER, VISITOR))
                .isEqualTo(new PersonChange.LastAdministrator());
    }

    private void importedAdministrator(Caller.Person actor, String email) throws IOException {
        people.server()
                .bean(PeopleImport.class)
                .run(
                        actor,
                        FileFormat.CSV,
                        new ByteArrayInputStream(
                                ("email,role,status\n" + email + ",admin,active\n").getBytes(StandardCharsets.UTF_8)),
                        false,
                        VISITOR,
                        _ -> {});
    }

    private void nobodyElseLeavesThem(Caller.Person root) {
        assertThat(desk().setRole(root, root.accountId(), Role.USER, VISITOR))
                .isEqualTo(new PersonChange.LastAdministrator());
        assertThat(desk().setActive(root, root.accountId(), false, VISITOR))
                .isEqualTo(new PersonChange.LastAdministrator());
        assertThat(people.server().bean(Departures.class).ask(root, VISITOR))
                .isEqualTo(Departures.Asked.LAST_ADMINISTRATOR);
    }

    private int owner(String sql) {
        return people.database().owner().sql(sql).update();
    }

    @Test
    @DisplayName(
            "L-04 the only other administrator came from a file and has no way in yet: the last one who can sign in stays")
    void an_administrator_without_a_way_in_does_not_count() throws IOException {
        Caller.Person root = administrator();
        String made = "made@corp.example";
        importedAdministrator(root, made);
        assertThat(administrators()).isEqualTo(2);

        nobodyElseLeavesThem(root);

        // the one without a way in goes, and comes again
        assertThat(desk().setRole(root, people.idOf(made), Role.USER, VISITOR)).isInstanceOf(PersonChange.Done.class);
        assertThat(desk().setRole(root, people.idOf(made), Role.ADMIN, VISITOR)).isInstanceOf(PersonChange.Done.class);

        // the same, done right: the other one has set a password
        owner("insert into passwords (account_id, hash, changed_at) select '" + people.idOf(made)
                + "', hash, changed_at from passwords");
        assertThat(desk().setRole(root, root.accountId(), Role.USER, VISITOR)).isInstanceOf(PersonChange.Done.class);
        assertThat(people.count("select count(*) from kept_administrator where kept_id = '" + people.idOf(made) + "'"))
                .isOne();
    }

    @Test
    @DisplayName("L-04 the only other administrator signs in by a provider that was taken out")
    void an_administrator_of_a_provider_that_is_not_offered_does_not_count() {
        Caller.Person root = administrator();
        Caller.Person other = administrator();
        owner("delete from passwords where account_id = '" + other.accountId() + "'");
        owner("update accounts set email_verified = false where account_id = '" + other.accountId() + "'");
        owner(
                "insert into identities (identity_id, account_id, issuer, subject, provider, email_verified, created_at, used_at)"
                        + " values (gen_random_uuid(), '" + other.accountId()
                        + "', 'https://gone.example', 'one', 'oidc-gone', false, now(), now())");

        nobodyElseLeavesThem(root);

        owner("update accounts set email_verified = true where account_id = '" + other.accountId() + "'");
        assertThat(people.server().bean(Departures.class).ask(root, VISITOR))
                .as("a link to an address that is theirs opens the account")
                .isEqualTo(Departures.Asked.LEAVING);
    }

    @Test
    @DisplayName(
            "L-04 whoever has the system role's password takes away the one who can sign in, and leaves one who cannot")
    void the_database_keeps_the_one_who_can_sign_in() throws IOException {
        Caller.Person first = administrator();
        importedAdministrator(first, "made@corp.example");
        Caller.Person root = administrator();
        assertThat(desk().setRole(root, first.accountId(), Role.USER, VISITOR)).isInstanceOf(PersonChange.Done.class);

        assertThatThrownBy(() -> people.database()
                        .as("concierge_system")
                        .sql("update accounts set role = 'user' where account_id = :id")
                        .param("id", root.accountId())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("kept_administrator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update accounts set role = 'user' where role = 'admin'",
                "update accounts set status = 'disabled' where role = 'admin'"
            })
    @DisplayName("L-04 whoever has the system role's password takes the last administrator away in SQL")
    void the_database_itself_refuses(String sql) {
        administrator();
        administrator();

        assertThatThrownBy(
                        () -> people.database().as("concierge_system").sql(sql).update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("kept_administrator");
        assertThat(administrators()).isEqualTo(2);
    }

    @Test
    @DisplayName("L-04 the rows of all administrators are deleted in SQL by the owner")
    void a_deletion_is_refused_too() {
        administrator();
        administrator();

        assertThatThrownBy(() -> people.database()
                        .owner()
                        .sql("delete from accounts where role = 'admin'")
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("kept_administrator");
        assertThat(administrators()).isEqualTo(2);
    }

    @Test
    @DisplayName("L-04 two administrators demote each other at the same moment on two nodes")
    void two_who_demote_each_other_at_once_leave_one() throws Exception {
        Caller.Person one = administrator();
        Caller.Person other = administrator();
        try (TestServer second = people.secondNode();
                ExecutorService pool = Executors.newFixedThreadPool(2)) {
            PeopleDesk there = second.bean(PeopleDesk.class);
            for (int round = 0; round < 20; round++) {
                List<Callable<Object>> both = List.of(
                        () -> attempt(() -> desk().setRole(one, other.accountId(), Role.USER, VISITOR)),
                        () -> attempt(() -> there.setRole(other, one.accountId(), Role.USER, VISITOR)));
                List<Object> outcomes = new ArrayList<>();
                for (Future<Object> outcome : pool.invokeAll(both)) {
                    outcomes.add(outcome.get());
                }
                assertThat(administrators()).as("round %d: %s", round, outcomes).isOne();
                assertThat(outcomes)
                        .filteredOn(PersonChange.Done.class::isInstance)
                        .hasSize(1);
                people.database()
                        .owner()
                        .sql("update accounts set role = 'admin'")
                        .update();
            }
        }
    }

    /** Who was demoted a moment ago is refused as such, or is too late. */
    private static Object attempt(Callable<PersonChange> act) throws Exception {
        try {
            return act.call();
        } catch (ProblemException e) {
            return e.type();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName(
            "L-04 any acts of anybody in parallel: an administrator stays, and nobody is raised above the one who did it")
    void no_sequence_of_acts_leaves_nobody_or_raises_anybody_above_the_actor(long seed) throws Exception {
        List<Caller.Person> all = Stream.of(Role.ADMIN, Role.ADMIN, Role.MANAGER, Role.MANAGER, Role.USER, Role.GUEST)
                .map(role -> {
                    String email = people.person(role);
                    return new Caller.Person(people.idOf(email), role, "Somebody", email, UUID.randomUUID());
                })
                .toList();
        Random random = new Random(seed);
        List<Callable<Object>> acts = new ArrayList<>();
        for (int act = 0; act < 120; act++) {
            Caller.Person drawn = all.get(random.nextInt(all.size()));
            // a session may hold the role of a moment ago: claim any
            Caller.Person actor = new Caller.Person(
                    drawn.accountId(),
                    ROLES.get(random.nextInt(ROLES.size())),
                    drawn.name(),
                    drawn.email(),
                    drawn.sessionId());
            UUID target = all.get(random.nextInt(all.size())).accountId();
            Role role = ROLES.get(random.nextInt(ROLES.size()));
            boolean active = random.nextBoolean();
            acts.add(
                    random.nextInt(3) == 0
                            ? () -> attempt(() -> desk().setActive(actor, target, active, VISITOR))
                            : () -> attempt(() -> desk().setRole(actor, target, role, VISITOR)));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (Future<Object> outcome : pool.invokeAll(acts)) {
                outcome.get();
            }
        }
        assertThat(administrators()).isPositive();
        assertThat(replayed(all)).as("changes that were made").isPositive();
    }

    private record Change(UUID account, UUID actor, String action, String after) {}

    /** Goes through what was done in the order of the transactions: each was done by somebody who was an active administrator by then. @return how many */
    private int replayed(List<Caller.Person> all) {
        Map<UUID, Role> roles = new HashMap<>();
        all.forEach(person -> roles.put(person.accountId(), person.role()));
        Set<UUID> disabled = new HashSet<>();
        List<Change> changes = people.database()
                .owner()
                .sql("""
                        select account_id, substr(actor, 8)::uuid as actor, action, detail ->> 'after' as after from audit_events
                        where action in ('account.role', 'account.status') and outcome = 'done' and actor like 'person:%' order by xact
                        """)
                .query((row, _) -> new Change(
                        row.getObject("account_id", UUID.class),
                        row.getObject("actor", UUID.class),
                        row.getString("action"),
                        row.getString("after")))
                .list();
        for (Change change : changes) {
            assertThat(roles.get(change.actor())).as(change.toString()).isEqualTo(Role.ADMIN);
            assertThat(disabled).as(change.toString()).doesNotContain(change.actor());
            if (change.action().equals("account.role")) {
                roles.put(change.account(), Role.of(change.after()));
            } else if (change.after().equals("disabled")) {
                disabled.add(change.account());
            } else {
                disabled.remove(change.account());
            }
        }
        return changes.size();
    }
}
