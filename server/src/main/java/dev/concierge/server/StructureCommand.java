package dev.concierge.server;

import dev.concierge.server.database.DatabaseSettings;
import dev.concierge.server.database.structure.DatabasePlace;
import dev.concierge.server.database.structure.DiffReport;
import dev.concierge.server.database.structure.Fingerprint;
import dev.concierge.server.database.structure.FingerprintFile;
import dev.concierge.server.database.structure.FingerprintReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** The verbs {@code db fingerprint} and {@code db diff}: what a database is made of, and how two differ. They change nothing. */
final class StructureCommand {
    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int CONFIGURATION = 78;
    private static final String JSON = "--json";

    private final DatabaseSettings settings;
    private final DatabasePlace.Variables variables;
    private final PrintStream out;
    private final PrintStream err;

    StructureCommand(DatabaseSettings settings, DatabasePlace.Variables variables, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.variables = variables;
        this.out = out;
        this.err = err;
    }

    /** Runs {@code fingerprint} or {@code diff}. @return 0 done or the same, 1 different, 64 wrong usage, 69 out of reach, 78 not configured */
    int run(String... arguments) {
        boolean json = Arrays.asList(arguments).contains(JSON);
        List<String> words =
                Arrays.stream(arguments).filter(word -> !word.equals(JSON)).toList();
        if (words.stream().anyMatch(word -> word.startsWith("-"))) {
            return USAGE;
        }
        try {
            return switch (words.getFirst() + " " + words.size()) {
                case "fingerprint 1" -> fingerprint("here", json);
                case "fingerprint 2" -> fingerprint(words.get(1), json);
                case "diff 3" -> diff(words.get(1), words.get(2), json);
                default -> USAGE;
            };
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return CONFIGURATION;
        } catch (OutOfReach e) {
            err.println(e.getMessage());
            return UNAVAILABLE;
        }
    }

    private int fingerprint(String word, boolean json) throws OutOfReach {
        DiffReport.Side side = side(word);
        if (json) {
            FingerprintFile.write(side.fingerprint(), out);
        } else {
            FingerprintReport.print(side.fingerprint(), side.place(), out);
        }
        return SAME;
    }

    private int diff(String a, String b, boolean json) throws OutOfReach {
        DiffReport report = DiffReport.of(side(a), side(b));
        if (json) {
            report.printJson(out);
        } else {
            report.print(out);
        }
        return report.same() ? SAME : DIFFERENT;
    }

    private DiffReport.Side side(String word) throws OutOfReach {
        if (isFile(word)) {
            return new DiffReport.Side(word, read(Path.of(word)));
        }
        DatabasePlace place = DatabasePlace.of(word, settings, variables);
        try {
            return new DiffReport.Side(place.address(), place.fingerprint());
        } catch (SQLException e) {
            throw new OutOfReach(place.address() + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static boolean isFile(String word) {
        try {
            return Files.isRegularFile(Path.of(word));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static Fingerprint read(Path file) throws OutOfReach {
        try {
            return FingerprintFile.read(file);
        } catch (IOException e) {
            throw new OutOfReach("The file cannot be read: " + e.getMessage(), e);
        }
    }

    /** Its message is a sentence for the operator. */
    private static final class OutOfReach extends Exception {
        private static final long serialVersionUID = 1L;

        OutOfReach(String sentence, Exception cause) {
            super(sentence, cause);
        }
    }
}
