package dev.concierge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill leaves behind: of the owner, of the server, of the whole machine. */
@Tag("end-to-end")
class LeftoverServerTest {

    @TempDir
    Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    private EmbeddedPostgresOptions durable() {
        return EmbeddedPostgresOptions.durable(home(), TestFolders.BINARIES);
    }

    @Test
    void a_server_is_adopted_when_its_owner_was_killed() throws Exception {
        try (OwnerProgram owner = OwnerProgram.start(home(), TestFolders.BINARIES)) {
            int port = owner.port();
            owner.kill();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(durable())) {
                assertThat(postgres.adopted()).isTrue();
                assertThat(postgres.port()).isEqualTo(port);
                assertThat(Sql.one(postgres, "select 1")).isEqualTo("1");
            }
            assertThat(Postmaster.runningIn(home().resolve("data"))).isEmpty();
        }
    }

    @Test
    void a_leftover_with_other_settings_is_stopped_and_started_anew() throws Exception {
        try (OwnerProgram owner = OwnerProgram.start(home(), TestFolders.BINARIES)) {
            owner.port();
            owner.kill();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(durable().withMaxConnections(42))) {
                assertThat(postgres.adopted()).isFalse();
                assertThat(Sql.one(postgres, "show max_connections")).isEqualTo("42");
            }
        }
    }

    @Test
    void a_leftover_can_be_stopped_without_starting_anything() throws Exception {
        assertThat(EmbeddedPostgres.stopLeftover(durable())).isFalse();
        try (OwnerProgram owner = OwnerProgram.start(home(), TestFolders.BINARIES)) {
            owner.port();
            assertThatThrownBy(() -> EmbeddedPostgres.stopLeftover(durable()))
                    .isInstanceOf(EmbeddedPostgresException.class);
            owner.kill();
            assertThat(EmbeddedPostgres.stopLeftover(durable())).isTrue();
        }
        assertThat(Postmaster.runningIn(home().resolve("data"))).isEmpty();
    }

    @Test
    void an_owner_that_is_told_to_end_stops_its_server() throws Exception {
        try (OwnerProgram owner = OwnerProgram.start(home(), TestFolders.BINARIES)) {
            owner.port();
            owner.terminate();
            assertThat(Postmaster.runningIn(home().resolve("data"))).isEmpty();
            assertThat(Files.readString(home().resolve("server.log"))).contains("database system is shut down");
        }
    }

    @Test
    void a_second_program_is_told_who_has_the_folder() throws Exception {
        try (OwnerProgram owner = OwnerProgram.start(home(), TestFolders.BINARIES)) {
            owner.port();
            assertThatThrownBy(() -> EmbeddedPostgres.start(durable()))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageMatching("The folder .*/home is in use by process " + owner.pid());
        }
    }

    @Test
    void a_second_start_in_the_same_program_is_refused_and_does_not_weaken_the_first() throws Exception {
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(durable())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(durable()))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageEndingWith("is in use by this program");
            try (OwnerProgram other = OwnerProgram.start(home(), TestFolders.BINARIES)) {
                assertThatThrownBy(other::port).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void committed_rows_survive_a_kill_of_the_server_itself() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(durable())) {
            Sql.run(postgres, "create table kept (word text)");
            Sql.run(postgres, "insert into kept values ('answered')");
            kill(postgres);
            assertThat(postgres.isAlive()).isFalse();
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(durable())) {
            assertThat(postgres.adopted()).isFalse();
            assertThat(Sql.one(postgres, "select word from kept")).isEqualTo("answered");
        }
    }

    @Test
    void a_pid_file_whose_number_is_another_program_by_now_does_not_stop_the_start() throws Exception {
        EmbeddedPostgres.start(durable()).close();
        Path data = home().resolve("data").toRealPath();
        Files.write(
                data.resolve("postmaster.pid"),
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        data.toString(),
                        "1700000000",
                        "5432",
                        "",
                        "127.0.0.1"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(durable())) {
            assertThat(postgres.adopted()).isFalse();
            assertThat(Sql.one(postgres, "select 1")).isEqualTo("1");
        }
    }

    private void kill(EmbeddedPostgres postgres) {
        Postmaster server = Postmaster.runningIn(home().resolve("data")).orElseThrow();
        server.process().kill();
        postgres.onExit().join();
    }
}
