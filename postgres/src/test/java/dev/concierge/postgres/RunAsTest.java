package dev.concierge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("security")
class RunAsTest {

    private static final boolean ROOT = new UnixSystem().getUid() == 0;

    @TempDir
    Path folder;

    @Test
    void an_ordinary_user_needs_no_prefix_and_root_gives_up_its_identity() {
        RunAs runAs = RunAs.forHome(Home.in(folder.resolve("home")));
        if (ROOT) {
            assertThat(runAs.prefix()).startsWith("unshare");
        } else {
            assertThat(runAs.prefix()).isEmpty();
        }
    }

    @Test
    void the_fall_back_without_namespaces_is_setpriv() {
        assertThat(RunAs.switchedTo(65_534).command(List.of("initdb", "-V")))
                .containsExactly(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "--no-new-privs",
                        "initdb",
                        "-V");
    }

    /** As root: a folder of somebody else's is served under that identity. As an ordinary user this is the ordinary start. */
    @Test
    void the_server_runs_as_the_owner_of_its_folder() throws IOException, SQLException {
        Path home = folder.resolve("home");
        Files.createDirectories(home);
        if (ROOT) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setAttribute(home, "unix:uid", 65_534);
        }
        Path binaries = ROOT ? folder.resolve("pgsql") : TestFolders.BINARIES;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.forTests(home, binaries))) {
            assertThat(Sql.one(postgres, "select 1")).isEqualTo("1");
            assertThat(Files.getAttribute(home.resolve("data"), "unix:uid"))
                    .isEqualTo(Files.getAttribute(home, "unix:uid"));
        }
    }
}
