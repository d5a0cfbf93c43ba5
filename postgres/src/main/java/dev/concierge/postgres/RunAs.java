package dev.concierge.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How PostgreSQL's programs, which refuse to run as root, are started.
 *
 * <p>An ordinary user starts them as they are. Root starts them as the folder's owner when that is somebody else; otherwise in a user
 * namespace of their own ({@code unshare -U}), where root's files stay theirs but root's powers do not; where the machine forbids
 * that, as {@code nobody}, who is then given the folder.
 */
record RunAs(List<String> prefix, int uid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    static RunAs forHome(Home home) {
        int self = Math.toIntExact(new UnixSystem().getUid());
        int owner = ownerOf(home.directory());
        if (self != ROOT) {
            return new RunAs(List.of(), self);
        }
        if (owner != ROOT) {
            return switchedTo(owner);
        }
        if (Command.run(List.of("unshare", "-U", "true"), LIMIT).succeeded()) {
            return new RunAs(List.of("unshare", "-U"), ROOT);
        }
        RunAs nobody = switchedTo(NOBODY);
        nobody.give(home.directory());
        return nobody;
    }

    /** The fall-back without namespaces; its words must be those of util-linux' setpriv. */
    static RunAs switchedTo(int uid) {
        return new RunAs(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--no-new-privs"), uid);
    }

    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    /** Makes the file or folder belong to whom the programs run as; nothing to do unless identities differ. */
    void give(Path path) {
        if (prefix.isEmpty() || ownerOf(path) == uid) {
            return;
        }
        try {
            Files.setAttribute(path, "unix:uid", uid);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(path + " cannot be given to user " + uid + ": " + e, e);
        }
    }

    /** Fails with what to do when the programs could not be run or the folder not be written. */
    void requireReach(Path program, Path folder) {
        if (prefix.isEmpty()) {
            return;
        }
        List<String> check =
                List.of("sh", "-c", "test -x \"$1\" && test -w \"$2\"", "sh", program.toString(), folder.toString());
        if (!Command.run(command(check), LIMIT).succeeded()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL does not run as root, and as user " + uid + " it cannot reach " + folder + " or "
                            + program + ": start as an ordinary user, or use a folder that everybody may enter");
        }
    }

    private static int ownerOf(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The owner of " + path + " cannot be read: " + e, e);
        }
    }
}
