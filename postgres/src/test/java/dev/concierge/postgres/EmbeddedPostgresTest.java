package dev.concierge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("end-to-end")
class EmbeddedPostgresTest {

    @TempDir
    Path folder;

    private EmbeddedPostgresOptions durable() {
        return EmbeddedPostgresOptions.durable(folder.resolve("home"), TestFolders.BINARIES);
    }

    private EmbeddedPostgresOptions quick() {
        return EmbeddedPostgresOptions.forTests(folder.resolve("home"), TestFolders.BINARIES);
    }

    @Test
    void rows_and_port_and_password_survive_a_restart() throws SQLException {
        int port;
        String password;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(durable())) {
            Sql.run(first, "create table kept (word text)");
            Sql.run(first, "insert into kept values ('still here: ä')");
            port = first.port();
            password = first.adminPassword();
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(durable())) {
            assertThat(Sql.one(second, "select word from kept")).isEqualTo("still here: ä");
            assertThat(second.port()).isEqualTo(port);
            assertThat(second.adminPassword()).isEqualTo(password);
            assertThat(second.adopted()).isFalse();
        }
    }

    @Test
    void durable_means_flushed_and_checked() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(durable())) {
            assertThat(Sql.one(postgres, "show fsync")).isEqualTo("on");
            assertThat(Sql.one(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(Sql.one(postgres, "show full_page_writes")).isEqualTo("on");
            assertThat(Sql.one(postgres, "show data_checksums")).isEqualTo("on");
            assertThat(Sql.one(postgres, "show server_encoding")).isEqualTo("UTF8");
            assertThat(Sql.one(postgres, "show log_timezone")).isEqualTo("UTC");
        }
    }

    @Test
    void tests_may_trade_durability_for_speed() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(quick().withMaxConnections(33))) {
            assertThat(Sql.one(postgres, "show fsync")).isEqualTo("off");
            assertThat(Sql.one(postgres, "show max_connections")).isEqualTo("33");
        }
    }

    @Test
    void nobody_enters_without_the_password() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(quick())) {
            assertThatThrownBy(() -> Sql.connect(postgres, "postgres"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(Sql.one(postgres, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
                    .isEqualTo("0");
            assertThat(Sql.one(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Sql.one(postgres, "show unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void password_and_folder_are_closed_to_others() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(quick())) {
            Path password = folder.resolve("home/superuser.password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("home"))))
                    .isEqualTo("rwx------");
            assertThat(Files.readString(folder.resolve("home/server.log"))).doesNotContain(postgres.adminPassword());
        }
    }

    @Test
    void another_port_is_picked_and_remembered_when_the_last_one_is_taken() throws Exception {
        int port;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(quick())) {
            port = first.port();
        }
        int other;
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                EmbeddedPostgres second = EmbeddedPostgres.start(quick())) {
            other = second.port();
            assertThat(other).isNotEqualTo(port);
            assertThat(Sql.one(second, "show port")).isEqualTo(Integer.toString(other));
        }
        try (EmbeddedPostgres third = EmbeddedPostgres.start(quick())) {
            assertThat(third.port()).isEqualTo(other);
        }
    }

    @Test
    void a_fixed_port_that_is_taken_fails_the_start_and_frees_the_folder() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(quick().withPort(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessage("Port " + taken.getLocalPort() + " is taken by another program");
        }
        EmbeddedPostgres.start(quick()).close();
    }

    @Test
    void an_initdb_that_was_cut_off_is_done_again() throws Exception {
        Files.createDirectories(folder.resolve("home/data.unfinished/base"));
        Files.writeString(folder.resolve("home/data.unfinished/PG_VERSION"), "18\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(quick())) {
            assertThat(Sql.one(postgres, "select 1")).isEqualTo("1");
            assertThat(folder.resolve("home/data.unfinished")).doesNotExist();
        }
    }

    @Test
    void a_cluster_of_another_major_release_is_refused() throws IOException {
        EmbeddedPostgres.start(quick()).close();
        Files.writeString(folder.resolve("home/data/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(quick()))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("was made by PostgreSQL 17");
    }

    @Test
    void closing_twice_does_nothing_and_ends_the_process() {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(quick());
        assertThat(postgres.isAlive()).isTrue();
        postgres.close();
        postgres.close();
        postgres.onExit().join();
        assertThat(postgres.isAlive()).isFalse();
    }
}
